"""The command, run in this process."""

import sys
from collections.abc import Callable
from typing import NamedTuple

import pytest

from socle.cli import entry


class Said(NamedTuple):
    """What a command ended with and wrote."""

    code: int
    out: str
    err: str


@pytest.fixture
def socle(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Said]:
    for name in ("COLUMNS", "NO_COLOR", "FORCE_COLOR", "SOCLE_DEBUG"):
        monkeypatch.delenv(name, raising=False)

    def run(*arguments: str) -> Said:
        monkeypatch.setattr(sys, "argv", ["socle", *arguments])
        code = entry.run()
        said = capsys.readouterr()
        return Said(code, said.out, said.err)

    return run
