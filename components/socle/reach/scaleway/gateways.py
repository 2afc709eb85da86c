"""Public gateways as hops: the way out by address translation, ports forwarded to the inside, the bastion.

None of it passes the VPC's filter, which does not act on Internet traffic.
"""

from socle.messages import said
from socle.plan import Resource

from ..addresses import INTERNET, PUBLIC4, interval, text_of
from ..filters import port_range, protocol_of
from ..graph import INTERNET_KEY, Hop, Place
from ..index import known, objects, texts
from ..traffic import ALL4, TCP, Interval, boxes, common
from .vpc import PRIVATE_NETWORK, Vpcs

GATEWAY = "scaleway:network/publicGateway:PublicGateway"
ATTACHED = "scaleway:network/gatewayNetwork:GatewayNetwork"
FORWARDED = "scaleway:network/publicGatewayPatRule:PublicGatewayPatRule"
BASTION_PORT = 61_000
"""The provider's default port of a bastion."""


def read_gateways(vpcs: Vpcs) -> None:
    """Every gateway with the networks attached to it."""
    for gateway in vpcs.index.all(GATEWAY):
        written = vpcs.index.written(gateway)
        vpcs.net.add(Place(gateway.urn, "way", gateway.name, written=written))
        vpcs.net.link(
            Hop(
                gateway.urn,
                INTERNET_KEY,
                said("hop.gateway_out"),
                boxes((ALL4,), PUBLIC4),
                (written,),
            )
        )
    for attached in vpcs.index.all(ATTACHED):
        _way_out(vpcs, attached)
    for rule in vpcs.index.all(FORWARDED):
        _forwarded(vpcs, rule)
    for gateway in vpcs.index.all(GATEWAY):
        if gateway.inputs.get("bastionEnabled") is True:
            _bastion(vpcs, gateway)


def networks_of(vpcs: Vpcs, gateway: Resource | None) -> list[Place]:
    """The private networks attached to a gateway."""
    found: list[Place] = []
    for attached in vpcs.index.referring(ATTACHED, "gatewayId", gateway):
        network = vpcs.place_of(vpcs.index.ref(attached, "privateNetworkId", PRIVATE_NETWORK))
        found += [network] if network else []
    return found


def _way_out(vpcs: Vpcs, attached: Resource) -> None:
    gateway = vpcs.index.ref(attached, "gatewayId", GATEWAY)
    network = vpcs.place_of(vpcs.index.ref(attached, "privateNetworkId", PRIVATE_NETWORK))
    if gateway is None or network is None:
        vpcs.net.unknown.append(said("unknown.attached", name=attached.name))
        return
    _out(vpcs, attached, gateway, network)
    pushed = any(row.get("pushDefaultRoute") is True for row in objects(attached.inputs.get("ipamConfigs")))
    for other in vpcs.members[vpcs.of_network[network.key]] if pushed else ():
        resource = vpcs.index.one(other)
        if resource and other != network.key and resource.inputs.get("enableDefaultRoutePropagation") is True:
            _out(vpcs, resource, gateway, vpcs.net.places[other])


def _out(vpcs: Vpcs, by: Resource, gateway: Resource, network: Place) -> None:
    masked = by.inputs.get("enableMasquerade") is not False
    vpcs.net.link(
        Hop(
            network.key,
            gateway.urn,
            said("hop.gateway"),
            boxes((ALL4,), PUBLIC4),
            (vpcs.index.written(by),),
            closed="" if masked else said("closed.untranslated"),
            remedy=said("remedy.masquerade"),
            opening=True,
        )
    )


def _forwarded(vpcs: Vpcs, rule: Resource) -> None:
    inputs = rule.inputs
    address, gateway = interval(inputs.get("privateIp")), vpcs.index.ref(rule, "gatewayId", GATEWAY)
    attached = networks_of(vpcs, gateway)
    behind = [place for place in attached if address is None or common([address], place.ranges)]
    ports = port_range(inputs.get("publicPort"), inputs.get("publicPort"))
    inside = port_range(inputs.get("privatePort"), inputs.get("privatePort"))
    if not behind:
        vpcs.net.unknown.append(said("unknown.forwarded", name=rule.name, address=str(inputs.get("privateIp"))))
    for network in behind:
        vpcs.net.link(
            Hop(
                INTERNET_KEY,
                network.key,
                said(
                    "hop.port_forwarded",
                    port=str(ports[0]),
                    address=str(inputs.get("privateIp")),
                    inside=str(inside[0]),
                ),
                boxes(INTERNET, PUBLIC4, protocol_of(inputs.get("protocol", "both")) & 3, ports),
                (vpcs.index.written(rule),),
                opening=True,
                lands=(address or network.ranges[0], inside),
            )
        )


def _bastion(vpcs: Vpcs, gateway: Resource) -> None:
    """Whoever may connect to the bastion is led on to any port of any machine behind the gateway."""
    allowed: list[Interval] = []
    for text in texts(gateway.inputs.get("allowedIpRanges")) or ["0.0.0.0/0"]:
        allowed += [interval(text) or ALL4] if known(text) else [ALL4]
    port = port_range(gateway.inputs.get("bastionPort") or BASTION_PORT, None)
    for network in networks_of(vpcs, gateway):
        vpcs.net.link(
            Hop(
                INTERNET_KEY,
                network.key,
                said("hop.bastion", port=str(port[0]), ranges=text_of(allowed)),
                boxes(common(allowed, INTERNET), PUBLIC4, TCP, port),
                (vpcs.index.written(gateway),),
                opening=True,
                lands=(network.ranges[0], (1, 65_535)),
            )
        )
