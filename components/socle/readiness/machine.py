"""The machine that a deployment would start from: its variables, its home, its programs. All of it is read, nothing is changed."""

import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

_CREDENTIAL = re.compile(r"KEY|SECRET|TOKEN|PASS|CREDENTIAL", re.IGNORECASE)
"""Names of variables that no program needs to say its version."""
_SECONDS = 20
"""How long a program may take to say its version."""
_MOST_BYTES = 1024 * 1024
"""Far above any real file of settings."""


@dataclass(frozen=True)
class Machine:
    """What is asked of a machine. Tests give another one than this."""

    environment: Mapping[str, str] = field(default_factory=lambda: dict(os.environ))
    home: Path = field(default_factory=Path.home)

    def now(self) -> datetime:
        """Its clock."""
        return datetime.now(UTC)

    def given(self, name: str) -> str:
        """A variable without the space around it; empty where it is not set."""
        return self.environment.get(name, "").strip()

    def program(self, name: str) -> Path | None:
        """A program that the engine would find on the PATH."""
        found = shutil.which(name, path=self.environment.get("PATH", ""))
        return Path(found) if found else None

    def answer(self, program: Path, *arguments: str) -> str:
        """The first line that a program prints; empty where it fails.

        It is given no credential. The engine asks nobody for a newer version, and logs elsewhere.
        """
        kept = {name: value for name, value in self.environment.items() if not _CREDENTIAL.search(name)}
        with TemporaryDirectory() as logs:
            environment = {**kept, "PULUMI_SKIP_UPDATE_CHECK": "true", "PULUMI_HOME": logs}
            try:
                run = subprocess.run(  # noqa: S603 - a program of the operator's own PATH, with fixed arguments
                    [str(program), *arguments],
                    env=environment, capture_output=True, text=True, timeout=_SECONDS, check=False, stdin=subprocess.DEVNULL,
                )  # fmt: skip
            except (OSError, subprocess.SubprocessError, UnicodeDecodeError):
                return ""
        lines = run.stdout.strip().splitlines()
        return lines[0].strip() if lines and run.returncode == 0 else ""

    def folder(self, variable: str, *default: str) -> Path:
        """The folder that a variable names, else one of the home."""
        named = self.given(variable)
        return Path(named) if named else self.home.joinpath(*default)


def read(file: Path) -> str | None:
    """The text of a file of settings: empty where there is none, None where there is one that cannot be read."""
    try:
        if not file.is_file():
            return ""
        if file.stat().st_size > _MOST_BYTES:
            return None
        return file.read_text("utf-8-sig")
    except (OSError, ValueError):
        return None
