"""Declared quantities: of parts that are there, each once, with a word on where they come from."""

from pathlib import Path

import pytest

from socle.estate.load import load
from socle.messages import Refused

DEMO = Path(__file__).parents[2] / "stacks" / "estates" / "demo"


def declared(tmp_path: Path, usage: str) -> object:
    """The demo estate with one `usage` more."""
    folder = tmp_path / "demo"
    folder.mkdir()
    for file in DEMO.glob("*.yaml"):
        (folder / file.name).write_text(file.read_text(encoding="utf-8"), encoding="utf-8")
    with (folder / "estate.yaml").open("a", encoding="utf-8") as estate:
        estate.write(f"\nusage:\n{usage}")
    return load(folder).estate.usage  # type: ignore[attr-defined]


def test_what_is_left_out_is_not_known_and_zero_is(tmp_path: Path) -> None:
    usage = declared(tmp_path, "  s: {of: buckets.studies, stored_gb: 12, egress_gb: 0, source: measured in October}\n")

    assert usage["s"].quantities() == {"stored_gb": 12.0, "egress_gb": 0.0}  # type: ignore[index]


def test_parts_of_the_legacy_estate_can_be_named(tmp_path: Path) -> None:
    assert declared(tmp_path, "  l: {of: legacy.storage_accounts.lake, invoice_eur: 840, source: invoice of October}\n")


@pytest.mark.parametrize(
    ("usage", "said"),
    [
        ("  s: {of: buckets.studes, stored_gb: 12, source: measured}\n", "no part buckets.studes"),
        ("  s: {of: buckets.studies, stored_gb: -1, source: measured}\n", "stored_gb"),
        ("  s: {of: buckets.studies, stored_gb: 1}\n", "source"),
        (
            "  a: {of: buckets.studies, stored_gb: 1, source: measured}\n"
            "  b: {of: buckets.studies, egress_gb: 1, source: measured}\n",
            "a and b are both of buckets.studies",
        ),
    ],
)
def test_quantities_that_would_spoil_the_sum_are_refused(tmp_path: Path, usage: str, said: str) -> None:
    with pytest.raises(Refused, match=said):
        declared(tmp_path, usage)
