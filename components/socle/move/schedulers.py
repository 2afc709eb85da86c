"""Which Dask scheduler may run a move. Dask unpickles what it receives: whoever reaches an open one runs code with the mover's rights."""

import ipaddress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from socle.messages import Refusal, Refused


@dataclass(frozen=True)
class Scheduler:
    """Where shards are run. An empty address: in this process, with nothing to install or to open.

    certificate, key, authority: files in PEM, for both sides of TLS; empty where the scheduler is in this process or on the loopback.
    """

    address: str = ""
    certificate: str = ""
    key: str = ""
    authority: str = ""

    @property
    def secure(self) -> bool:
        return self.address.startswith("tls://")


def scheduler(address: str = "", certificate: str = "", key: str = "", authority: str = "") -> Scheduler:
    """A scheduler by its address: `tls://host:port` with certificates, or `tcp://127.0.0.1:port`.

    Raises:
        Refused: the address is no scheduler's, is open to others, or a certificate is missing.
    """
    asked = Scheduler(address, certificate, key, authority)
    if refusal := _refusal(asked):
        raise Refused([refusal])
    return asked


def _refusal(asked: Scheduler) -> Refusal | None:
    if not asked.address:
        return None
    kind, host, port = _parts(asked.address)
    if kind not in ("tcp", "tls") or not host or not port:
        return Refusal(
            f"{asked.address} is no address of a scheduler",
            "no shard would be run",
            "write tls://host:port, or tcp://127.0.0.1:port for one on this machine",
            "scheduler",
        )
    if kind == "tcp" and not on_loopback(asked.address):
        return Refusal(
            f"the scheduler {asked.address} is neither encrypted nor authenticated",
            "whoever reaches its port would run code with the mover's rights, and read what it reads",
            "write tls://, with a certificate, its key and the authority that signed both sides",
            "scheduler",
        )
    return _certificate_refusal(asked) if kind == "tls" else None


def _certificate_refusal(asked: Scheduler) -> Refusal | None:
    files = {"certificate": asked.certificate, "key": asked.key, "authority": asked.authority}
    missing = [name for name, file in files.items() if not file or not Path(file).is_file()]
    if not missing:
        return None
    return Refusal(
        f"there is no file for {', '.join(missing)}",
        "the scheduler could not tell a worker of ours from anybody else",
        "name three files in PEM: certificate, key and authority",
        "scheduler",
    )


def _parts(address: str) -> tuple[str, str, int]:
    """Scheme, host and port; empty or zero where there is none."""
    try:
        found = urlsplit(address)
        host, port = found.hostname or "", found.port or 0
    except ValueError:
        return "", "", 0
    return found.scheme, host, port


def on_loopback(address: str) -> bool:
    """Whether only this machine reaches it. A name may be answered by anybody, so only that of the loopback itself counts."""
    host = _parts(address)[1]
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
