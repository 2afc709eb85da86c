"""Long values: a reader sees the part that differs, wherever it stands, and that something was cut."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socle.report.review.values import LONGEST_VALUE, value, values
from socle.report.words import Language, Words

ENGLISH = Words(Language.ENGLISH)


def shown(old: object, new: object, longest: int = LONGEST_VALUE) -> tuple[str, str]:
    before, after = values(old, new, ENGLISH, longest)
    return before.text, after.text


def test_short_values_are_shown_whole() -> None:
    assert shown("365", "1") == ("365", "1")


@pytest.mark.parametrize("before", [0, 50, 500])
@pytest.mark.parametrize("after", [0, 50, 500])
def test_the_part_that_differs_is_shown_wherever_it_stands(before: int, after: int) -> None:
    one, other = ("a" * before + word + "b" * after for word in ("cardio", "*"))

    assert "cardio" in shown(one, other)[0]
    assert "*" in shown(one, other)[1]


def test_a_member_of_a_long_document_is_not_lost() -> None:
    rows = [{"Sid": f"s{n}", "Action": ["s3:GetObject"]} for n in range(40)]
    wider = [*rows[:30], {"Sid": "s30", "Action": ["s3:*"]}, *rows[31:]]

    old, new = shown(json.dumps(rows), json.dumps(wider))

    assert "GetObject" in old
    assert "s3:*" in new
    assert old.startswith("…")
    assert new.endswith("…")


@given(st.text(max_size=300), st.text(max_size=300), st.text(max_size=300), st.text(max_size=300))
def test_two_values_that_differ_never_look_the_same(start: str, one: str, other: str, end: str) -> None:
    old, new = start + one + end, start + other + end
    texts = shown(old, new)

    assert (texts[0] == texts[1]) is (old == new)
    assert all(len(text) <= max(LONGEST_VALUE, 2) for text in texts)


@pytest.mark.parametrize("length", [LONGEST_VALUE - 1, LONGEST_VALUE, LONGEST_VALUE + 1, 500])
@pytest.mark.parametrize("around", [0, 10, 500])
def test_two_long_values_are_no_longer_than_one_may_be(length: int, around: int) -> None:
    old, new = ("a" * around + letter * length + "b" * around for letter in "xy")
    for text, whole in zip(shown(old, new), (old, new), strict=True):
        assert len(text) <= LONGEST_VALUE
        assert text.strip("…") in whole
        assert (text == whole) is (len(whole) <= LONGEST_VALUE)


@pytest.mark.parametrize("length", [0, LONGEST_VALUE - 1, LONGEST_VALUE, LONGEST_VALUE + 1, 500])
def test_a_value_alone_is_shown_as_far_as_there_is_room(length: int) -> None:
    text = value("v" * length, ENGLISH).text

    assert text == "v" * length if length <= LONGEST_VALUE else (len(text), text[-1]) == (LONGEST_VALUE, "…")
