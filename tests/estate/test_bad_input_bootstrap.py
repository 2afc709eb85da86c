"""Bootstrap written wrongly, each with the line, what it would lead to and what to write."""

from pathlib import Path

import pytest

from socle.estate import load

from .edited_case import Case, assert_refused, case
from .founded import WITHOUT_IDS, founded, write_founded
from .written import edited, problems_of

_TOP = "applications:\n  deployer:"
_PERSON, _EMERGENCY = "44444444-4444-4444-8444-444444444451", "44444444-4444-4444-8444-444444444444"
_B = "foundation.bootstrap"


def _says(*lines: str) -> tuple[str, str]:
    body = "".join(f"  {line}\n" for line in lines)
    return _TOP, f"bootstrap:\n{body}{_TOP}"


_WHO = f"administrators: [{_PERSON}]"

CASES = [
    case("nobody who deploys", _says("administrators: [] # <-"), key=f"{_B}.administrators",
         said=("it is empty", "people who deploy this layer", "write at least one")),
    case("one person twice", _says(f"administrators: [{_PERSON}, {_PERSON}] # <-"), key=f"{_B}.administrators",
         said=("names one twice", "does not say what was meant", "name each once")),
    case("a name for a person", _says("administrators: [dupont] # <-"), key=f"{_B}.administrators.0",
         said=("not a bare UUID", "people who deploy", "write a bare UUID")),
    case("the user of emergencies", _says(f"administrators: [{_EMERGENCY}] # <-"), key=f"{_B}.administrators",
         said=("user of emergencies", "its alarm would mean nothing", "name another person")),
    case("a group that is not there yet", _says(_WHO, "platform:", "  grants:", "    readers:",
         "      group: readers # <-", "      reason: they read states"), key=f"{_B}.platform.grants.readers.group",
         said=("names a group", "the grant would be empty", "application_id")),
    case("a key of a month", _says(_WHO, "founder_key: {issued_on: 2026-11-30, expires_on: 2026-12-30} # <-"),
         key=f"{_B}.founder_key.expires_on", said=("lives 30 days", "give itself any right", "at most 7 days")),
    case("a key without an end", _says(_WHO, "founder_key: {issued_on: 2026-11-30} # <-"),
         key=f"{_B}.founder_key.expires_on", said=("expires_on is missing", "its last day", "2027-01-31")),
    case("a zone that is none", _says(_WHO, "legasy: {} # <-"), key=f"{_B}.legasy",
         said=("not a known key", "would have no effect", "did you mean legacy?")),
]  # fmt: skip


@pytest.mark.parametrize("bad", CASES, ids=lambda bad: bad.id)
def test_what_would_lock_out_or_last_is_refused(tmp_path: Path, bad: Case) -> None:
    text = founded(*bad.edits)
    assert_refused(bad, text, problems_of(write_founded(tmp_path, text)))


def test_a_key_of_a_week_is_taken(tmp_path: Path) -> None:
    text = founded(_says(_WHO, "founder_key: {issued_on: 2026-11-30, expires_on: 2026-12-07}"))
    declared = load(write_founded(tmp_path, text)).estate.foundation
    assert declared
    assert declared.secret_count == 2


def test_a_bucket_of_the_platform_may_not_have_the_name_of_one_of_states(tmp_path: Path) -> None:
    named = edited(("buckets:\n  studies:", "buckets:\n  state-platform:"), text=WITHOUT_IDS)
    assert "buckets.state-platform" in {
        each.at for each in problems_of(write_founded(tmp_path, founded(_says(_WHO)), named))
    }


def test_beside_a_legacy_estate_states_have_a_copy_outside(tmp_path: Path) -> None:
    from tests.checkout import ROOT, replaced

    demo = ROOT / "stacks/estates/demo"
    for file in ("estate.yaml", "legacy.yaml", "bridge.yaml"):
        (place := tmp_path / "demo").mkdir(exist_ok=True)
        (place / file).write_text((demo / file).read_text("utf-8"), "utf-8")
    line = "  copies: the safe of the security office, every day and before each wave\n"
    (place / "foundation.yaml").write_text(replaced((demo / "foundation.yaml").read_text("utf-8"), (line, "")), "utf-8")
    (found,) = problems_of(place)
    assert found.at == "foundation.bootstrap.copies"
    assert "a platform that may be what failed" in found.consequence
