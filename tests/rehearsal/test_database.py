"""The database half of a rehearsal, small: every command ends well, no confirmed row is lost or doubled, and what is not shown is said."""

import pytest

from .database import WITHOUT, rehearse
from .parts.postgres import missing
from .timeline import Timeline

pytestmark = [pytest.mark.slow, pytest.mark.skipif(bool(missing()), reason=missing())]


def test_a_database_is_switched_given_back_and_switched_again_while_people_write() -> None:
    line = rehearse(rows=500, seconds=1)
    text = line.text()
    for name in ("switch", "way back", "switch again"):
        assert f"{name}: downtime" in text
    assert "each once on both sides" in text
    assert "ledger: rolled-back: 4 of 4 conditions seen" in text
    assert "signed by the keys of this run; committed" in text
    assert all(each in text for each in WITHOUT)


def test_the_timeline_is_a_page_without_markup_of_others() -> None:
    line = Timeline()
    line.say("step", "<script>")
    assert "<script>" not in line.page("a & b")
    assert "a &amp; b" in line.page("a & b")
