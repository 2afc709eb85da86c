"""What stands on Azure already where the bridge would build: a gateway in the same network, or something of the same name.

Azure refuses the first after the deployment has begun, and takes the second for an update of what other people run.
"""

from collections.abc import Iterator

from socle.messages import Refusal

from ..legacy import LegacySpec, PrivateZoneSpec, parse
from .bridge import AzureEndSpec, BridgeSpec

_NETWORK = "Microsoft.Network"
GATEWAY = f"{_NETWORK}/virtualNetworkGateways"
BUILT = (GATEWAY, f"{_NETWORK}/localNetworkGateways", f"{_NETWORK}/connections", f"{_NETWORK}/publicIPAddresses")
"""Types of Azure that the bridge makes."""


def standing_refusals(bridge: BridgeSpec, legacy: LegacySpec, name_prefix: str) -> Iterator[Refusal]:
    """What `legacy.yaml` declares to stand where the bridge would build."""
    if bridge.azure:
        yield from _gateways(bridge.azure, legacy)
        yield from _names(bridge, bridge.azure, legacy, name_prefix)


def names_in(zone: PrivateZoneSpec, legacy: LegacySpec) -> set[str]:
    """Names in a zone whose records are only generic, such as those with values of a kind that no spec says."""
    records = [entry.arm for entry in legacy.generic.values() if entry.type.startswith(f"{_NETWORK}/privateDnsZones/")]
    return {arm.name for arm in records if arm.parent.lower() == zone.id.lower()}


def _gateways(azure: AzureEndSpec, legacy: LegacySpec) -> Iterator[Refusal]:
    """One VPN gateway is what a network can have (Azure documentation, VPN Gateway FAQ)."""
    for key, entry in legacy.generic.items():
        if entry.type == GATEWAY and entry.subnet == azure.subnet:
            yield Refusal(
                f"a VPN gateway stands in {azure.subnet} already: generic.{key} ({entry.arm.name})",
                "Azure has one in a network, so it would refuse ours after all else is made, or its team would have to remove theirs",
                "agree with its team on one gateway, or name the GatewaySubnet of a network that has none",
                at="bridge.azure.subnet",
            )


def _names(bridge: BridgeSpec, azure: AzureEndSpec, legacy: LegacySpec, name_prefix: str) -> Iterator[Refusal]:
    group = legacy.resource_groups.get(azure.resource_group)
    if group is None:
        return
    built = {id_.lower() for id_ in _built(bridge, group.id, f"{name_prefix}-bridge")}
    for resource in legacy.resources():
        if resource.id.lower() in built:
            yield Refusal(
                f"{resource.key} is what the bridge would make: {parse(resource.id).name}",
                "the deployment would change a thing that stands and that others run, or fail halfway",
                "take the entry out if the bridge made it; else give the estate another name_prefix",
                at=f"legacy.{resource.key}",
            )


def _built(bridge: BridgeSpec, group: str, name: str) -> Iterator[str]:
    """Ids of what the bridge makes on Azure, as `socle.bridge` names them."""
    gateway, peer, connection, address = (f"{group}/providers/{type_}" for type_ in BUILT)
    yield f"{gateway}/{name}"
    for key, tunnel in bridge.tunnels.items():
        yield from (f"{peer}/{name}-{key}", f"{connection}/{name}-{key}", f"{address}/{name}-{tunnel.azure_instance}")
