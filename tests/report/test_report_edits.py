"""The table of edits: what it says is what the plans, the engine's rules and the guards answer today."""

from pathlib import Path

import pytest
from tools.docs.dangerous_edits import EDITS, PROOFS
from tools.docs.edits import page

from ..kept import assert_as_kept
from .edits_made import old_value, rows

pytestmark = pytest.mark.slow

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "edits.md"


def said(start: str) -> tuple[str, str]:
    """Step and verdict of the one row of the committed page whose first cell begins with a text."""
    (line,) = [line for line in PAGE.read_text("utf-8").splitlines() if line.startswith(f"| {start}")]
    _, step, passes, *_ = line.removeprefix("| ").split(" | ")
    return step, passes


def test_the_committed_page_is_what_the_library_answers_today(tmp_path: Path) -> None:
    text = page(rows(tmp_path), {edit.key: old_value(edit.key) for edit in EDITS})
    assert_as_kept(text, PAGE)


def test_the_table_is_long_enough_and_says_each_edit_once() -> None:
    assert len({(edit.key, str(edit.to), str(edit.more)) for edit in EDITS}) == len(EDITS) >= 45
    assert {edit.proof for edit in EDITS} <= PROOFS.keys()


@pytest.mark.parametrize(
    "edit",
    [
        "`databases.catalogue.volume_gb`: `50` to `20`",
        "`databases.catalogue.engine`",
        "`databases.catalogue.high_availability`",
        "`databases.catalogue.network`: `data` to `spare` |",
        "`databases.catalogue.address`",
    ],
)
def test_an_update_that_would_do_harm_is_stopped_by_the_guard(edit: str) -> None:
    step, passes = said(edit)
    assert step.startswith("update `Instance`")
    assert passes == "stopped by the guard"


@pytest.mark.parametrize(
    "edit",
    [
        "`databases.catalogue` removed",
        "`buckets.results` removed",
        "`keys.other` removed",
        "`secrets.session` removed",
        "`registries.images` removed",
        "`keys.internal.protection_level`",
        "`secrets.session.key`",
        "`observability.sources.audit.type`",
    ],
)
def test_what_holds_data_or_keys_does_not_go_unnoticed(edit: str) -> None:
    assert said(edit)[1].startswith("stopped: ")


@pytest.mark.parametrize(
    "edit",
    [
        "`databases.catalogue.node_type`",
        "`databases.catalogue.volume_type`",
        "`databases.catalogue.backups`",
        "`databases.catalogue.network`: `data` to `spare` with",
        "`observability.sources.audit.retention_days`",
    ],
)
def test_what_is_felt_is_announced(edit: str) -> None:
    assert said(edit)[1] == "announced"


def test_what_does_no_harm_passes() -> None:
    assert said("`databases.catalogue.volume_gb`: `50` to `100`") == ("update `Instance`", "yes")
    assert said("`secrets.session.rotation`")[1] == "yes"
