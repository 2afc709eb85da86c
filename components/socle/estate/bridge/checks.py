"""What the bridge contradicts in the rest of the estate: networks, prefixes, flows, names, and who ends what on Azure."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator
from typing import TYPE_CHECKING

from socle.messages import Refusal, choose, each

if TYPE_CHECKING:
    from ..estate import Estate
    from ..legacy import LegacySpec, VirtualNetworkSpec
    from ..platform import FlowSpec
    from .bridge import AzureEndSpec, BridgeSpec

GATEWAY_SUBNET = "GatewaySubnet"
LARGEST_GATEWAY_PREFIX = 27
"""Azure documentation, VPN gateway settings: the subnet's name is fixed, and /27 leaves room for two instances."""


def bridge_refusals(estate: Estate) -> Iterator[Refusal]:
    """Everything that contradicts itself between the bridge and what it joins."""
    bridge = estate.bridge
    if bridge is None:
        return
    if estate.legacy is None:
        yield Refusal(
            "a bridge without a legacy estate",
            "nothing is at its other end",
            "write legacy.yaml, or remove bridge.yaml",
            at="bridge",
        )
        return
    legacy = estate.legacy
    yield from each(_names(estate, bridge, legacy), _flows(estate, bridge))
    if bridge.transport == "none":
        return
    yield from each(_network(estate, bridge), _key(estate, bridge), _zones(estate, bridge))
    yield from each(_announced(estate, bridge), _accepted(estate, bridge, legacy))
    yield from each(_routes(estate, bridge))
    if bridge.azure:
        azure = bridge.azure
        yield from each(_gateway_subnet(azure, legacy), _gateway_group(bridge, azure, legacy), _spokes(azure, legacy))


def gateway_subscription(estate: Estate) -> str:
    """The Azure subscription that the bridge is made in: that of the gateway's network, which may be another team's."""
    if estate.legacy is None:
        return ""
    networks = _gateway_network(estate.bridge, estate.legacy) if estate.bridge else []
    return networks[0].arm.subscription if networks else estate.legacy.subscription_id


def crossing(estate: Estate) -> dict[str, FlowSpec]:
    """Flows between the platform and Azure, by name: what the bridge is there for."""
    azure = {key for key, outside in estate.network.outside.items() if outside.cloud == "azure"}
    return {key: flow for key, flow in estate.network.flows.items() if {flow.source, flow.destination} & azure}


def _network(estate: Estate, bridge: BridgeSpec) -> Iterator[Refusal]:
    name = bridge.network
    if name is None:
        return
    if name not in estate.network.private_networks:
        yield Refusal(
            f"there is no private network {name}",
            "our ends of the tunnels would stand nowhere",
            choose(name, estate.network.private_networks),
            at="bridge.network",
        )
        return
    inside = [
        f"{kind}.{key}"
        for kind in ("databases", "clusters", "instances")
        for key, spec in getattr(estate, kind).items()
        if spec.network == name
    ]
    inside += [f"network.addresses.{key}" for key, held in estate.network.addresses.items() if held.network == name]
    if inside or name in bridge.announce:
        yield Refusal(
            f"{name} holds more than our ends of the tunnels: {', '.join(inside) or 'it is announced'}",
            "the filter does not act inside one private network, so whatever comes out of a tunnel would reach all of it",
            "give the bridge a private network of its own",
            at="bridge.network",
        )


def _key(estate: Estate, bridge: BridgeSpec) -> Iterator[Refusal]:
    if bridge.key is not None and bridge.key not in estate.keys:
        yield Refusal(
            f"there is no key {bridge.key}",
            "the pre-shared keys could not be encrypted",
            choose(bridge.key, estate.keys),
            at="bridge.key",
        )


def _zones(estate: Estate, bridge: BridgeSpec) -> Iterator[Refusal]:
    for key, tunnel in bridge.tunnels.items():
        if tunnel.zone not in estate.scaleway.zones:
            yield Refusal(
                f"the tunnel ends in {tunnel.zone}, which is not among the estate's zones",
                "traffic would enter through a place that nobody agreed to",
                f"use one of {', '.join(estate.scaleway.zones)}",
                at=f"bridge.tunnels.{key}.zone",
            )


