"""Deletions: a signed tombstone erases every version, a hold refuses, what came back is not touched. On a real S3 server where it says so.

Not here: a retention that ends while nobody looks.
"""

from collections.abc import Iterator
from typing import Any

import pytest

from socle.messages import Refused
from socle.move import Scheduler, cluster
from socle.move.collect import Sight, delta_shrinks, erasures_applied, objects_drained, objects_equal
from socle.move.objects import (
    MoveSpec,
    Running,
    Tombstones,
    Verdict,
    erase,
    noted,
    open_move,
    read_tombstones,
    refuse_unsigned,
    run_pass,
    verdict,
)
from tests.cutover.people import public, signed

from .seaweed import Seaweed

LIST = '{"move": "studies", "tombstones": [{"key": "a/b", "reason": "rights-request", "requested": "2026-11-30"}]}'


def test_a_list_counts_with_the_signature_of_who_answers_for_data_protection() -> None:
    asked, line, namespace = read_tombstones(LIST), public("privacy"), "socle-cutover"
    armoured = signed(asked.digest, "privacy", namespace)
    refuse_unsigned(asked, "studies", armoured, [f"{line} somebody@example"])
    with pytest.raises(Refused, match="not signed by who answers"):
        refuse_unsigned(asked, "studies", armoured, [public("operations")])
    with pytest.raises(Refused, match="not signed by who answers"):
        refuse_unsigned(asked, "studies", signed("0" * 64, "privacy", namespace), [line])
    with pytest.raises(Refused, match="not signed by who answers"):
        refuse_unsigned(asked, "studies", "no signature", [line])
    with pytest.raises(Refused, match="are of the move studies"):
        refuse_unsigned(asked, "others", armoured, [line])


@pytest.mark.parametrize(
    "change",
    [
        ('"a/b"', '""'),
        ('"a/b"', "1"),
        ('"rights-request"', '"because"'),
        ('"2026-11-30"', '"yesterday"'),
        ('"requested"', '"asked"'),
        ('{"move": "studies", ', '{"move": "studies", "all": true, '),
        (LIST, '{"move": "studies", "tombstones": []}'),
        (LIST, "[]"),
    ],
)
def test_what_is_no_list_erases_nothing(change: tuple[str, str]) -> None:
    with pytest.raises(Refused, match="no list of tombstones"):
        read_tombstones(LIST.replace(*change))


class Bucket:
    """A stand-in that keeps versions by key, and says of some of them what holds them."""

    def __init__(self, there: dict[str, list[str]], held: dict[str, bool | None] | None = None) -> None:
        self.there, self.locks = there, held or {}

    def exists(self, key: str) -> bool:
        return bool(self.there.get(key))

    def versions(self, key: str) -> list[str]:
        return list(self.there.get(key, ()))

    def held(self, _key: str, version: str) -> bool | None:
        return self.locks.get(version, False)

    def erase(self, key: str, version: str) -> None:
        self.there[key].remove(version)


ASKED = read_tombstones(LIST)


def test_every_version_goes_on_the_target_and_its_backups() -> None:
    places = [Bucket({"a/b": ["1", "2"], "a/bc": ["3"]}), Bucket({"a/b": ["4"]})]
    found = erase(ASKED, Bucket({}), places)
    assert (found.erased, found.versions, found.outstanding) == (1, 3, 0)
    assert places[0].there == {"a/b": [], "a/bc": ["3"]}
    assert erase(ASKED, Bucket({}), places).absent == 1


@pytest.mark.parametrize("lock", [True, None])
def test_a_hold_in_one_place_keeps_it_in_all_and_what_nobody_knows_is_a_hold(lock: bool | None) -> None:
    places = [Bucket({"a/b": ["1"]}), Bucket({"a/b": ["4"]}, {"4": lock})]
    found = erase(ASKED, Bucket({}), places)
    assert (found.held, found.outstanding, found.versions) == (1, 1, 0)
    assert places[0].there == {"a/b": ["1"]}


def test_what_is_at_the_source_again_is_not_erased() -> None:
    place = Bucket({"a/b": ["1"]})
    assert erase(ASKED, Bucket({"a/b": ["9"]}), [place]).returned == 1
    assert place.there == {"a/b": ["1"]}


