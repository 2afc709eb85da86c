"""Ledgers that somebody has tampered with, each way told apart. `ssh-keygen` is the oracle of signatures where it is installed.

Not proven: that a collector saw what it says, or that whoever holds a key is who the file says.
"""

import json
import shutil
import subprocess
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socle.cutover.evidence import (
    GENESIS,
    SIGNERS,
    Entry,
    Flaw,
    Head,
    Line,
    Record,
    broken,
    entry,
    ledger_file,
    message,
    parse,
    read_ledger,
    record_from,
    verifies,
    verify,
    written,
)
from socle.report.words import Language, Words

from .people import T0, answered, approvers, chained, collectors, key_of, known, public, record, signed

BOTH = ("operations", "quality")


def ledger() -> list[Entry]:
    return chained(
        record("fence-closed", values={"refused": 7}),
        record("parity", values={"objects": 606, "root": "ab12"}),
        record("approval"),
        record("transition"),
        r3=BOTH,
        r4=("operations",),
    )


def head(entries: list[Entry]) -> tuple[Head, ...]:
    return (Head(entries[-1].record.serial, entries[-1].digest),)


def flaws(lines: list[Entry] | tuple[Line, ...], **changes: Any) -> list[tuple[Flaw, int]]:
    return [(each.flaw, each.line) for each in verify(lines, known(**{"heads": head(ledger()), **changes}))]


def test_a_sound_ledger_has_no_flaw() -> None:
    assert flaws(ledger()) == []


def test_a_record_has_one_canonical_form() -> None:
    one, other = record(values={"b": 1, "a": True}), record(values={"a": True, "b": 1})
    assert one.digest == other.digest
    assert record(values={"a": 1, "b": 1}).digest != one.digest
    assert record_from(json.loads(json.dumps(one.as_json()))) == one


@pytest.mark.parametrize("name", [name for name in Record.__dataclass_fields__ if name not in ("serial", "previous")])
def test_a_flip_in_every_field_shows(name: str) -> None:
    other: dict[str, Any] = {
        "kind": "parity", "level": "declared", "estate": "other", "lifetime": "rehearsal", "wave": "other", "epoch": 2,
        "at": T0, "producer": "hand", "version": "9", "expires": T0 + timedelta(days=9),
        "fence": "a" * 64, "inputs": ("b" * 64,), "values": {"refused": 8},
    }  # fmt: skip
    lines = ledger()
    lines[0] = Entry(replace(lines[0].record, **{name: other[name]}), lines[0].digest)
    assert (Flaw.ALTERED, 1) in flaws(lines)


@pytest.mark.parametrize("serial", [2, 7])
def test_a_flip_in_the_serial_or_the_predecessor_shows(serial: int) -> None:
    lines = ledger()
    lines[0] = Entry(replace(lines[0].record, serial=serial), lines[0].digest)
    assert (Flaw.ALTERED, 1) in flaws(lines)
    lines[0] = Entry(replace(ledger()[0].record, previous="c" * 64), lines[0].digest)
    assert (Flaw.ALTERED, 1) in flaws(lines)


def test_an_altered_record_whose_address_was_made_anew_is_left_out_for_the_next_one() -> None:
    lines = ledger()
    lines[0] = answered(replace(lines[0].record, values={"refused": 0}))
    assert flaws(lines) == [(Flaw.LEFT_OUT, 2)]


def test_history_that_was_made_anew_shows_against_an_anchor_and_by_its_signatures() -> None:
    before = ledger()
    lines = chained(*(replace(each.record, values={}) for each in before))
    lines = [Entry(each.record, each.digest, old.signatures) for each, old in zip(lines, before, strict=True)]
    found = flaws(lines, heads=head(before))
    assert (Flaw.REWRITTEN, 4) in found
    assert {(Flaw.FORGED, 3), (Flaw.FORGED, 4), (Flaw.UNSIGNED, 3), (Flaw.UNSIGNED, 4)} <= set(found)


def test_a_cut_tail_shows_against_an_anchor() -> None:
    assert flaws(ledger()[:3]) == [(Flaw.CUT_OFF, 0)]
    assert flaws([]) == [(Flaw.CUT_OFF, 0)]


def test_without_an_anchor_nothing_is_called_whole() -> None:
    assert flaws(ledger()[:3], heads=()) == [(Flaw.NO_ANCHOR, 0)]
    assert not broken(verify(ledger(), known()))


