"""What an instance does at its first start, and at each later one, as a cloud-init document. Pure: from a spec and ids to text.

Left out on purpose: every secret, the key of the volume included. The document is readable by whoever reads the machine's user
data or the state of the stack.
"""

from collections.abc import Iterator

from socle.estate import InstanceFlowSpec, InstanceSpec

from .cloud_config import METADATA, RESOLVER, setup_document, shipped, time_rule, user_data_url, written
from .keys import bare_id

VOLUME_IDS = "data-volume"
"""The key of the machine's user data that holds the ids of volume and secret."""


def volume_ids(volume_id: str, secret_id: str) -> str:
    """The user data `data-volume`: what only the cloud knows. The machine reads it at each start.

    Apart from the setup on purpose: the setup is known before anything exists, so a preview shows what changes in it.

    Args:
        volume_id: of the data volume, `<zone>/<uuid>` or bare.
        secret_id: of the secret that holds the volume's key, `<region>/<uuid>` or bare.
    """
    return f"volume={bare_id(volume_id)}\nsecret={bare_id(secret_id)}\n"


def cloud_init(spec: InstanceSpec, *, region: str) -> str:
    """The user data `cloud-init` of a machine."""
    settings = {"MOUNT": spec.volume.mount, "REGION": region, "IDS": user_data_url(VOLUME_IDS)}
    return setup_document(
        packages=["cryptsetup", "curl", "jq", "nftables"],
        time_servers=spec.time_servers,
        write=[
            written("/etc/nftables.conf", firewall(spec), "0600"),
            written("/etc/data-volume", "".join(f"{key}={value}\n" for key, value in settings.items()), "0600"),
            written("/usr/local/sbin/open-data-volume", _text("open-data-volume.sh"), "0755"),
            written("/usr/local/sbin/hand-over-token", _text("hand-over-token.sh"), "0755"),
            written("/etc/tmpfiles.d/data-volume.conf", "d /run/data-volume 0700 root root -\n", "0644"),
            written("/etc/systemd/system/data-volume.path", _text("data-volume.path"), "0644"),
            written("/etc/systemd/system/data-volume.service", _text("data-volume.service"), "0644"),
        ],
        run=[
            ["systemctl", "enable", "nftables.service"],
            ["systemctl", "restart", "nftables.service"],
            ["systemd-tmpfiles", "--create", "/etc/tmpfiles.d/data-volume.conf"],
            ["systemctl", "daemon-reload"],
            ["systemctl", "enable", "--now", "data-volume.path"],
        ],
    )


def firewall(spec: InstanceSpec) -> str:
    """The machine's own filter. The host's security groups judge public traffic only, so the flows are held here.

    Apart from the flows: addresses, names, time, and the web for root and the package installer, to fetch the volume's key and
    security updates.
    """
    return "\n".join(
        [
            "#!/usr/sbin/nft -f",
            "flush ruleset",
            "table inet guard {",
            "  chain input {",
            "    type filter hook input priority filter; policy drop;",
            "    iif lo accept",
            "    ct state established,related accept",
            "    meta l4proto { icmp, ipv6-icmp } accept",
            "    udp sport 67 udp dport 68 accept",
            *_rules(spec, "in", "ip saddr"),
            "  }",
            "  chain forward {",
            "    type filter hook forward priority filter; policy drop;",
            "  }",
            "  chain output {",
            "    type filter hook output priority filter; policy drop;",
            "    oif lo accept",
            "    ct state established,related accept",
            "    meta l4proto { icmp, ipv6-icmp } accept",
            "    udp sport 68 udp dport 67 accept",
            f"    ip daddr {RESOLVER} meta l4proto {{ tcp, udp }} th dport 53 accept",
            f"    ip daddr {METADATA} tcp dport 80 meta skuid root accept",
            f"    {time_rule(spec.time_servers)}",
            '    tcp dport { 80, 443 } meta skuid { "root", "_apt" } accept',
            *_rules(spec, "out", "ip daddr"),
            "  }",
            "}",
            "",
        ]
    )


def _rules(spec: InstanceSpec, direction: str, side: str) -> Iterator[str]:
    """Without names and reasons, and in an order of their own: another wording must not replace a machine."""
    for flow in sorted(flows(spec, direction), key=lambda flow: (flow.range, flow.protocol, flow.ports)):
        yield f"    {side} {flow.range} {flow.protocol} dport {{ {', '.join(flow.ports)} }} accept"


def flows(spec: InstanceSpec, direction: str) -> list[InstanceFlowSpec]:
    """The flows of one direction, in the order of their names."""
    return [flow for _, flow in sorted(spec.flows.items()) if flow.direction == direction]


def _text(name: str) -> str:
    return shipped("socle.scaleway", "instance_setup", name)
