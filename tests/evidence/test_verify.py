"""A bundle that was tampered with is told apart from one that was not, each way by its name and with its file."""

import random
import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from socle.evidence import Flaw, Found, Verified, verified
from tests.cutover.people import public, signed

from .bundles import FILES, allowed, bundle


def flaws(found: Verified) -> set[tuple[Flaw, str]]:
    return {(each.flaw, each.file) for each in found.flaws}


def test_what_nobody_touched_is_whole_and_says_who_signed() -> None:
    files, head = bundle("operations", "deputy")
    found = verified(files, [allowed(), allowed("deputy")], head)
    assert found.sound
    assert found.signed_by == ("operations", "deputy")
    assert found.day == date(2026, 12, 1)


def test_the_same_files_at_the_same_time_have_the_same_bytes_and_another_time_another_head() -> None:
    assert bundle()[0] == bundle()[0]
    assert bundle()[1] != bundle(revision="def")[1]


def test_two_hundred_flipped_bytes_are_each_told_with_their_file() -> None:
    files, head = bundle("operations")
    drawn = random.Random(7)  # noqa: S311 - nothing is kept secret by it
    for _ in range(200):
        name = drawn.choice(sorted(files))
        content = bytearray(files[name])
        content[drawn.randrange(len(content))] ^= 1 << drawn.randrange(8)
        found = verified({**files, name: bytes(content)}, [allowed()], head)
        assert not found.sound
        assert name in {each.file for each in found.flaws}, name


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_gone_is_missing(name: str) -> None:
    files, head = bundle("operations")
    del files[name]
    assert flaws(verified(files, [allowed()], head)) == {(Flaw.MISSING, name)}


def test_a_file_that_nobody_sealed_is_added() -> None:
    files, head = bundle("operations")
    assert flaws(verified({**files, "more.json": b"{}"}, [allowed()], head)) == {(Flaw.ADDED, "more.json")}


def test_two_files_in_each_others_place_are_swapped() -> None:
    files, head = bundle("operations")
    files["findings.json"], files["flows.json"] = files["flows.json"], files["findings.json"]
    found = verified(files, [allowed()], head)
    assert found.flaws == (
        Found(Flaw.SWAPPED, "findings.json", "flows.json"),
        Found(Flaw.SWAPPED, "flows.json", "findings.json"),
    )


def test_a_link_is_no_file() -> None:
    files, head = bundle("operations")
    assert flaws(verified(files, [allowed()], head, ["flows.json"])) == {(Flaw.LINK, "flows.json")}


def test_a_bundle_made_anew_does_not_have_the_head_that_is_known() -> None:
    _, head = bundle("operations")
    forged, other = bundle("operations", files={**FILES, "flows.json": b"{}"})
    assert (Flaw.OTHER_HEAD, "chain.jsonl") in flaws(verified(forged, [allowed()], head))
    assert verified(forged, [allowed()], other).sound, "the head of the bundle itself proves nothing"


def test_another_bundle_that_is_sound_by_itself_has_that_one_flaw_and_nobody_signed_the_head_that_is_known() -> None:
    _, head = bundle("operations")
    other, _ = bundle("operations", revision="def")
    found = verified(other, [allowed()], head)
    assert flaws(found) == {(Flaw.OTHER_HEAD, "chain.jsonl")}
    assert found.signed_by == ()


def test_of_a_chain_that_cannot_be_read_nothing_else_is_said() -> None:
    files, head = bundle("operations")
    for content in (b"", b"\xff\xfe", b"[" * 10_000):
        assert flaws(verified({**files, "chain.jsonl": content}, [allowed()], head)) == {
            (Flaw.CHAIN_ALTERED, "chain.jsonl")
        }


def test_a_record_that_is_left_out_is_one_flaw_and_not_one_of_each_after_it() -> None:
    files, head = bundle("operations")
    first, _, *rest = files["chain.jsonl"].splitlines(keepends=True)
    found = verified({**files, "chain.jsonl": b"".join((first, *rest))}, [allowed()], head)
    assert [each.about for each in found.flaws if each.flaw is Flaw.CHAIN_BROKEN] == ["2"]


def test_a_pipe_or_an_empty_folder_is_told_and_one_in_the_place_of_a_file_is_not_called_missing() -> None:
    files, head = bundle("operations")
    assert flaws(verified(files, [allowed()], head, others=["void"])) == {(Flaw.NO_FILE, "void")}
    del files["flows.json"]
    assert flaws(verified(files, [allowed()], head, others=["flows.json"])) == {(Flaw.NO_FILE, "flows.json")}


@pytest.mark.parametrize("lines", [slice(0, -1), slice(1, None), slice(None, None, -1)])
def test_records_that_are_cut_off_left_out_or_reordered_break_the_chain(lines: slice) -> None:
    files, head = bundle("operations")
    kept = files["chain.jsonl"].splitlines(keepends=True)[lines]
    found = flaws(verified({**files, "chain.jsonl": b"".join(kept)}, [allowed()], head))
    assert {(Flaw.CHAIN_BROKEN, "chain.jsonl"), (Flaw.OTHER_HEAD, "chain.jsonl")} & found
    assert (Flaw.CHAIN_BROKEN, "chain.jsonl") in found