def test_what_a_bucket_does_not_let_go_is_outstanding() -> None:
    place = Bucket({"a/b": ["1"]})
    place.erase = lambda _key, _version: None  # type: ignore[method-assign]
    assert erase(ASKED, Bucket({}), [place]).outstanding == 1


def judged(**verdicts: int) -> Verdict:
    counts = dict.fromkeys(("missing", "extra", "different", "described-differently", "unverifiable"), 0) | verdicts
    return Verdict("studies", 10, 100, counts, 3, 0, "0" * 64, "0" * 64, gaps=("tags",))


def test_a_record_has_counts_of_all_datasets_and_says_what_was_not_seen() -> None:
    assert objects_equal([judged(), judged(extra=1, unverifiable=2)]) == Sight(
        "parity",
        {"datasets": 2, "differences": 1, "unverified": 2, "compared": 20, "root-1": "0" * 64, "root-2": "0" * 64},
        unseen=("studies: tags", "studies: tags"),
    )
    assert objects_drained([judged(missing=1, unverifiable=2)]).values["outstanding"] == 3
    assert erasures_applied([judged(extra=1)]).values == {"datasets": 1, "outstanding": 1, "tombstones": 3}


@pytest.mark.parametrize(
    ("deltas", "shrinks"), [([100, 10], True), ([100], False), ([10, 20], False), ([100, 10, 0], True), ([0, 0], True)]
)
def test_one_pass_shows_nothing_of_the_next(deltas: list[int], shrinks: bool) -> None:
    assert delta_shrinks([deltas]).values["shrinks"] is shrinks
    assert delta_shrinks([deltas, [5, 9]]).values["shrinks"] is False
    assert delta_shrinks([]).values["shrinks"] is False


@pytest.fixture(scope="module")
def client() -> Iterator[Any]:
    with cluster(Scheduler(), threads=4) as found:
        yield found


def _verdict(job: MoveSpec, client: Any) -> Verdict:
    move = open_move(job)
    passed = run_pass(move, Running(client), "verify")
    return verdict(move, passed.number, b"wave", dict(passed.hazards))


@pytest.mark.slow
def test_what_was_erased_at_the_source_is_too_many_until_its_tombstone_is_applied(server: Seaweed, client: Any) -> None:
    job = server.job()
    for key in ("stays", "goes"):
        server.sdk.put_object(Bucket=job.source.bucket, Key=key, Body=key.encode())
    move = open_move(job)
    assert run_pass(move, Running(client), "copy").whole
    server.sdk.put_object(Bucket=job.target.bucket, Key="goes", Body=b"another version")
    server.sdk.delete_object(Bucket=job.source.bucket, Key="goes")
    without = _verdict(job, client)
    assert (without.verdicts["extra"], without.erasures) == (1, 0)

    asked = Tombstones(job.name, (ASKED.entries[0].__class__("goes", "rights-request", "2026-11-30"),))
    noted(move.records, asked, "signature")
    assert _verdict(job, client).erasures == 1, "noted and not applied"
    found = erase(asked, move.here.source, [move.here.target])
    assert (found.erased, found.versions, found.outstanding) == (1, 2, 0)
    assert move.here.target.versions("goes") == []
    assert _verdict(job, client).equal


@pytest.mark.slow
def test_a_legal_hold_of_the_store_refuses(server: Seaweed) -> None:
    job = server.job()
    server.sdk.create_bucket(Bucket=f"{job.target.bucket}-l", ObjectLockEnabledForBucket=True)
    job = job.model_copy(update={"target": job.target.model_copy(update={"bucket": f"{job.target.bucket}-l"})})
    put = server.sdk.put_object(Bucket=job.target.bucket, Key="a/b", Body=b"held")
    named = {"Bucket": job.target.bucket, "Key": "a/b", "VersionId": put["VersionId"]}
    server.sdk.put_object_legal_hold(**named, LegalHold={"Status": "ON"})
    move = open_move(job)
    assert erase(ASKED, move.here.source, [move.here.target]).held == 1
    server.sdk.put_object_legal_hold(**named, LegalHold={"Status": "OFF"})
    server.sdk.delete_object(Bucket=job.target.bucket, Key="a/b")
    assert erase(ASKED, move.here.source, [move.here.target]).versions == 2, "the version and the mark of its deletion"
