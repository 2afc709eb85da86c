"""What the bridge contradicts in the rest of the estate: networks, prefixes, flows, names, and who ends what on Azure."""

import ipaddress
from collections.abc import Iterator, Sequence

from socle.messages import Refusal, choose, each

from ..legacy import LegacySpec, VirtualNetworkSpec
from ..platform import FlowSpec, NetworkSpec
from .bridge import AzureEndSpec, BridgeSpec
from .standing import names_in, standing_refusals

GATEWAY_SUBNET = "GatewaySubnet"
LARGEST_GATEWAY_PREFIX = 27
"""Azure documentation, VPN gateway settings: the subnet's name is fixed, and /27 leaves room for two instances."""


def bridge_refusals(
    bridge: BridgeSpec, legacy: LegacySpec | None, network: NetworkSpec, inside: Sequence[str], name_prefix: str
) -> Iterator[Refusal]:
    """Everything that contradicts itself between the bridge and what it joins.

    `inside`: what else stands in the bridge's private network, by its dotted key; `name_prefix`: first part of what it is named.
    """
    if legacy is None:
        yield Refusal(
            "a bridge without a legacy estate",
            "nothing is at its other end",
            "write legacy.yaml, or remove bridge.yaml",
            at="bridge",
        )
        return
    yield from each(_names(network, bridge, legacy), _flows(network, bridge))
    if bridge.transport == "none":
        return
    yield from each(_network(bridge, inside), _announced(network, bridge), _accepted(network, bridge, legacy))
    yield from each(_routes(network, bridge))
    if bridge.azure:
        azure = bridge.azure
        yield from each(_gateway_subnet(azure, legacy), _gateway_group(bridge, azure, legacy), _spokes(azure))
        yield from standing_refusals(bridge, legacy, name_prefix)


def gateway_subscription(bridge: BridgeSpec | None, legacy: LegacySpec | None) -> str:
    """The Azure subscription that the bridge is made in: that of the gateway's network, which may be another team's."""
    if legacy is None:
        return ""
    networks = _gateway_network(bridge, legacy) if bridge else []
    return networks[0].arm.subscription if networks else legacy.subscription_id


def crossing(network: NetworkSpec) -> dict[str, FlowSpec]:
    """Flows between the platform and Azure, by name: what the bridge is there for."""
    azure = {key for key, outside in network.outside.items() if outside.cloud == "azure"}
    return {key: flow for key, flow in network.flows.items() if {flow.source, flow.destination} & azure}


def _network(bridge: BridgeSpec, inside: Sequence[str]) -> Iterator[Refusal]:
    name = bridge.network
    if name is not None and (inside or name in bridge.announce):
        yield Refusal(
            f"{name} holds more than our ends of the tunnels: {', '.join(inside) or 'it is announced'}",
            "the filter does not act inside one private network, so whatever comes out of a tunnel would reach all of it",
            "give the bridge a private network of its own",
            at="bridge.network",
        )


def _gateway_subnet(azure: AzureEndSpec, legacy: LegacySpec) -> Iterator[Refusal]:
    name, _, part = azure.subnet.partition(".")
    subnet = legacy.networks[name].subnets.get(part) if name in legacy.networks else None
    if subnet is None:
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
        return
    for network in _gateway_network(bridge, legacy):
        if group.arm.subscription != network.arm.subscription:
            yield Refusal(
                f"{azure.resource_group} is in another subscription than the network {network.arm.name}",
                "Azure makes a gateway only in the subscription of its network",
                "name a resource group of that subscription",
                at="bridge.azure.resource_group",
            )


def _spokes(azure: AzureEndSpec) -> Iterator[Refusal]:
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


def _announced(network: NetworkSpec, bridge: BridgeSpec) -> Iterator[Refusal]:
    named = {end for flow in crossing(network).values() for end in (flow.source, flow.destination)}
    for index, key in enumerate(bridge.announce):
        at = f"bridge.announce.{index}"
        if key not in network.private_networks:
            continue
        if key not in named:
            yield Refusal(
                f"no flow joins {key} with Azure",
                "Azure would learn a way to a network that it has no business with",
                "remove it, or declare the flow that needs it",
                at=at,
            )
        elif key in bridge.announce[:index]:
            yield Refusal(f"{key} is named twice", "one of the two would do nothing", "name it once", at=at)


def _accepted(network: NetworkSpec, bridge: BridgeSpec, legacy: LegacySpec) -> Iterator[Refusal]:
    named = {end for flow in crossing(network).values() for end in (flow.source, flow.destination)}
    reached = _reached(bridge, legacy)
    for index, key in enumerate(bridge.accept):
        outside, at = network.outside.get(key), f"bridge.accept.{index}"
        if outside is None:
            continue
        if outside.cloud != "azure":
            azure = [name for name, entry in network.outside.items() if entry.cloud == "azure"]
            yield Refusal(
                f"{key} is in cloud {outside.cloud}",
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


def _flows(network: NetworkSpec, bridge: BridgeSpec) -> Iterator[Refusal]:
    carried = {*bridge.announce, *bridge.accept}
    for key, flow in crossing(network).items():
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
            field = "announce" if end in network.private_networks else "accept"
            yield Refusal(
                f"the flow {key} names {end}, for which no route is declared",
                "packets would find their way in one direction at most",
                f"add {end} to {field}, or remove the flow",
                at=f"bridge.{field}",
            )


def _routes(network: NetworkSpec, bridge: BridgeSpec) -> Iterator[Refusal]:
    accepted = [network.outside[key] for key in bridge.accept if key in network.outside]
    for key, route in network.routes.items():
        if any(ipaddress.IPv4Network(route.destination).overlaps(outside.network) for outside in accepted):
            yield Refusal(
                f"the bridge leads to {route.destination} too",
                "it is unclear which way the traffic would take",
                "remove this route",
                at=f"network.routes.{key}.destination",
            )


def _names(network: NetworkSpec, bridge: BridgeSpec, legacy: LegacySpec) -> Iterator[Refusal]:
    names = bridge.names
    if names is None:
        return
    zone = legacy.dns_zones.get(names.legacy_zone)
    if zone and any(zone.arm.subscription != hub.arm.subscription for hub in _gateway_network(bridge, legacy)):
        yield Refusal(
            f"{names.legacy_zone} is in another subscription than Azure's gateway",
            "the bridge has the credentials of one subscription only",
            "name a zone of that subscription",
            at="bridge.names.legacy_zone",
        )
    taken = (
        {record.called(key) for key, record in zone.records.items()} | names_in(zone, legacy) if zone else set[str]()
    )
    ranges = [ipaddress.IPv4Network(text) for hub in legacy.networks.values() for text in hub.address_space]
    ours = [private.network for private in network.private_networks.values()]
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
            if not any(ipaddress.IPv4Address(address) in one for one in known):
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
