"""The table of what the host offers: how each row stands on each day, what has no row, and that nothing is claimed without a day.

That the days are those of the host is not proved here: each row names where it was read.
"""

from datetime import date, timedelta

import pytest

from socle.facts import kinds
from socle.facts.offers import NODE_TYPES, NOTICE_DAYS, Standing, cannot_be, offer, offers, way_out

KINDS = ("kubernetes", "database engine", "database node", "redis", "machine", "machine family", "image")


def standing(kind: str, name: str, day: str) -> str:
    row = offer(kind, name)
    assert row
    return row.standing(date.fromisoformat(day))


@pytest.mark.parametrize(
    ("day", "stands"),
    [
        ("2026-05-31", "open"),
        ("2026-06-01", "closing"),
        ("2026-09-28", "closing"),
        ("2026-09-29", "closed"),
        ("2026-11-29", "closed"),
        ("2026-11-30", "ended"),
        ("2026-12-29", "ended"),
        ("2026-12-30", "gone"),
    ],
)
def test_a_version_closes_ends_and_is_gone_on_its_days(day: str, stands: str) -> None:
    assert standing("kubernetes", "1.34", day) == stands


def test_a_patch_has_the_days_of_its_minor_version_and_a_type_those_of_its_family() -> None:
    assert standing("kubernetes", "1.34.6", "2026-11-30") == "ended"
    assert standing("machine", "ENT1-XS", "2025-08-28") == "closing"
    assert standing("machine", "ENT1-XS", "2025-08-29") == "closed"
    assert standing("machine", "COPARM1-2C-8G", "2020-01-01") == "closed"  # on a day that is not known
    assert offer("machine", "ENT2-XS") is None


def test_what_no_row_says_is_not_known() -> None:
    assert offer("kubernetes", "1.37") is None
    assert offer("redis", "7.2.4") is None
    assert all(row.ends is None for row in offers("database engine"))
    assert all(row.standing(date(2040, 1, 1)) is Standing.OPEN for row in offers("database engine"))


def test_every_row_has_a_source_and_days_in_their_order() -> None:
    for kind in KINDS:
        for row in offers(kind):
            days = [each for each in (row.released, row.closed, row.ends) if each]
            assert days == sorted(days), row
            assert row.source, row
            assert row.read >= date(2026, 1, 1), row


def test_every_row_of_a_type_names_a_kind_of_the_table() -> None:
    named = {of for row in kinds() for of in row.offers.values()}

    assert named == set(KINDS) - {"machine family"}


def test_the_nodes_of_databases_are_those_whose_sizes_are_known() -> None:
    assert {row.name for row in offers("database node")} == NODE_TYPES.keys()


@pytest.mark.parametrize("version", ["1.10", "1.30", "1.32", "1.43", "1.99"])
def test_what_went_before_the_table_or_is_far_ahead_of_it_stands_nowhere(version: str) -> None:
    assert cannot_be("kubernetes", version)


@pytest.mark.parametrize("version", ["1.33", "1.34", "1.36", "1.37", "1.42"])
def test_what_may_stand_somewhere_is_not_ruled_out(version: str) -> None:
    assert not cannot_be("kubernetes", version)


def test_the_way_out_is_the_next_minor_version_that_is_open() -> None:
    def out(of: str, name: str, day: date) -> str | None:
        row = offer(of, name)
        found = way_out(row, day) if row else None
        return found.name if found else None

    assert out("kubernetes", "1.33", date(2026, 8, 1)) == "1.35"  # 1.34 is on its way out
    assert out("kubernetes", "1.33", date(2026, 12, 1)) == "1.36"  # so is 1.35
    assert out("kubernetes", "1.36", date(2027, 8, 1)) is None
    assert out("redis", "7.0.5", date(2026, 12, 1)) == "7.2.11"
    assert out("machine", "ENT1-XS", date(2026, 12, 1)) is None  # which type is a question of size


def test_it_is_warned_of_an_end_in_time_and_not_earlier() -> None:
    closes = date(2027, 1, 19)

    assert standing("kubernetes", "1.35", str(closes - timedelta(NOTICE_DAYS))) == "closing"
    assert standing("kubernetes", "1.35", str(closes - timedelta(NOTICE_DAYS + 1))) == "open"
