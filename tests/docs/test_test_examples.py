"""The test modules shown in the documentation are run by pytest as a reader would run them."""

from pathlib import Path

import pytest

from .test_examples import examples

pytestmark = pytest.mark.slow

SHOWN = [(where, code) for where, code in examples() if "def test_" in code]


@pytest.mark.parametrize(("where", "code"), SHOWN, ids=[where for where, _ in SHOWN])
def test_a_shown_test_module_passes(pytester: pytest.Pytester, where: str, code: str) -> None:
    pytester.makepyfile(test_shown=code)
    result = pytester.runpytest_subprocess("-q")
    assert result.ret == 0, where
    assert result.parseoutcomes()["passed"] >= code.count("def test_"), where


def test_there_are_shown_test_modules() -> None:
    assert {Path(where.split(":")[0]).name for where, _ in SHOWN} >= {"testing.md"}
