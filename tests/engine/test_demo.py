"""The demo under the real engine: deployed and adopted layer by layer, compared, and not to be destroyed.

What exists on Azure is simulated: that adoption changes nothing there is shown for the properties that the export has.
"""

from collections.abc import Iterator

import pytest

from .deployed import Deployed, deployed
from .estate_tests import EstateTests
from .estates import stacks_of

ESTATE = "demo"


@pytest.fixture(scope="module")
def entire() -> Iterator[Deployed]:
    with deployed(ESTATE) as place:
        yield place


class TestDemo(EstateTests):
    ESTATE = ESTATE


def test_adoption_changes_nothing_on_azure(entire: Deployed) -> None:
    adopted = entire.runs["demo-legacy"].operations()

    assert {op for urn, op in adopted.items() if "azure-native:" in urn and "pulumi:providers:" not in urn} == {
        "import"
    }


def test_no_layer_that_holds_data_can_be_destroyed(entire: Deployed) -> None:
    for stack in reversed(stacks_of(ESTATE)):
        entire.place.run(stack, "destroy", "--yes", "--skip-preview").refused("protected")
