"""What is judged without a server: connection texts, names, the 24 h rule of slots, comparisons, sequences."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from socle.messages import Refused
from socle.move.postgres import (
    Content,
    Range,
    Sample,
    Sequence,
    behind,
    endpoint,
    own_name,
    parity,
    password_of,
    schemas,
    watched,
)
from socle.move.postgres.connect import refusal_of

NOW = datetime(2027, 2, 8, 3, 0, tzinfo=UTC)
SECRET = "s3cret-of-somebody"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (f"host=db.example dbname=d user=u sslmode=verify-full password={SECRET}", "has a password"),
        (f"postgresql://u:{SECRET}@db.example/d?sslmode=verify-full", "has a password"),
        (f"host=db.example user=u pasword={SECRET}", "is no connection text"),
        ("host=db.example dbname=d user=u", "without verifying"),
        ("host=db.example dbname=d user=u sslmode=require", "without verifying"),
        ("host=localhost,db.example dbname=d user=u", "without verifying"),
        ("hostaddr=192.0.2.1 host=localhost dbname=d user=u", "without verifying"),
        ("host=/run/pg user=u", "no user or no database"),
        ("host=/run/pg dbname=d", "no user or no database"),
    ],
)
def test_a_connection_that_could_be_seen_or_turned_is_refused(text: str, told: str) -> None:
    with pytest.raises(Refused, match=told) as refused:
        endpoint("source", text, lambda: "")
    assert SECRET not in str(refused.value)


@pytest.mark.parametrize(
    "text",
    [
        "host=/run/pg dbname=d user=u",
        "host=127.0.0.1 dbname=d user=u",
        "host=db.example dbname=d user=u sslmode=verify-full",
        "postgresql://u@db.example/d?sslmode=verify-ca",
    ],
)
def test_a_password_is_asked_for_when_it_is_needed_and_shown_by_nothing(text: str) -> None:
    found = endpoint("source", text, lambda: SECRET)
    assert SECRET not in repr(found)
    assert SECRET in found.secret_conninfo()


def test_the_password_is_that_of_the_side_at_the_moment_of_asking() -> None:
    environ = {"SOCLE_SOURCE_PASSWORD": "one"}
    asked = password_of("source", environ)
    environ["SOCLE_SOURCE_PASSWORD"] = "two"
    assert (asked(), password_of("target", environ)()) == ("two", "")


def test_a_server_that_repeats_the_password_is_masked() -> None:
    error = psycopg.errors.SyntaxError(f"syntax error near {SECRET}")
    assert SECRET not in str(refusal_of("target", error, SECRET))


@pytest.mark.parametrize(
    ("error", "remedy"),
    [
        (psycopg.errors.InvalidPassword("no"), "valid now"),
        (psycopg.errors.DiskFull("no"), "room"),
        (psycopg.errors.AdminShutdown("no"), "again"),
        (psycopg.errors.InsufficientPrivilege("no"), "pre-flight"),
    ],
)
def test_each_way_to_fail_has_its_own_remedy(error: psycopg.Error, remedy: str) -> None:
    assert remedy in refusal_of("source", error).remedy


@settings(max_examples=50)
@given(st.text(min_size=1, max_size=63), st.text(min_size=1, max_size=63))
def test_slots_have_names_that_a_server_takes_and_no_two_databases_share(one: str, other: str) -> None:
    assert re.fullmatch(r"[a-z0-9_]{1,63}", own_name("forward", one))
    assert (own_name("forward", one) == own_name("forward", other)) is (one == other)
    assert own_name("forward", one) != own_name("reverse", one)


def looks(*minutes: float, **changes: Any) -> list[Sample]:
    """Looks so many minutes ago, the last with changes."""
    first: dict[str, Any] = {
        "direction": "reverse", "slot": "reserved", "active": True, "lag_seconds": 0.0, "slot_bytes": 0, "errors": 0,
    }  # fmt: skip
    times = sorted(minutes, reverse=True)
    return [Sample(NOW - timedelta(minutes=ago), **{**first, **(changes if ago == times[-1] else {})}) for ago in times]


def test_the_way_back_ends_a_day_after_somebody_last_read_from_the_slot() -> None:
    assert watched(looks(0)).return_until == NOW + timedelta(hours=24)
    silent = {"active": False, "lag_seconds": None}
    assert watched(looks(0, inactive_seconds=3_600, **silent)).return_until == NOW + timedelta(hours=23)
    assert watched(looks(4, 0, **silent)).return_until == NOW + timedelta(hours=24, minutes=-4)
    assert watched(looks(0, **silent)).return_until is None
    assert watched(looks(4, 0, slot="lost")).return_until is None


def test_a_gap_in_watching_begins_anew() -> None:
    assert watched(looks(*range(0, 181, 3))).hours == 3
    assert watched(looks(*range(0, 91, 3), *range(98, 181, 3))).hours == 1


def test_a_lag_that_was_not_known_once_is_not_known() -> None:
    assert watched(looks(3, 0)).p99_seconds == 0
    assert watched(looks(3, 0, lag_seconds=None)).p99_seconds is None
    assert watched(looks(3, 0, lag_seconds=1.2)).p99_seconds == 2


def test_errors_are_those_that_came_while_somebody_watched() -> None:
    seen = looks(6, 3, 0, errors=5)
    assert watched(seen).errors == 5
    assert watched(looks(3, 0, errors=None)).errors is None


ONE, TWO = Range("care.people", "id", None, "9"), Range("care.people", "id", "9", None)
SAME = Content(9, "a")


def test_what_was_not_read_is_never_equal() -> None:
    assert parity([ONE, TWO], {ONE: SAME, TWO: SAME}, {ONE: SAME, TWO: SAME}).equal
    assert parity([ONE, TWO], {ONE: SAME, TWO: SAME}, {ONE: SAME, TWO: Content(9, "b")}).different == (TWO,)
    assert parity([ONE, TWO], {ONE: SAME, TWO: SAME}, {ONE: SAME, TWO: Content(8, "a")}).different == (TWO,)
    assert parity([ONE, TWO], {ONE: SAME, TWO: SAME}, {ONE: SAME}).unverified == ("care.people: not read",)
    assert parity([ONE], {ONE: "cut"}, {ONE: "cut"}).unverified == ("care.people: cut",)
    assert not parity([ONE], {ONE: SAME}, {ONE: SAME}, ["care.x: not readable"]).equal
    assert not parity([], {}, {}).equal


@given(st.integers(-50, 50).filter(bool), st.integers(1, 10**6), st.integers(0, 5_000))
def test_a_sequence_is_behind_until_it_is_a_gap_ahead(increment: int, last: int, steps: int) -> None:
    giver = Sequence("s", last, increment, least=-(2**60), most=2**60)
    taker = Sequence("s", last + steps * increment, increment, least=-(2**60), most=2**60)
    assert (behind({"s": giver}, {"s": taker}) == ("s",)) is (steps < 1_000)
    assert behind({"s": giver}, {}) == ("s",)
    assert behind({"s": giver}, {"s": Sequence("s")}) == ("s",)


def test_schemas_differ_by_name_and_by_text() -> None:
    found = schemas({"a": "1", "b": "2", "c": "3"}, {"a": "1", "b": "x", "d": "4"})
    assert (found.missing, found.extra, found.different, found.differences) == (("c",), ("d",), ("b",), 3)
    assert schemas({"a": "1"}, {"a": "1"}).source == schemas({"a": "1"}, {"a": "1"}).target
    assert schemas({"ab": "c"}, {"a": "bc"}).source != schemas({"ab": "c"}, {"a": "bc"}).target
