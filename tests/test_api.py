"""The API over HTTP: off without a token, the command line's sentences, done once however often asked."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from jsonschema import Draft202012Validator
from starlette.routing import Route

from backorder_core.api import asking, routes
from backorder_core.api.describing import openapi
from backorder_core.api.pacing import Pace
from backorder_core.api.routing import routes_of_machines
from backorder_core.domain import errors
from backorder_core.domain.errors import Refusal, Unavailable
from backorder_core.domain.values import Role
from backorder_core.services.checks import check
from backorder_core.services.tokens import add_token, list_tokens, revoke_token
from backorder_core.store import Store, open_store
from scripts.openapi import PLACE
from scripts.openapi import text as described
from tests.api_client import ADMIN, FILE, Client, sentence, served
from tests.api_client import company as company
from tests.api_client import erp as erp
from tests.api_client import stranger as stranger
from tests.commands import ROOT, run
from tests.small_company import TODAY, SmallCompany
from tests.test_cli import store as store

# Who may ask


def test_health_needs_no_token(stranger: Client, company: SmallCompany) -> None:
    answer = stranger.ask("/healthz")
    assert (answer.status, answer.body) == (
        200,
        {"status": "ok", "data_version": company.store.data_version()},
    )


def test_without_any_token_the_api_is_off(stranger: Client) -> None:
    for path, body in (("/api/backorders", None), ("/api/imports/po-delays", FILE)):
        answer = stranger.ask(path, body)
        assert answer.status == 404
        assert sentence(answer) == asking.OFF


@pytest.mark.parametrize("header", ["", "Bearer ", "Bearer wrong", "Basic d3Jvbmc=", "Bearer wrong token"])
def test_a_stranger_is_turned_away(erp: Client, header: str) -> None:
    answer = Client(erp.url).ask("/api/backorders", Authorization=header)
    assert answer.status == 401
    assert answer.headers["www-authenticate"] == "Bearer"
    assert sentence(answer) == asking.WHO


def test_a_revoked_token_opens_nothing_and_the_last_one_switches_the_api_off(
    erp: Client, company: SmallCompany
) -> None:
    other = add_token(company.store, "cron", Role.ANALYST, ADMIN, TODAY)
    revoke_token(company.store, "erp", ADMIN, TODAY)
    assert erp.ask("/api/backorders").status == 401
    assert Client(erp.url, other).ask("/api/backorders").status == 200
    revoke_token(company.store, "cron", ADMIN, TODAY)
    assert erp.ask("/api/backorders").status == 404


def test_only_the_hash_of_a_token_is_stored(erp: Client, company: SmallCompany) -> None:
    assert erp.token
    company.store.close()
    assert erp.token.encode() not in Path(company.store.url).read_bytes()


def test_a_role_may_do_here_what_it_may_do_anywhere(erp: Client, company: SmallCompany) -> None:
    analyst = Client(erp.url, add_token(company.store, "bi", Role.ANALYST, ADMIN, TODAY))
    customer = Client(erp.url, add_token(company.store, "portal", Role.CUSTOMER, ADMIN, TODAY))
    assert analyst.ask("/api/backorders").status == 200
    for answer in (analyst.import_(), customer.ask("/api/backorders"), customer.ask("/api/reports/x")):
        assert answer.status == 403
        assert "may not" in sentence(answer)
    assert erp.ask("/api/backorders").body["total"] == 0


def test_tokens_are_named_once_and_listed_with_their_role(erp: Client, company: SmallCompany) -> None:
    with pytest.raises(errors.IllegalStep, match="was named erp before"):
        add_token(company.store, " erp", Role.PLANNER, ADMIN, TODAY)
    with pytest.raises(errors.InvalidInput, match="cannot name a token"):
        add_token(company.store, "\n", Role.PLANNER, ADMIN, TODAY)
    with pytest.raises(errors.NotFound, match="no token crm"):
        revoke_token(company.store, "crm", ADMIN, TODAY)
    revoke_token(company.store, "erp", ADMIN, TODAY)
    with pytest.raises(errors.IllegalStep, match="already revoked on 2025-01-28"):
        revoke_token(company.store, "erp", ADMIN, TODAY)
    (one,) = list_tokens(company.store)
    assert (one.name, one.role, one.made_by, one.revoked_on) == ("erp", Role.PLANNER, "Ada", TODAY)
    assert check(company.store) == ()


# Reading


def test_a_list_is_filtered_sorted_and_paged_as_on_the_command_line(store: Path) -> None:
    words = ("--band", "critical", "--band", "high", "--sort", "value", "--limit", "5", "--offset", "2")
    told = run("list", *words, "--format", "json", store=store).json
    opened = open_store(str(store))
    token = add_token(opened, "erp", Role.ANALYST, ADMIN, TODAY)
    with served(lambda: opened) as url:
        client = Client(url, token)
        page = client.ask("/api/backorders?band=critical&band=High&sort=value&limit=5&offset=2").body
        number = quote(told["backorders"][0]["number"])
        whole = client.ask(f"/api/backorders/{number}?as_of=2025-01-28").body
        center = client.ask("/api/reports/command-center").body
        daily = client.ask("/api/reports/daily-digest?as_of=2025-01-27").body
        quarter = client.ask("/api/reports/patterns?from=2024-10-01&to=2025-01-01").body
        known = client.ask("/api/backorders?known_on=2025-01-27&as_of=2025-01-28").body
        then = client.ask("/api/reports/command-center?known_on=2025-01-27").body
    opened.close()
    assert page == {"as_of": "2025-01-28", **told}
    assert whole == run("show", number, "--format", "json", store=store).json
    assert center == run("report", "command-center", "--format", "json", store=store).json
    assert daily == run("digest", "daily", "--as-of", "2025-01-27", "--format", "json", store=store).json
    assert daily["activity"]["resolved"] == 3
    asked = ("report", "patterns", "--from", "2024-10-01", "--to", "2025-01-01", "--format", "json")
    assert quarter == run(*asked, store=store).json
    assert (known["as_of"], known["total"], then["summary"]["open"]) == ("2025-01-28", 32, 32)


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("/api/backorders?band=purple", 422, "'purple' is not one of critical"),
        ("/api/backorders?limit=0", 422, "greater than or equal to 1"),
        ("/api/backorders?limit=1001", 422, "less than or equal to 1000"),
        ("/api/backorders?colour=red", 422, "There is no parameter 'colour'"),
        ("/api/backorders/BO-1", 404, "There is no backorder BO-1"),
        ("/api/backorder", 404, "There is nothing at GET /api/backorder"),
        ("/api/imports/po-delays", 404, "There is nothing at GET"),
        ("/api/reports/yearly", 404, "There is no report 'yearly'"),
        ("/api/reports/command-center?as_of=2025-02-30", 422, "The parameter 'as_of'"),
        ("/api/reports/command-center?as_of=0001-01-01", 422, "0001-01-01 is out of reach"),
    ],
)
def test_a_wrong_question_is_answered_with_one_sentence(
    erp: Client, path: str, status: int, said: str
) -> None:
    answer = erp.ask(path)
    assert answer.status == status
    assert said in sentence(answer)


def test_every_kind_of_refusal_has_its_status() -> None:
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, Refusal)]
    found = {
        kind.__name__: asking.refused(
            kind("x", "f", {}) if kind is errors.NeedsAnswer else kind("x")
        ).status_code
        for kind in kinds
        if kind is not Refusal
    }
    assert found == {
        "InvalidInput": 422,
        "NeedsAnswer": 422,
        "NotFound": 404,
        "NotAllowed": 403,
        "IllegalStep": 409,
        "Conflict": 409,
        "Unavailable": 503,
    }


def test_a_store_that_cannot_be_used_is_503_everywhere() -> None:
    def gone() -> Store:
        raise Unavailable("The store is in use by another process: stop it.")

    with served(gone) as url:
        assert Client(url).ask("/healthz").status == 503
        assert Client(url, "x").ask("/api/backorders").status == 503


def test_a_fault_shows_its_reference_and_nothing_of_itself(
    erp: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr("backorder_core.services.reports.command_center", broken)
    answer = erp.ask("/api/reports/command-center")
    said = re.fullmatch(re.escape(asking.BUG).replace(r"\{reference\}", "(.*)"), sentence(answer))
    assert answer.status == 500
    assert said is not None
    assert re.fullmatch(r"[A-Z2-9]{4}-[A-Z2-9]{4}", said[1])
    assert f"Fault {said[1]} in GET /api/reports/command-center" in caplog.text
    assert "secret detail" in caplog.text


def test_a_token_and_an_address_that_fails_ask_so_often_and_no_more(
    company: SmallCompany, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("BACKORDERS_API_ASKS", "4/minute")
    monkeypatch.setenv("BACKORDERS_API_FAILURES", "2/minute")
    one, other = (add_token(company.store, name, Role.ANALYST, ADMIN, TODAY) for name in ("one", "other"))
    with served(lambda: company.store) as url:
        guesses = [Client(url, f"boc_guess{n}").ask("/api/backorders") for n in range(4)]
        asked = [Client(url, one).ask("/api/backorders?limit=1") for _ in range(5)]
        assert Client(url, other).ask("/api/backorders?limit=1").status == 200
    assert [answer.status for answer in guesses] == [401, 401, 429, 429]
    assert [answer.status for answer in asked] == [200, 200, 200, 200, 429]
    assert 1 <= int({name.lower(): text for name, text in asked[4].headers.items()}["retry-after"]) <= 60
    assert re.fullmatch(r"You ask too often: ask again in \d+ seconds\.", sentence(asked[4]))
    assert caplog.text.count("127.0.0.1 asked for /api/backorders without a token in force") == 2


@pytest.mark.parametrize("wrong", ["often", "0/minute", "-1/minute", "5"])
def test_a_rate_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch, wrong: str) -> None:
    monkeypatch.setenv("BACKORDERS_API_ASKS", wrong)
    with pytest.raises(errors.InvalidInput, match=f"BACKORDERS_API_ASKS is '{wrong}', which is no rate"):
        Pace()


# Its description


def test_the_description_in_docs_is_current() -> None:
    assert PLACE.read_text(encoding="utf-8") == described(), "write it anew: python -m scripts.openapi"


def test_every_route_is_described_and_nothing_else() -> None:
    def nowhere() -> Store:
        raise AssertionError

    every = [*routes(nowhere), *routes_of_machines(nowhere)]
    known = [one for one in every if isinstance(one, Route) and ":path" not in one.path]
    real = {(one.path, method.lower()) for one in known for method in (one.methods or set()) - {"HEAD"}}
    told = {(path, method) for path, methods in openapi()["paths"].items() for method in methods}
    assert real == told


def resolved(schema: dict[str, Any]) -> dict[str, Any]:
    name = schema["$ref"].rsplit("/", 1)[1]
    found: dict[str, Any] = openapi()["components"]["schemas"][name]
    return found


def test_answers_are_as_described(erp: Client) -> None:
    asked = {
        ("/api/imports/{kind}", "post"): erp.import_(),
        ("/api/backorders", "get"): erp.ask("/api/backorders"),
        ("/api/backorders/{number}", "get"): erp.ask("/api/backorders/BO-2025-0001"),
        ("/api/reports/{name}", "get"): erp.ask("/api/reports/weekly-digest"),
        ("/healthz", "get"): erp.ask("/healthz"),
    }
    paths = openapi()["paths"]
    assert {(path, method) for path, methods in paths.items() for method in methods} == set(asked)
    for (path, method), answer in asked.items():
        assert answer.status == 200, path
        told = paths[path][method]["responses"]["200"]["content"]["application/json"]["schema"]
        Draft202012Validator({**openapi(), "$ref": told["$ref"]}).validate(answer.body)
    wrong = erp.ask("/api/backorders?limit=x")
    told = paths["/api/backorders"]["get"]["responses"][str(wrong.status)]
    Draft202012Validator({**openapi(), **told["content"]["application/json"]["schema"]}).validate(wrong.body)


def test_the_examples_of_the_guide_name_only_routes_and_parameters_that_exist() -> None:
    guide = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
    paths = openapi()["paths"]
    found = re.findall(r"localhost:8501(/[\w/.-]+)(?:\?([\w=&.,-]+))?", guide)
    assert len(found) >= 5
    for path, query in found:
        pattern = next(one for one in paths if re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", one), path))
        (method,) = paths[pattern].values()
        known = {one["name"] for one in method.get("parameters", ()) if one["in"] == "query"}
        assert {pair.split("=")[0] for pair in query.split("&") if pair} <= known, path


# On the command line


def test_the_command_line_makes_lists_and_revokes_tokens(store: Path) -> None:
    assert "the API is off" in run("token", "list", store=store).out
    made = run("token", "add", "erp", "--role", "planner", "--format", "json", store=store).json
    assert made["token"].startswith("boc_")
    listed = run("token", "list", "--format", "json", store=store)
    assert made["token"] not in listed.out
    assert [(one["name"], one["role"]) for one in listed.json["tokens"]] == [("erp", "planner")]
    assert run("token", "revoke", "erp", store=store).out == "The token erp is revoked.\n"
    again = run("token", "revoke", "erp", store=store)
    assert (again.code, "already revoked" in again.err) == (2, True)
    assert run("token", "add", "x", "--role", "king", store=store).code == 2
