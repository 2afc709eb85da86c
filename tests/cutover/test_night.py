"""The screen at three in the morning when something is broken: what is not known is said to be, and never called nothing."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from socle.cutover import Stage
from socle.cutover.evidence import Entry, entry, written

from ..cli.conftest import Socle, as_written, socle  # noqa: F401 - fixtures
from .operator import FENCED, WAVE, Checkout, checkout
from .people import T0, signed
from .rehearsed import commit, git

pytestmark = pytest.mark.slow
SWITCHED = (*FENCED, Stage.SWITCHED)


@pytest.fixture
def at(tmp_path: Path, socle: Socle) -> Callable[..., Checkout]:  # noqa: F811
    return lambda *goals: checkout(tmp_path, socle, goals)


def cut(found: Checkout) -> None:
    """The ledger without its last records: whole lines, as a stale copy has it."""
    lines = found.ledger.read_text().splitlines(keepends=True)
    found.ledger.write_text("".join(lines[:40]))


def torn(found: Checkout) -> None:
    lines = found.ledger.read_text().splitlines(keepends=True)
    found.ledger.write_text("".join([*lines[:20], "{}\n", *lines[21:]]))


def altered(found: Checkout) -> None:
    text = found.ledger.read_text()
    found.ledger.write_text(text.replace('"unmapped": 0', '"unmapped": 1', 1))


def gone(found: Checkout) -> None:
    found.ledger.unlink()


def garbled(found: Checkout) -> None:
    found.ledger.write_bytes(bytes(range(256)) * 9)


@pytest.mark.parametrize("broken", [cut, torn, altered, gone, garbled])
def test_of_a_ledger_that_is_not_believed_nothing_is_called_known(
    at: Callable[..., Checkout], broken: Callable[[Checkout], None]
) -> None:
    found = at(*SWITCHED)
    git(found.root, "init", "-q")
    commit(found.root)
    whole = found.type("status", WAVE).out
    assert "NOT KNOWN" not in whole
    assert "may write  the platform" in whole
    broken(found)
    for names in ((), (WAVE,)):
        said = found.type("status", *names, code=1).out
        assert "may write  NOT KNOWN: the ledger is not believed; up to where it is: " in said
        assert "last step  not known: the ledger is believed up to " in said
        assert "stop now   NOT KNOWN: the ledger is not believed, so nobody can say what would be lost" in said
        assert "nothing is lost" not in said.partition("Waves by phase")[0]
        assert "$ socle cutover verify catalogue --estate acme" in said
        assert "call       operations (Operations)" in said or "call       operations (operations)" in said
        assert "pulumi up" not in said
    wave: Any = found.data("status", WAVE, code=1)["waves"][WAVE]
    assert (wave["loss"]["key"], wave["next"]["do"], wave["urgent"]) == ("unknown", "verify", True)


def test_without_a_checkout_a_tail_that_is_gone_does_not_show_and_verify_says_so(at: Callable[..., Checkout]) -> None:
    found = at(*SWITCHED)
    cut(found)
    assert "NOT KNOWN" not in found.type("status", WAVE).out
    assert "held against no anchor" in found.type("verify", WAVE).out


def test_a_ledger_that_is_ahead_of_the_commit_is_believed(at: Callable[..., Checkout]) -> None:
    found = at(*SWITCHED)
    whole = found.ledger.read_text()
    cut(found)
    git(found.root, "init", "-q")
    commit(found.root)
    found.ledger.write_text(whole)
    assert "may write  the platform" in found.type("status", WAVE).out


def test_where_nobody_may_sign_any_more_that_is_said_in_place_of_whom_to_call(at: Callable[..., Checkout]) -> None:
    found = at(*FENCED[:2])
    found.at = T0 + timedelta(days=3_000)
    said = found.type("status", WAVE).out
    assert "call       NOBODY: no key of Operations or Quality is valid today" in said


def test_who_signs_first_is_told_what_the_first_signature_says(at: Callable[..., Checkout]) -> None:
    found = at(*FENCED[:5])
    wave: Any = found.data("status", WAVE)["waves"][WAVE]
    assert wave["next"]["do"] in ("collect", "approve")
    from socle.cutover import Do, Next
    from socle.report.cutover import expected
    from socle.report.words import Language, Words

    said = expected(found.book, Next(Do.APPROVE), Words(Language.ENGLISH))
    assert (
        said == "who must still sign; of the last signature: catalogue: approval is signed by all who must, and written"
    )


def test_a_wish_before_the_first_proof_is_taken_back_first(at: Callable[..., Checkout]) -> None:
    found = at()
    file = found.folder / "cutover.yaml"
    text = file.read_text()
    assert "pulumi up --stack acme-platform" in found.type("status", WAVE).out
    file.write_text(text.replace("desired: inventoried", "desired: frozen", 1))
    said = found.type("status", WAVE).out
    assert "write desired: inventoried" in said
    assert "pulumi up" not in said


def test_a_record_of_a_kind_that_nobody_knows_is_named(at: Callable[..., Checkout]) -> None:
    found = at(*FENCED)
    assert found.data("verify", WAVE)["ledgers"][WAVE]["unknown"] == []
    book = found.book
    last = book.lines[-1]
    assert isinstance(last, Entry)
    record = replace(
        last.record, serial=last.record.serial + 1, previous=last.digest, kind="moon-phase", level="observed"
    )
    added = entry(record, signed(record.digest, "collector"))
    found.ledger.write_text(written([*(each for each in book.lines if isinstance(each, Entry)), added]))
    found.at = max(found.at, record.at)
    assert found.data("verify", WAVE)["ledgers"][WAVE]["unknown"] == [{"record": record.serial, "kind": "moon-phase"}]
    assert (
        f"record {record.serial} is of the kind moon-phase, which nothing here knows" in found.type("verify", WAVE).out
    )
