"""A machine of ours, a stand-in for Azure's gateway and a workload of the platform, each in a namespace, with real daemons.

Our machine runs what its cloud-init document would write, at the same paths, and reads its user data from a stand-in for the
host's metadata. One thing differs: strongSwan encrypts in user space (plugin kernel-libipsec) and makes the tunnel's interface
itself, since a kernel of a test machine may lack XFRM. What is loaded into it is the same.
"""

import base64
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from socle.bridge.cloud_init import ENDS, PSK, bridge_ends, machine_files
from socle.bridge.proposals import AzurePolicy, azure_policy, strongswan_ike
from socle.bridge.routing import reserve_bird
from socle.bridge.strongswan import psk_conf
from socle.estate.bridge.vpn_profile import STRONG, VpnProfileSpec

from . import bridges
from .bridges import ACCEPTED, AZURE, FIRST, OURS, bridge, passing
from .namespaces import Machine, joined, machines, until

SERVICE, WORKLOAD = "10.50.1.10", "10.20.16.10"
EXTRA, DEFAULT = "10.60.0.0/16", "0.0.0.0/0"
"""What Azure's side announces beside what is accepted."""

_ALGORITHMS = {
    "AES128": "aes128", "AES192": "aes192", "AES256": "aes256",
    "GCMAES128": "aes128gcm16", "GCMAES192": "aes192gcm16", "GCMAES256": "aes256gcm16",
    "SHA256": "sha256", "SHA384": "sha384",
    "DHGroup14": "modp2048", "PFS2048": "modp2048", "ECP256": "ecp256", "ECP384": "ecp384",
}  # fmt: skip
"""From Azure's names, by its documentation's table and not by the code under test."""

_TEST_ONLY = """\
charon {
  filelog {
    stderr {
      default = 1
    }
  }
  plugins {
    kernel-libipsec {
      load = yes
    }
  }
}
"""
"""Encryption in user space. The plugin makes routes of its own whatever `install_routes` says: the rule that leads to them is
deleted."""

_PLUGINS = (
    "random nonce drbg aes sha1 sha2 hmac kdf gcm openssl kernel-libipsec kernel-netlink socket-default vici updown"
)
"""Of the other plugins only some of those that the packages of a machine bring."""

_OWN = (
    "/etc/strongswan.d",
    "/etc/swanctl",
    "/etc/bird",
    "/etc/default",
    "/etc/sysctl.d",
    "/etc/tmpfiles.d",
    "/etc/apparmor.d",
    "/etc/systemd/system",
    "/etc/nftables.conf",
    "/usr/local/sbin",
    "/run",
)
"""Where the setup of a machine writes."""

_METADATA = """
import http.server, pathlib, sys
class Entries(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        file = pathlib.Path(sys.argv[1], self.path.removeprefix("/user_data/"))
        root = self.client_address[1] < 1024
        self.send_response(200 if root and file.exists() else 404); self.end_headers()
        self.wfile.write(file.read_bytes() if root and file.exists() else b"")
http.server.HTTPServer(("169.254.42.42", 80), Entries).serve_forever()
"""

_ANSWER = """
import asyncio, sys
async def answer(reader, writer):
    writer.write(b"here"); await writer.drain(); writer.close()
async def main():
    for place in sys.argv[1:]:
        host, port = place.split(":")
        await asyncio.start_server(answer, host, int(port))
    await asyncio.Event().wait()
asyncio.run(main())
"""

_ASK = """
import socket, sys
with socket.create_connection((sys.argv[2], int(sys.argv[3])), timeout=0.7, source_address=(sys.argv[1], 0)) as asked:
    asked.settimeout(0.7)
    assert asked.recv(4) == b"here"
    print(asked.getsockopt(socket.IPPROTO_TCP, socket.TCP_MAXSEG))
"""

_AZURE_BIRD = f"""\
router id 169.254.21.2;
protocol device {{
}}
protocol static {{
  ipv4;
  route {ACCEPTED} blackhole;
  route {EXTRA} blackhole;
  route 10.50.64.0/24 blackhole;
  route {DEFAULT} blackhole;
}}
protocol kernel {{
  ipv4 {{
    import none;
    export where source = RTS_BGP;
  }};
}}
protocol bgp ours {{
  local 169.254.21.2 as 65515;
  neighbor 169.254.21.1 as 64512;
  direct;
  passive;
  ipv4 {{
    import all;
    export where source = RTS_STATIC;
  }};
}}
"""


