"""The operator of a rehearsal: runs the real commands in processes of their own, and can be killed at any moment."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .postgres import DATABASE, PASSWORDS, Server

RUN = [sys.executable, "-c", "from socle.cli import main; main()", "move"]


@dataclass(frozen=True)
class Ran:
    """One command that ran: its words, code, seconds, and what it said."""

    words: tuple[str, ...]
    code: int
    seconds: float
    out: str
    err: str

    def data(self) -> Any:
        """What it said as JSON."""
        return json.loads(self.out)


@dataclass(frozen=True)
class Operator:
    """Somebody with both servers in the environment. killed_after: seconds until each command is killed; None: never."""

    source: Server
    target: Server
    database: str = DATABASE

    def environment(self) -> dict[str, str]:
        """What an operator exports."""
        sides = (("SOURCE", self.source), ("TARGET", self.target))
        where = {f"SOCLE_{n}": f"host={s.sockets} dbname={self.database} user=mover" for n, s in sides}
        passwords = {f"SOCLE_{name}_PASSWORD": PASSWORDS["mover"] for name, _ in sides}
        return {
            **os.environ,
            **where,
            **passwords,
            "APP_PASSWORD": PASSWORDS["app"],
            "SUPER_PASSWORD": PASSWORDS["postgres"],
        }

    def run(self, *words: str, killed_after: float | None = None) -> Ran:
        """Run one command of a database to its end, or kill it with signal 9."""
        return ran(("database", *words), self.environment(), killed_after)

    def must(self, *words: str) -> Ran:
        """Run one command of a database that must succeed."""
        return must(("database", *words), self.environment())


def ran(words: Sequence[str], environment: Mapping[str, str], killed_after: float | None = None) -> Ran:
    """A command of `socle move`, run to its end or killed with signal 9 after so many seconds."""
    begun = time.monotonic()
    process = subprocess.Popen(
        [*RUN, *words],
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        out, err = process.communicate(timeout=killed_after)
    except subprocess.TimeoutExpired:
        process.kill()
        out, err = process.communicate()
    return Ran(tuple(words), process.returncode, time.monotonic() - begun, out, err)


def must(words: Sequence[str], environment: Mapping[str, str]) -> Ran:
    """A command that must succeed.

    Raises:
        AssertionError: it did not.
    """
    found = ran(words, environment)
    if found.code:
        raise AssertionError(f"{' '.join(words)} ended with {found.code}: {found.out}{found.err}")
    return found
