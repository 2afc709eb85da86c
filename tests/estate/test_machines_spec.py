"""The autonomous system of machines of ours, which is neither the host's, nor Azure's, nor anybody's on the Internet."""

import pytest
from pydantic import ValidationError

from socle.estate import AzureEndSpec, MachinesSpec
from tests.bridge.bridges import bridge


@pytest.mark.parametrize(
    ("asn", "said"),
    [
        (12_876, "the host's own"),
        (3_215, "not a private"),
        (65_535, "not a private"),
        (65_515, "Azure refuses it for whoever is at the other end"),
        (65_518, "Azure keeps 65518"),
    ],
)
def test_an_asn_that_a_side_would_refuse_is_refused_first(asn: int, said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        MachinesSpec(active="first", asn=asn)


def test_both_sides_with_one_asn_would_drop_each_others_routes() -> None:
    azure = AzureEndSpec(subnet="hub.gateway", resource_group="hub", asn=64_512)
    with pytest.raises(ValidationError, match="drop the other's routes"):
        bridge(azure=azure)
    assert bridge(azure=azure, machines=MachinesSpec(active="first", asn=64_600))
