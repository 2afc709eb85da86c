"""What the bridge tests share: the sound estate with both clouds, and its bridge as a plan."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from socle.bridge.bridge import Bridge
from socle.bridge.ends import Ends
from socle.estate.estate import Estate
from socle.estate.load import load
from socle.estate.posture import STEADY, BridgePosture
from socle.plan.model import Plan
from socle.scaleway.tenancy import Tenancy
from socle.testing.plugin import CaptureComponent, Mode
from tests.estate.bridged import BRIDGE, FOUR, PAR1, write_bridge
from tests.estate.written import edited

ENDS = Ends(
    private_network_id="fr-par/77777777-7777-4777-8777-777777777777",
    vpc_id="fr-par/99999999-9999-4999-8999-999999999999",
    key_id="66666666-6666-4666-8666-666666666666",
    subnet_id="/subscriptions/s/resourceGroups/rg-net/providers/Microsoft.Network/virtualNetworks/vnet-hub/subnets/GatewaySubnet",
)
OPEN = BridgePosture(propagation=True)

Planned = Callable[..., Plan]


def bridged(folder: Path, *edits: tuple[str, str]) -> Estate:
    """The sound estate with edits of its bridge."""
    return load(write_bridge(folder, edited(*edits, text=BRIDGE))).estate


def four(folder: Path) -> Estate:
    """Two zones times two instances."""
    return bridged(folder, (PAR1, FOUR))


@pytest.fixture
def planned(capture_component: CaptureComponent, tmp_path: Path) -> Planned:
    """The plan of a bridge: of the sound one, or of an estate that is given, under a posture."""

    def plan(
        estate: Estate | None = None,
        *,
        posture: BridgePosture = STEADY.bridge,
        mode: Mode = "up",
        capture: dict[str, Any] | None = None,
        **more: object,
    ) -> Plan:
        declared = estate or bridged(tmp_path)
        tenancy = Tenancy(
            project_id=declared.scaleway.projects["platform"],
            name_prefix=declared.name_prefix,
            tags={"estate": declared.name},
            posture=replace(STEADY, bridge=posture),
            rehearsal=declared.lifetime == "rehearsal",
        )
        ends = None if declared.bridge and declared.bridge.transport == "none" else ENDS
        return capture_component(
            lambda: Bridge("bridge", declared, tenancy=tenancy, ends=ends, **more), mode=mode, **(capture or {})
        )

    return plan
