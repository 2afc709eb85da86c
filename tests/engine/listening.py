"""Who belongs to a run, and where it listens, as Linux tells it in /proc. Elsewhere nothing is found."""

import ipaddress
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_PROC = Path("/proc")
_LISTENS = "0A"  # TCP_LISTEN
_LOCAL, _STATE, _INODE = 1, 3, 9  # columns of /proc/net/tcp


def places(processes: Iterable[int]) -> set[tuple[Address, int]]:
    """Where these processes accept TCP connections: addresses and ports."""
    own = {inode for process in processes for inode in _sockets(process)}
    return {(address, port) for inode, address, port in _listening() if inode in own}


def running_below(folder: Path) -> list[int]:
    """Processes that were started with a place of temporary files that is this folder or lies in it, whether it is still there or not."""
    own, below = f"TMPDIR={folder}".encode(), f"TMPDIR={folder}/".encode()
    return [
        number
        for number, environ in _environments()
        if any(each == own or each.startswith(below) for each in environ.split(b"\0"))
    ]


def _environments() -> Iterator[tuple[int, bytes]]:
    for each in _PROC.glob("[0-9]*/environ"):
        try:
            yield int(each.parent.name), each.read_bytes()
        except OSError:
            continue  # it ended, or is somebody else's


def _sockets(process: int) -> Iterator[str]:
    for each in (_PROC / str(process) / "fd").glob("*"):
        try:
            found = re.fullmatch(r"socket:\[(\d+)\]", str(each.readlink()))
        except OSError:
            continue  # closed meanwhile
        if found:
            yield found[1]


def _listening() -> Iterator[tuple[str, Address, int]]:
    for table in ("tcp", "tcp6"):
        file = _PROC / "net" / table
        for line in file.read_text("ascii").splitlines()[1:] if file.exists() else ():
            row = line.split()
            if row[_STATE] == _LISTENS:
                address, _, port = row[_LOCAL].partition(":")
                yield row[_INODE], _address(address), int(port, 16)


def _address(digits: str) -> Address:
    """The kernel writes each group of four bytes in the machine's own order, which is little-endian wherever this runs."""
    words = (bytes.fromhex(digits[at : at + 8])[::-1] for at in range(0, len(digits), 8))
    found = ipaddress.ip_address(b"".join(words))
    return found.ipv4_mapped or found if isinstance(found, ipaddress.IPv6Address) else found