def test_a_chain_in_other_bytes_is_altered_though_it_says_the_same() -> None:
    files, head = bundle("operations")
    files["chain.jsonl"] = files["chain.jsonl"].replace(b'": ', b'":  ', 1)
    assert flaws(verified(files, [allowed()], head)) == {(Flaw.CHAIN_ALTERED, "chain.jsonl")}


def test_a_bundle_without_a_chain_is_told() -> None:
    files, head = bundle("operations")
    del files["chain.jsonl"]
    assert (Flaw.MISSING, "chain.jsonl") in flaws(verified(files, [allowed()], head))


def test_signatures_that_do_not_hold_are_told_apart() -> None:
    files, head = bundle("operations")
    unsigned = (Flaw.UNSIGNED, "head")
    nobody = {name: content for name, content in files.items() if name != "head.sig"}
    assert flaws(verified(nobody, [allowed()], head)) == {unsigned}
    assert flaws(verified(files, [allowed("quality")], head)) == {(Flaw.UNLISTED, "head.sig"), unsigned}
    ended: tuple[dict[str, Any], ...] = ({"last": date(2026, 11, 30)}, {"first": date(2026, 12, 2)})
    for days in ended:
        assert flaws(verified(files, [allowed(**days)], head)) == {(Flaw.EXPIRED, "head.sig"), unsigned}
    for names in (("git",), ("socle-*", "!socle-cutover")):
        assert flaws(verified(files, [allowed(namespaces=names)], head)) == {(Flaw.NOT_PERMITTED, "head.sig"), unsigned}
    assert verified(files, [allowed(namespaces=("git", "socle-*"))], head).sound
    assert verified(files, [allowed(last=date(2026, 12, 1), first=date(2026, 12, 1))], head).sound
    for foreign in (signed("0" * 64, "operations"), signed(head, "operations", namespace="git")):
        files["head.sig"] = foreign.encode()
        assert flaws(verified(files, [allowed()], head)) == {(Flaw.FORGED, "head.sig"), unsigned}
    files["head.sig"] = b"nothing\n"
    assert flaws(verified(files, [allowed()], head)) == {(Flaw.SIGNATURE_ALTERED, "head.sig"), unsigned}


def test_a_key_that_has_ended_signs_nothing_by_dating_the_bundle_back() -> None:
    files, head = bundle("operations")
    ended = [allowed(last=date(2026, 12, 5))]
    assert verified(files, ended, head).sound, "the day of the bundle is its own claim"
    assert verified(files, ended, head, received=date(2026, 12, 5)).sound
    late = verified(files, ended, head, received=date(2026, 12, 6))
    assert flaws(late) == {(Flaw.EXPIRED, "head.sig"), (Flaw.UNSIGNED, "head")}
    assert flaws(verified(files, [allowed()], head, received=date(2026, 11, 30))) == {(Flaw.FUTURE, "chain.jsonl")}


def test_one_foreign_signature_spoils_a_bundle_that_another_has_signed() -> None:
    files, head = bundle("operations", "quality")
    found = verified(files, [allowed()], head)
    assert flaws(found) == {(Flaw.UNLISTED, "head1.sig")}
    assert found.signed_by == ("operations",)


def test_a_signature_of_ssh_keygen_holds(tmp_path: Path) -> None:
    files, head = bundle()
    (tmp_path / "head").write_bytes(files["head"])
    for command in (
        ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", "key"],
        ["ssh-keygen", "-q", "-Y", "sign", "-n", "socle-cutover", "-f", "key", "head"],
    ):
        subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    from socle.evidence import allowed_signers

    key = " ".join((tmp_path / "key.pub").read_text("utf-8").split()[:2])
    signers = allowed_signers(f'# ours\nauditor@body namespaces="socle-cutover",valid-before="20270101" {key} x\n')
    assert verified({**files, "head.sig": (tmp_path / "head.sig").read_bytes()}, signers, head).signed_by == (
        "auditor@body",
    )


def test_allowed_signers_are_read_with_their_days_or_refused() -> None:
    from socle.evidence import allowed_signers

    (found,) = allowed_signers(f'a valid-after="20260101",valid-before="20261231Z" {public("operations")}\n')
    assert (found.first, found.last) == (date(2026, 1, 1), date(2026, 12, 31))
    assert not found.valid_on(date(2027, 1, 1))
    key = public("operations")
    bad_options = (f"a cert-authority {key}", f'a namespaces="x",verify-required {key}')
    for bad in (*bad_options, "a", "a ssh-rsa AAAA", f'a valid-after="soon" {key}'):
        with pytest.raises(ValueError, match="line 1"):
            allowed_signers(bad)
