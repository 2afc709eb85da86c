"""The smallest bridge of transport `self-hosted` that shows a point; addresses are those that documentation may use."""

from typing import Any

from socle.bridge.prefixes import Passing, RangeFlow
from socle.estate import AzureEndSpec, BridgeSpec, MachinesSpec
from socle.estate.bridge.tunnels import TunnelSpec

OURS, AZURE = "198.51.100.10", "198.51.100.20"
ANNOUNCED, ACCEPTED = "10.20.16.0/20", "10.50.0.0/16"
READS = RangeFlow(ANNOUNCED, ACCEPTED, "tcp", ("5432",))
FEEDS = RangeFlow(ACCEPTED, ANNOUNCED, "tcp", ("8000-8010", "9000"))
PSK = 'a "key" with } and # and\n newline'

FIRST = TunnelSpec(zone="fr-par-1", scaleway_address="169.254.21.1", azure_address="169.254.21.2")
SECOND = TunnelSpec(zone="fr-par-2", scaleway_address="169.254.21.5", azure_address="169.254.21.6")


def bridge(**more: Any) -> BridgeSpec:
    values: dict[str, Any] = {
        "transport": "self-hosted",
        "network": "bridge",
        "key": "bridge",
        "announce": ("apps",),
        "accept": ("legacy",),
        "tunnels": {"first": FIRST, "second": SECOND},
        "azure": AzureEndSpec(subnet="hub.gateway", resource_group="hub"),
        "machines": MachinesSpec(active="first"),
    }
    return BridgeSpec(**{**values, **more})


def passing(**more: Any) -> Passing:
    values: dict[str, Any] = {
        "announced": (ANNOUNCED,),
        "accepted": (ACCEPTED,),
        "flows": (READS, FEEDS),
        "propagation": True,
    }
    return Passing(**{**values, **more})
