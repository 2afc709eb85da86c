"""Every Python example of the documentation runs, and makes as many cloud resources as its last line says."""

import re
from pathlib import Path

import pytest

from socle.capture.run import capture

ROOT = Path(__file__).parents[2]
_BLOCK = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_COUNT = re.compile(r"^# (\d+) resources?$")


def examples() -> list[tuple[str, str]]:
    """Every Python block of README and docs, named by file and line."""
    pages = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
    return [
        (f"{page.relative_to(ROOT)}:{text[: block.start()].count(chr(10)) + 1}", block.group(1))
        for page in pages
        for text in [page.read_text("utf-8")]
        for block in _BLOCK.finditer(text)
        if "import pulumi" in block.group(1) or "from socle" in block.group(1)
    ]


PROGRAMS = [(where, code) for where, code in examples() if "def test_" not in code]


@pytest.mark.parametrize(("where", "code"), PROGRAMS, ids=[where for where, _ in PROGRAMS])
@pytest.mark.parametrize("mode", ["preview", "up"])
def test_an_example_makes_the_resources_that_it_states(where: str, code: str, mode: str) -> None:
    stated = _COUNT.match(code.strip().splitlines()[-1])
    assert stated, f"{where}: the last line must state the count, as `# 9 resources`"
    plan = capture(lambda: exec(compile(code, where, "exec"), {}), stack="dev", project="example", mode=mode)  # noqa: S102
    assert sum(resource.custom for resource in plan) == int(stated[1]), where
