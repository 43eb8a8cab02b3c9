"""Asks a database of known weaknesses (OSV) about every locked package; where none answers, it says so.

"Clean" is said only where the database knows a weakness that is known to everybody, and then names none of
ours: an empty answer alone proves nothing.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tomllib
import urllib.error
import urllib.request
from collections.abc import Sequence
from typing import Any

from scripts.sbom import ROOT, run

SERVICE = "https://api.osv.dev/"
CLEAN, FOUND, NOT_AUDITED = "clean", "weaknesses found", "not audited"
CODES = {CLEAN: 0, FOUND: 1, NOT_AUDITED: 3}
KNOWN = {"package": {"name": "jinja2", "ecosystem": "PyPI"}, "version": "2.4.1"}
"""A version with weaknesses that every database of them has (CVE-2014-1402 among them)."""
PATIENCE = 20


def answers(service: str) -> bool:
    """Whether a database answers that knows what everybody knows."""
    request = urllib.request.Request(
        f"{service.rstrip('/')}/v1/query", json.dumps(KNOWN).encode(), {"Content-Type": "application/json"}
    )
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
            said = json.load(answer)
    except (urllib.error.URLError, OSError, ValueError):
        return False
    return isinstance(said, dict) and bool(said.get("vulns"))


def locked() -> int:
    """How many packages of others the lock holds."""
    packages = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))["package"]
    return sum("registry" in one["source"] for one in packages)


def verdict(done: subprocess.CompletedProcess[str], packages: int) -> str:
    """What an audit by uv of so many packages proves; anything but a whole answer proves nothing."""
    try:
        said: Any = json.loads(done.stdout)
        found, asked = said["vulnerabilities"], said["summary"]["audited_packages"]
    except (ValueError, KeyError, TypeError):
        return NOT_AUDITED
    if done.returncode not in (0, 1) or not isinstance(found, list) or asked != packages:
        return NOT_AUDITED
    if found:
        return FOUND
    return CLEAN if done.returncode == 0 and said["summary"].get("vulnerabilities") == 0 else NOT_AUDITED


def told(outcome: str, done: subprocess.CompletedProcess[str] | None, packages: int) -> str:
    """The outcome in words."""
    if outcome == CLEAN:
        return f"Clean: the database names no weakness of the {packages} locked packages."
    if outcome == FOUND and done is not None:
        lines = [
            f"- {part['name']} {part['version']}: {one['id']} {one.get('summary') or ''}"
            for one in json.loads(done.stdout)["vulnerabilities"]
            for part in [one["dependency"]]
        ]
        return "\n".join(["Weaknesses found:", *lines])
    why = " ".join(done.stderr.split())[-200:] if done else "no database of weaknesses answers"
    return f"Not audited: {why}. This says nothing about the {packages} locked packages: try again online."


def main(words: Sequence[str]) -> None:
    """Audit and say what came of it; the exit code is 0 for clean alone."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--service-url", default=SERVICE, help="another database that speaks OSV's language")
    service = parser.parse_args(words).service_url
    packages = locked()
    done = (
        run("audit", "--frozen", "--output-format", "json", "--service-url", service)
        if answers(service)
        else None
    )
    outcome = verdict(done, packages) if done else NOT_AUDITED
    print(told(outcome, done, packages))
    raise SystemExit(CODES[outcome])


if __name__ == "__main__":
    main(sys.argv[1:])
