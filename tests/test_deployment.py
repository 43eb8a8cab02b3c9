"""What docs/deployment.md and docs/security.md say is what deploy/ and the program do."""

from __future__ import annotations

import configparser
import re
import shlex
from dataclasses import fields
from pathlib import Path

import click
import pytest

from backorder_core.api.pacing import ASKS, DEFAULTS, FAILURES
from backorder_core.cli import cli
from backorder_core.domain.kinds import KINDS
from backorder_core.domain.values import Role
from backorder_core.services.files.limits import START, Limits
from tests.browser.test_sign_in import FALSE
from tests.hostile import PAYLOADS
from tests.pages.test_addresses import ODD
from tests.pages.test_cells import TURNS
from tests.services.bombs import BOMBS
from tests.services.test_access import MAY
from tests.store.test_lockdown import FREE, HOSTILE

ROOT = Path(__file__).parent.parent
DEPLOYMENT = (ROOT / "docs" / "deployment.md").read_text(encoding="utf-8")
SECURITY = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
NGINX = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
FENCED = (
    "NoNewPrivileges",
    "ProtectSystem",
    "ProtectHome",
    "PrivateTmp",
    "PrivateDevices",
    "RestrictNamespaces",
)


def unit() -> configparser.SectionProxy:
    found = configparser.ConfigParser(strict=False, interpolation=None)
    found.optionxform = str  # type: ignore[assignment,method-assign]
    found.read(ROOT / "deploy" / "backorders.service", encoding="utf-8")
    return found["Service"]


def known(words: list[str]) -> str | None:
    """The first word of a command that the command line does not know."""
    at: click.Command | None = cli
    for word in words:
        if word.startswith("-"):
            names = {name for one in at.params for name in one.opts} if at else set()
            if word not in names:
                return word
        elif isinstance(at, click.Group):
            at = at.commands.get(word)
            if at is None:
                return word
    return None


def test_the_service_starts_a_command_that_is_there_and_is_fenced_in() -> None:
    program, *words = shlex.split(unit()["ExecStart"])
    assert program.endswith("/.venv/bin/backorders")
    assert known(words) is None
    assert unit()["User"] == "backorders"
    assert {name for name in FENCED if unit().get(name) not in ("yes", "strict")} == set()
    assert unit()["CapabilityBoundingSet"] == ""


def test_commands_in_the_guide_are_there() -> None:
    text = DEPLOYMENT.replace("\\\n", " ")
    found = [shlex.split(line, comments=True) for line in re.findall(r"bin/backorders (.+)", text)]
    assert len(found) >= 2
    assert [words for words in found if known(words)] == []
    assert known(["sign-in", "forget"]) == "forget"
    assert known(["serve", "--secretly"]) == "--secretly"


@pytest.mark.parametrize("limit", fields(Limits), ids=lambda one: one.name)
def test_every_limit_stands_in_the_documents_with_its_default(limit: object) -> None:
    name, default = getattr(limit, "name"), getattr(limit, "default")  # noqa: B009
    assert f"| `{START}{name.upper()}` | {default:,} |" in SECURITY


def test_what_was_tried_is_told_in_the_numbers_of_the_tests() -> None:
    steps, roles = sum(map(len, TURNS.values())), len(Role) - 1
    for figure in (
        f"{len(PAYLOADS)} texts",
        f"all {len(KINDS)} kinds of files",
        f"{len(HOSTILE)} hostile statements",
        f"{len(FREE)} of them work on an open DuckDB",
        f"{len(BOMBS)} bombs",
        f"{len(ODD)} odd values",
        f"{len(FALSE)} false ID tokens",
        f"more than {(len(MAY) - 1) // 25 * 25} use-cases in all {len(Role)} roles",
        f"{2 * steps * roles} tries, of which the {steps} allowed ones succeed",
        f"and {len(TURNS) * roles} after the last step",
    ):
        assert figure in " ".join(SECURITY.split()), figure


def test_rates_and_sizes_agree_everywhere() -> None:
    api = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
    for variable in (ASKS, FAILURES):
        assert f"`{variable}={DEFAULTS[variable]}`" in api
        assert f"`{variable}` ({DEFAULTS[variable]})" in SECURITY
    assert f"client_max_body_size {Limits().file_mb + 1}m;" in NGINX
    assert f"client_max_body_size {Limits().file_mb + 1}m" in DEPLOYMENT


def test_what_the_guide_says_is_blocked_or_open_stands_in_the_configuration() -> None:
    opened = set(re.findall(r"location (?:= |\^~ )/_stcore/([\w-]+)", NGINX))
    assert opened == {"stream", "health", "host-config", "upload_file"}
    assert {word for word in opened if f"`{word}`" not in DEPLOYMENT} == set()
    assert re.search(r"location ~ /_stcore/ \{ return 404; \}", NGINX)
