"""Small random networks, and a simulation that sends single packets through them: written from the host's documentation,
without the library's graph, boxes or filters. It walks from VPC to VPC and asks each filter about one packet and its answer.
"""

import ipaddress
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from socle.plan.model import Plan, Resource

from .estates import Stack

OUTSIDE = "10.9.0.0/30"
STRANGER = "198.51.100.7"
PORTS = (1, 2, 5432)


@dataclass(frozen=True)
class Packet:
    protocol: str
    source: str
    destination: str
    from_port: int
    to_port: int

    @property
    def answer(self) -> "Packet":
        return Packet(self.protocol, self.destination, self.source, self.to_port, self.from_port)


@dataclass(frozen=True)
class Rule:
    accept: bool
    protocol: str
    source: str
    destination: str
    from_ports: tuple[int, int]
    to_ports: tuple[int, int]

    def matches(self, packet: Packet) -> bool:
        if self.protocol not in ("ANY", packet.protocol):
            return False
        ports = packet.protocol not in ("TCP", "UDP") or (
            _in(packet.from_port, self.from_ports) and _in(packet.to_port, self.to_ports)
        )
        return ports and inside(packet.source, self.source) and inside(packet.destination, self.destination)


def _in(port: int, ports: tuple[int, int]) -> bool:
    return ports == (0, 0) or ports[0] <= port <= ports[1]


def inside(address: str, range_: str) -> bool:
    return ipaddress.ip_address(address) in ipaddress.ip_network(range_)


@dataclass(frozen=True)
class Vpc:
    """Two private networks; `networks` are their ranges."""

    networks: tuple[str, str]
    rules: tuple[Rule, ...]
    accepts: bool
    accepts6: bool | None
    """None: no filter for IPv6 at all."""
    transit: bool

    def lets(self, packet: Packet) -> bool:
        """Whether the filter accepts a packet and its answer: it keeps no state, and the first rule that matches decides."""
        return all(self._one(each) for each in (packet, packet.answer))

    def _one(self, packet: Packet) -> bool:
        if ":" in packet.source:
            return self.accepts6 is not False
        return next((rule.accept for rule in self.rules if rule.matches(packet)), self.accepts)


@dataclass(frozen=True)
class Tunnel:
    vpc: int
    network: int
    on: bool
    ins: str
    outs: str


@dataclass(frozen=True)
class World:
    vpcs: tuple[Vpc, ...]
    peerings: frozenset[tuple[int, int]]
    """One-way connectors."""
    tunnel: Tunnel | None
    database: tuple[int, int]
    gateway: tuple[int, int]
    forwarded: tuple[int, int] | None
    """Public and private port, to the first address of the gateway's network."""

    def home(self, address: str) -> tuple[int, int] | None:
        """The VPC and the network of an IPv4 address."""
        found = ((v, n) for v, vpc in enumerate(self.vpcs) for n, r in enumerate(vpc.networks) if inside(address, r))
        return next(found, None)

    def crossings(self, start: int, *, entered: bool) -> Iterator[tuple[int, ...]]:
        """The chains of VPCs that a packet may cross: over peerings both ways, through those that let traffic cross."""
        waiting: list[tuple[int, ...]] = [(start,)]
        while waiting:
            chain = waiting.pop()
            yield chain
            may_go_on = (len(chain) == 1 and not entered) or self.vpcs[chain[-1]].transit
            for other in range(len(self.vpcs)) if may_go_on else ():
                both = {(chain[-1], other), (other, chain[-1])} <= self.peerings
                if both and other not in chain:
                    waiting.append((*chain, other))

    def arrives(  # noqa: PLR0911 - one answer for each kind of end
        self, packet: Packet, source: tuple[int, int] | None, target: tuple[int, int] | str
    ) -> bool:
        """Whether a packet is delivered and answered. `source` None is the other side of the tunnel."""
        if source is None:
            return self._from_outside(packet, target)
        if target == "internet":
            return source == self.gateway
        if target == "outside":
            tunnel = self.tunnel
            if tunnel is None or not self._routed(packet.answer):
                return False
            if source == (tunnel.vpc, tunnel.network):
                return True
            return any(
                chain[-1] == tunnel.vpc
                and (len(chain) == 1 or self.vpcs[chain[-1]].transit)
                and self._all(chain, packet)
                for chain in self.crossings(source[0], entered=False)
            )
        if target == "database":
            return (
                packet.protocol == "TCP"
                and packet.to_port == 5432
                and any(chain[-1] == self.database[0] for chain in self.crossings(source[0], entered=False))
            )
        return any(
            chain[-1] == target[0] and self._all(chain, packet) for chain in self.crossings(source[0], entered=False)
        )

    def _from_outside(self, packet: Packet, target: tuple[int, int] | str) -> bool:
        tunnel = self.tunnel
        if tunnel is None or not self._routed(packet):
            return False
        chains = self.crossings(tunnel.vpc, entered=True)
        if target == "database":
            right = packet.protocol == "TCP" and packet.to_port == 5432
            return right and any(c[-1] == self.database[0] for c in chains)
        if target == (tunnel.vpc, tunnel.network) and self.database == target:
            return True
        return any(chain[-1] == target[0] and self._all(chain, packet) for chain in chains)

    def _routed(self, packet: Packet) -> bool:
        """Whether a packet from the other side has its routes in both directions."""
        tunnel = self.tunnel
        known = tunnel is not None and tunnel.on and ":" not in packet.source
        return bool(known and tunnel and inside(packet.source, tunnel.ins) and inside(packet.destination, tunnel.outs))

    def _all(self, chain: tuple[int, ...], packet: Packet) -> bool:
        return all(self.vpcs[each].lets(packet) for each in chain)

    def forwards(self, packet: Packet) -> bool:
        """Whether a packet of the Internet arrives so at the machine behind the gateway: TCP, at the private port."""
        if self.forwarded is None:
            return False
        vpc, network = self.gateway
        first = str(next(iter(ipaddress.ip_network(self.vpcs[vpc].networks[network]))))
        return packet.protocol == "TCP" and packet.to_port == self.forwarded[1] and packet.destination == first


