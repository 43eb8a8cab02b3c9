"""Writes what the product is made of, for whoever must know: CycloneDX 1.5, from uv.lock, offline."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import uuid
from importlib import metadata
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
PLACE = ROOT / "sbom.json"
WHAT = ("export", "--frozen", "--offline", "--no-dev", "--extra", "sign-in", "--format", "cyclonedx1.5")


def uv() -> str:
    """Path of the uv that the project is set up with."""
    own = Path(sys.executable).with_name("uv")
    found = str(own) if own.exists() else shutil.which("uv")
    if not found:
        raise SystemExit("There is no uv: run make setup.")
    return found


def run(*words: str) -> subprocess.CompletedProcess[str]:
    """What uv answers, in the project's folder."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("UV_")}
    return subprocess.run([uv(), *words], cwd=ROOT, env=env, capture_output=True, text=True, check=False)


def licence(name: str) -> list[dict[str, Any]]:
    """The licence that an installed package states, as CycloneDX has it; nothing where it states none."""
    try:
        said = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return []
    if expression := (said.get_all("License-Expression") or [""])[0]:
        return [{"expression": expression}]
    kinds = [
        one.split(" :: ")[-1] for one in said.get_all("Classifier") or () if one.startswith("License ::")
    ]
    text = " or ".join(kinds) or (said.get_all("License") or [""])[0].strip().split("\n")[0]
    return [{"license": {"name": text}}] if text else []


def write(path: Path) -> None:
    """Write the list; the same lock gives the same file."""
    done = run(*WHAT)
    if done.returncode:
        raise SystemExit(f"uv could not list the packages: {done.stderr.strip()}")
    made: dict[str, Any] = json.loads(done.stdout)
    made["metadata"].pop("timestamp", None)
    lock = hashlib.sha256((ROOT / "uv.lock").read_bytes()).hexdigest()
    made["serialNumber"] = f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, lock)}"
    for part in made["components"]:
        if stated := licence(part["name"]):
            part["licenses"] = stated
    path.write_text(json.dumps(made, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    write(PLACE)
    print(f"{PLACE.name}: what the app is made of, as CycloneDX.")
