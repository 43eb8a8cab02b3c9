"""Makes sure that an nginx to test deploy/nginx.conf with is here: found, installed, or said how to."""

from __future__ import annotations

import os
import shutil
import subprocess

PACKAGE = "nginx-light"
APT = f"apt-get update -qq && apt-get install -y -qq --no-install-recommends {PACKAGE}"


def nginx() -> str | None:
    """Path of an nginx that this machine has, or that NGINX names; administrators' programs count, too."""
    path = os.pathsep.join((os.environ.get("PATH", os.defpath), "/usr/sbin", "/usr/local/sbin"))
    return os.environ.get("NGINX") or shutil.which("nginx", path=path)


def main() -> None:
    """Find or install an nginx; exit code with one sentence where neither works."""
    if nginx():
        return
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print("No nginx for the test of its configuration yet: installing one …", flush=True)
        # policy-rc.d is not asked: the package would start a server of its own on port 80
        env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"}
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        subprocess.run(["sh", "-c", APT], env=env, check=False, **quiet)  # type: ignore[call-overload]
        if nginx():
            return
    raise SystemExit(f"The tests start deploy/nginx.conf: install nginx (Debian: apt install {PACKAGE}).")


if __name__ == "__main__":
    main()