RANGES = ("10.0.0.0/30", "10.0.0.4/30", "10.1.0.0/30", "10.1.0.4/30", "10.2.0.0/30", "10.2.0.4/30", OUTSIDE)
_wide = st.sampled_from([*RANGES, "10.0.0.0/16", *["10.0.0.0/8"] * 6, "10.0.0.1/32", "10.1.0.6/32"])
_port = st.sampled_from([(0, 0), (1, 1), (1, 2), (2, 5432), (5432, 5432)])
_rule = st.builds(Rule, st.booleans(), st.sampled_from(["TCP", "UDP", "ANY", "ICMP"]), _wide, _wide, _port, _port)


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """Two or three VPCs of two networks each."""
    count = draw(st.integers(2, 3))
    vpcs = tuple(
        Vpc(
            RANGES[2 * each : 2 * each + 2],
            tuple(draw(st.lists(_rule, max_size=4))),
            draw(st.booleans()),
            draw(st.sampled_from([True, False, None])),
            draw(st.booleans()),
        )
        for each in range(count)
    )
    one = st.integers(0, count - 1)
    network = st.tuples(one, st.integers(0, 1))
    tunnel = st.builds(Tunnel, one, st.integers(0, 1), st.booleans(), _wide, _wide)
    every = [(a, b) for a in range(count) for b in range(count) if a != b]
    missing = draw(st.lists(st.sampled_from(every), max_size=3))
    peerings = frozenset(pair for pair in every if pair not in missing)
    forwarded = draw(st.none() | st.tuples(st.sampled_from(PORTS), st.sampled_from(PORTS)))
    return World(vpcs, peerings, draw(st.none() | tunnel), draw(network), draw(network), forwarded)


def plan_of(world: World) -> tuple[Plan, dict[tuple[int, int], Resource]]:
    """The same world as resources, and its networks."""
    stack = Stack()
    vpcs = [stack.vpc(f"vpc-{number}", enableTransitivity=vpc.transit) for number, vpc in enumerate(world.vpcs)]
    networks = {
        (v, n): stack.network(vpcs[v], f"net-{v}-{n}", range_)
        for v, vpc in enumerate(world.vpcs)
        for n, range_ in enumerate(vpc.networks)
    }
    for number, vpc in enumerate(world.vpcs):
        _filters(stack, vpcs[number], number, vpc)
    for number, (here, there) in enumerate(sorted(world.peerings)):
        stack.add("network/connector:Connector", f"peer-{number}", vpcId=vpcs[here].id, targetVpcId=vpcs[there].id)
    stack.add(
        "databases/instance:Instance",
        "db",
        engine="PostgreSQL-17",
        privateNetwork={"pnId": networks[world.database].id},
    )
    gateway = stack.gateway("gateway", networks[world.gateway])
    if world.forwarded:
        address = str(next(iter(ipaddress.ip_network(world.vpcs[world.gateway[0]].networks[world.gateway[1]]))))
        public, private = world.forwarded
        ports: dict[str, Any] = {"publicPort": public, "privatePort": private, "protocol": "tcp"}
        stack.add(
            "network/publicGatewayPatRule:PublicGatewayPatRule", "pat", gatewayId=gateway.id, privateIp=address, **ports
        )
    if world.tunnel:
        _tunnel(stack, networks[world.tunnel.vpc, world.tunnel.network], world.tunnel)
    return stack.plan, networks


def _filters(stack: Stack, vpc: Resource, number: int, spec: Vpc) -> None:
    rules = [
        {
            "action": "accept" if rule.accept else "drop",
            "protocol": rule.protocol,
            "source": rule.source,
            "destination": rule.destination,
            "srcPortLow": rule.from_ports[0],
            "srcPortHigh": rule.from_ports[1],
            "dstPortLow": rule.to_ports[0],
            "dstPortHigh": rule.to_ports[1],
        }
        for rule in spec.rules
    ]
    default = "accept" if spec.accepts else "drop"
    stack.add("network/acl:Acl", f"acl-{number}", vpcId=vpc.id, isIpv6=False, defaultPolicy=default, rules=rules)
    if spec.accepts6 is not None:
        six = "accept" if spec.accepts6 else "drop"
        stack.add("network/acl:Acl", f"acl6-{number}", vpcId=vpc.id, isIpv6=True, defaultPolicy=six, rules=[])


def _tunnel(stack: Stack, network: Resource, spec: Tunnel) -> None:
    gateway = stack.add("s2svpn/gateway:Gateway", "vpn", privateNetworkId=network.id)
    policy = stack.add(
        "s2svpn/routingPolicy:RoutingPolicy", "routes", prefixFilterIns=[spec.ins], prefixFilterOuts=[spec.outs]
    )
    stack.add(
        "s2svpn/connection:Connection",
        "tunnel",
        vpnGatewayId=gateway.id,
        enableRoutePropagation=spec.on,
        bgpConfigIpv4s=[{"routingPolicyId": policy.id}],
    )


def packets(sources: list[str], destinations: list[str]) -> Iterator[Packet]:
    """Single packets between addresses, of three protocols and a few ports."""
    for source in sources:
        for destination in destinations:
            yield Packet("ICMP", source, destination, 0, 0)
            for protocol in ("TCP", "UDP"):
                for from_port in (1, 4000):
                    for to_port in PORTS[1:]:
                        yield Packet(protocol, source, destination, from_port, to_port)
