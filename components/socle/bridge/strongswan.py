"""One tunnel as strongSwan reads it: the connection, the daemon's settings, and the pre-shared key apart from both. Pure.

Left out on purpose: addresses, which only the cloud knows (the machine writes them beside this text), and what may pass: the
traffic selectors are 0.0.0.0/0 on both sides, as route-based gateways of Azure want, and routes, BGP filters and the packet
filter hold it. IKEv1, certificates and MOBIKE: Azure's gateway and we know one way only.
"""

import base64
from typing import Literal

from socle.estate import VpnProfileSpec

from .proposals import SA_DATA_KILOBYTES, SA_LIFETIME_SECONDS, strongswan_esp, strongswan_ike

INTERFACE = "ipsec0"
"""The tunnel, as an interface: what is routed to it is encrypted, or dropped while there is no tunnel."""
INTERFACE_ID = 1
"""Joins the tunnel's keys with its interface. One machine has one tunnel."""
MTU_BYTES = 1_400
"""Measured: 1,400 bytes pass through the tunnel, 1,428 do not."""
MSS_BYTES = 1_350
"""The largest TCP segment; with 40 bytes of headers and a margin it fits."""

IKE_REKEY_SECONDS = 25_200
"""7 hours: before Azure would, whose phase 1 lives 28,800 s (Azure documentation, default policies)."""
CHILD_REKEY_SECONDS = 21_600
"""6 hours: before Azure would (`SA_LIFETIME_SECONDS`), so that one side begins."""
REKEY_BYTES = SA_DATA_KILOBYTES * 1_000 * 8 // 10
"""Likewise, at 80 % of what Azure allows for one key."""
DPD_INTERVAL_SECONDS = 15
"""How often a silent peer is asked. With the retransmissions below, it is given up after another 48 s, close to Azure's 45."""

_ACTIONS = {
    "scaleway": {"start": "start", "close": "start", "dpd": "restart", "tries": "0"},
    "azure": {"start": "none", "close": "none", "dpd": "clear", "tries": "1"},
}
"""Who opens the tunnel opens it for ever; the other side waits. `tries` 0 means without end."""


def swanctl_conf(profile: VpnProfileSpec, initiation: Literal["scaleway", "azure"]) -> str:
    """The connection `azure`, without addresses and without its key.

    UDP encapsulation is forced: the host's security groups know TCP, UDP and ICMP only, so bare ESP could not be let in from
    Azure alone. Lifetimes are local, the two sides need not agree.
    """
    does = _ACTIONS[initiation]
    return f"""\
connections {{
  azure {{
    version = 2
    proposals = {strongswan_ike(profile.ike)}
    encap = yes
    mobike = no
    fragmentation = yes
    unique = replace
    keyingtries = {does["tries"]}
    dpd_delay = {DPD_INTERVAL_SECONDS}s
    rekey_time = {IKE_REKEY_SECONDS}s
    reauth_time = 0s
    send_certreq = no
    local {{
      auth = psk
    }}
    remote {{
      auth = psk
    }}
    children {{
      azure {{
        mode = tunnel
        esp_proposals = {strongswan_esp(profile.esp)}
        local_ts = 0.0.0.0/0
        remote_ts = 0.0.0.0/0
        if_id_in = {INTERFACE_ID}
        if_id_out = {INTERFACE_ID}
        start_action = {does["start"]}
        close_action = {does["close"]}
        dpd_action = {does["dpd"]}
        rekey_time = {CHILD_REKEY_SECONDS}s
        life_time = {SA_LIFETIME_SECONDS}s
        rekey_bytes = {REKEY_BYTES}
        life_bytes = {SA_DATA_KILOBYTES * 1_000}
      }}
    }}
  }}
}}
"""


def psk_conf(shared_key: str) -> str:
    """The pre-shared key, in a file of its own. In base64, so that no character of it can end or add a setting.

    Without identities: the machine has one peer, and the packet filter lets no other ask.

    Raises:
        ValueError: the key is empty. It is not quoted.
    """
    if not shared_key:
        raise ValueError("the pre-shared key is empty: anyone could open the tunnel; write one, or let it be generated")
    return f"secrets {{\n  ike-azure {{\n    secret = 0s{base64.b64encode(shared_key.encode()).decode()}\n  }}\n}}\n"


def charon_conf() -> str:
    """Settings of the IKE daemon.

    No routes of its own: those come from BGP. A lost peer is given up after 4 + 7.2 + 13 + 23.3 = 47.5 s. No redirection to
    another gateway, which would be one that nobody declared.
    """
    return """\
charon {
  install_routes = no
  install_virtual_ip = no
  follow_redirects = no
  retransmit_timeout = 4.0
  retransmit_base = 1.8
  retransmit_tries = 3
}
"""
