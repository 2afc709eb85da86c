"""The shell of the README, in which commands of the engine are typed by hand: what the page says works there as it stands."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from .estates import ESTATES
from .workplace import ROOT

README = (ROOT / "tests" / "engine" / "README.md").read_text("utf-8")


def test_what_the_page_says_to_type_works_in_the_shell_that_it_starts(tmp_path: Path) -> None:
    ((module, estate),) = re.findall(r"`python -m (tests\.engine\.shell) (\w+)`", README)
    (typed,) = re.findall(r"a shell in which\s+`(pulumi [^`]+)`\s+works", README)
    shell = tmp_path / "shell"
    shell.write_text(f"#!/bin/sh\n{typed} --non-interactive\n", "utf-8")
    shell.chmod(0o755)
    ended = subprocess.run(
        [sys.executable, "-m", module, estate],
        cwd=ROOT, env={**os.environ, "SHELL": str(shell)}, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert "to create" in ended.stdout


@pytest.mark.parametrize("words", [[], ["misspelt"], ["demo", "rehearsal"]])
def test_another_estate_is_refused_with_those_that_there_are(words: list[str]) -> None:
    command = [sys.executable, "-m", "tests.engine.shell", *words]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert ended.returncode == 2
    assert all(estate in ended.stderr for estate in ESTATES)
