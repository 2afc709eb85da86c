"""The pre-flight check over catalogues drawn at random: sound ones pass, and each way to break one is told by its own rule.

That the catalogue of a real server is read as it is, is shown by the rehearsal.
"""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from socle.move.postgres import SEQUENCE_GAP, Sequence, Weight, ahead, lint, stops, unseen

from .catalogues import BROKEN, Pair, sound

WITH_OTHERS = {
    "source-too-old": {"no-way-back", "target-cannot-publish"},
    "writes-by-itself": {"extension-unavailable"},
    "no-way-back": {"slot-not-failed-over"},
}
"""Rules that cannot be broken alone."""


@settings(max_examples=12)
@given(sound())
def test_a_sound_pair_stops_nothing(pair: Pair) -> None:
    assert stops(lint(*pair)) == ()


@settings(max_examples=4)
@given(sound())
def test_what_is_broken_is_told_by_its_rule_and_stops_by_no_other(pair: Pair) -> None:
    for rule, broken in BROKEN.items():
        found = lint(*broken(*pair))
        assert rule in {each.rule for each in found}
        also = {each.rule for each in stops(found)} - {rule}
        assert also <= WITH_OTHERS.get(rule, set())


def test_every_rule_has_a_way_to_break_it() -> None:
    folder = Path(__file__).parents[3] / "components/socle/move/postgres/preflight"
    told = {
        each
        for file in folder.glob("*.py")
        for each in re.findall(
            r'^\s+f?"([a-z{}]+(?:-[a-z-]+)?)", (?:STOPS|WARNS|STEP)', file.read_text("utf-8"), re.MULTILINE
        )
    }
    told |= {"slots-used-up", "senders-used-up"}  # named in a row of a loop
    told = {
        each.replace("{name}", side) for each in told for side in (("source", "target") if "{name}" in each else ("",))
    }
    assert told - BROKEN.keys() - {"rule"} == set()
    assert len(BROKEN) > 60


@settings(max_examples=3)
@given(sound())
def test_a_copy_that_is_there_already_may_hold_rows(pair: Pair) -> None:
    source, target = BROKEN["target-not-empty"](*pair)
    assert "target-not-empty" not in {each.rule for each in lint(source, target, seeded=True)}


@settings(max_examples=5)
@given(sound())
def test_what_stops_is_told_first(pair: Pair) -> None:
    weights = [list(Weight).index(each.weight) for each in lint(*BROKEN["unlogged-table"](*pair))]
    assert weights == sorted(weights)


@settings(max_examples=2)
@given(sound())
def test_what_no_query_shows_is_said_each_time(pair: Pair) -> None:
    assert any("disk" in each for each in unseen(*pair))


@given(st.integers(-(2**31), 2**31).filter(bool), st.none() | st.integers(1, 2**30))
def test_a_sequence_is_set_ahead_in_its_own_direction(increment: int, last: int | None) -> None:
    start = ahead(Sequence("s", last, increment, least=-(2**62), most=2**62), gap=0)
    assert ahead(Sequence("s", last, increment, least=-(2**62), most=2**62)) - start == SEQUENCE_GAP * increment


@pytest.mark.parametrize(("last", "told"), [(998_000, False), (998_999, False), (999_500, True)])
@settings(max_examples=2)
@given(pair=sound())
def test_a_sequence_that_cannot_be_set_ahead_stops_the_move(pair: Pair, last: int, told: bool) -> None:
    source = replace(pair[0], sequences={"s": Sequence("s", last, most=1_000_000)})
    assert ("sequence-ends" in {each.rule for each in lint(source, pair[1])}) is told
