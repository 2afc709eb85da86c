"""Collectors against the gates that read them: what is good opens, what is bad closes, and what nobody saw opens nothing.

That the exports of real gateways, vaults and registries look as they do here is not shown.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socle.cutover import REQUIREMENTS, Condition
from socle.estate import ThresholdsSpec
from socle.move.collect import (
    Answer,
    Comparison,
    Outcome,
    Probe,
    Sight,
    Tunnel,
    closed,
    drained,
    images_equal,
    in_sync,
    legacy_unchanged,
    names_moved,
    parity,
    probe,
    resolve,
    reverse_ready,
    routes_as_declared,
    schema_frozen,
    secrets_equal,
    sequences,
    target_refuses,
    ttl_lowered,
    tunnels_rekeyed,
)
from socle.move.postgres import Drained, LargeObjects, Parity, Range, Sample, SchemaDigest, Verified, watched

NOW = datetime(2027, 2, 8, 3, 0, tzinfo=UTC)
COUNTS = {"datasets": 1, "returning": 1, "services": 1}


def opens(sight: Sight) -> bool:
    """Whether a record of these values would meet its condition, its age aside."""
    asked, values = REQUIREMENTS[Condition(sight.kind)], sight.recorded
    thresholds = ThresholdsSpec()

    def bound(of: Any) -> int:
        return of if isinstance(of, int) else COUNTS[of] if of in COUNTS else int(getattr(thresholds, of))

    def number(name: str) -> int | None:
        found = values.get(name)
        return found if isinstance(found, int) else None

    most = all((n := number(name)) is not None and n <= bound(of) for name, of in asked.most.items())
    least = all((n := number(name)) is not None and n >= bound(of) for name, of in asked.least.items())
    return most and least and all(values.get(one) == values.get(other) for one, other in asked.equal)


def verified(**changes: Any) -> Verified:
    first: dict[str, Any] = {
        "direction": "forward", "fence": "0/1", "late": 0, "schema": SchemaDigest("a", "a", (), (), ()),
        "rows": Parity(9, 3, (), (), "d"), "large": LargeObjects(1, (), (), ()), "behind": (), "sequences": 2,
    }  # fmt: skip
    return Verified(**{**first, **changes})


def samples(hours: int = 25, **changes: Any) -> list[Sample]:
    first: dict[str, Any] = {
        "direction": "forward", "slot": "reserved", "active": True, "lag_seconds": 1.0, "lag_bytes": 0, "slot_bytes": 10**9, "errors": 0,
        "ready": 3, "tables": 3,
    }  # fmt: skip
    times = [NOW - timedelta(minutes=minute) for minute in range(hours * 60, -1, -1)]
    return [Sample(at, **{**first, **(changes if at == NOW else {})}) for at in times]


DAY = samples()


def fence(*outcomes: Outcome, connections: int | None = 0, minutes: int = 20) -> Sight:
    kinds = ("role", "session", "token")
    probes = [Probe("people", kind, outcome) for kind, outcome in zip(kinds, outcomes, strict=False)]
    declared = [("people", kind) for kind in kinds]
    return closed("source", probes, declared, connections=connections, since=NOW - timedelta(minutes=minutes), at=NOW)


R, A, N = Outcome.REFUSED, Outcome.ACCEPTED, Outcome.NOT_TRIED
GOOD: dict[str, Callable[[], Sight]] = {
    "in-sync": lambda: in_sync([watched(DAY)]),
    "drained": lambda: drained([Drained("0/1", "0/1", 0, 0, 0, 1.0)]),
    "parity": lambda: parity([verified()]),
    "digests-green": lambda: parity([verified(fence="", late=None)], "digests-green"),
    "sequences": lambda: sequences([verified()]),
    "schema-frozen": lambda: schema_frozen([verified()]),
    "reverse-ready": lambda: reverse_ready(DAY[-1:], 1),
    "source-closed": lambda: fence(R, R, R),
    "target-refuses-writes": lambda: target_refuses([Probe("people", "role", R)], 1),
    "secrets-equal": lambda: secrets_equal({"a": "rotate", "b": "carry"}, {"a": b"1", "b": b"2"}.get, {"a": b"3", "b": b"2"}.get),
    "images-equal": lambda: images_equal({"r:1": "sha256:a"}, {"r:1": "sha256:a", "r:2": "sha256:b"}),
    "ttl-lowered": lambda: ttl_lowered(
        [Answer("r", "n", frozenset({"::1"}), 60)], old_ttl=timedelta(hours=1), changed=NOW - timedelta(hours=1), at=NOW
    ),
    "tunnels-rekeyed": lambda: tunnels_rekeyed(["one"], [Tunnel("one", True, NOW)], NOW),
    "routes-as-declared": lambda: routes_as_declared(["10.0.0.0/8"], ["10.0.0.0/8"]),
    "legacy-unchanged": lambda: legacy_unchanged({"steps": [{"op": "same"}, {"op": "read"}]}),
}  # fmt: skip
BAD: dict[str, tuple[Callable[[], Sight], ...]] = {
    "in-sync": (
        lambda: in_sync([watched(samples(errors=1))]),
        lambda: in_sync([watched(samples(lag_seconds=None))]),
        lambda: in_sync([watched(samples(slot="lost"))]),
        lambda: in_sync([watched(samples(slot_bytes=10**12))]),
        lambda: in_sync([watched(DAY), watched(samples(2))]),
        lambda: in_sync([watched(DAY[:600] + DAY[610:])]),
        lambda: in_sync([]),
    ),
    "drained": (lambda: drained([Drained("0/2", "0/1", 1, 0, 0, 1.0)]), lambda: drained([Drained("0/2", "0/2", 0, 0, 1, 1.0)])),
    "parity": (
        lambda: parity([verified(late=1)]),
        lambda: parity([verified(late=None)]),
        lambda: parity([verified(fence="", late=None)]),
        lambda: parity([verified(rows=Parity(9, 3, (Range("t"),), (), "d"))]),
        lambda: parity([verified(rows=Parity(9, 3, (), ("t: no",), "d"))]),
        lambda: parity([verified(large=LargeObjects(1, (7,), (), ()))]),
        lambda: parity([verified(schema=SchemaDigest("a", "b", (), (), ("view v",)))]),
        lambda: parity([verified(views=("v",))]),
    ),
    "digests-green": (lambda: parity([verified(rows=Parity(9, 3, (Range("t"),), (), "d"))], "digests-green"),),
    "sequences": (lambda: sequences([verified(behind=("s",))]),),
    "schema-frozen": (lambda: schema_frozen([verified(schema=SchemaDigest("a", "b", ("t",), (), ()))]),),
    "reverse-ready": (
        lambda: reverse_ready(DAY[-1:], 0),
        lambda: reverse_ready(samples(0, active=False), 1),
        lambda: reverse_ready(samples(0, slot="lost"), 1),
        lambda: reverse_ready(samples(0, errors=None), 1),
    ),
    "source-closed": (
        lambda: fence(R, R, A), lambda: fence(R, R, N), lambda: fence(R, R),
        lambda: fence(R, R, R, connections=1), lambda: fence(R, R, R, connections=None), lambda: fence(R, R, R, minutes=14),
    ),
    "target-refuses-writes": (lambda: target_refuses([Probe("people", "role", A)], 1), lambda: target_refuses([Probe("p", "role", N)], 1)),
    "secrets-equal": (
        lambda: secrets_equal({"a": "rotate"}, {"a": b"1"}.get, {"a": b"1"}.get),
        lambda: secrets_equal({"a": "rotate"}, {"a": b"1"}.get, dict[str, bytes]().get),
        lambda: secrets_equal({"a": "carry"}, {"a": b"1"}.get, {"a": b"2"}.get),
        lambda: secrets_equal({"a": "carry"}, dict[str, bytes]().get, {"a": b"2"}.get),
        lambda: secrets_equal({"a": "ceremony"}, {"a": b"1"}.get, {"a": b"1"}.get),
    ),
    "images-equal": (
        lambda: images_equal({"r:1": "sha256:a"}, {"r:1": "sha256:b"}), lambda: images_equal({"r:1": "sha256:a"}, {}),
        lambda: images_equal({"r:1": "v1"}, {"r:1": "v1"}),
    ),
    "ttl-lowered": (
        lambda: ttl_lowered([Answer("r", "n", ttl_seconds=300)], old_ttl=timedelta(0), changed=NOW, at=NOW),
        lambda: ttl_lowered([Answer("r", "n", ttl_seconds=60)], old_ttl=timedelta(hours=1), changed=NOW, at=NOW),
        lambda: ttl_lowered(
            [Answer("r", "n", ttl_seconds=60), Answer("q", "n", answered=False)], old_ttl=timedelta(0), changed=NOW, at=NOW
        ),
        lambda: ttl_lowered([], old_ttl=timedelta(0), changed=NOW, at=NOW),
    ),
    "tunnels-rekeyed": (
        lambda: tunnels_rekeyed(["one", "two"], [Tunnel("one", True, NOW)], NOW),
        lambda: tunnels_rekeyed(["one"], [Tunnel("one", False, NOW)], NOW),
        lambda: tunnels_rekeyed(["one"], [Tunnel("one", True, NOW - timedelta(hours=1))], NOW),
        lambda: tunnels_rekeyed(["one"], [Tunnel("one", True)], NOW),
    ),
    "routes-as-declared": (
        lambda: routes_as_declared(["10.0.0.0/8"], ["10.0.0.0/9"]), lambda: routes_as_declared(["10.0.0.0/8"], None),
        lambda: routes_as_declared(["10.0.0.0/8"], ["10.0.0.0/8", "0.0.0.0/0"]),
    ),
    "legacy-unchanged": (
        lambda: legacy_unchanged({"steps": [{"op": "update"}]}), lambda: legacy_unchanged({"steps": []}), lambda: legacy_unchanged({}),
        lambda: legacy_unchanged({"steps": [{"op": "same"}], "diagnostics": [{"severity": "error"}]}),
        lambda: legacy_unchanged({"steps": [{"op": "import"}]}),
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", GOOD)
def test_what_is_good_opens_its_gate(kind: str) -> None:
    sight = GOOD[kind]()
    assert sight.kind == kind
    assert sight.unseen == ()
    assert opens(sight), sight


@pytest.mark.parametrize("kind", BAD)
def test_what_is_bad_or_not_seen_opens_nothing(kind: str) -> None:
    assert GOOD.keys() == BAD.keys()
    for number, bad in enumerate(BAD[kind]):
        sight = bad()
        assert sight.kind == kind
        assert not opens(sight), (number, sight)


def test_what_could_not_be_tried_is_named() -> None:
    assert fence(R, R, N).unseen == ("people: token was not tried",)
    assert "unseen=1" in fence(R, R, N).arguments()


def test_a_write_that_fails_for_another_reason_was_not_refused() -> None:
    def breaks() -> None:
        raise TimeoutError

    def refused() -> None:
        raise PermissionError

    assert probe("d", "role", breaks, (PermissionError,)).outcome is N
    assert probe("d", "role", refused, (PermissionError,)).outcome is R
    assert probe("d", "role", lambda: None, (PermissionError,)).outcome is A
    assert probe("d", "role", None, (PermissionError,)).outcome is N


@given(st.dictionaries(st.text(min_size=1, max_size=5), st.binary(min_size=4, max_size=20), min_size=1, max_size=5))
def test_no_value_of_a_secret_is_in_what_is_said(values: Mapping[str, bytes]) -> None:
    def fails(name: str) -> bytes:
        raise ValueError(values[name].hex())

    sight = secrets_equal(dict.fromkeys(values, "carry"), fails, values.get)
    assert sight.values["missing"] == len(values)
    said = repr(sight) + repr(Comparison())
    assert not any(each.hex() in said or repr(each) in said for each in values.values())


def test_one_value_has_another_digest_under_another_name_and_in_another_run() -> None:
    one, other = Comparison(), Comparison()
    assert one.digest("a", b"v") == one.digest("a", b"v") != one.digest("b", b"v")
    assert one.digest("a", b"v") != other.digest("a", b"v")
    assert one.digest("a", b"bv") != one.digest("ab", b"v")


def test_a_ceremony_is_attested_and_never_read() -> None:
    def never(_name: str) -> bytes:
        pytest.fail("a secret of a ceremony was read")

    assert opens(secrets_equal({"pseudonyms": "ceremony"}, never, never, frozenset({"pseudonyms"})))


def test_names_have_moved_where_every_resolver_gives_the_new_end_alone() -> None:
    new, old = Answer("a", "n", frozenset({"10.0.0.2"})), Answer("b", "n", frozenset({"10.0.0.1", "10.0.0.2"}))
    silent = Answer("c", "n", answered=False)
    assert names_moved([new], ["10.0.0.2"]).values == {"asked": 1, "old": 0, "silent": 0}
    assert names_moved([new, old, silent], ["10.0.0.2"]).values == {"asked": 3, "old": 1, "silent": 1}


def test_a_resolver_that_is_not_there_did_not_answer() -> None:
    assert not resolve("name.invalid", "127.0.0.9", patience_seconds=0.1).answered
