"""Where pods and machines may not be let out to, whatever the reason."""

import pytest

from socle.estate import InstanceFlowSpec, PodFlowSpec

KINDS = pytest.mark.parametrize("kind", [PodFlowSpec, InstanceFlowSpec])
Kind = type[PodFlowSpec] | type[InstanceFlowSpec]


def flow(kind: Kind, other: str) -> PodFlowSpec | InstanceFlowSpec:
    return kind(direction="out", range=other, ports=("443",), reason="an outside service is asked")


@KINDS
@pytest.mark.parametrize(
    "other",
    [
        "0.0.0.0/0",
        "128.0.0.0/1",
        "172.0.0.0/6",
        "10.0.0.0/8",
        "50.0.0.0/7",
        "192.0.0.0/8",
        "10.0.0.0/11",
        "172.0.0.0/10",
    ],
)
def test_a_range_that_is_nobodys_is_refused(kind: Kind, other: str) -> None:
    with pytest.raises(ValueError, match="would undo what is closed otherwise"):
        flow(kind, other)


@KINDS
@pytest.mark.parametrize("other", ["169.254.42.42/32", "169.254.0.0/16", "169.254.169.254/32", "169.0.0.0/8"])
def test_the_addresses_where_machines_ask_about_themselves_are_refused(kind: Kind, other: str) -> None:
    with pytest.raises(ValueError, match="answers machines about themselves"):
        flow(kind, other)


@KINDS
@pytest.mark.parametrize(
    "other",
    [
        *("10.20.0.0/16", "172.16.0.0/12", "51.158.0.0/16", "169.255.0.0/16", "192.168.0.0/16", "203.0.113.4/32"),
        *("185.0.0.0/8", "203.0.0.0/15"),
    ],
)
def test_a_range_that_somebody_can_name_is_accepted(kind: Kind, other: str) -> None:
    assert flow(kind, other).range == other
