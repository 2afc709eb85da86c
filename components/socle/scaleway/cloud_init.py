"""What an instance does at its first start, and at each later one, as a cloud-init document. Pure: from a spec and ids to text.

Left out on purpose: every secret, the key of the volume included. The document is readable by whoever reads the machine's user
data or the state of the stack.
"""

from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import yaml

from socle.estate import InstanceFlowSpec, InstanceSpec

RESOLVER = "169.254.169.254"
"""Names on private networks are resolved there (Scaleway documentation, DNS for VPC and private networks)."""
METADATA = "169.254.42.42"
"""Instance metadata, user data included (Scaleway documentation)."""

VOLUME_IDS = "data-volume"
"""The key of the machine's user data that holds the ids of volume and secret."""


def volume_ids(volume_id: str, secret_id: str) -> str:
    """The user data `data-volume`: what only the cloud knows. The machine reads it at each start.

    Apart from the setup on purpose: the setup is known before anything exists, so a preview shows what changes in it.

    Args:
        volume_id: of the data volume, `<zone>/<uuid>` or bare.
        secret_id: of the secret that holds the volume's key, `<region>/<uuid>` or bare.
    """
    return f"volume={_bare(volume_id)}\nsecret={_bare(secret_id)}\n"


def cloud_init(spec: InstanceSpec, *, region: str) -> str:
    """The user data `cloud-init` of a machine."""
    scripts = files("socle.scaleway").joinpath("instance_setup")
    settings = {
        "MOUNT": spec.volume.mount,
        "REGION": region,
        "IDS": f"http://{METADATA}/user_data/{VOLUME_IDS}",
    }
    document: dict[str, Any] = {
        "ssh_pwauth": False,
        "swap": {"size": 0},  # what is in memory stays in memory
        "package_update": True,
        "packages": ["cryptsetup", "curl", "jq", "nftables"],
        "ntp": {"enabled": True, "ntp_client": "chrony", "servers": list(spec.time_servers), "pools": []},
        "write_files": [
            _file("/etc/nftables.conf", firewall(spec), "0600"),
            _file("/etc/data-volume", "".join(f"{key}={value}\n" for key, value in settings.items()), "0600"),
            _file("/usr/local/sbin/open-data-volume", _text(scripts, "open-data-volume.sh"), "0755"),
            _file("/usr/local/sbin/hand-over-token", _text(scripts, "hand-over-token.sh"), "0755"),
            _file("/etc/tmpfiles.d/data-volume.conf", "d /run/data-volume 0700 root root -\n", "0644"),
            _file("/etc/systemd/system/data-volume.path", _text(scripts, "data-volume.path"), "0644"),
            _file("/etc/systemd/system/data-volume.service", _text(scripts, "data-volume.service"), "0644"),
        ],
        "runcmd": [
            ["systemctl", "enable", "nftables.service"],
            ["systemctl", "restart", "nftables.service"],
            ["systemd-tmpfiles", "--create", "/etc/tmpfiles.d/data-volume.conf"],
            ["systemctl", "daemon-reload"],
            ["systemctl", "enable", "--now", "data-volume.path"],
        ],
    }
    return "#cloud-config\n" + yaml.safe_dump(document, sort_keys=False, width=1_000)


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
            "    udp dport 123 accept",
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


def _file(path: str, content: str, mode: str) -> dict[str, Any]:
    return {"path": path, "owner": "root:root", "permissions": mode, "content": content}


def _bare(cloud_id: str) -> str:
    return cloud_id.rsplit("/", 1)[-1]


def _text(folder: Any, name: str) -> str:
    return folder.joinpath(name).read_text("utf-8")
