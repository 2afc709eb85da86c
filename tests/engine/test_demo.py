"""The demo under the real engine: deployed and adopted layer by layer, compared, and not to be destroyed.

What exists on Azure is simulated: that adoption changes nothing there is shown for the properties that the export has.
"""

import random
from collections.abc import Callable, Iterator

import pytest

from tests.checkout import CUTOVER, UNDESIRED
from tests.edits.making import with_options
from tests.edits.rows import Row

from .deployed import Deployed, deployed
from .estate_tests import EstateTests
from .estates import stacks_of
from .plugins import lacking, missing
from .seed import seed
from .tally import REFUSED
from .violations import unsaid, violations

ESTATE = "demo"
LEDGERS = "stacks/estates/demo/cutover"
"""Goes: the guard of a bridge that carries routes refuses edits which are drawn here, and the freeze's lock is none that is adopted."""

UNHOOKED = ("demo-cluster",)
"""Stacks with nothing that holds data, keys or locks: the engine deletes what is not protected where it makes no preview first."""

TRIED = violations(random.Random(f"{seed()} violations"), lacking() if not missing() else {})


@pytest.fixture(scope="module")
def entire() -> Iterator[Deployed]:
    with deployed(ESTATE, written={CUTOVER: UNDESIRED}, gone=(LEDGERS,)) as place:
        yield place


class TestDemo(EstateTests):
    ESTATE, EDITS, SHARE, FROZEN = ESTATE, 60, 0.1, ("demo-legacy",)


def test_adoption_changes_nothing_on_azure(entire: Deployed) -> None:
    adopted = entire.runs["demo-legacy"].operations()

    assert {op for urn, op in adopted.items() if "azure-native:" in urn and "pulumi:providers:" not in urn} == {
        "import"
    }


@pytest.mark.parametrize("row", TRIED, ids=lambda row: row.says.replace(" ", "-"))
def test_a_violation_is_refused_in_the_preview_in_its_own_words(
    entire: Deployed, row: Row, record_property: Callable[[str, object], None]
) -> None:
    edits = {**row.edits, **with_options(row.options)}
    record_property(REFUSED, 1)
    cutover = entire.place.project / CUTOVER
    said = cutover.read_text("utf-8")
    cutover.unlink()  # here as in the table's own tests: it refuses what a wave names and an edit takes away
    try:
        for file, pairs in edits.items():
            entire.place.edit(file, *pairs)
        refused = entire.place.preview(row.stack).refused()

        assert unsaid(row, refused.text) == "", refused.told()
    finally:
        for file in edits:
            entire.place.restore(file)
        cutover.write_text(said, "utf-8")


def test_no_layer_that_holds_data_can_be_destroyed(entire: Deployed) -> None:
    for stack in reversed(stacks_of(ESTATE)):
        without_preview = "protected" if stack in UNHOOKED else "Hooks: socle-kept"
        entire.place.run(stack, "destroy", "--yes", "--skip-preview").refused(without_preview)
        entire.place.run(stack, "destroy", "--yes", "--run-program").refused("protected")
