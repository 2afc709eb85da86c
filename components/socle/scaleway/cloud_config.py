"""What the setup of every machine has in common: the shape of its cloud-init document, and the addresses it may ask. Pure."""

import ipaddress
from collections.abc import Sequence
from importlib.resources import files
from typing import Any

import yaml

RESOLVER = "169.254.169.254"
"""Names on private networks are resolved there (Scaleway documentation, DNS for VPC and private networks)."""
METADATA = "169.254.42.42"
"""Instance metadata, user data included. User data is given to source ports below 1024 only, so to root (Scaleway documentation)."""


def user_data_url(key: str) -> str:
    """Where a machine reads an entry of its own user data."""
    return f"http://{METADATA}/user_data/{key}"


def setup_document(
    *,
    packages: Sequence[str],
    time_servers: Sequence[str],
    write: Sequence[dict[str, Any]],
    run: Sequence[Sequence[str]],
) -> str:
    """A cloud-init document: no password, no swap, time from the given servers, then files, packages and commands."""
    document: dict[str, Any] = {
        "ssh_pwauth": False,
        "swap": {"size": 0},  # what is in memory stays in memory
        "package_update": True,
        "packages": list(packages),
        "ntp": {"enabled": True, "ntp_client": "chrony", "servers": list(time_servers), "pools": []},
        "write_files": list(write),
        "runcmd": [list(command) for command in run],
    }
    return "#cloud-config\n" + yaml.safe_dump(document, sort_keys=False, width=1_000)


def time_addresses(time_servers: Sequence[str]) -> list[str]:
    """The servers by address, where all of them are addresses; empty where one is a name, since a filter knows no names."""
    try:
        return [str(each) for each in sorted({ipaddress.IPv4Address(server) for server in time_servers})]
    except ValueError:
        return []


def time_rule(time_servers: Sequence[str]) -> str:
    """What lets time through, in nftables' words: to the servers alone where all of them are addresses, else to anybody."""
    known = time_addresses(time_servers)
    to = f"ip daddr {{ {', '.join(known)} }} " if known else ""
    return f"{to}udp dport 123 accept"


def written(path: str, content: str, mode: str) -> dict[str, Any]:
    """One file of root's."""
    return {"path": path, "owner": "root:root", "permissions": mode, "content": content}


def shipped(package: str, folder: str, name: str) -> str:
    """The text of a script or unit that lies beside the code."""
    return files(package).joinpath(folder, name).read_text("utf-8")
