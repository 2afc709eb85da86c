"""Instances, as the estate declares them: for what the host's HDS pages allow on machines of one's own and not on managed products.

Left out on purpose: public addresses, passwords, machines from snapshots, and local disks (the host asks for new block volumes).
"""

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from pydantic import Field, StringConstraints

from socle.messages import Refusal
from socle.specs import Form, Key, Reason, Spec, Unbound

from ..data_class import DataClass
from ..shared import ADDRESS, IN_ZONE, attached, encrypts
from .ranges import Ports, Range, wide_refusals

MountPoint = Annotated[
    str,
    StringConstraints(pattern=r"^/(srv|data|var/lib)/[a-z0-9][a-z0-9-]{0,40}$"),
    Form("a folder directly under /srv, /data or /var/lib", "/srv/data"),
]
"""Where the data is: a folder under /srv, /data or /var/lib."""
HostName = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$"),
    Form("a host name or an address", "ntp.obspm.fr"),
]
"""A host name or an address."""

Image = Annotated[
    str,
    StringConstraints(pattern=r"^((ubuntu|debian)_[a-z]{3,20}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$"),
    Form("a label of Debian or Ubuntu, or an image's id", "ubuntu_noble"),
]
"""An image that runs the setup: it needs cloud-init, systemd, nftables and cryptsetup, as Debian and Ubuntu have them."""


TIME_SERVERS = ("ntp.obspm.fr", "ntp.univ-lyon1.fr")
"""Two French public institutions: machines keep time without a foreign body."""


_OF_THE_SYSTEM = (
    "apparmor", "apport", "apt", "aspell", "bird", "boltd", "chrony", "cloud", "command-not-found", "dbus", "dhcp",
    "dhcpcd", "dhcpclient", "dictionaries-common", "dpkg", "emacsen-common", "fwupd", "git", "grub",
    "initramfs-tools", "ispell", "landscape", "locales", "logrotate", "man-db", "misc", "nfs", "os-prober", "pam",
    "plymouth", "polkit-1", "private", "python", "shells", "sgml-base", "shim-signed", "snapd", "strongswan",
    "sudo", "swcatalog", "systemd", "tpm2-tss", "ubuntu-advantage", "ubuntu-drivers-common", "ubuntu-fan",
    "ubuntu-release-upgrader", "ucf", "udisks2", "unattended-upgrades", "update-manager", "update-notifier",
    "upower", "usb-modeswitch", "usbutils", "vim", "xfonts", "xml-core",
)  # fmt: skip
SYSTEM_FOLDERS = frozenset(f"/var/lib/{name}" for name in _OF_THE_SYSTEM)
"""Folders under /var/lib that Debian and Ubuntu fill themselves, or that what a machine starts with does."""


class DataVolumeSpec(Spec):
    """A new block volume, encrypted in the machine with LUKS. Its key is fetched at each start and is written nowhere."""

    size_gb: int = Field(ge=5, le=10_000)
    """Size in GB. It can grow and never shrink; the file system is enlarged at the next start."""
    iops: Literal[5000, 15000] = 5000
    """Operations a second, one of the two that the host offers."""
    mount: MountPoint = "/srv/data"
    """Where it is mounted. Not a folder that the system itself keeps things in."""

    def refusals(self) -> Iterator[Refusal]:
        if self.mount in SYSTEM_FOLDERS:
            yield Refusal(
                f"the volume would be mounted over {self.mount}",
                "the system keeps its own things there: they would be hidden, and the machine would not start or not be updated",
                "mount it under /srv or /data, or at a folder that only your programs use",
                at="mount",
            )


class InstanceFlowSpec(Spec):
    """Traffic that the machine may open or answer; everything else is dropped, in the machine itself and at the host."""

    direction: Literal["in", "out"]
    """`in`: others connect to it. `out`: it connects to others."""
    range: Range
    """The other side."""
    ports: tuple[Ports, ...] = Field(min_length=1)
    """Ports that answer, each as text."""
    protocol: Literal["tcp", "udp"] = "tcp"
    """The protocol."""
    reason: Reason
    """Why the flow exists."""

    def refusals(self) -> Iterator[Refusal]:
        if self.direction == "in" and self.range == "0.0.0.0/0":
            yield Refusal(
                "anyone may connect to the machine",
                "it would only take a public address, given by mistake, to open it to the Internet",
                "name the ranges that connect",
                at="range",
            )
        else:
            yield from wide_refusals(
                self.range, "any process of the machine could ask for what it starts with, secrets among it"
            )


class InstanceSpec(Spec):
    """A machine without a public address, closed in both directions, whose data is on an encrypted volume.

    The system disk is not encrypted: keep data on the volume. The host gives machines no identity of their own, so a token that
    reads one secret is handed to the machine after each start (see the operator's guide); until then the volume stays closed.
    """

    BECOMES: ClassVar[str] = "scaleway:instance/server:Server"

    MACHINE: ClassVar[str] = "type"
    """The field that names a type of machine, which the zone must offer and the class admit."""

    data_class: DataClass
    """The most sensitive data on it; sets the floor of every value below."""
    network: Annotated[Key, attached()]
    """The private network it is attached to; one that goes out through the gateway, to fetch the volume's key."""
    address: Annotated[Key, ADDRESS] | None = None
    """An entry of network.addresses that it answers at; nothing means any free one."""
    key: Annotated[Key, encrypts("secret with the volume's key")]
    """The entry of `keys` that encrypts the secret with the volume's key. It must be of the same data class."""
    zone: Annotated[str, IN_ZONE]
    """Where it is; a zone of the estate. Another one replaces the machine and the volume."""
    type: str
    """The machine type. Another one stops the machine, changes it and starts it."""
    image: Image = "ubuntu_noble"
    """The system: a label of Debian or Ubuntu, or an image's id. Another one replaces the machine; the volume stays."""
    root_gb: int = Field(default=20, ge=10, le=1_000)
    """Size of the system disk in GB, on block storage."""
    volume: DataVolumeSpec
    """The encrypted volume."""
    flows: dict[Key, InstanceFlowSpec] = Field(default_factory=dict[Key, InstanceFlowSpec])
    """What may pass, apart from what the machine needs to start: addresses, names, time and its key."""
    time_servers: tuple[HostName, ...] = Field(default=TIME_SERVERS, min_length=1)
    """Time servers; by default those of two French public institutions. Where all of them are addresses, time is asked of them alone; a
    filter knows no names, so with one name it may be asked of anybody. Others replace the machine."""
    placement: Annotated[Key, Unbound("several machines that name the same one share nothing but it")] | None = None
    """Machines that name the same placement are put on different hardware. Another one replaces the machine."""
    replaceable: bool = False
    """The machine may be replaced: lifts its protection, not the volume's. Deploy this first, then the change that replaces it."""

    @property
    def address_count(self) -> int:
        """How many free addresses of its network it takes: none where it has a reserved one."""
        return 0 if self.address else 1
