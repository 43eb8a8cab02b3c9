"""What the product is made of: locked to the byte, few, each with its reason, listed without a network."""

from __future__ import annotations

import json
import re
import subprocess
import threading
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from scripts import audit, sbom

ROOT = Path(__file__).parent.parent
DECISIONS = (ROOT / "docs" / "decisions" / "0001-dependencies.md").read_text(encoding="utf-8")
MOST = 60
"""So many packages reach a machine that runs the app; a new one beyond them is talked about first."""


def project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def locked() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))["package"]
    return found


def named(requirement: str) -> str:
    return re.split(r"[^A-Za-z0-9._-]", requirement, maxsplit=1)[0].lower()


def direct() -> set[str]:
    said = project()
    extras = [one for group in said["project"]["optional-dependencies"].values() for one in group]
    groups = [one for group in said["dependency-groups"].values() for one in group]
    return {named(one) for one in (*said["project"]["dependencies"], *extras, *groups)}


def decided(text: str) -> set[str]:
    """The packages that a table has a whole line for: what it replaces, licence, release, size."""
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines()]
    names = [row[0] for row in rows if len(row) == 5 and all(row)]
    return {named(name.strip()) for several in names for name in several.split(",")}


def test_every_direct_dependency_has_its_line() -> None:
    assert direct() - decided(DECISIONS) == set()


@pytest.mark.parametrize(
    "line",
    [
        "| some | | MIT | 1.0, 2026 | 1 MB |",
        "| some | what | MIT | 1.0 |",
        "some is good",
        "| some | a | b | c | |",
    ],
)
def test_half_a_line_is_none(line: str) -> None:
    assert "some" not in decided(line)


def test_every_file_that_can_be_installed_is_locked_by_its_hash() -> None:
    foreign = [one for one in locked() if "editable" not in one["source"] and "virtual" not in one["source"]]
    files = [file for one in foreign for file in (*one.get("wheels", ()), *filter(None, [one.get("sdist")]))]
    assert len(foreign) > 60
    assert {one["source"].get("registry") for one in foreign} == {"https://pypi.org/simple"}
    assert [one["name"] for one in foreign if not (one.get("wheels") or one.get("sdist"))] == []
    assert [
        file["url"] for file in files if not re.fullmatch(r"sha256:[0-9a-f]{64}", file.get("hash", ""))
    ] == []
    assert [file["url"] for file in files if not file["url"].startswith("https://")] == []


def test_the_lock_is_that_of_this_project() -> None:
    (own,) = [one for one in locked() if one["name"] == project()["project"]["name"]]
    said = {one["name"] for one in own["dependencies"]}
    extra = {one["name"] for group in own["optional-dependencies"].values() for one in group}
    groups = {one["name"] for group in own["dev-dependencies"].values() for one in group}
    assert said | extra | groups == direct()


def test_the_list_of_parts_is_made_without_a_network_and_names_every_locked_one(tmp_path: Path) -> None:
    path = tmp_path / "sbom.json"
    sbom.write(path)
    made = json.loads(path.read_text(encoding="utf-8"))
    assert (made["bomFormat"], made["metadata"]["component"]["name"]) == (
        "CycloneDX",
        project()["project"]["name"],
    )
    parts = {(one["name"], one["version"]) for one in made["components"]}
    assert {"streamlit", "duckdb", "limits", "authlib"} <= {name for name, _ in parts}
    assert parts <= {(one["name"], one.get("version")) for one in locked()}
    assert {"pytest", "playwright"} & {name for name, _ in parts} == set(), "it is a list of what runs"
    assert len({name for name, _ in parts}) <= MOST
    assert all(one["purl"].startswith("pkg:pypi/") for one in made["components"])
    again = tmp_path / "again.json"
    sbom.write(again)
    assert path.read_bytes() == again.read_bytes()


def said(found: object, asked: int = 2, counted: int = 0) -> str:
    return json.dumps(
        {"summary": {"audited_packages": asked, "vulnerabilities": counted}, "vulnerabilities": found}
    )


@pytest.mark.parametrize(
    ("code", "out", "verdict"),
    [
        (0, said([]), audit.CLEAN),
        (1, said([{"id": "PYSEC-1"}], counted=1), audit.FOUND),
        (0, said([{"id": "PYSEC-1"}], counted=1), audit.FOUND),
        (0, said([], asked=1), audit.NOT_AUDITED),
        (0, said([], counted=1), audit.NOT_AUDITED),
        (1, said([]), audit.NOT_AUDITED),
        (2, "", audit.NOT_AUDITED),
        (0, "", audit.NOT_AUDITED),
        (0, "no json", audit.NOT_AUDITED),
        (0, "[]", audit.NOT_AUDITED),
        (0, '{"vulnerabilities": []}', audit.NOT_AUDITED),
        (0, said("none"), audit.NOT_AUDITED),
        (-9, said([]), audit.NOT_AUDITED),
    ],
)
def test_an_audit_says_clean_only_where_a_database_answered_in_full(
    code: int, out: str, verdict: str
) -> None:
    assert audit.verdict(subprocess.CompletedProcess([], code, out, "error"), 2) == verdict


@dataclass
class Database:
    """A database of weaknesses on this machine: what it says of a single package, and of many."""

    one: object = field(default_factory=lambda: {"vulns": [{"id": "PYSEC-0"}]})
    weak: str = ""
    url: str = ""


@pytest.fixture
def database() -> Iterator[Database]:
    kept = Database()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            weak = [{"id": "PYSEC-1", "modified": "2026-01-01T00:00:00Z"}]
            many = [
                {"vulns": weak} if one["package"]["name"] == kept.weak else {}
                for one in asked.get("queries", ())
            ]
            self.answer({"results": many} if "queries" in asked else kept.one)

        def do_GET(self) -> None:
            self.answer({"id": "PYSEC-1", "modified": "2026-01-01T00:00:00Z", "summary": "It is weak"})

        def answer(self, document: object) -> None:
            body = json.dumps(document).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    kept.url = f"http://127.0.0.1:{server.server_address[1]}/"
    yield kept
    server.shutdown()
    server.server_close()


def audited(url: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    with pytest.raises(SystemExit) as ended:
        audit.main(["--service-url", url])
    assert isinstance(ended.value.code, int)
    return ended.value.code, capsys.readouterr().out


def test_a_database_that_knows_of_nothing_proves_nothing(
    database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    assert audited(database.url, capsys)[1].startswith("Clean: the database names no weakness of the ")
    database.weak = "jinja2"
    code, text = audited(database.url, capsys)
    assert code == 1
    assert re.search(r"^- jinja2 \S+: PYSEC-1 It is weak$", text, re.MULTILINE)
    nothings: tuple[object, ...] = ({}, {"vulns": []}, [], "no")
    for nothing in nothings:
        database.one = nothing
        code, text = audited(database.url, capsys)
        assert (code, text[:13]) == (3, "Not audited: ")


def test_without_a_database_the_audit_says_not_audited(capsys: pytest.CaptureFixture[str]) -> None:
    code, text = audited("http://127.0.0.1:9/", capsys)
    assert (code, text.startswith("Not audited: no database of weaknesses answers")) == (3, True)


def test_only_one_way_leads_to_clean() -> None:
    assert {word for word, code in audit.CODES.items() if code == 0} == {audit.CLEAN}