def _gateway_subnet(azure: AzureEndSpec, legacy: LegacySpec) -> Iterator[Refusal]:
    name, _, part = azure.subnet.partition(".")
    subnet = legacy.networks[name].subnets.get(part) if name in legacy.networks else None
    if subnet is None:
        known = [f"{key}.{each_part}" for key, network in legacy.networks.items() for each_part in network.subnets]
        yield Refusal(
            f"there is no subnet {azure.subnet} in the legacy estate",
            "Azure's gateway would stand nowhere",
            choose(azure.subnet, known),
            at="bridge.azure.subnet",
        )
        return
    if subnet.called(part) != GATEWAY_SUBNET:
        yield Refusal(
            f"{azure.subnet} is named {subnet.called(part)}",
            "Azure puts a gateway only into a subnet named GatewaySubnet",
            f"name the subnet whose Azure name is {GATEWAY_SUBNET}",
            at="bridge.azure.subnet",
        )
    if ipaddress.IPv4Network(subnet.range).prefixlen > LARGEST_GATEWAY_PREFIX:
        yield Refusal(
            f"{azure.subnet} is {subnet.range}",
            "two instances of a gateway do not fit, and the subnet cannot grow while one is in it",
            f"make it /{LARGEST_GATEWAY_PREFIX} or larger",
            at="bridge.azure.subnet",
        )


def _gateway_group(bridge: BridgeSpec, azure: AzureEndSpec, legacy: LegacySpec) -> Iterator[Refusal]:
    group = legacy.resource_groups.get(azure.resource_group)
    if group is None:
        yield Refusal(
            f"there is no resource group {azure.resource_group} in the legacy estate",
            "Azure's gateway would stand nowhere",
            choose(azure.resource_group, legacy.resource_groups),
            at="bridge.azure.resource_group",
        )
        return
    for network in _gateway_network(bridge, legacy):
        if group.arm.subscription != network.arm.subscription:
            yield Refusal(
                f"{azure.resource_group} is in another subscription than the network {network.arm.name}",
                "Azure makes a gateway only in the subscription of its network",
                "name a resource group of that subscription",
                at="bridge.azure.resource_group",
            )


def _spokes(azure: AzureEndSpec, legacy: LegacySpec) -> Iterator[Refusal]:
    hub = azure.subnet.partition(".")[0]
    for index, spoke in enumerate(azure.spokes):
        at = f"bridge.azure.spokes.{index}"
        if spoke == hub:
            yield Refusal(
                f"{spoke} is the network of the gateway itself",
                "its ranges would be taken for those of another network",
                "remove it",
                at=at,
            )
        elif spoke not in legacy.networks:
            yield Refusal(
                f"{spoke} is not a network of the legacy estate",
                "its ranges would be accepted without anything behind them",
                choose(spoke, legacy.networks.keys() - {hub}),
                at=at,
            )


def _announced(estate: Estate, bridge: BridgeSpec) -> Iterator[Refusal]:
    named = {end for flow in crossing(estate).values() for end in (flow.source, flow.destination)}
    for index, key in enumerate(bridge.announce):
        at = f"bridge.announce.{index}"
        if key not in estate.network.private_networks:
            yield Refusal(
                f"there is no private network {key}",
                "Azure would learn a route to nothing",
                choose(key, estate.network.private_networks),
                at=at,
            )
        elif key not in named:
            yield Refusal(
                f"no flow joins {key} with Azure",
                "Azure would learn a way to a network that it has no business with",
                "remove it, or declare the flow that needs it",
                at=at,
            )
        elif key in bridge.announce[:index]:
            yield Refusal(f"{key} is named twice", "one of the two would do nothing", "name it once", at=at)


def _accepted(estate: Estate, bridge: BridgeSpec, legacy: LegacySpec) -> Iterator[Refusal]:
    named = {end for flow in crossing(estate).values() for end in (flow.source, flow.destination)}
    reached = _reached(bridge, legacy)
    for index, key in enumerate(bridge.accept):
        outside, at = estate.network.outside.get(key), f"bridge.accept.{index}"
        if outside is None or outside.cloud != "azure":
            azure = [name for name, entry in estate.network.outside.items() if entry.cloud == "azure"]
            yield Refusal(
                f"{key} is {'no range of network.outside' if outside is None else f'in cloud {outside.cloud}'}",
                "routes of others would be learned through the tunnel",
                choose(key, azure),
                at=at,
            )
        elif outside.range not in reached:
            yield Refusal(
                f"{key} ({outside.range}) is not a whole range of a network that reaches Azure's gateway",
                "Azure announces whole ranges, so the platform would learn none that passes its filter, or one without a network",
                f"make it one of: {', '.join(sorted(reached)) or 'none yet'}; or name its network in azure.spokes",
                at=at,
            )
        elif key not in named:
            yield Refusal(
                f"no flow names {key}",
                "the platform would learn a way to a network that it has no business with",
                "remove it, or declare the flow that needs it",
                at=at,
            )
        elif key in bridge.accept[:index]:
            yield Refusal(f"{key} is named twice", "one of the two would do nothing", "name it once", at=at)


