"""The demo under the real engine: deployed and adopted layer by layer, compared, and not to be destroyed.

What exists on Azure is simulated: that adoption changes nothing there is shown for the properties that the export has.
"""

import random
from collections.abc import Callable, Iterator

import pytest

from tests.edits.rows import Row, rows

from .deployed import Deployed, deployed
from .estate_tests import EstateTests
from .estates import stacks_of
from .plugins import lacking, missing, snake
from .seed import seed
from .tally import REFUSED

ESTATE = "demo"
VIOLATIONS = 24


def violations() -> list[Row]:
    """Edits of the demo that no review lets pass, drawn from the tables of edits: freeze, guards, protection, refused estates.

    Those of inputs that the plugin at hand does not know are left out: the engine runs without them.
    """
    alone = [row for row in rows() if (row.verdict == "refused" or row.refused) and not row.before and not row.options]
    unknown = [f"{name}:" for names in lacking().values() for name in map(snake, names)] if not missing() else []
    known = [
        row
        for row in alone
        if not any(name in text for pairs in row.edits.values() for _, text in pairs for name in unknown)
    ]
    return random.Random(f"{seed()} violations").sample(known, VIOLATIONS)


@pytest.fixture(scope="module")
def entire() -> Iterator[Deployed]:
    with deployed(ESTATE) as place:
        yield place


class TestDemo(EstateTests):
    ESTATE, EDITS, SHARE = ESTATE, 60, 0.1


def test_adoption_changes_nothing_on_azure(entire: Deployed) -> None:
    adopted = entire.runs["demo-legacy"].operations()

    assert {op for urn, op in adopted.items() if "azure-native:" in urn and "pulumi:providers:" not in urn} == {
        "import"
    }


@pytest.mark.parametrize("row", violations(), ids=lambda row: row.says.replace(" ", "-"))
def test_a_violation_is_refused_in_the_preview(
    entire: Deployed, row: Row, record_property: Callable[[str, object], None]
) -> None:
    record_property(REFUSED, 1)
    try:
        for file, pairs in row.edits.items():
            entire.place.edit(file, *pairs)

        entire.place.preview(row.stack).refused(*([row.refused] if row.refused and "\n" not in row.refused else []))
    finally:
        for file in row.edits:
            entire.place.restore(file)


def test_no_layer_that_holds_data_can_be_destroyed(entire: Deployed) -> None:
    for stack in reversed(stacks_of(ESTATE)):
        entire.place.run(stack, "destroy", "--yes", "--skip-preview").refused("protected")
