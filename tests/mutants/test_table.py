"""A guard that moved is tried on nothing, and nobody would know until somebody asks: every text stands in its file."""

import pytest

from tests.engine import mutant_table

from . import table
from .copies import ROOT, inverted
from .table import Mutant


@pytest.mark.parametrize("mutant", [*table.MUTANTS, *mutant_table.MUTANTS], ids=lambda mutant: mutant.what)
def test_the_text_of_a_guard_stands_in_its_file_once_and_so_do_its_tests(mutant: Mutant) -> None:
    compile(inverted(mutant), mutant.file, "exec")
    files = [word for word in mutant.tests.split() if word.startswith("tests/")]
    assert files
    assert [file for file in files if not (ROOT / file).exists()] == []
