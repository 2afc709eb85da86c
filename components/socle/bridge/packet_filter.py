"""What a machine with a tunnel lets pass, as nftables reads it: the tunnel itself, and the declared flows through it. Pure.

Left out on purpose: ESP without UDP (see strongswan.py) and BGP opened by the other side (Azure never does with these
addresses). Rules name no network card but the tunnel's interface: the others are called differently on each machine type.
"""

from collections.abc import Iterator, Sequence

from socle.estate import TunnelSpec
from socle.scaleway import METADATA, time_rule

from .prefixes import RangeFlow
from .strongswan import INTERFACE, MSS_BYTES


def nftables_conf(
    tunnel: TunnelSpec,
    *,
    announced: Sequence[str],
    accepted: Sequence[str],
    flows: Sequence[RangeFlow],
    administration: Sequence[RangeFlow] = (),
    propagation: bool,
    time_servers: Sequence[str] = (),
) -> str:
    """The packet filter. Who Azure is, the machine writes into the set `azure`: empty until then, so nobody is let in.

    Args:
        flows: what may pass through the tunnel: from an announced range to an accepted one, or back.
        administration: what may reach the machine itself on its private network.
        time_servers: where time is asked; of them alone where all are addresses.
        propagation: whether anything passes through the tunnel; without, no packet is forwarded at all.

    Raises:
        ValueError: a flow does not join an announced with an accepted range, or something is no range, protocol or port.
    """
    passing = list(_passing(flows, announced, accepted)) if propagation else []
    return f"""\
#!/usr/sbin/nft -f
flush ruleset
table inet tunnel {{
  set azure {{
    type ipv4_addr
  }}
  chain input {{
    type filter hook input priority filter; policy drop;
    iif lo accept
    ct state established,related accept
    ct state invalid drop
    udp sport 67 udp dport 68 accept
    ip saddr @azure udp dport {{ 500, 4500 }} accept
    iifname "{INTERFACE}" ip saddr {tunnel.azure_address} ip daddr {tunnel.scaleway_address} icmp type echo-request accept
{"".join(f'    iifname != "{INTERFACE}" {flow.match} accept{chr(10)}' for flow in sorted(administration))}\
  }}
  chain forward {{
    type filter hook forward priority filter; policy drop;
    oifname "{INTERFACE}" tcp flags syn tcp option maxseg size set {MSS_BYTES}
    iifname "{INTERFACE}" tcp flags syn tcp option maxseg size set {MSS_BYTES}
    ct state invalid drop
{"".join(f"    {rule}{chr(10)}" for rule in passing)}\
  }}
  chain output {{
    type filter hook output priority filter; policy drop;
    oif lo accept
    ct state established,related accept
    udp sport 68 udp dport 67 accept
    ip daddr {METADATA} tcp dport 80 meta skuid root accept
    ip daddr @azure udp dport {{ 500, 4500 }} accept
    oifname "{INTERFACE}" ip saddr {tunnel.scaleway_address} ip daddr {tunnel.azure_address} tcp dport 179 accept
    oifname "{INTERFACE}" ip saddr {tunnel.scaleway_address} ip daddr {tunnel.azure_address} icmp type echo-request accept
    oifname "{INTERFACE}" drop
    meta l4proto {{ tcp, udp }} th dport 53 accept
    {time_rule(time_servers)}
    tcp dport {{ 80, 443 }} meta skuid {{ "root", "_apt" }} accept
  }}
}}
"""


def _passing(flows: Sequence[RangeFlow], announced: Sequence[str], accepted: Sequence[str]) -> Iterator[str]:
    ways = {
        "out": f'iifname != "{INTERFACE}" oifname "{INTERFACE}"',
        "in": f'iifname "{INTERFACE}" oifname != "{INTERFACE}"',
    }
    yield from (f"{way} ct state established,related accept" for way in ways.values())
    for flow in sorted(flows):
        yield f"{ways[_direction(flow, announced, accepted)]} {flow.match} ct state new accept"


def _direction(flow: RangeFlow, announced: Sequence[str], accepted: Sequence[str]) -> str:
    if flow.source in announced and flow.destination in accepted:
        return "out"
    if flow.source in accepted and flow.destination in announced:
        return "in"
    raise ValueError(
        f"the flow from {flow.source} to {flow.destination} does not join an announced range with an accepted one: "
        "no route would lead there; announce or accept its ends, or remove it"
    )