def _reached(bridge: BridgeSpec, legacy: LegacySpec) -> set[str]:
    """Ranges that Azure's gateway announces: those of its own network and of its spokes."""
    if bridge.azure is None:
        return set()
    names = {bridge.azure.subnet.partition(".")[0], *bridge.azure.spokes}
    return {text for key in names if key in legacy.networks for text in legacy.networks[key].address_space}


def _flows(estate: Estate, bridge: BridgeSpec) -> Iterator[Refusal]:
    carried = {*bridge.announce, *bridge.accept}
    for key, flow in crossing(estate).items():
        if bridge.transport == "none":
            yield Refusal(
                f"the flow {key} needs a tunnel, and there is none",
                "it would be promised in the flow matrix and never pass",
                "remove the flow, or write another transport than none",
                at="bridge.transport",
            )
            continue
        missing = [end for end in (flow.source, flow.destination) if end not in carried]
        for end in missing:
            field = "announce" if end in estate.network.private_networks else "accept"
            yield Refusal(
                f"the flow {key} names {end}, for which no route is declared",
                "packets would find their way in one direction at most",
                f"add {end} to {field}, or remove the flow",
                at=f"bridge.{field}",
            )


def _routes(estate: Estate, bridge: BridgeSpec) -> Iterator[Refusal]:
    accepted = [estate.network.outside[key] for key in bridge.accept if key in estate.network.outside]
    for key, route in estate.network.routes.items():
        if any(ipaddress.IPv4Network(route.destination).overlaps(outside.network) for outside in accepted):
            yield Refusal(
                f"the bridge leads to {route.destination} too",
                "it is unclear which way the traffic would take",
                "remove this route",
                at=f"network.routes.{key}.destination",
            )


def _names(estate: Estate, bridge: BridgeSpec, legacy: LegacySpec) -> Iterator[Refusal]:
    names = bridge.names
    if names is None:
        return
    zone = legacy.dns_zones.get(names.legacy_zone)
    if zone is None:
        yield Refusal(
            f"there is no DNS zone {names.legacy_zone} in the legacy estate",
            "the names would not exist on Azure",
            choose(names.legacy_zone, legacy.dns_zones),
            at="bridge.names.legacy_zone",
        )
    elif any(zone.arm.subscription != network.arm.subscription for network in _gateway_network(bridge, legacy)):
        yield Refusal(
            f"{names.legacy_zone} is in another subscription than Azure's gateway",
            "the bridge has the credentials of one subscription only",
            "name a zone of that subscription",
            at="bridge.names.legacy_zone",
        )
    taken = {record.called(key) for key, record in zone.records.items()} if zone else set[str]()
    ranges = [ipaddress.IPv4Network(text) for network in legacy.networks.values() for text in network.address_space]
    ours = [network.network for network in estate.network.private_networks.values()]
    for key, service in names.services.items():
        at = f"bridge.names.services.{key}"
        if key in taken:
            yield Refusal(
                f"legacy.yaml declares the record {key} too",
                "two stacks would write one record, each undoing the other",
                "choose another name, or take the record out of legacy.yaml",
                at=at,
            )
        for field, address, known in (("legacy", service.legacy, ranges), ("platform", service.platform, ours)):
            if not any(ipaddress.IPv4Address(address) in network for network in known):
                side = "network of the legacy estate" if field == "legacy" else "private network"
                yield Refusal(
                    f"{address} is in no {side}",
                    "whoever asks for the name would be led to somebody else",
                    "write the address where the service answers",
                    at=f"{at}.{field}",
                )


def _gateway_network(bridge: BridgeSpec, legacy: LegacySpec) -> list[VirtualNetworkSpec]:
    name = bridge.azure.subnet.partition(".")[0] if bridge.azure else ""
    return [legacy.networks[name]] if name in legacy.networks else []
