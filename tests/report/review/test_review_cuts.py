"""Nothing is cut without saying so, and never the worst: for any mix of changes and any budget of a comment, and on a terminal."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from socle.diff.compare import Comparison, compare
from socle.plan.model import Resource
from socle.report.review.markdown import markdown
from socle.report.words import Language, Words
from socle.review.model import Review, review
from socle.review.verdict import Verdict

from .changes import BUCKET, NETWORK, made, on_terminal, place, plan

pytestmark = pytest.mark.slow

ENGLISH = Words(Language.ENGLISH)
COUNTS = st.integers(min_value=0, max_value=70)


def mixed(lost: int, refused: int, quiet: int, failed: int = 0) -> Review:
    """Changes of three kinds that no two of which are alike, so that each is a group of its own."""
    sides: list[list[Resource]] = []
    for value in ("a", "b"):
        rules = {} if value == "a" else {"lifecycleRules": [{"id": "x", "enabled": True, "expiration": {"days": 1}}]}
        sides.append(
            [
                *(made(BUCKET, f"lost-{n}", {"name": f"l{n}", "tags": {f"t{n}": value}, **rules}) for n in range(lost)),
                *(
                    made(BUCKET, f"refused-{n}", {"name": f"{value}{n}", "tags": {f"t{n}": value}}, protect=True)
                    for n in range(refused)
                ),
                *(made(NETWORK, f"quiet-{n}", {"name": f"n{n}", "tags": ["a"] * n + [value]}) for n in range(quiet)),
            ]
        )
    comparison = compare(plan(*sides[1]), plan(*sides[0]))
    return review([comparison], baseline="main", failed={f"failed-{n}": "no program" for n in range(failed)})


@given(COUNTS, COUNTS, COUNTS, st.integers(min_value=0, max_value=30), st.integers(min_value=1500, max_value=30_000))
@settings(max_examples=40, deadline=None)
def test_a_comment_says_what_it_leaves_out_and_never_leaves_out_the_worst(
    lost: int, refused: int, quiet: int, failed: int, budget: int
) -> None:
    made_ = mixed(lost, refused, quiet, failed)
    text = markdown(made_, ENGLISH, place, "socle", budget)

    assert len(text) <= budget
    if made_.groups and made_.verdict is not Verdict.NO_RISK and not failed:
        assert made_.groups[0].first.resource.name in text
    if failed:
        assert "failed-0" in text
    left = "Left out to stay within" in text
    more = sum(int(number) for number in re.findall(r"and (\d+) more", text))
    hidden = [group for group in made_.groups if group.first.resource.name not in text]
    assert left or more or not hidden


def test_what_decides_is_shortened_and_not_dropped_and_counts_what_it_lacks() -> None:
    made_ = mixed(lost=40, refused=0, quiet=0)
    text = markdown(made_, ENGLISH, place, "socle", 2500)
    section = text.partition("### Data, keys and protection at stake")[2].partition("###")[0]
    shown = section.count("- **update**")
    (more,) = re.findall(r"^- and (\d+) more$", section, re.MULTILINE)

    assert len(made_.groups) > shown > 0
    assert shown + int(more) == len(made_.groups)


def test_what_is_least_is_left_out_first() -> None:
    text = markdown(mixed(lost=3, refused=3, quiet=60), ENGLISH, place, "socle", 4000)
    dropped = text.partition("Left out to stay within")[2]

    assert "All changes" in dropped
    assert "Data, keys" not in dropped
    assert "would refuse" not in dropped


@given(COUNTS, COUNTS, COUNTS)
@settings(max_examples=20, deadline=None)
def test_a_terminal_says_what_it_leaves_out_and_shows_the_worst_first(lost: int, refused: int, quiet: int) -> None:
    made_ = mixed(lost, refused, quiet)
    text = on_terminal(made_)
    shown = [group for group in made_.groups if group.first.resource.name in text]

    assert shown[:40] == list(made_.groups[: len(shown)])
    if len(made_.groups) > 40:
        assert f"and {len(made_.groups) - 40} more" in text


def test_the_property_that_does_most_harm_is_shown_before_the_rest_is_cut() -> None:
    quiet = {f"x{n}": "a" for n in range(20)}
    before = made(BUCKET, "b", {"name": "b", "tags": quiet, "versioning": {"enabled": True}})
    after = made(BUCKET, "b", {"name": "b", "tags": dict.fromkeys(quiet, "c"), "versioning": {"enabled": False}})
    text = markdown(review([compare(plan(after), plan(before))], baseline="main"), ENGLISH, place, "socle")
    lines = [line for line in text.splitlines() if line.startswith("  - ")]

    assert "versioning.enabled" in lines[0]
    assert lines[8] == "  - and 13 more"


def test_a_long_error_says_how_many_lines_it_lacks() -> None:
    comparison = Comparison(plan(), "engine", (), errors=("\n".join(f"line {n}" for n in range(25)),))  # type: ignore[arg-type]
    text = markdown(review([comparison], baseline=""), ENGLISH, place, "socle")

    assert "`line 19`" in text
    assert "`line 20`" not in text
    assert "and 5 more" in text


def test_a_terminal_counts_the_places_and_secrets_that_it_leaves_out() -> None:
    stacks = [
        compare(
            plan(made(BUCKET, "b", {"name": "b", "versioning": {"enabled": False}}, stack=f"s{n}"), stack=f"s{n}"),
            plan(made(BUCKET, "b", {"name": "b", "versioning": {"enabled": True}}, stack=f"s{n}"), stack=f"s{n}"),
        )
        for n in range(5)
    ]
    sealed = Comparison(plan(), "state", (), uncompared={f"urn:pulumi:a::b::c:d:e::v{n}": ("data",) for n in range(45)})  # type: ignore[arg-type]

    assert "in s0, s1, s2, and 2 more" in on_terminal(review(stacks, baseline="main"))
    assert "and 5 more" in on_terminal(review([sealed], baseline=""))
