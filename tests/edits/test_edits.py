"""Every row of the tables of edits: the demo's text is edited, both sides are captured and compared, and each line must be as told.

The tables are the expectation of people who know the provider and the engine; nothing rewrites them.
"""

import re
from collections import Counter

import pytest

from socle.diff.compare import Comparison
from socle.report.review.sentences import headline
from socle.report.words import Language, Words
from socle.review.model import review
from socle.review.verdict import Verdict

from .making import Copy
from .rows import Row, rows
from .telling import told

pytestmark = [pytest.mark.slow, pytest.mark.edits]

ROWS = rows()
NOTHING = ("nothing changes", "the effect of every change is known and harmless")
"""The only first lines of a review that found no risk."""


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    """One copy of the project for every row."""
    return Copy(tmp_path_factory.mktemp("edits"))


def counted(comparison: Comparison) -> dict[str, int]:
    changes = [change for change in comparison.changes if change.resource.custom]
    refused = Counter({"refused": sum(change.refusal is not None for change in changes)})
    return +(Counter(str(change.op) for change in changes) + refused)


@pytest.mark.parametrize("row", [row for row in ROWS if not row.refused], ids=lambda row: row.says)
def test_an_edit_is_told_as_the_table_says(row: Row, copy: Copy) -> None:
    comparison = copy.compared(row)

    if row.at_least is None:
        assert told(comparison) == tuple(sorted(row.told))
    else:
        counts = counted(comparison)
        assert counts.keys() == row.at_least.keys()
        assert all(counts[word] >= number for word, number in row.at_least.items())
    made = review([comparison], baseline="main")
    assert made.verdict == row.verdict
    said = headline(made, Words(Language.ENGLISH), str)
    assert (
        said in NOTHING
        if row.verdict == Verdict.NO_RISK
        else row.first and row.first in said.partition(", and more: ")[0]
    )


@pytest.mark.parametrize("row", [row for row in ROWS if row.refused], ids=lambda row: row.says)
@pytest.mark.filterwarnings("ignore:coroutine .* was never awaited:RuntimeWarning")
def test_an_edit_that_cannot_be_a_plan_is_refused_with_its_reason(row: Row, copy: Copy) -> None:
    with pytest.raises(Exception, match=re.escape(row.refused)):
        copy.compared(row)


def test_the_tables_cover_every_layer_operation_and_doubt() -> None:
    lines = [line for row in ROWS for line in row.told]

    assert len({row.says for row in ROWS}) == len(ROWS)
    assert sum(bool(row.verdict) for row in ROWS) >= 180
    assert sum(row.verdict == Verdict.NO_RISK for row in ROWS) >= 50
    assert {row.stack for row in ROWS} >= {"demo-platform", "demo-cluster", "demo-legacy", "demo-bridge"}
    assert {line.split()[0] for line in lines} == {
        *("create", "update", "replace", "delete", "import", "read", "discard", "same"),
    }
    for word in ("because of", "protected-dependent", "provider decides", "engine only", "[loses", "deleted first"):
        assert any(word in line for line in lines), word
    assert {row.verdict for row in ROWS if row.verdict} == {str(level) for level in Verdict}