@dataclass
class Lab:
    """Three machines; `azure` is the stand-in for Azure's gateway and what is behind it."""

    ours: Machine
    azure: Machine
    platform: Machine
    profile: VpnProfileSpec = STRONG
    propagation: bool = True
    _loaded: tuple[VpnProfileSpec, bool, str] = (STRONG, True, "")

    def boot(self) -> None:
        joined(self.ours, ("public", f"{OURS}/24"), self.azure, ("outside", f"{AZURE}/24"))
        joined(self.ours, ("private", "10.20.99.2/24"), self.platform, ("card", "10.20.99.1/24"))
        # As the host's DHCP hands out the routes of the VPC, and a default route of the public card.
        self.ours.shell(f"ip route add 10.20.16.0/20 via 10.20.99.1; ip route add default via {AZURE}")
        self._boot_platform()
        self._boot_azure()
        self._boot_ours()

    def _boot_platform(self) -> None:
        self.platform.shell(f"ip address add {WORKLOAD}/32 dev lo; ip route add default via 10.20.99.2 src {WORKLOAD}")
        self.platform.start(
            "answers", sys.executable, "-c", _ANSWER, *(f"{WORKLOAD}:{port}" for port in (8005, 9000, 22))
        )

    def _boot_azure(self) -> None:
        azure = self.azure
        azure.own("/etc/strongswan.d", "/etc/swanctl", "/etc/bird", "/run")
        azure.shell(f"ip address add {SERVICE}/32 dev lo; echo 1 >/proc/sys/net/ipv4/ip_forward; mkdir -p /run/bird")
        azure.start("answers", sys.executable, "-c", _ANSWER, *(f"{SERVICE}:{port}" for port in (5432, 22)))
        azure.write("/etc/strongswan.d/test.conf", f"charon {{\n  install_routes = no\n}}\n{_TEST_ONLY}")
        _only_plugins(azure)
        azure.start("charon", "charon-systemd")
        assert until(lambda: azure.succeeds("test", "-S", "/run/charon.vici"))
        azure.shell("ip rule delete priority 220; ip address add 169.254.21.2/30 dev ipsec0; ip link set ipsec0 up")
        self.azure_takes(azure_policy(self.profile))
        azure.write("/etc/bird/bird.conf", _AZURE_BIRD, "0644")
        azure.start("bird", "bird", "-f")

    def _boot_ours(self) -> None:
        ours = self.ours
        self._loaded = (self.profile, self.propagation, "")
        ours.own(*_OWN)
        ours.shell("ip address add 169.254.42.42/32 dev lo")
        (ours.folder / "user-data").mkdir()
        ours.start("metadata", sys.executable, "-c", _METADATA, str(ours.folder / "user-data"))
        for path, (content, mode) in machine_files(
            bridge(profile=self.profile), FIRST, passing(propagation=self.propagation)
        ).items():
            ours.write(path, content, mode)
        ours.write("/etc/strongswan.d/test.conf", _TEST_ONLY)
        ours.shell(
            "sysctl -q -p /etc/sysctl.d/90-tunnel.conf; nft -f /etc/nftables.conf; mkdir -p /run/tunnel /run/bird"
        )
        ours.write("/run/tunnel/reserve.bird", reserve_bird(reserve=True), "0644")
        _only_plugins(ours)
        ours.start("charon", "charon-systemd")
        assert until(lambda: ours.succeeds("test", "-S", "/run/charon.vici"))
        ours.shell("ip rule delete priority 220; tunnel-interface")
        ours.start("bird", "bird", "-f")
        assert until(lambda: ours.succeeds("test", "-S", "/run/bird/bird.ctl"))
        self.told(reserve=False)

    def told(self, *, reserve: bool = False, psk: str = bridges.PSK) -> str:
        """Change the user data of our machine, and let it read them as its timer would."""
        folder = self.ours.folder / "user-data"
        (folder / ENDS).write_text(bridge_ends(ours=OURS, azure=AZURE, reserve=reserve))
        (folder / PSK).write_text(psk_conf(psk))
        return self.ours.run("read-tunnel-ends")

    def azure_takes(
        self, policy: AzurePolicy | None = None, *, ike: str = "", esp: str = "", psk: str = bridges.PSK
    ) -> None:
        """Load a policy, or proposals of strongSwan, into the stand-in. Tunnels that are up stay."""
        if policy:
            names = {key: _ALGORITHMS[value] for key, value in vars(policy).items()}
            ike = ike or f"{names['ike_encryption']}-{names['ike_integrity']}-{names['dh_group']}"
            aead = policy.ipsec_encryption == policy.ipsec_integrity
            parts = ["ipsec_encryption", *([] if aead else ["ipsec_integrity"]), "pfs_group"]
            esp = esp or "-".join(names[part] for part in parts)
        self.azure.write("/etc/swanctl/swanctl.conf", _azure_connection(ike, esp, psk))
        self.azure.run("swanctl", "--load-all", "--noprompt", "--clear")

    def initiate(self) -> bool:
        return self.ours.succeeds("swanctl", "--initiate", "--child", "azure", "--timeout", "8")

    def down(self) -> None:
        """End the tunnel without letting it come back by itself."""
        for machine, name in ((self.ours, "azure"), (self.azure, "gateway")):
            machine.run("swanctl", "--terminate", "--ike", name, "--force", "--timeout", "2", check=False)
        assert not self.spis()

    def up(self) -> bool:
        return until(lambda: "INSTALLED" in self.ours.run("swanctl", "--list-sas"))

    def spis(self) -> set[str]:
        """What names the keys that are in use; another name, other keys."""
        words = self.ours.run("swanctl", "--list-sas", "--raw").replace("{", " ").split()
        return {word for word in words if word.startswith(("spi-in=", "initiator-spi="))}

    def pings(self) -> bool:
        return self.ours.succeeds("ping", "-c", "1", "-W", "2", "-I", FIRST.scaleway_address, FIRST.azure_address)

    def routes(self, machine: Machine) -> set[str]:
        """What a machine learned by BGP, as its kernel has it."""
        return {line.split()[0] for line in machine.run("ip", "route", "show", "proto", "bird").splitlines()}

    def established(self) -> bool:
        return until(lambda: "Established" in self.ours.run("birdc", "show", "protocols", "azure"))

    def reaches(self, source: str, destination: str, port: int) -> bool:
        return bool(self.segment(source, destination, port))

    def segment(self, source: str, destination: str, port: int) -> int:
        """The largest TCP segment of a connection, in bytes; 0 where there is none."""
        machine = self.platform if source == WORKLOAD else self.azure
        said = machine.run(sys.executable, "-c", _ASK, source, destination, str(port), check=False)
        return int(said) if said.strip().isdigit() else 0

    def steady(self) -> None:
        """Put back what a test changed, and bring the tunnel up."""
        if self._loaded != (self.profile, self.propagation, "") or not self.spis():
            self.down()
            self.ours_takes(self.profile)
            self.azure_takes(azure_policy(self.profile))
            self.told()
        assert self.up(), self.ours.log("charon")
        assert self.established()

    def ours_takes(self, profile: VpnProfileSpec, *, propagation: bool = True, ike: str = "") -> str:
        """Set our machine up for another profile, or for a proposal that no profile has, and return what strongSwan says to it."""
        files = machine_files(bridge(profile=profile), FIRST, passing(propagation=propagation))
        connection = files["/etc/swanctl/azure.conf"][0]
        if ike:
            connection = connection.replace(strongswan_ike(profile.ike), ike)
        self.ours.write("/etc/swanctl/azure.conf", connection)
        self.ours.write("/etc/bird/bird.conf", files["/etc/bird/bird.conf"][0], "0644")
        self.ours.write("/etc/nftables.conf", files["/etc/nftables.conf"][0])
        said = self.ours.run("swanctl", "--load-all", "--noprompt", "--clear", check=not ike)
        self.ours.shell("birdc configure; nft -f /etc/nftables.conf")
        self._loaded = (profile, propagation, ike)
        return said


