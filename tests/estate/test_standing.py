"""What stands on Azure already where the bridge would build. It does not prove that Azure refuses a second gateway."""

from pathlib import Path

import pytest

from .bridged import BRIDGE, GROUP, LEGACY, write_bridge
from .written import problems_of

NETWORK = f"{GROUP}/rg-net/providers/Microsoft.Network"


def standing(tmp_path: Path, entry: str) -> list[str]:
    folder = write_bridge(tmp_path, BRIDGE, f"{LEGACY}generic:\n  there:\n{entry}")
    return [f"{problem.at}: {problem.what}" for problem in problems_of(folder)]


def generic(type_: str, name: str, more: str = "") -> str:
    return f"    id: {NETWORK}/{type_}/{name}\n    type: Microsoft.Network/{type_}\n{more}"


@pytest.mark.parametrize("name", ["vpn-hub", "another"])
def test_the_bridge_builds_no_gateway_beside_one_that_stands(name: str, tmp_path: Path) -> None:
    (said,) = standing(tmp_path, generic("virtualNetworkGateways", name, "    subnet: hub.gateway\n"))
    assert said == f"bridge.azure.subnet: a VPN gateway stands in hub.gateway already: generic.there ({name})"


@pytest.mark.parametrize("more", ["", "    subnet: hub.small\n"], ids=["of no network", "of another subnet"])
def test_a_gateway_that_stands_elsewhere_is_no_obstacle(more: str, tmp_path: Path) -> None:
    assert standing(tmp_path, generic("virtualNetworkGateways", "vpn", more)) == []


@pytest.mark.parametrize(
    ("type_", "name"),
    [
        ("virtualNetworkGateways", "acme-bridge"),
        ("localNetworkGateways", "acme-bridge-par1"),
        ("connections", "ACME-bridge-par1"),
        ("publicIPAddresses", "acme-bridge-0"),
    ],
)
def test_the_bridge_takes_no_name_that_something_has(type_: str, name: str, tmp_path: Path) -> None:
    (said,) = standing(tmp_path, generic(type_, name))
    assert said == f"legacy.generic.there: generic.there is what the bridge would make: {name}"


def test_a_name_in_another_group_is_free(tmp_path: Path) -> None:
    elsewhere = generic("virtualNetworkGateways", "acme-bridge").replace("rg-net", "rg-other")
    assert standing(tmp_path, elsewhere) == []


def test_a_record_that_is_only_generic_takes_its_name(tmp_path: Path) -> None:
    record = f"    id: {NETWORK}/privateDnsZones/moving.interne/AAAA/catalogue\n    type: Microsoft.Network/privateDnsZones/AAAA\n"
    (said,) = standing(tmp_path, record)
    assert said == "bridge.names.services.catalogue: legacy.yaml declares the record catalogue too"
