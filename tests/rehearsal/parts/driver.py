"""The operator of a rehearsal: runs the real commands in processes of their own, and can be killed at any moment."""

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from typing import Any

from .postgres import DATABASE, PASSWORDS, Server

RUN = [sys.executable, "-c", "from socle.cli import main; main()", "move", "database"]


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
        """Run one command to its end, or kill it with signal 9."""
        begun = time.monotonic()
        process = subprocess.Popen(
            [*RUN, *words],
            env=self.environment(),
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
        return Ran(words, process.returncode, time.monotonic() - begun, out, err)

    def must(self, *words: str) -> Ran:
        """Run one command that must succeed."""
        ran = self.run(*words)
        if ran.code:
            raise AssertionError(f"{' '.join(words)} ended with {ran.code}: {ran.out}{ran.err}")
        return ran