def test_a_record_that_is_left_out_shows() -> None:
    lines = ledger()
    assert flaws([lines[0], *lines[2:]]) == [(Flaw.LEFT_OUT, 2)]
    assert flaws(lines[1:]) == [(Flaw.LEFT_OUT, 1)]


def test_records_in_another_order_show() -> None:
    one, two, three, four = ledger()
    assert (Flaw.REORDERED, 1) in flaws([two, one, three, four])
    assert {flaw for flaw, _ in flaws([one, three, two, four])} == {Flaw.REORDERED}


def test_a_record_that_is_replayed_shows_also_under_another_number() -> None:
    lines = ledger()
    assert flaws([*lines, lines[1]]) == [(Flaw.REPLAYED, 5)]
    again = replace(lines[1].record, serial=5, previous=lines[-1].digest)
    assert flaws([*lines, answered(again)]) == [(Flaw.REPLAYED, 5)]


@pytest.mark.parametrize(
    ("changes", "flaw"),
    [
        ({"wave": "catalogue"}, Flaw.OTHER_WAVE),
        ({"estate": "other"}, Flaw.OTHER_ENVIRONMENT),
        ({"lifetime": "rehearsal"}, Flaw.OTHER_ENVIRONMENT),
        ({"epoch": 4}, Flaw.OTHER_EPOCH),
        ({"at": T0 + timedelta(days=2, minutes=6)}, Flaw.FUTURE),
        ({"expires": T0 + timedelta(days=2)}, Flaw.EXPIRED),
    ],
    ids=str,
)
def test_what_is_of_another_place_or_time_shows(changes: dict[str, Any], flaw: Flaw) -> None:
    lines = chained(record(values={"first": 1}), record(**changes))
    assert flaws(lines, heads=head(lines)) == [(flaw, 2)]


def test_an_older_epoch_after_a_newer_one_shows() -> None:
    lines = chained(record(epoch=2), record(epoch=3), record("parity", epoch=2))
    assert flaws(lines, heads=head(lines)) == [(Flaw.OTHER_EPOCH, 3)]


def test_a_clock_may_be_a_little_ahead_and_the_last_second_counts() -> None:
    lines = chained(record(at=T0 + timedelta(days=2, minutes=5), expires=T0 + timedelta(days=2, minutes=6)))
    assert flaws(lines, heads=head(lines)) == []


@pytest.mark.parametrize(
    ("signers", "found"),
    [
        ((), [Flaw.UNSIGNED, Flaw.UNSIGNED]),
        (("operations",), [Flaw.UNSIGNED]),
        (("quality",), [Flaw.UNSIGNED]),
        (("operations", "operations"), [Flaw.UNSIGNED, Flaw.TWICE]),
        (("operations", "quality", "quality"), [Flaw.TWICE]),
        (("operations", "quality", "privacy"), [Flaw.WRONG_ROLE]),
        (("operations", "deputy"), []),
        (("operations", "stranger"), [Flaw.UNSIGNED, Flaw.UNLISTED]),
    ],
    ids=str,
)
def test_who_must_sign_and_who_may_not(signers: tuple[str, ...], found: list[Flaw]) -> None:
    lines = chained(record("approval"), r1=signers)
    assert [flaw for flaw, _ in flaws(lines, heads=head(lines))] == found


@pytest.mark.parametrize("kind", ["approval", "window", "loss", "legal"])
def test_kinds_that_both_roles_sign(kind: str) -> None:
    for who in BOTH:
        lines = chained(record(kind), r1=(who,))
        assert flaws(lines, heads=head(lines)) == [(Flaw.UNSIGNED, 1)]
    lines = chained(record(kind), r1=BOTH)
    assert flaws(lines, heads=head(lines)) == []


def test_what_concerns_peoples_rights_is_signed_by_who_answers_for_them() -> None:
    lines = chained(record("protection-approval"), r1=("privacy",))
    assert flaws(lines, heads=head(lines)) == []
    lines = chained(record("protection-approval"), r1=("quality",))
    assert flaws(lines, heads=head(lines)) == [(Flaw.UNSIGNED, 1), (Flaw.WRONG_ROLE, 1)]


