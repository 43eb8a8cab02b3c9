"""Run a command beside a PostgreSQL of its own: loopback, a folder that goes with it, never as root."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

VARIABLE = "BACKORDERS_TEST_POSTGRES"
"""How the tests reach it, in the words of libpq."""
USER = "backorders"
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "max_connections": "200",
    "fsync": "off",  # nothing of it outlives the run
    "full_page_writes": "off",
    "synchronous_commit": "off",
}
PATIENCE = 120
WATCH = 'cat >/dev/null; "$0" -D "$1" -m immediate stop >/dev/null 2>&1; rm -rf "$1" 2>/dev/null'
"""Runs beside the server and stops it as soon as whoever started it is gone, however that one ended."""


def binaries() -> Path | None:
    """The folder of PostgreSQL's programs, the newest where there are several."""
    found = shutil.which("postgres")
    installed = [*Path("/usr/lib/postgresql").glob("*/bin"), *Path("/usr").glob("pgsql-*/bin")]
    newest = sorted(
        installed, key=lambda folder: float("".join(c for c in str(folder) if c in "0123456789."))
    )
    return Path(found).resolve().parent if found else (newest[-1] if newest else None)


@contextmanager
def postgres(durable: bool = False) -> Iterator[Postgres]:
    """A PostgreSQL while the block runs; ``durable`` as a real one is, for what is measured or killed."""
    with TemporaryDirectory(prefix="backorders-postgres-") as folder:
        Path(folder).chmod(0o755)
        server = Postgres(Path(folder) / "data", durable)
        try:
            server.make()
            server.start()
            yield server
        finally:
            server.end()


class Postgres:
    """One server, its folder and its port."""

    def __init__(self, folder: Path, durable: bool) -> None:
        bin_folder = binaries()
        if bin_folder is None:
            raise SystemExit(
                "There is no PostgreSQL here: install it, on Debian by 'apt-get install postgresql'."
            )
        self.bin, self.folder, self.durable = bin_folder, folder, durable
        self.port = _free_port()
        self._watcher: subprocess.Popen[bytes] | None = None
        self._as = _somebody_else() if os.geteuid() == 0 else {}

    @property
    def words(self) -> str:
        """How it is reached, in the words of libpq, without a database."""
        return f"host=127.0.0.1 port={self.port} user={USER}"

    def make(self) -> None:
        """Make its folder, owned by who runs it."""
        self.folder.mkdir(mode=0o700)
        if self._as:
            os.chown(self.folder, self._as["user"], self._as["group"])
        self._run("initdb", "-D", str(self.folder), "-A", "trust", "-U", USER, "--no-sync", "-E", "UTF8")
        said = SETTINGS if not self.durable else dict(list(SETTINGS.items())[:2])
        lines = [f"{name} = '{value}'" for name, value in said.items()]
        lines += [f"port = {self.port}", f"unix_socket_directories = '{self.folder}'"]
        with (self.folder / "postgresql.conf").open("a", encoding="utf-8") as file:
            file.write("\n".join(lines) + "\n")

    def start(self) -> None:
        """Start it, and wait until it answers."""
        log = str(self.folder / "log")
        self._run("pg_ctl", "-D", str(self.folder), "-l", log, "-w", "-t", str(PATIENCE), "start")
        if self._watcher is None:
            words = ["/bin/sh", "-c", WATCH, str(self.bin / "pg_ctl"), str(self.folder)]
            self._watcher = subprocess.Popen(
                words,
                stdin=subprocess.PIPE,
                cwd="/",
                start_new_session=True,
                **self._as,  # type: ignore[call-overload]
            )

    def end(self) -> None:
        """Stop it for good."""
        self.stop()
        if self._watcher is not None:
            self._watcher.communicate()

    def stop(self, how: str = "immediate") -> None:
        """Stop it, if it runs."""
        with suppress(subprocess.CalledProcessError):
            self._run("pg_ctl", "-D", str(self.folder), "-m", how, "-w", "-t", str(PATIENCE), "stop")

    def ask(self, statement: str, database: str = "postgres") -> str:
        """What psql answers to one statement."""
        words = [str(self.bin / "psql"), f"dbname={database} {self.words}", "-XqAtc", statement]
        done = subprocess.run(words, capture_output=True, text=True, check=True)
        return done.stdout.strip()

    def _run(self, program: str, *words: str) -> None:
        subprocess.run(
            [str(self.bin / program), *words],
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            stdin=subprocess.DEVNULL,
            cwd="/",
            **self._as,  # type: ignore[call-overload]
        )


def _somebody_else() -> dict[str, int]:
    """PostgreSQL refuses to run as root."""
    for name in ("postgres", "nobody"):
        with suppress(KeyError):
            found = pwd.getpwnam(name)
            return {"user": found.pw_uid, "group": found.pw_gid}
    raise SystemExit("PostgreSQL does not run as root, and there is nobody else here to run it.")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def main(command: list[str]) -> int:
    """Run the command, whatever ends it the server ends, too; its exit code."""
    for ending in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(ending, lambda *_: sys.exit(128))
    with postgres() as server:
        return subprocess.call(command, env={**os.environ, VARIABLE: server.words})


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
