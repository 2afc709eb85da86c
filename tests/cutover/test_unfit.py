"""What is refused where it is typed and not at the gate: windows that open none, texts that name something, days that did not pass.

Proves nothing about ledgers that were signed by other means: `verify` and the gates judge those.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from tools.walked_ledger import asked_values, window_values

from socle.cutover import Condition, Stage, State, Why, gate, observation, step_to
from socle.cutover.evidence import Found, Unread, entries, read_ledger, verify
from socle.estate import load
from socle.messages import Refused

from ..cli.conftest import Socle, as_written, socle  # noqa: F401 - fixtures
from .operator import FENCED, WAVE, Checkout, checkout, lines_at
from .people import T0

pytestmark = pytest.mark.slow

BEFORE: Sequence[Stage] = FENCED[:-1]


@pytest.fixture
def rehearsed(tmp_path: Path, socle: Socle) -> Checkout:  # noqa: F811
    return checkout(tmp_path, socle, BEFORE)


def window(found: Checkout, **changes: str | None) -> list[str]:
    """A sound window with some values changed, left out where they are None."""
    values = window_values(found.at + timedelta(minutes=1)) | {
        name.replace("_", "-"): value for name, value in changes.items()
    }
    return [f"{name}={value}" for name, value in values.items() if value is not None]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"start": "2026-12-01T03:02:00"}, "does not say start"),
        ({"start": "2026-12-01T05:02:00+02:00"}, "does not say start"),
        ({"end": "2026-02-30T00:00:00Z"}, "does not say end"),
        ({"abort_by": None}, "does not say abort-by"),
        ({"last_go": "2026-12-01T08:00:00Z"}, "does not say abort-by"),
        ({"end": "2026-12-09T00:00:00Z"}, "does not say end"),
        ({"on_call_2": "operations"}, "does not say on-call-2"),
        ({"on_call_1": "pipeline"}, "pipeline is on call, and nobody knows"),
        ({"blackout": "2026-12-01T04:00:00Z/2026-12-01T05:00:00Z"}, "does not say blackout"),
        ({"blackout_1": "2026-12-01"}, "does not say blackout-1"),
        ({"abort_bye": "2026-12-01T04:00:00Z"}, "does not say abort-bye"),
        ({"notices_sent": "2"}, "does not say notices-sent"),
        ({"notices": "0", "notices_sent": "0"}, "does not say notices-sent"),
        ({"notices": "true", "notices_sent": "true"}, "does not say notices-sent"),
        ({"notices": None, "notices_sent": None}, "does not say notices-sent"),
        ({"start": "2026-11-30T00:00:00Z"}, "before it is signed"),
    ],
)
def test_a_window_that_could_open_no_gate_is_not_signed(
    rehearsed: Checkout, changes: dict[str, str | None], said: str
) -> None:
    before = rehearsed.ledger.read_bytes()
    refused = rehearsed.type("record", WAVE, "window", *window(rehearsed, **changes), who="operations", code=1)
    assert said in refused.err
    assert rehearsed.ledger.read_bytes() == before
    assert not list(rehearsed.ledger.parent.glob("*proposed*"))


def test_a_window_is_prolonged_while_it_is_open(tmp_path: Path, socle: Socle) -> None:  # noqa: F811
    found = checkout(tmp_path, socle, FENCED)
    was = found.book.window
    assert was
    longer = window(found, start=f"{was.start:%Y-%m-%dT%H:%M:%SZ}")
    found.type("record", WAVE, "window", *longer, who="operations")
    found.type("approve", WAVE, who="quality")
    assert found.book.window
    assert found.book.window.abort_by > was.abort_by


def test_a_text_that_may_name_an_object_is_not_recorded(rehearsed: Checkout) -> None:
    said = rehearsed.type("record", WAVE, "drained", "outstanding=0", "object=a/b.csv", who="collector", code=1)
    assert "object is a text that may name something" in said.err
    rehearsed.type("record", WAVE, "drained", "outstanding=0", "rows=12", f"digest={'a' * 64}", who="collector")


def test_more_days_than_the_ledger_knows_of_open_nothing(rehearsed: Checkout) -> None:
    switched = (*FENCED, Stage.SWITCHED)
    estate = load(rehearsed.folder).estate
    rehearsed.ledger.write_text(lines_at(switched, estate))
    book = replace(rehearsed.book, at=T0 + timedelta(hours=4))
    step = step_to(book, Stage.STABILISED)
    values = asked_values(book, Condition.DAYS_SWITCHED, step)

    def answer(days: int) -> tuple[State, Why | None]:
        from tools.walked_ledger import added

        from .operator import by_role

        begun = next(each for each in entries(book.lines) if each.record.values.get("goal") == "switched").record.at
        later = replace(book, at=begun + timedelta(days=days, minutes=1))
        seen = added(later, observation(later, "days-switched", values), by_role)
        found = gate(step, seen.lines, seen.asked, seen.known)
        return next((each.state, each.why) for each in found.answers if each.condition is Condition.DAYS_SWITCHED)

    least = int(values["days"])
    assert answer(least) == (State.OPEN, None)
    assert answer(least - 1) == (State.OPEN, None), "the day that has begun counts"
    assert answer(least - 2) == (State.CLOSED, Why.TOO_SOON)


def test_what_is_no_file_of_its_own_is_no_empty_ledger(rehearsed: Checkout, tmp_path: Path) -> None:
    text = rehearsed.ledger.read_text()
    rehearsed.ledger.unlink()
    rehearsed.ledger.mkdir()
    assert isinstance(read_ledger(rehearsed.ledger)[0], Unread)
    assert rehearsed.type("verify", WAVE, code=1).code == 1
    rehearsed.ledger.rmdir()
    (tmp_path / "elsewhere").write_text(text)
    rehearsed.ledger.symlink_to(tmp_path / "elsewhere")
    assert "cut off" in rehearsed.type("verify", WAVE, code=1).out


def test_a_line_that_says_the_same_in_other_letters_is_not_read(rehearsed: Checkout) -> None:
    lines = rehearsed.ledger.read_text().splitlines(keepends=True)
    at = f"{next(entries(read_ledger(rehearsed.ledger))).record.at:%Y-%m-%dT%H:%M:%SZ}"
    rehearsed.ledger.write_text("".join([lines[0].replace(at, at.lower()), *lines[1:]]))
    found: list[Found] = verify(read_ledger(rehearsed.ledger), rehearsed.book.known)
    assert ("unread", 1) in [(each.flaw, each.line) for each in found]


def test_a_ledger_of_no_wave_is_told(rehearsed: Checkout) -> None:
    rehearsed.ledger.with_stem("forgotten").write_text(rehearsed.ledger.read_text())
    for command in ("verify", "status"):
        assert "the ledger of forgotten, which is no wave" in rehearsed.type(command, code=1).err


@pytest.mark.parametrize("end", ["0:" + "a" * 64, "-1:" + "a" * 64, "7:" + "g" * 64, "7:" + "a" * 63])
def test_an_end_that_is_none_is_wrong_use(rehearsed: Checkout, end: str) -> None:
    assert "SERIAL:ADDRESS" in rehearsed.type("verify", WAVE, "--anchor", end, code=2).err


def test_an_end_in_capitals_is_the_same_end(rehearsed: Checkout) -> None:
    head = rehearsed.book.head()
    rehearsed.type("verify", WAVE, "--anchor", f"{head.serial}:{head.digest.upper()}")


def test_no_kit_is_written_past_return(rehearsed: Checkout, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("socle.cli.commands.cutover.plan.past_return", lambda _: True)
    said = rehearsed.type("plan", WAVE, "--kit", str(rehearsed.root / "kit"), code=1)
    assert "beside what the platform has now" in said.err
    assert not (rehearsed.root / "kit").exists()


def test_a_collector_of_any_level_stops_a_wave(tmp_path: Path, socle: Socle) -> None:  # noqa: F811
    found = checkout(tmp_path, socle)
    file = found.folder / "cutover.yaml"
    file.write_text(file.read_text().replace("levels: [deployed, declared, observed]", "levels: [observed]"))
    found.type("hold", WAVE, who="collector")
    assert found.book.position.held
    assert "is signed by" in found.type("record", WAVE, "tunnel-profile", "differences=0", who="collector", code=1).err


def test_a_time_is_written_alike_everywhere(rehearsed: Checkout) -> None:
    with pytest.raises(Refused):
        observation(rehearsed.book, "parity", {"table": "names"})
    for time in ("2026-12-05", "2026-12-05T08:00Z", "2026-12-05T08:00:00Z", "2026-12-05T08:00"):
        rehearsed.type("record", WAVE, "path-mtu", "passes=true", "--expires", time, who="collector")
        rehearsed.socle("cutover", "status", WAVE, "--as-of", time, "--root", str(rehearsed.root))
