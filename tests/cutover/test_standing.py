"""Where waves stand by the files beside an estate, and what a stack was deployed by that no older checkout may forget."""

from pathlib import Path
from typing import Any

import pytest

from socle.cutover import Noted, Stage, Standing, forgotten, hand_of, noted_in, standing
from socle.cutover.evidence import ledger_file
from socle.estate import STEADY, load
from socle.messages import Refusal

from .rehearsed import MOVER, WaveBook, brought, rehearsal

S = Stage
STACK, LEDGERS = "pulumi:pulumi:Stack", "socle:cutover:Ledgers"


@pytest.fixture(scope="module")
def estate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return rehearsal(tmp_path_factory.mktemp("standing"))


@pytest.fixture(scope="module")
def bridged(estate: Path) -> WaveBook:
    return brought(WaveBook(estate, "studies"), S.FROZEN, S.BRIDGED)


@pytest.fixture
def here(estate: Path, bridged: WaveBook) -> Standing:
    bridged.keep()
    return standing(load(estate).estate, estate)


def said(standing: Standing, noted: dict[str, Any]) -> list[Refusal]:
    return list(forgotten(standing, noted, "rehearsal"))


def test_an_estate_without_a_cut_over_stands_nowhere_and_moves_nothing() -> None:
    demo = Path(__file__).parents[2] / "stacks" / "estates" / "rehearsal"
    found = standing(load(demo).estate, demo)
    assert (found.positions, found.heads, found.refusals) == ({}, {}, ())
    assert found.posture(STEADY, "platform") is STEADY


def test_a_wave_without_a_ledger_is_at_its_beginning_and_notes_nothing(here: Standing) -> None:
    assert here.positions["catalogue"].stage is S.INVENTORIED
    assert list(here.heads) == ["studies"]


def test_a_ledger_says_where_its_wave_stands_and_how_it_ends(here: Standing, bridged: WaveBook) -> None:
    assert here.refusals == ()
    assert here.positions["studies"].stage is S.BRIDGED
    assert here.heads["studies"] == Noted(len(bridged.lines), bridged.lines[-1].digest, 1, "bridged")


@pytest.mark.parametrize(("layer", "hand"), [("legacy", "legacy"), ("cluster", None), ("movers", None)])
def test_a_layer_is_the_hand_of_its_name(layer: str, hand: str | None) -> None:
    assert hand_of(layer) == hand


def test_only_layers_that_carry_out_steps_take_the_posture_of_the_waves(here: Standing) -> None:
    assert here.posture(STEADY, "foundation") is STEADY
    assert here.posture(STEADY, "bridge").bridge.propagation
    platform = here.posture(STEADY, "platform").platform
    assert "buckets.results" in platform.read_only
    assert platform.movers == {MOVER}


def test_a_stack_whose_turn_has_not_come_waits_for_those_before_it(estate: Path, bridged: WaveBook) -> None:
    book = WaveBook(estate, "studies", tuple(bridged.lines))
    book.step(S.SEEDING, book.show(S.SEEDING))
    book.finish()
    book.step(S.ABORTED, [])
    book.keep()
    found = standing(load(estate).estate, estate)
    assert found.waiting("bridge") == {"studies": ("movers", "legacy")}
    assert found.waiting("legacy") == {"studies": ("movers",)}
    assert (found.waiting("platform"), found.waiting("cluster")) == ({}, {})


def test_a_wave_that_has_not_begun_keeps_nobody_waiting(here: Standing) -> None:
    assert [here.waiting(layer) for layer in ("platform", "legacy", "bridge")] == [{}, {}, {}]


def test_a_ledger_of_no_wave_is_refused(estate: Path, bridged: WaveBook) -> None:
    bridged.keep()
    other = ledger_file(estate, "forgotten")
    other.write_text("", "utf-8")
    try:
        found = standing(load(estate).estate, estate).refusals
    finally:
        other.unlink()
    assert [each.what for each in found] == ["the ledger of forgotten, which is no wave of cutover.yaml"]
    assert found[0].place.file == "rehearsal/cutover/forgotten.jsonl"


