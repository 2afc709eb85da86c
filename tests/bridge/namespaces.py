"""Machines as network namespaces, for tests with real daemons. None has a way out of the test.

A machine is one process with its own network, process numbers and mounts. When it ends, or whoever runs the tests does,
the kernel ends what runs inside and removes the namespaces: nothing is left behind, whatever fails.
"""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

TOOLS = ("swanctl", "charon-systemd", "bird", "birdc", "nft", "ip", "unshare", "nsenter", "ping", "curl", "setpriv")
_APART = ("unshare", "--net", "--mount", "--pid", "--fork", "--kill-child")
LIBIPSEC = Path("/usr/lib/ipsec/plugins/libstrongswan-kernel-libipsec.so")


def missing() -> str | None:
    """Why the tests with real daemons cannot run here; nothing if they can."""
    tools = [tool for tool in TOOLS if not shutil.which(tool, path=f"{os.environ['PATH']}:/usr/sbin:/sbin")]
    if sys.platform != "linux" or os.geteuid() != 0:
        return "needs root on Linux"
    if tools or not LIBIPSEC.exists():
        return f"needs {', '.join(tools) or 'libcharon-extra-plugins'}: make test-tunnels installs Debian's packages"
    probe = "ip link add left type veth peer name right && ip tuntap add probe mode tun && nft list ruleset"
    tried = subprocess.run(
        [*_APART, "sh", "-c", probe],
        capture_output=True,
        text=True,
        check=False,
    )
    return f"needs network namespaces, veth, TUN and nftables: {tried.stderr.strip()}" if tried.returncode else None


class Machine:
    """One namespace. Commands run inside it, with its own /run, /etc/swanctl and the rest of the settings that it writes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir()
        self._holder = subprocess.Popen(
            ["setpriv", "--pdeathsig", "KILL", *_APART, "sleep", "600"],
            stdin=subprocess.DEVNULL,
        )
        self._running: list[subprocess.Popen[bytes]] = []
        self.pid = _child_of(self._holder.pid)

    def command(self, *words: str) -> list[str]:
        return ["nsenter", f"--target={self.pid}", "--net", "--mount", "--pid", *words]

    def run(self, *words: str, check: bool = True, text: str | None = None, seconds: float = 20) -> str:
        """What a command prints, errors included."""
        ran = subprocess.run(
            self.command(*words),
            input=text,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            timeout=seconds,
        )
        assert not check or ran.returncode == 0, f"{' '.join(words)}: {ran.stdout}{self._logs()}"
        return ran.stdout

    def succeeds(self, *words: str) -> bool:
        return subprocess.run(self.command(*words), capture_output=True, check=False, timeout=20).returncode == 0

    def shell(self, script: str) -> str:
        return self.run("sh", "-ec", script)

    def start(self, name: str, *words: str) -> None:
        """Run something until the machine ends; what it prints goes into a file of that name."""
        with (self.folder / f"{name}.log").open("wb") as log:
            self._running.append(
                subprocess.Popen(self.command(*words), stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT)
            )

    def _logs(self) -> str:
        return "".join(
            f"\n--- {file.name}\n{file.read_text('utf-8', errors='replace')[-2_000:]}"
            for file in self.folder.glob("*.log")
        )

    def log(self, name: str) -> str:
        return (self.folder / f"{name}.log").read_text("utf-8", errors="replace")

    def write(self, path: str, content: str, mode: str = "0600") -> None:
        """A file below a folder that the machine has of its own."""
        self.run("sh", "-ec", 'mkdir -p "$(dirname "$1")"; cat >"$1"; chmod "$2" "$1"', "sh", path, mode, text=content)

    def own(self, *paths: str) -> None:
        """Give the machine folders and files of its own, with a copy of what is in them: nobody else sees what it changes."""
        for number, path in enumerate(paths):
            kept = self.folder / f"own-{number}"
            if Path(path).is_dir():
                self.shell(
                    f"cp -a {path}/. {kept}; mount -t tmpfs -o mode=755 tmpfs {path}; cp -a {kept}/. {path}; rm -r {kept}"
                )
            else:
                self.shell(f"cp {path} {kept}; mount --bind {kept} {path}")

    def end(self) -> None:
        self._holder.kill()
        self._holder.wait()
        for process in self._running:
            process.wait(timeout=10)


@contextmanager
def machines(folder: Path, *names: str) -> Iterator[list[Machine]]:
    made: list[Machine] = []
    try:
        for name in names:
            made.append(Machine(folder / name))
            made[-1].shell("ip link set lo up")
        yield made
    finally:
        for machine in made:
            machine.end()


def joined(one: Machine, its: tuple[str, str], other: Machine, others: tuple[str, str]) -> None:
    """A cable between two machines; each end is a name and an address with its prefix."""
    its_peer = (
        "name",
        others[0],
        "netns",
        str(other.pid),
    )  # a process number outside, so not in the other's namespace of those
    subprocess.run(
        ["nsenter", f"--target={one.pid}", "--net", "ip", "link", "add", its[0], "type", "veth", "peer", *its_peer],
        check=True,
    )
    for machine, (card, address) in ((one, its), (other, others)):
        machine.shell(f"ip address add {address} dev {card}; ip link set {card} up")


def until(what: Callable[[], bool], seconds: float = 15) -> bool:
    """Whether something becomes true in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if what():
            return True
        time.sleep(0.1)
    return what()


def _child_of(pid: int) -> int:
    children = Path(f"/proc/{pid}/task/{pid}/children")
    assert until(lambda: bool(children.read_text().split()), 5)
    return int(children.read_text().split()[0])
