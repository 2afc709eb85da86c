"""Every way of writing an estate wrongly that we could think of, and what its author is told.

Proves that each is refused with file, line, key, what, consequence and remedy. It does not prove that nothing else is wrong
with such a file: properties of arbitrary text are in test_arbitrary_input.py.
"""

from pathlib import Path

import pytest

from . import bad_files, bad_networks, bad_stores, bad_values
from .bad import Bad
from .written import SOUND, problems_of, write

CASES: list[Bad] = [
    *bad_files.FILES,
    *bad_files.TEXTS,
    *bad_values.KEYS,
    *bad_values.NAMES,
    *bad_values.KINDS,
    *bad_values.NUMBERS,
    *bad_values.WORDS,
    *bad_networks.RANGES,
    *bad_networks.ADDRESSES,
    *bad_networks.FLOWS,
    *bad_networks.WAYS_OUT,
    *bad_stores.CLASSES,
    *bad_stores.REFERENCES,
    *bad_stores.GRANTS,
]
_LIBRARY_WORDS = ("Input should", "pydantic", "validat", "ValueError", "Traceback", "None", "str'", "dict", "tuple")


def test_the_estate_that_the_cases_spoil_is_sound(tmp_path: Path) -> None:
    assert problems_of(write(tmp_path, SOUND)) == []


def test_no_two_cases_have_one_name() -> None:
    assert len({case.id for case in CASES}) == len(CASES) >= 80


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_a_bad_estate_is_refused_where_and_why(case: Bad, tmp_path: Path) -> None:
    estates = tmp_path / "estates"
    (estates / "acme").mkdir(parents=True)
    if case.make:
        case.make(estates / "acme")
    else:
        write(estates, case.text)

    problems = problems_of(estates / "acme")

    wanted = [p for p in problems if p.at == case.key and case.what in p.what]
    assert wanted, "\n".join(map(str, problems)) or "nothing is refused"
    assert (wanted[0].place.file, wanted[0].place.line) == ("acme/estate.yaml", case.expected_line)
    assert case.consequence in wanted[0].consequence
    assert case.remedy in wanted[0].remedy
    assert len(problems) == 1 + case.also, "\n".join(map(str, problems))
    for problem in problems:
        _is_readable(str(problem))
        assert problem.what
        assert problem.consequence
        assert problem.remedy


def _is_readable(message: str) -> None:
    """Short, printable, and in nobody's words but ours."""
    assert len(message) < 1_000
    assert all(character.isprintable() or character == "\n" for character in message)
    assert not [word for word in _LIBRARY_WORDS if word in message]
