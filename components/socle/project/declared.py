"""An estate's flows, networks and ranges of others as the plain data that reachability is proved against."""

from collections.abc import Callable, Iterator

from socle.estate import Declared as Loaded
from socle.estate import FlowSpec
from socle.reach import Declared, Flow, Named, Outside

Where = Callable[[str], str]
"""The `file:line` of a dotted key of the estate."""


def declared_of(loaded: Loaded, where: Where) -> Declared:
    """What an estate declares. Ways out and the bastion are flows to and from the Internet; nothing else is."""
    network = loaded.estate.network
    return Declared(
        flows=(*_flows(loaded, where), *_ways_out(loaded, where), *_bastion(loaded, where)),
        networks=tuple(
            Named(key, each.range, where(f"network.private_networks.{key}"))
            for key, each in network.private_networks.items()
        ),
        outside=tuple(
            Outside(key, (each.range,), each.cloud, where(f"network.outside.{key}"))
            for key, each in network.outside.items()
        ),
        estate=loaded.estate.name,
    )


def _flows(loaded: Loaded, where: Where) -> Iterator[Flow]:
    network = loaded.estate.network
    ranges = {key: each.range for key, each in {**network.private_networks, **network.outside}.items()}
    for key, flow in network.flows.items():
        yield _flow(loaded, key, flow, ranges, where(f"network.flows.{key}"))


def _flow(loaded: Loaded, key: str, flow: FlowSpec, ranges: dict[str, str], where: str) -> Flow:
    return Flow(
        key,
        flow.source,
        flow.destination,
        (ranges[flow.source],),
        (ranges[flow.destination],),
        flow.protocol,
        flow.ports,
        flow.reason,
        flow.owner or loaded.estate.owner,
        flow.since.isoformat() if flow.since else "",
        where,
    )


def _ways_out(loaded: Loaded, where: Where) -> Iterator[Flow]:
    network = loaded.estate.network
    for key in network.gateway.networks if network.gateway else ():
        declared = network.private_networks[key]
        yield Flow(
            f"way-out-{key}",
            key,
            "internet",
            (declared.range,),
            ("internet",),
            "any",
            reason=f"a network of purpose {declared.purpose} goes out through the gateway",
            owner=loaded.estate.owner,
            where=where("network.gateway.networks"),
            what="way-out",
        )


def _bastion(loaded: Loaded, where: Where) -> Iterator[Flow]:
    gateway = loaded.estate.network.gateway
    if gateway and gateway.bastion:
        yield Flow(
            "bastion",
            "internet",
            ", ".join(gateway.networks),
            gateway.bastion.allowed_ranges,
            tuple(loaded.estate.network.private_networks[key].range for key in gateway.networks),
            "tcp",
            reason="the bastion of the gateway leads to every machine behind it",
            owner=loaded.estate.owner,
            where=where("network.gateway.bastion"),
            what="bastion",
        )
