"""What a machine with a tunnel does at its first start, as a cloud-init document; and what it is told later. Pure.

Left out on purpose: the pre-shared key and addresses that only the cloud knows. They are entries of the user data of their own
(`bridge-psk`, secret; `bridge-ends`), which the machine reads at each start and every minute, so that a rotated key and another
active machine need no replacement, and a preview shows this text whole.
"""

import ipaddress

from socle.estate import BridgeSpec, MachinesSpec, TunnelSpec
from socle.scaleway import setup_document, shipped, written

from .packet_filter import nftables_conf
from .prefixes import Passing
from .routing import bird_conf, reserve_bird
from .strongswan import INTERFACE, INTERFACE_ID, MTU_BYTES, charon_conf, swanctl_conf

ENDS = "bridge-ends"
PSK = "bridge-psk"
"""Keys of the machine's user data."""

PACKAGES = [
    "charon-systemd",
    "strongswan-swanctl",
    "libstrongswan-standard-plugins",
    "bird2",
    "nftables",
    "chrony",
    "curl",
]
"""Not `strongswan`: it brings the older daemon, which would take the same ports."""


def bridge_ends(ours: str, azure: str, *, reserve: bool) -> str:
    """The user data `bridge-ends`: both public addresses, and whether this machine is the one in reserve.

    Raises:
        ValueError: an address is none.
    """
    return (
        f"ours={_address(ours, 'the machine')}\n"
        f"azure={_address(azure, 'the gateway on Azure')}\n"
        f"reserve={'true' if reserve else 'false'}\n"
    )


def _address(text: str, whose: str) -> ipaddress.IPv4Address:
    try:
        return ipaddress.IPv4Address(text)
    except ValueError:
        raise ValueError(
            f"the public address of {whose} is {text!r}: the machine would open no tunnel; deploy again once the cloud gives one"
        ) from None


def cloud_init(bridge: BridgeSpec, tunnel: TunnelSpec, passing: Passing) -> str:
    """The user data `cloud-init` of the machine that ends a tunnel.

    Raises:
        ValueError: the bridge has no machines or no end on Azure, or what passes contradicts itself.
    """
    return setup_document(
        packages=PACKAGES,
        time_servers=_machines(bridge).time_servers,
        write=[
            written(path, content, mode) for path, (content, mode) in machine_files(bridge, tunnel, passing).items()
        ],
        run=[
            ["sysctl", "--system"],
            ["systemctl", "enable", "nftables.service"],
            ["systemctl", "restart", "nftables.service"],
            ["systemd-tmpfiles", "--create", "/etc/tmpfiles.d/tunnel.conf"],
            ["systemctl", "daemon-reload"],
            ["systemctl", "enable", "--now", "tunnel-interface.service"],
            ["systemctl", "start", "tunnel-ends.service"],
            ["systemctl", "enable", "strongswan.service", "bird.service"],
            ["systemctl", "restart", "strongswan.service", "bird.service"],
            ["systemctl", "enable", "--now", "tunnel-ends.timer"],
        ],
    )


def machine_files(bridge: BridgeSpec, tunnel: TunnelSpec, passing: Passing) -> dict[str, tuple[str, str]]:
    """Content and mode by path."""
    machines = _machines(bridge)
    if bridge.azure is None:
        raise ValueError(_LACKING)
    bird = bird_conf(
        tunnel,
        asn=machines.asn,
        azure_asn=bridge.azure.asn,
        announced=passing.announced,
        accepted=passing.accepted,
        propagation=passing.propagation,
    )
    nftables = nftables_conf(
        tunnel,
        announced=passing.announced,
        accepted=passing.accepted,
        flows=passing.flows,
        administration=passing.administration,
        propagation=passing.propagation,
        time_servers=machines.time_servers,
    )
    return {
        "/etc/nftables.conf": (nftables, "0600"),
        "/etc/bird/bird.conf": (bird, "0644"),
        "/etc/swanctl/azure.conf": (swanctl_conf(bridge.profile, bridge.initiation), "0600"),
        "/etc/swanctl/conf.d/tunnel.conf": ("include /run/tunnel/*.conf\n", "0600"),
        "/etc/strongswan.d/tunnel.conf": (charon_conf(), "0644"),
        "/etc/apparmor.d/local/usr.sbin.swanctl": ("/run/tunnel/** r,\n", "0644"),  # Debian's profile knows /etc only
        "/etc/default/tunnel": (settings(tunnel, opens=bridge.initiation == "scaleway"), "0644"),
        "/etc/sysctl.d/90-tunnel.conf": (sysctl_conf(), "0644"),
        "/etc/tmpfiles.d/tunnel.conf": (_tmpfiles(), "0644"),
        "/usr/local/sbin/tunnel-interface": (_text("tunnel-interface.sh"), "0755"),
        "/usr/local/sbin/read-tunnel-ends": (_text("read-tunnel-ends.sh"), "0755"),
        "/etc/systemd/system/tunnel-interface.service": (_text("tunnel-interface.service"), "0644"),
        "/etc/systemd/system/tunnel-ends.service": (_text("tunnel-ends.service"), "0644"),
        "/etc/systemd/system/tunnel-ends.timer": (_text("tunnel-ends.timer"), "0644"),
    }


_LACKING = "the bridge has no machines or no end on Azure: write transport: self-hosted with both"


def _machines(bridge: BridgeSpec) -> MachinesSpec:
    if bridge.machines is None:
        raise ValueError(_LACKING)
    return bridge.machines


def settings(tunnel: TunnelSpec, *, opens: bool) -> str:
    """What the scripts know: the interface, and whether our side opens the tunnel."""
    return (
        f"INTERFACE={INTERFACE}\n"
        f"INTERFACE_ID={INTERFACE_ID}\n"
        f"ADDRESS={tunnel.scaleway_address}/{tunnel.range.prefixlen}\n"
        f"MTU={MTU_BYTES}\n"
        f"OPENS={'true' if opens else 'false'}\n"
    )


def sysctl_conf() -> str:
    """Forwarding; strict checks of the way back everywhere (the tunnel's interface makes its own loose); no IPv6 at all."""
    return """\
net.ipv4.ip_forward = 1
net.ipv4.conf.all.rp_filter = 1
net.ipv4.conf.default.rp_filter = 1
net.ipv4.conf.all.accept_redirects = 0
net.ipv4.conf.default.accept_redirects = 0
net.ipv4.conf.all.send_redirects = 0
net.ipv4.conf.default.send_redirects = 0
net.ipv4.conf.all.accept_source_route = 0
net.ipv6.conf.all.disable_ipv6 = 1
net.ipv6.conf.default.disable_ipv6 = 1
"""


def _tmpfiles() -> str:
    """At each start, before anything is known: a folder in memory, and in reserve."""
    return f"d /run/tunnel 0755 root root -\nf /run/tunnel/reserve.bird 0644 root root - {reserve_bird(reserve=True)}"


def _text(name: str) -> str:
    return shipped("socle.bridge", "machine_setup", name)
