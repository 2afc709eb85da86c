"""What a checkout may not ask of a stack: what nobody has reviewed, and what nobody has begun. The way back is never asked."""

from pathlib import Path

import pytest

from socle.cutover import Stage, standing, unbegun, uncommitted
from socle.cutover.evidence import ledger_file
from socle.estate import load
from socle.messages import Refusal
from socle.project import texts_of

from ..checkout import edit
from .rehearsed import WaveBook, brought, commit, git, rehearsal

S = Stage
pytestmark = pytest.mark.slow


@pytest.fixture
def estate(tmp_path: Path) -> Path:
    return rehearsal(tmp_path)


def wished(estate: Path, wave: str, phase: str) -> None:
    if wave == "catalogue":
        edit(estate / "cutover.yaml", ("desired: inventoried", f"desired: {phase}"))
    else:
        reason = "    reason: the rehearsal's extracts\n"
        edit(estate / "cutover.yaml", (reason, f"{reason}    desired: {phase}\n"))


def told(estate: Path, layer: str = "legacy") -> list[Refusal]:
    declared = load(estate).estate
    return list(unbegun(declared, estate, standing(declared, estate), layer))


def test_a_phase_that_no_transition_leads_to_is_refused_with_what_its_gate_lacks(estate: Path) -> None:
    wished(estate, "studies", "seeding")
    brought(WaveBook(estate, "studies"), S.FROZEN, S.BRIDGED)
    (refusal,) = told(estate)
    assert refusal.what == (
        "seeding is desired of studies, which stands at bridged without a transition to seeding; it lacks: target-ready, "
        "target-refuses-writes, readers, free-space"
    )
    assert "desire bridged" in refusal.remedy
    assert (refusal.place.file, refusal.place.key) == ("rehearsal/cutover.yaml", "cutover.waves.studies.desired")
    assert [len(told(estate, layer)) for layer in ("platform", "bridge", "foundation", "cluster")] == [1, 1, 0, 0]


def test_what_is_shown_is_not_called_lacking_and_the_next_step_is_named(estate: Path) -> None:
    wished(estate, "studies", "rehearsed")
    book = brought(WaveBook(estate, "studies"), S.FROZEN, S.BRIDGED)
    book.show(S.SEEDING)
    book.keep()
    (refusal,) = told(estate)
    assert "rehearsed is desired of studies" in refusal.what
    assert refusal.what.endswith("without a transition to seeding; its gate lacks nothing")


def test_a_wave_without_a_ledger_is_at_its_beginning_whatever_is_desired(estate: Path) -> None:
    assert told(estate) == []
    wished(estate, "catalogue", "switched")
    (refusal,) = told(estate)
    assert "stands at inventoried without a transition to frozen; it lacks: inventory-complete," in refusal.what
    assert "a wave that is further is adopted" in refusal.remedy


def test_a_record_that_names_a_phase_and_begins_no_step_leads_nowhere(estate: Path) -> None:
    wished(estate, "studies", "seeding")
    book = brought(WaveBook(estate, "studies"), S.FROZEN, S.BRIDGED)
    book.write("approval", level="declared", epoch=1, values={"goal": "seeding"})
    book.keep()
    assert len(told(estate)) == 1


@pytest.mark.parametrize("phase", ["inventoried", "frozen", "bridged"])
def test_a_patch_in_the_phase_that_is_reached_runs_and_so_does_a_wish_to_go_back(estate: Path, phase: str) -> None:
    wished(estate, "studies", phase)
    brought(WaveBook(estate, "studies"), S.FROZEN, S.BRIDGED)
    assert told(estate) == []


def test_a_step_that_has_begun_is_finished_although_more_is_desired(estate: Path) -> None:
    wished(estate, "studies", "syncing")
    book = brought(WaveBook(estate, "studies"), S.FROZEN, S.BRIDGED)
    book.step(S.SEEDING, book.show(S.SEEDING))
    book.keep()
    assert told(estate) == []
    book.finish()
    book.keep()
    (refusal,) = told(estate)
    assert "stands at seeding without a transition to syncing" in refusal.what


def test_the_way_back_runs_although_its_owner_has_not_yet_written_another_wish(estate: Path) -> None:
    wished(estate, "studies", "seeding")
    book = brought(WaveBook(estate, "studies"), S.FROZEN, S.BRIDGED, S.SEEDING)
    for goal in (S.ABORTED, S.BRIDGED):
        book.step(goal, [])
        book.keep()
        assert told(estate) == []
        book.finish()
        book.keep()
        assert told(estate) == []


def test_one_wave_s_wish_does_not_stop_the_way_back_of_another(estate: Path) -> None:
    wished(estate, "catalogue", "frozen")
    book = brought(WaveBook(estate, "studies"), S.FROZEN)
    assert len(told(estate)) == 1
    book.step(S.INVENTORIED, [])
    book.keep()
    assert told(estate) == []


def test_a_wave_that_is_held_is_repaired(estate: Path) -> None:
    wished(estate, "studies", "bridged")
    book = brought(WaveBook(estate, "studies"), S.FROZEN)
    assert len(told(estate)) == 1
    book.write("hold", ("operations",), level="declared", epoch=1, values={"held": True})
    book.keep()
    assert told(estate) == []


def ahead(estate: Path) -> list[str]:
    names = [f"cutover/{wave}.jsonl" for wave in ("catalogue", "studies")]
    found = texts_of(estate, "HEAD", names)
    assert found is not None
    texts = {Path(name).stem: text for name, text in found.items()}
    return [each.what for each in uncommitted(load(estate).estate, estate, texts)]


def test_a_ledger_is_held_against_the_last_commit_and_one_that_is_in_none_against_nothing(estate: Path) -> None:
    git(estate, "init", "-q")
    commit(estate)
    book = brought(WaveBook(estate, "studies"), S.FROZEN)
    assert ahead(estate) == ["the step to frozen is in no commit, and no committed window covers its time"]
    git(estate, "add", ".")
    assert len(ahead(estate)) == 1
    commit(estate)
    assert ahead(estate) == []
    book.step(S.INVENTORIED, [])
    book.keep()
    assert ahead(estate) == []
    ledger_file(estate, "studies").unlink()
    assert ahead(estate) == ["the ledger does not continue the committed one"]


def test_where_there_is_no_commit_nobody_can_ask_and_that_is_not_taken_for_none(estate: Path) -> None:
    assert texts_of(estate, "HEAD", ["cutover/studies.jsonl"]) is None
    git(estate, "init", "-q")
    assert texts_of(estate, "HEAD", ["cutover/studies.jsonl"]) is None


def test_texts_of_a_commit_are_whole_whatever_they_hold_and_what_is_not_there_is_left_out(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    texts = {"a": "one\n\nHEAD:./b missing\n", "b/c": "\u00e9 \u2028 no end", "empty": ""}
    for name, text in texts.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    commit(tmp_path)
    (tmp_path / "a").write_text("other")
    assert texts_of(tmp_path, "HEAD", ["gone", "a", "b", "b/c", "empty"]) == texts
    assert texts_of(tmp_path / "b", "HEAD", ["c"]) == {"c": texts["b/c"]}
