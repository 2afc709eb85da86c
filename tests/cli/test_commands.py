"""The list of commands: each is imported on first use, and says there what it says of itself."""

import pytest

from socle.cli import app


@pytest.mark.parametrize("late", app.commands().commands.values(), ids=lambda late: late.name)
def test_the_list_says_of_a_command_what_the_command_says_of_itself(late: app.Late) -> None:
    assert late.real.help == late.help
    assert late.real.name == late.name
    assert "Examples:" in late.real.epilog
