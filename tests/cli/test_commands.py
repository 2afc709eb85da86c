"""The list of commands: each is imported on first use, and says there what it says of itself."""

import re
from pathlib import Path

import pytest

from socle.cli import app, movers

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("late", app.leaves(), ids=lambda late: late.name)
def test_the_list_says_of_a_command_what_the_command_says_of_itself(late: app.Late) -> None:
    assert late.real.help == late.help
    assert late.real.name == late.name
    assert "Examples:" in late.real.epilog


@pytest.mark.parametrize("late", app.leaves(), ids=lambda late: late.name)
def test_every_command_speaks_both_languages_and_is_on_a_page(late: app.Late) -> None:
    options = {name for parameter in late.real.params for name in parameter.opts}
    assert "--lang" in options
    of_no_project = (
        late.name in {"schema", *(name for name, *_ in movers.COLLECTORS)}
        or late.find is app.function_of_database
        or (late.find is app.function_of_evidence and late.name != "write")
    )
    assert "--root" in options or of_no_project, "what it prints is of no project"
    pages = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
    groups = {
        app.function_of_cutover: "cutover ",
        app.function_of_move: "move ",
        app.function_of_evidence: "evidence ",
        app.function_of_database: "move database ",
    }
    group = groups.get(late.find, "")
    assert any(f"socle {group}{late.name}" in page.read_text("utf-8") for page in pages)
    said = late.real.epilog.partition("Exit codes: ")[2]
    assert re.match(r"0 [^,]+", said)
    assert set(re.findall(r"(?:^|, )(\d+) ", said)) <= {"0", "1", "2"}