@pytest.mark.parametrize(
    ("changes", "sound"),
    [
        ({"valid_from": date(2026, 12, 2)}, False),
        ({"valid_until": date(2026, 11, 30)}, False),
        ({"valid_from": date(2026, 12, 1)}, True),
        ({"valid_until": date(2026, 12, 1)}, True),
    ],
    ids=str,
)
def test_a_signature_is_judged_at_the_time_of_its_record(changes: dict[str, date], sound: bool) -> None:
    lines = chained(record("approval"), r1=BOTH)
    found = flaws(lines, heads=head(lines), approvers=approvers(quality=changes))
    assert found == ([] if sound else [(Flaw.UNSIGNED, 1), (Flaw.OUTSIDE_VALIDITY, 1)])


def test_an_observation_is_signed_by_a_collector_of_its_level() -> None:
    lines = chained(record("parity"))
    assert flaws(lines, heads=head(lines)) == []
    assert flaws(lines, heads=head(lines), collectors={}) == [(Flaw.UNSIGNED, 1), (Flaw.UNLISTED, 1)]
    assert flaws(lines, heads=head(lines), collectors=collectors(levels=["deployed", "declared"])) == [
        (Flaw.UNSIGNED, 1),
        (Flaw.WRONG_ROLE, 1),
    ]
    unsigned = chained(record("parity"), r1=())
    (found,) = verify(unsigned, known(heads=head(unsigned)))
    assert (found.flaw, found.about) == (Flaw.UNSIGNED, "collector")
    people = chained(record("parity"), r1=BOTH)
    assert (Flaw.WRONG_ROLE, 1) in flaws(people, heads=head(people))


def test_a_collector_signs_nothing_that_people_answer_for() -> None:
    for kind in SIGNERS:
        lines = chained(record(kind), r1=("collector",))
        assert (Flaw.WRONG_ROLE, 1) in flaws(lines, heads=head(lines))
        assert Flaw.UNSIGNED in {flaw for flaw, _ in flaws(lines, heads=head(lines))}


@pytest.mark.parametrize("who", ["operations", "quality", "privacy", "collector"])
def test_anybody_stops_a_wave_and_operations_alone_lets_it_go_on(who: str) -> None:
    stop = chained(record("hold", values={"held": True}), r1=(who,))
    assert flaws(stop, heads=head(stop)) == []
    go_on = chained(record("hold", values={"held": False}), r1=(who,))
    assert (flaws(go_on, heads=head(go_on)) == []) == (who == "operations")


def test_a_key_that_has_ended_signs_nothing_by_dating_it_back() -> None:
    ended = collectors(valid_until=date(2026, 12, 1))
    for at, sound in ((T0 + timedelta(hours=20), True), (T0 + timedelta(days=1), False)):
        lines = chained(record("legal", at=at), record("parity", at=T0 + timedelta(hours=2)))
        found = flaws(lines, heads=head(lines), collectors=ended)
        assert found == ([] if sound else [(Flaw.UNSIGNED, 2), (Flaw.OUTSIDE_VALIDITY, 2)])


def test_a_key_that_was_removed_from_the_file_shows() -> None:
    people = {name: each for name, each in approvers().items() if name != "quality"}
    lines = chained(record("approval"), r1=BOTH)
    assert flaws(lines, heads=head(lines), approvers=people) == [(Flaw.UNSIGNED, 1), (Flaw.UNLISTED, 1)]


def test_a_signature_for_another_record_or_purpose_or_that_is_none_counts_for_nothing() -> None:
    made = record("transition")
    for armoured in (signed("0" * 64, "operations"), signed(made.digest, "operations", "git"), "no signature", ""):
        lines = [entry(made, armoured)]
        assert flaws(lines, heads=head(lines)) == [(Flaw.UNSIGNED, 1), (Flaw.FORGED, 1)]


def test_a_signature_in_either_hash_counts() -> None:
    digest = record().digest
    for who in ("operations", "deputy"):
        for hash_ in ("sha256", "sha512"):
            assert verifies(parse(signed(digest, who, hash_=hash_)), digest)
        assert not verifies(parse(signed(digest, who)), "0" * 64)
    assert not verifies(replace(parse(signed(digest, "operations")), hash="md5"), digest)
    assert not verifies(replace(parse(signed(digest, "operations")), key=public("quality")), digest)


@pytest.mark.slow
@given(st.data())
def test_no_flipped_byte_of_a_signature_verifies_or_ends_in_anything_but_a_refusal(data: st.DataObject) -> None:
    import base64

    digest = record().digest
    lines = signed(digest, "operations").strip().splitlines()
    raw = bytearray(base64.b64decode("".join(lines[1:-1])))
    raw[data.draw(st.integers(0, len(raw) - 1))] ^= data.draw(st.integers(1, 255))
    text = "\n".join([lines[0], base64.b64encode(bytes(raw)).decode(), lines[-1]])
    try:
        found = parse(text)
    except ValueError:
        return
    assert found.key != public("operations") or not verifies(found, digest)


