"""Where pods may not be let out to, whatever the reason."""

import pytest

from socle.estate import PodFlowSpec


def flow(other: str) -> PodFlowSpec:
    return PodFlowSpec(direction="out", range=other, ports=("443",), reason="an outside service is asked")


@pytest.mark.parametrize("other", ["0.0.0.0/0", "128.0.0.0/1", "172.0.0.0/6"])
def test_a_range_that_undoes_the_closed_namespace_is_refused(other: str) -> None:
    with pytest.raises(ValueError, match="would undo the closed namespace"):
        flow(other)


@pytest.mark.parametrize("other", ["169.254.42.42/32", "169.254.0.0/16", "169.254.169.254/32"])
def test_the_addresses_where_machines_ask_about_themselves_are_refused(other: str) -> None:
    with pytest.raises(ValueError, match="answers machines about themselves"):
        flow(other)


@pytest.mark.parametrize("other", ["10.20.0.0/16", "51.158.0.0/16", "169.255.0.0/16", "203.0.113.4/32"])
def test_a_range_that_somebody_can_name_is_accepted(other: str) -> None:
    assert flow(other).range == other
