"""Harmful texts on their way out: in mails, webhooks, spreadsheets and the terminal they stay texts."""

from __future__ import annotations

import csv
import io
import re
import shutil
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from openpyxl import load_workbook

from backorder_core.delivery import apprising, exports
from backorder_core.delivery.apprising import Message
from backorder_core.delivery.channels import set_address, set_channel
from backorder_core.delivery.terminal import table
from backorder_core.domain.errors import InvalidInput
from backorder_core.domain.kinds import KINDS
from backorder_core.domain.notifying import Templates
from backorder_core.domain.settings import DEFAULTS
from backorder_core.services.kinds_out import export_kind
from backorder_core.services.wording import check_templates
from backorder_core.store import Store, open_store
from tests.delivery.conftest import Hook, Mailbox
from tests.hostile import PAYLOADS, marks, seen
from tests.small_company import ADMIN, CREATED, PLANNER, SmallCompany

RUN = ("=", "+", "-", "@", "\t", "\r")
ORDINARY = {"a", "b", "body", "br", "div", "head", "html", "meta", "p", "span", "title"}
TO = "mike@example.com"
MAILED = [text for place, text in enumerate(PAYLOADS) if place % 4 == 0 or set(text) & set("\r\n<")]


@pytest.fixture(scope="module")
def store(hostile_store_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    path = tmp_path_factory.mktemp("out") / "hostile.duckdb"
    opened = open_store(str(shutil.copy(hostile_store_file, path)))
    yield opened
    opened.close()


class Drawn(HTMLParser):
    """What a mail program would draw of a page: its tags and where they lead."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}


def test_no_text_writes_a_header_or_draws_anything_in_a_mail(mailbox: Mailbox) -> None:
    for place, text in enumerate(MAILED):
        assert apprising.send(mailbox.url, Message(f"{place:032x}", f"About {text}", text, TO)) is None, text
    assert mailbox.recipients == [TO] * len(MAILED)
    names = {frozenset(name.lower() for name in mail) for mail in mailbox.mails}
    assert len(names) == 1, "no mail has a header that others lack"
    for mail, text in zip(mailbox.mails, MAILED, strict=True):
        assert marks(str(mail["Subject"])) <= marks(text)
        assert not re.search(r"[\r\n]", str(mail["Subject"]))
        body = mail.get_body(("html",))
        if body is not None:
            drawn = Drawn(body.get_content())
            assert (drawn.tags - ORDINARY, drawn.attributes & {"src", "onerror", "onload"}) == (set(), set())


@pytest.mark.parametrize(
    "more", ["\r\nBcc: v@evil.example", ", v@evil.example", ";v@evil.example", " v@x.example"]
)
def test_an_address_reaches_nobody_else(company: SmallCompany, mailbox: Mailbox, more: str) -> None:
    failure = apprising.send(mailbox.url, Message("0" * 32, "Subject", "Body", TO + more))
    assert failure is not None
    assert "is more than one address" in failure
    assert mailbox.recipients == []
    set_channel(company.store, "E-mail", mailbox.url, ADMIN, CREATED)
    with pytest.raises(InvalidInput, match="is more than one address"):
        set_address(company.store, "Mike", "E-mail", TO + more, ADMIN, CREATED)


def test_a_webhook_gets_texts_as_texts(hook: Hook) -> None:
    for place, text in enumerate(PAYLOADS):
        assert apprising.send(hook.url, Message(f"{place:032x}", f"About {text}", text)) is None
    assert len({frozenset(headers) for _, headers, _ in hook.calls}) == 1
    for (_, _, body), text in zip(hook.calls, PAYLOADS, strict=True):
        assert seen(text)[:40] in seen(str(body)) or marks(text) <= marks(str(body))


@pytest.mark.parametrize("kind", KINDS)
def test_no_cell_of_a_file_is_run_by_a_spreadsheet(store: Store, kind: str) -> None:
    records = export_kind(store, kind, PLANNER)
    assert len(records.rows) >= len(PAYLOADS) or kind == "po-delays"
    text = exports.sheet_csv(records.columns, records.rows).decode()
    cells = [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]
    assert [cell for cell in cells if cell.startswith(RUN) and not re.fullmatch(r"-?[\d.]+", cell)] == []
    book = load_workbook(io.BytesIO(exports.sheet_xlsx(kind, records.columns, records.rows)))
    assert {cell.data_type for row in book[book.sheetnames[0]].iter_rows() for cell in row} <= {
        "s",
        "n",
        "d",
        "b",
    }


def test_a_heading_is_harmless_too() -> None:
    assert exports.sheet_csv(["=1+1"], []).decode() == "'=1+1\r\n"


def test_no_sign_that_steers_a_terminal_reaches_it() -> None:
    said = table(("name", "note"), [(text, text) for text in PAYLOADS])
    assert len(said.splitlines()) == len(PAYLOADS) + 2
    assert [sign for sign in said if not sign.isprintable() and sign != "\n"] == []


@pytest.mark.parametrize(
    "text",
    [
        "{{ ().__class__.__base__.__subclasses__() }}",
        "{{ number.__class__.__mro__ }}",
        "{{ number.format.__globals__ }}",
        "{{ self.__init__.__globals__ }}",
        "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
        "{{ lipsum.__globals__['os'] }}",
        "{{ number|attr('__class__') }}",
        "{{ namespace.__init__ }}",
        "{% include '/etc/passwd' %}",
        "{% import 'os' as os %}{{ os }}",
        "{% extends 'sheet.html' %}",
        "{{ 'a' * 1000000000 }}",
        "{{ 9 ** 9 ** 9 }}",
        "{% for x in range(1000000000) %}{{ x }}{% endfor %}",
        "{{ config }}",
        "{{ request }}",
        "{{ '%s'|format(number.__class__) }}{{ x }}",
        "{{ ['a'].append('b') }}",
    ],
)
def test_a_template_of_a_notice_reaches_nothing_of_the_program(text: str) -> None:
    templates = Templates().model_copy(deep=True)
    created = templates.created.model_copy(update={"body": text})
    settings = DEFAULTS.model_copy(update={"templates": templates.model_copy(update={"created": created})})
    with pytest.raises(InvalidInput, match=r"^The text of"):
        check_templates(settings)


def test_a_text_is_never_taken_for_a_template() -> None:
    from backorder_core.services.wording import _rendered

    facts = {"who": "{{ 7*7 }}", "number": "BO-1", "words": "{% for x in ''.__class__ %}{{ x }}{% endfor %}"}
    subject, body = _rendered("mention", facts, Templates())
    assert subject == "{{ 7*7 }} mentioned you on BO-1"
    assert body == "{% for x in ''.__class__ %}{{ x }}{% endfor %}"