def _only_plugins(machine: Machine) -> None:
    kept = "|".join(f"{name}.conf" for name in _PLUGINS.split())
    machine.shell(
        f'cd /etc/strongswan.d/charon; for file in *; do case $file in {kept}) ;; *) rm "$file" ;; esac; done'
    )


def _azure_connection(ike: str, esp: str, psk: str) -> str:
    return f"""\
connections {{
  gateway {{
    version = 2
    local_addrs = {AZURE}
    remote_addrs = {OURS}
    proposals = {ike}
    local {{
      auth = psk
      id = {AZURE}
    }}
    remote {{
      auth = psk
      id = {OURS}
    }}
    children {{
      gateway {{
        esp_proposals = {esp}
        local_ts = 0.0.0.0/0
        remote_ts = 0.0.0.0/0
      }}
    }}
  }}
}}
secrets {{
  ike {{
    secret = 0s{base64.b64encode(psk.encode()).decode()}
  }}
}}
"""


@contextmanager
def laboratory(folder: Path, profile: VpnProfileSpec = STRONG, *, propagation: bool = True) -> Iterator[Lab]:
    with machines(folder, "ours", "azure", "platform") as (ours, azure, platform):
        lab = Lab(ours, azure, platform, profile, propagation)
        lab.boot()
        yield lab