@pytest.mark.skipif(not shutil.which("ssh-keygen"), reason="ssh-keygen is not installed")
@pytest.mark.parametrize("kind", ["ed25519", "ecdsa"])
def test_ssh_keygen_signs_what_is_verified_here(tmp_path: Path, kind: str) -> None:
    digest = record().digest
    subprocess.run(["ssh-keygen", "-q", "-t", kind, "-N", "", "-f", tmp_path / "key"], check=True)
    (tmp_path / "digest").write_bytes(message(digest))
    command = ["ssh-keygen", "-q", "-Y", "sign", "-f", tmp_path / "key", "-n", "socle-cutover", tmp_path / "digest"]
    subprocess.run(command, check=True, capture_output=True)
    found = parse((tmp_path / "digest.sig").read_text())
    assert verifies(found, digest)
    assert not verifies(found, "0" * 64)
    assert (tmp_path / "key.pub").read_text().startswith(found.key)


@pytest.mark.skipif(not shutil.which("ssh-keygen"), reason="ssh-keygen is not installed")
@pytest.mark.parametrize("who", ["operations", "deputy"])
def test_ssh_keygen_verifies_what_tests_sign(tmp_path: Path, who: str) -> None:
    digest = record().digest
    (tmp_path / "allowed").write_text(f"{who} {public(who)}\n")
    (tmp_path / "sig").write_text(signed(digest, who))
    command = [
        "ssh-keygen",
        "-Y",
        "verify",
        "-f",
        tmp_path / "allowed",
        "-I",
        who,
        "-n",
        "socle-cutover",
        "-s",
        tmp_path / "sig",
    ]
    assert subprocess.run(command, input=message(digest), capture_output=True, check=False).returncode == 0
    assert subprocess.run(command, input=message("0" * 64), capture_output=True, check=False).returncode != 0


def test_a_ledger_is_read_as_it_was_written(tmp_path: Path) -> None:
    path = ledger_file(tmp_path, "studies")
    path.parent.mkdir()
    assert read_ledger(path) == ()
    path.write_text(written(ledger()))
    assert list(read_ledger(path)) == ledger()
    assert path == tmp_path / "cutover" / "studies.jsonl"


@pytest.mark.parametrize("cut", [1, 40, 300])
def test_a_last_line_that_was_cut_shows(tmp_path: Path, cut: int) -> None:
    path = tmp_path / "ledger"
    path.write_text(written(ledger()).rstrip("\n")[:-cut])
    assert (Flaw.CUT_OFF, 4) in flaws(read_ledger(path))


@pytest.mark.parametrize(
    "line",
    ["{", "[]", "null", '{"record": {}, "digest": "", "signatures": []}', '{"digest": "a", "digest": "b"}', "\x00", "[" * 100_000,
     '{"record": {"serial": 1}, "digest": 3, "signatures": []}', '{"record": [], "digest": "", "signatures": [3]}'],
    ids=range(9),
)  # fmt: skip
def test_a_line_that_is_no_record_shows_and_stops_nothing(tmp_path: Path, line: str) -> None:
    path = tmp_path / "ledger"
    first, rest = written(ledger()).split("\n", 1)
    path.write_text(f"{first}\n{line}\n{rest}")
    assert (Flaw.UNREAD, 2) in flaws(read_ledger(path))


@pytest.mark.parametrize(
    "changes",
    [
        {"level": "believed"}, {"lifetime": "eternal"}, {"wave": "Cardio Étude"}, {"kind": ""},
        {"previous": "abc"}, {"inputs": ("abc",)},
        {"fence": "x"}, {"serial": 0}, {"epoch": 0}, {"epoch": True}, {"at": datetime(2026, 12, 1)},
        {"at": T0 + timedelta(microseconds=1)},
        {"expires": T0}, {"values": {"rows": 2**53}}, {"values": {"rows": 1.5}}, {"values": {"Rows": 1}},
        {"values": {"who": "jeanne@example.org"}},
        {"values": {"rows": None}}, {"values": 3}, {"version": "é"},
    ],
    ids=str,
)  # fmt: skip
def test_a_record_that_a_ledger_may_not_hold_cannot_be_made(changes: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="record"):
        record(**changes)


