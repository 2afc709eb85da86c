"""The first minutes of a new user, as the README shows them: its own lines, typed in a fresh copy, each in a process of its own.

Does not measure reading, nor setting the environment up; processor time is held close, since a busy machine adds to the clock alone.
"""

import re
import resource
import shlex
import sys
import time
from pathlib import Path

import pytest

from socle.estate import load
from tests.checkout import ROOT, copied

from .conftest import process

pytestmark = pytest.mark.slow

READING_SECONDS = 300
"""What the whole may take, reading aside."""
PROCESSOR_SECONDS = 40
"""Of all lines together; an idle core of 2026 takes a fifth of it."""


def lines() -> list[list[str]]:
    """The commands of the first block of "Deploy it"."""
    section = (ROOT / "README.md").read_text("utf-8").partition("## Deploy it")[2]
    block = re.search(r"```\n(.*?)```", section, re.DOTALL)
    assert block
    return [shlex.split(line, comments=True) for line in block[1].replace("\\\n", " ").splitlines()]


def used() -> float:
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def test_from_a_fresh_copy_to_a_clean_preview_in_minutes(tmp_path: Path) -> None:
    typed = lines()
    assert [line[:2] for line in typed] == [
        [".venv/bin/socle", command] for command in ("init", "check", "preview", "bootstrap")
    ]
    copied(tmp_path)
    began, before = time.monotonic(), used()
    said = ""
    for line in typed:
        done = process(*line[1:], cwd=tmp_path, HOME=str(tmp_path), PULUMI_BACKEND_URL="")
        assert (done.returncode, done.stderr) == (0, ""), f"{line}\n{done.stdout}\n{done.stderr}"
        said += done.stdout
    clock, processor = time.monotonic() - began, used() - before
    sys.stderr.write(f"first minutes: {clock:.1f} s of the clock, {processor:.1f} s of the processor\n")
    estate = load(tmp_path / "stacks/estates/acme").estate
    assert estate.owner == "Agence publique"
    for layer in ("bootstrap", "foundation", "platform"):
        assert re.search(rf"acme-{layer}: [0-9]+ resources", said)
    assert "acme: 1 broken" in said  # what nobody can have done yet: the drill of the way in of emergencies
    assert "break-glass-drilled" in said
    assert "Next: acme-bootstrap is deployed" in said
    assert clock < READING_SECONDS
    assert processor < PROCESSOR_SECONDS


def test_the_demos_foundation_previews_within_four_seconds() -> None:
    """Of processor time, the least of two: a run compiles what no run before it did."""

    def once() -> float:
        before = used()
        assert process("preview", "demo-foundation", cwd=ROOT, PYTHONDONTWRITEBYTECODE="").returncode == 0
        return used() - before

    assert min(once(), once()) < 4
