"""A draw of mutants can be repeated, and draws behaviour only. Skipped where `make mutants` has not brought its tools yet."""

from pathlib import Path

import pytest

pytest.importorskip("cosmic_ray")

from .draw import drawn

MODULE = """from typing import TYPE_CHECKING

if TYPE_CHECKING:
    LIMIT = 1 < 2

def allowed(days: int | None, most: int = 30) -> bool | None:
    return days is not None and days <= most

MORE = {**{}}
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    written = tmp_path / "module.py"
    written.write_text(MODULE, "utf-8")
    return written


def test_a_seed_draws_the_same_mutants(file: Path) -> None:
    assert drawn([file], 3, seed=7) == drawn([file], 3, seed=7)
    assert len({tuple(drawn([file], 2, seed=seed)) for seed in range(20)}) > 1


def test_what_could_not_be_read_is_not_drawn(file: Path) -> None:
    """Each kills itself, and would count as held."""
    for seed in range(20):
        for mutant in drawn([file], 100, seed):
            compile(mutant.text(MODULE), "module", "exec")


def test_every_mutant_changes_the_file_at_its_line(file: Path) -> None:
    for mutant in drawn([file], 100, seed=1):
        changed = mutant.text(MODULE).splitlines()[mutant.line - 1]
        assert changed != MODULE.splitlines()[mutant.line - 1]
        assert changed in mutant.diff(MODULE)


def test_types_and_what_only_a_checker_reads_are_not_drawn(file: Path) -> None:
    assert {mutant.line for mutant in drawn([file], 100, seed=1)} <= {6, 7, 9}
    for mutant in drawn([file], 100, seed=1):
        assert "int | None" in mutant.text(MODULE)
        assert "bool | None" in mutant.text(MODULE)