def test_the_largest_count_and_text_for_larger_ones() -> None:
    assert record(values={"rows": 2**53 - 1, "bytes": str(2**60)}).digest
    assert GENESIS == "0" * 64


@pytest.mark.parametrize("flaw", Flaw)
def test_every_flaw_has_its_own_consequence_and_remedy_in_both_languages(flaw: Flaw) -> None:
    from socle.cutover.evidence import Found

    said = Found(flaw, 3, "quality").refusal("acme/cutover/studies.jsonl")
    french = Words(Language.FRENCH).refusal(said)
    assert said.place.position == "acme/cutover/studies.jsonl:3"
    assert said.what == f"record 3 is {flaw} (quality)"
    assert len({said.what, said.consequence, said.remedy, french.what, french.consequence, french.remedy}) == 6


def test_a_person_is_not_made_twice_by_the_tests() -> None:
    assert key_of("quality") is key_of("quality")
    assert public("quality") != public("operations")
    assert T0.tzinfo is UTC


def test_a_line_that_cannot_be_read_hides_no_flaw_after_it(tmp_path: Path) -> None:
    path = tmp_path / "ledger"
    lines = chained(record(values={"first": 1}), record("parity", wave="other"), record("approval"), r3=())
    first, second, third, _ = written(lines).split("\n")
    path.write_text("\n".join([first, "{", second, third, ""]))
    found = flaws(read_ledger(path), heads=head(lines))
    assert {(Flaw.UNREAD, 2), (Flaw.OTHER_WAVE, 3), (Flaw.UNSIGNED, 4)} <= set(found)
    swapped = tmp_path / "swapped"
    swapped.write_text("\n".join(["{", first, third, second, ""]))
    assert {(Flaw.UNREAD, 1), (Flaw.REORDERED, 4)} <= set(flaws(read_ledger(swapped), heads=head(lines)))


def test_a_signature_that_is_none_hides_no_other() -> None:
    made = record("approval")
    lines = [entry(made, "none", *(signed(made.digest, who) for who in BOTH))]
    assert flaws(lines, heads=head(lines)) == [(Flaw.FORGED, 1)]


def test_how_much_was_cut_off_is_said() -> None:
    found = verify(ledger()[:1], known(heads=head(ledger())))
    assert [each.about for each in found] == ["3 records are missing"]
    (empty,) = verify([], known(heads=head(ledger())))
    assert empty.about == "4 records are missing"


def test_a_record_does_not_expire_before_it_is_made() -> None:
    with pytest.raises(ValueError, match="expires before"):
        record(expires=T0 - timedelta(seconds=1))


@pytest.mark.parametrize(
    "change", [("BEGIN", "END"), ("END", "BEGIN"), ("U1NIU0lH", "!!!!"), ("U1NIU0lH", "U1NIU0lI")], ids=str
)
def test_text_that_is_no_signature_is_none(change: tuple[str, str]) -> None:
    with pytest.raises(ValueError, match="signature"):
        parse(signed(record().digest, "operations").replace(*change))


@pytest.mark.parametrize("left", range(0, 60, 3))
def test_a_signature_that_is_cut_is_none(left: int) -> None:
    import base64

    lines = signed(record().digest, "operations").strip().splitlines()
    raw = base64.b64decode("".join(lines[1:-1]))[: 10 + left]
    with pytest.raises(ValueError, match="signature"):
        parse("\n".join([lines[0], base64.b64encode(raw).decode(), lines[-1]]))


@pytest.mark.parametrize(
    "value",
    [record(), entry(record()), known(), parse(signed(record().digest, "quality"))],
    ids=lambda each: type(each).__name__,
)
def test_nothing_of_the_evidence_changes_in_place(value: object) -> None:
    with pytest.raises(AttributeError):
        setattr(value, next(iter(vars(value))), None)


def test_an_entry_needs_all_its_parts_to_be_of_their_kind(tmp_path: Path) -> None:
    path, good = tmp_path / "ledger", json.loads(written(ledger()[:1]))
    for changed in (
        {"digest": 3},
        {"signatures": [3]},
        {"digest": 3, "signatures": [3]},
        {"signatures": "none"},
        {"more": 1},
    ):
        path.write_text(json.dumps({**good, **changed}) + "\n" + written(ledger()))
        assert flaws(read_ledger(path))[0] == (Flaw.UNREAD, 1)
