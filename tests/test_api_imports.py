"""Files that come through the API."""

from __future__ import annotations

import re
import threading
from http.client import HTTPConnection

import pytest

from backorder_core.domain.values import Role
from backorder_core.services.checks import check
from backorder_core.services.tokens import add_token
from tests.api_client import ADMIN, FILE, Answer, Client, sentence
from tests.api_client import company as company
from tests.api_client import erp as erp
from tests.api_client import stranger as stranger
from tests.small_company import TODAY, SmallCompany
from tests.test_cli import store as store

# Imports


def test_a_dry_run_says_what_would_happen_and_writes_nothing(erp: Client, company: SmallCompany) -> None:
    before = company.store.data_version()
    answer = erp.import_(query="dry_run=true")
    assert answer.status == 200
    assert (answer.body["import_id"], answer.body["created"], answer.body["rows"]) == (None, 1, 1)
    assert company.store.data_version() == before


def test_an_import_is_written_under_the_tokens_name(erp: Client, company: SmallCompany) -> None:
    assert erp.import_(query="file_name=night.csv").body["created"] == 1
    shown = erp.ask("/api/backorders/bo-2025-0001").body
    assert shown["history"][0]["who"] == "erp"
    assert erp.ask("/api/backorders").body["total"] == 1
    assert check(company.store) == ()


def test_the_same_key_again_gives_the_first_answer_and_another_file_a_conflict(
    erp: Client, company: SmallCompany
) -> None:
    first = erp.import_(Idempotency_Key="night-1")
    version = company.store.data_version()
    assert erp.import_(Idempotency_Key="night-1").body == first.body
    assert company.store.data_version() == version
    other = erp.import_(FILE.replace(b"02-15", b"02-20"), Idempotency_Key="night-1")
    assert other.status == 409
    assert "another file" in sentence(other)
    cron = Client(erp.url, add_token(company.store, "cron", Role.PLANNER, ADMIN, TODAY))
    assert cron.import_(Idempotency_Key="night-1").body["unchanged"] == 1


def test_many_at_once_under_one_key_import_once(erp: Client, company: SmallCompany) -> None:
    answers: list[Answer] = []
    threads = [
        threading.Thread(target=lambda: answers.append(erp.import_(Idempotency_Key="storm")), daemon=True)
        for _ in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert {answer.body["import_id"] for answer in answers} == {1}
    assert erp.ask("/api/backorders").body["total"] == 1


@pytest.mark.parametrize(
    ("query", "body", "said"),
    [
        ("dates=us", FILE, "The parameter 'dates' cannot be 'us'"),
        ("dry-run=true", FILE, "There is no parameter 'dry-run'"),
        ("dry_run=true&dry_run=false", FILE, "stands twice"),
        ("map=colour=Red", FILE, "map colour=Red is not FIELD=HEADER"),
        ("as_of=tomorrow", FILE, "The parameter 'as_of' cannot be 'tomorrow'"),
        ("", b"", "empty"),
        ("", b"a,b\n1,2\n", "No column of the file was recognised"),
        ("", FILE.replace(b"2025-02-15", b"05/02/2025"), "--dates|day first|order of day"),
    ],
)
def test_what_is_wrong_with_an_import_is_said_in_one_sentence(
    erp: Client, company: SmallCompany, query: str, body: bytes, said: str
) -> None:
    before = company.store.data_version()
    answer = erp.import_(body, query)
    assert answer.status == 422
    assert re.search(said, sentence(answer)), answer.body
    assert company.store.data_version() == before


def test_a_form_and_an_unknown_kind_are_refused(erp: Client) -> None:
    form = erp.import_(b"--x\r\n", Content_Type="multipart/form-data; boundary=x")
    assert (form.status, "the file itself" in sentence(form)) == (415, True)
    kind = erp.ask("/api/imports/orders", FILE)
    assert (kind.status, "po-delays" in sentence(kind)) == (404, True)
    key = erp.import_(Idempotency_Key="k" * 201)
    assert (key.status, "Idempotency-Key" in sentence(key)) == (422, True)


def test_a_file_that_is_too_large_is_refused_by_its_length_or_on_the_way(
    erp: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BACKORDERS_MOST_FILE_MB", "1")
    large = FILE * 12_000
    assert erp.import_(large).status == 413
    host = erp.url.removeprefix("http://")
    connection = HTTPConnection(host, timeout=30)
    headers = {"Authorization": f"Bearer {erp.token}", "Transfer-Encoding": "chunked"}
    connection.request(
        "POST",
        "/api/imports/po-delays",
        body=iter([large[:700_000], large[700_000:]]),
        headers=headers,
        encode_chunked=True,
    )
    answer = connection.getresponse()
    assert (answer.status, "larger than" in answer.read().decode()) == (413, True)
    connection.close()