def test_a_step_that_its_gate_does_not_bear_out_is_told_with_what_it_lacks(estate: Path, bridged: WaveBook) -> None:
    book = WaveBook(estate, "studies", tuple(bridged.lines))
    book.step(S.SEEDING, [])
    book.keep()
    found = standing(load(estate).estate, estate)
    assert found.positions["studies"].stage is S.BRIDGED
    assert found.refusals[0].what == (
        "the step from bridged to seeding lacks: target-ready, target-refuses-writes, readers, free-space"
    )
    assert found.refusals[0].place.file == "rehearsal/cutover/studies.jsonl"
    assert found.refusals[0].place.line == len(book.lines)


def test_a_ledger_that_goes_on_is_deployed_and_one_that_is_as_it_was(here: Standing, bridged: WaveBook) -> None:
    for number in (1, len(bridged.lines)):
        noted = Noted(number, bridged.lines[number - 1].digest, 1, "frozen").as_outputs()
        assert said(here, {"studies": noted}) == []
        assert said(here, {"studies": {**noted, "serial": float(number)}}) == []


def test_an_older_checkout_is_refused(here: Standing, bridged: WaveBook) -> None:
    end = len(bridged.lines)
    found = said(here, {"studies": Noted(end + 1, "f" * 64, 1, "seeding").as_outputs()})
    assert [each.what for each in found] == [
        f"this stack was deployed by record {end + 1} of the wave studies, and the ledger here ends at {end}"
    ]
    assert "checkout up to date" in found[0].remedy


@pytest.mark.parametrize("serial", [0, 3])
def test_a_ledger_that_was_made_anew_is_refused(here: Standing, serial: int) -> None:
    found = said(here, {"studies": {"serial": serial, "digest": "f" * 64}})
    assert [each.what for each in found] == [
        f"record {serial} of the wave studies is not the one that this stack was deployed by"
    ]


def test_a_wave_whose_ledger_was_taken_away_is_refused(here: Standing) -> None:
    found = said(here, {"catalogue": {"serial": 2, "digest": "f" * 64}})
    assert "ends at 0" in found[0].what


def test_a_wave_that_is_gone_is_refused_unless_it_has_retired(here: Standing) -> None:
    gone = Noted(9, "f" * 64, 4, "committed")
    assert "which is not declared here" in said(here, {"archive": gone.as_outputs()})[0].what
    assert len(said(here, {"archive": {**gone.as_outputs(), "stage": "switched"}})) == 1
    assert said(here, {"archive": {**gone.as_outputs(), "stage": "retired"}}) == []


@pytest.mark.parametrize(
    "noted", ["", None, {}, {"serial": True, "digest": "f"}, {"serial": 3}, {"serial": "3", "digest": "f"}]
)
def test_a_note_that_cannot_be_read_is_refused_and_never_taken_for_none(here: Standing, noted: Any) -> None:
    assert ["cannot be read" in each.what for each in said(here, {"studies": noted})] == [True]


def test_of_two_notes_the_newer_counts_whichever_the_engine_kept() -> None:
    older, newer = ({"serial": serial, "digest": str(serial)} for serial in (3, 9))
    for outputs, ends in ((older, newer), (newer, older)):
        rows = {
            "s": {"type": STACK, "outputs": {"cutover": {"studies": outputs}}},
            "l": {"type": LEDGERS, "outputs": {"ends": {"studies": ends}}},
            "b": {"type": "scaleway:object/bucket:Bucket", "outputs": {"cutover": {"studies": 1}}},
            "c": {"type": "socle:scaleway:KeyRing"},
        }
        assert noted_in(rows) == {"studies": newer}


@pytest.mark.parametrize("first", [STACK, LEDGERS])
def test_what_cannot_be_read_of_a_note_hides_behind_no_other(first: str) -> None:
    noted = {"studies": {"serial": 3, "digest": "3"}}
    rows = {STACK: {"outputs": {"cutover": noted}}, LEDGERS: {"outputs": {"ends": noted}}}
    name = next(iter(rows[first]["outputs"]))
    rows[first]["outputs"][name] = {"studies": "?"}  # type: ignore[dict-item]
    assert noted_in({key: {"type": key, **row} for key, row in rows.items()}) == {"studies": "?"}
    rows[first]["outputs"][name] = "?"  # type: ignore[assignment]
    assert noted_in({key: {"type": key, **row} for key, row in rows.items()}) == {**noted, "?": "?"}
