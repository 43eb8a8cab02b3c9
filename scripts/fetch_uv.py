"""Fetches the uv that uv.lock names, where there is no pip to do it; standard library only."""

from __future__ import annotations

import hashlib
import io
import platform
import sys
import tomllib
import urllib.request
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MACHINES = {"AMD64": "x86_64", "arm64": "aarch64"}


def wheels(lock: Path) -> list[dict[str, str]]:
    """The locked wheels of uv, each with ``url`` and ``hash``."""
    packages = tomllib.loads(lock.read_text(encoding="utf-8"))["package"]
    return [wheel for package in packages if package["name"] == "uv" for wheel in package["wheels"]]


def fits(name: str, system: str, machine: str, musl: bool) -> bool:
    """Whether a wheel of this file name runs on this kind of machine."""
    wanted = MACHINES.get(machine, machine)
    if system == "Darwin":
        return "macosx" in name and name.endswith("arm64.whl" if wanted == "aarch64" else "x86_64.whl")
    return system == "Linux" and wanted in name and ("musllinux" if musl else "manylinux") in name


def fetched(wheel: dict[str, str]) -> zipfile.ZipFile:
    """The wheel, proved to be the locked one."""
    with urllib.request.urlopen(wheel["url"], timeout=120) as answer:
        content = answer.read()
    if f"sha256:{hashlib.sha256(content).hexdigest()}" != wheel["hash"]:
        raise SystemExit(f"{wheel['url']} is not the file that uv.lock names: try again later.")
    return zipfile.ZipFile(io.BytesIO(content))


def main(folder: Path) -> None:
    """Put uv into ``folder``; exit with one sentence where that cannot be done."""
    system, machine = platform.system(), platform.machine()
    musl = not platform.libc_ver()[0] and system == "Linux"
    found = [one for one in wheels(ROOT / "uv.lock") if fits(one["url"], system, machine, musl)]
    if not found:
        raise SystemExit(f"There is no uv for {system} on {machine}: install uv by hand and run make again.")
    try:
        wheel = fetched(found[0])
    except OSError as failure:
        raise SystemExit(f"uv cannot be fetched ({failure}): check the network and run make again.") from None
    binary = next(name for name in wheel.namelist() if name.endswith("/scripts/uv"))
    (folder / "uv").write_bytes(wheel.read(binary))
    (folder / "uv").chmod(0o755)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
