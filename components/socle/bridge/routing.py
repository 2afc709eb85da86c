"""BGP with Azure's gateway as BIRD reads it: what the machine announces, and what it believes. Pure.

Left out on purpose: a default route in either direction, and every prefix that is not declared, word for word.
"""

import ipaddress
from collections.abc import Sequence

from socle.estate import TunnelSpec

from .strongswan import INTERFACE

PREPENDED = 2
"""How often the machine in reserve repeats its autonomous system, so that Azure prefers the other one's equal routes."""
HOLD_SECONDS = 180
KEEPALIVE_SECONDS = 60
"""Azure's own, which cannot be set (Azure documentation, BGP with VPN Gateway)."""
KERNEL_METRIC = 32
"""BIRD's default, written since it matters: routes that the host hands out by DHCP, ours to itself among them, have a higher
one, so a learned route wins."""


def bird_conf(
    tunnel: TunnelSpec,
    *,
    asn: int,
    azure_asn: int,
    announced: Sequence[str],
    accepted: Sequence[str],
    propagation: bool,
) -> str:
    """The configuration of BIRD. The constant `RESERVE` comes from a file that the machine writes.

    Args:
        announced: ranges that Azure learns, each exactly.
        accepted: ranges that are believed from Azure, each exactly.
        propagation: whether anything at all is exchanged. Without, the session comes up and is empty in both directions.

    Raises:
        ValueError: a range is none, or holds every address.
    """
    ours, theirs = (_prefixes(ranges) if propagation else [] for ranges in (announced, accepted))
    return f"""\
log syslog all;
router id {tunnel.scaleway_address};
include "/run/tunnel/reserve.bird";

protocol device {{
}}

protocol static announced {{
  ipv4;
{"".join(f"  route {prefix} blackhole;{chr(10)}" for prefix in ours)}\
}}

protocol kernel {{
  metric {KERNEL_METRIC};
  ipv4 {{
    import none;
    export where source = RTS_BGP;
  }};
}}

filter from_azure {{
  {_matching(theirs)}
  reject;
}}

filter to_azure {{
  if proto != "announced" then reject;
  if RESERVE then {{
{"".join(f"    bgp_path.prepend({asn});{chr(10)}" for _ in range(PREPENDED))}\
  }}
  {_matching(ours)}
  reject;
}}

protocol bgp azure {{
  local {tunnel.scaleway_address} as {asn};
  neighbor {tunnel.azure_address} as {azure_asn};
  interface "{INTERFACE}";
  direct;
  connect delay time 1;
  connect retry time 30;
  hold time {HOLD_SECONDS};
  keepalive time {KEEPALIVE_SECONDS};
  ipv4 {{
    import filter from_azure;
    export filter to_azure;
  }};
}}
"""


def reserve_bird(*, reserve: bool) -> str:
    """Whether this machine is the one in reserve. Apart from the rest, so that the two change places without a replacement."""
    return f"define RESERVE = {'true' if reserve else 'false'};\n"


def _prefixes(ranges: Sequence[str]) -> list[str]:
    prefixes = sorted({ipaddress.IPv4Network(text) for text in ranges})
    for prefix in prefixes:
        if prefix.prefixlen == 0:
            raise ValueError(
                f"{prefix} is a default route: all traffic of one cloud would leave through the other; name the ranges"
            )
    return [str(prefix) for prefix in prefixes]


def _matching(prefixes: Sequence[str]) -> str:
    """A set matches its members exactly: neither what is inside them nor what holds them."""
    return f"if net ~ [ {', '.join(prefixes)} ] then accept;" if prefixes else "# nothing is exchanged"
