"""The scripts of a machine with a tunnel, run by a shell: of a file or an entry they take the one value that they need, and nothing else.

Daemons are stand-ins that write down how they are called: what the real ones make of it is in `test_real_strongswan.py`.
"""

import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from socle.bridge.cloud_init import bridge_ends, settings
from socle.bridge.strongswan import psk_conf
from socle.scaleway import shipped

from .bridges import FIRST

_STANDS_IN = {
    "findmnt": "echo tmpfs",
    "curl": 'for last in "$@"; do :; done\ncp "$HERE/data/${last##*/}" "$(echo "$*" | sed "s/.*--output \\([^ ]*\\).*/\\1/")"',
    "nft": "cat >>$HERE/nft",
    "ip": 'echo "$@" >>$HERE/ip',
}


@dataclass(frozen=True)
class Shell:
    """A folder in which a script finds its files, and stand-ins for what it calls."""

    here: Path

    def run(self, script: str) -> subprocess.CompletedProcess[str]:
        text = shipped("socle.bridge", "machine_setup", script)
        for path in ("/etc/default/tunnel", "/run/tunnel", "/run/charon.vici", "/run/bird/bird.ctl", "/proc/sys"):
            text = text.replace(path, str(self.here / path.strip("/")))
        path = f"{self.here / 'bin'}:/usr/bin:/bin"
        env = {"PATH": path, "HERE": str(self.here)}
        return subprocess.run(["sh", "-c", text], env=env, capture_output=True, text=True, timeout=20, check=False)

    def write(self, file: str, text: str) -> None:
        (self.here / file).parent.mkdir(parents=True, exist_ok=True)
        (self.here / file).write_text(text, encoding="utf-8")

    def read(self, file: str) -> str:
        return (self.here / file).read_text(encoding="utf-8")


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    made = Shell(tmp_path)
    for name, body in _STANDS_IN.items():
        made.write(f"bin/{name}", f"#!/bin/sh\n{body}\n")
        (tmp_path / "bin" / name).chmod(0o755)
    made.write("etc/default/tunnel", settings(FIRST, opens=True))
    made.write("data/bridge-ends", bridge_ends("203.0.113.4", "198.51.100.7", reserve=False))
    made.write("data/bridge-psk", psk_conf("a key of the two sides"))
    for folder in ("run/tunnel", "proc/sys/net/ipv4/conf/azure"):
        (tmp_path / folder).mkdir(parents=True)
    return made


def test_the_key_and_the_addresses_are_written_for_strongswan(shell: Shell) -> None:
    assert shell.run("read-tunnel-ends.sh").returncode == 0
    assert shell.read("run/tunnel/psk.conf") == psk_conf("a key of the two sides")
    assert "remote_addrs = 198.51.100.7" in shell.read("run/tunnel/ends.conf")


@pytest.mark.parametrize(
    "more",
    [
        "connections {\n  other {\n    remote_addrs = %any\n  }\n}\n",
        "include /etc/shadow\n",
        "    file = /etc/shadow\n",
    ],
)
def test_of_the_entry_with_the_key_only_the_key_is_loaded(shell: Shell, more: str) -> None:
    shell.write("data/bridge-psk", psk_conf("a key of the two sides") + more)

    assert shell.run("read-tunnel-ends.sh").returncode == 0
    assert shell.read("run/tunnel/psk.conf") == psk_conf("a key of the two sides")


@pytest.mark.parametrize(
    "text", ["", "secret = plain", psk_conf("one") + psk_conf("two"), "    secret = 0s\n", "    secret = 0sQQ==; x\n"]
)
def test_an_entry_with_no_key_or_with_two_changes_nothing(shell: Shell, text: str) -> None:
    shell.write("data/bridge-psk", text)
    ended = shell.run("read-tunnel-ends.sh")

    assert ended.returncode == 1
    assert "hold no pre-shared key, or several" in ended.stderr
    assert sorted(each.name for each in (shell.here / "run/tunnel").iterdir()) == []


@pytest.mark.parametrize("script", ["read-tunnel-ends.sh", "tunnel-interface.sh"])
def test_no_line_of_the_settings_is_run(shell: Shell, script: str) -> None:
    shell.write("etc/default/tunnel", settings(FIRST, opens=False) + "touch $HERE/run-by-root\nPATH=/nowhere\n")
    shell.run(script)

    assert not (shell.here / "run-by-root").exists()


def test_settings_that_say_nothing_are_refused(shell: Shell) -> None:
    shell.write("etc/default/tunnel", "OPENS=perhaps\n")

    assert "does not say who opens" in shell.run("read-tunnel-ends.sh").stderr
    assert shell.run("tunnel-interface.sh").returncode != 0
    assert not (shell.here / "ip").exists()


def test_the_interface_is_made_as_the_settings_say(shell: Shell) -> None:
    shell.run("tunnel-interface.sh")
    said = shell.read("ip")

    assert f"address replace {FIRST.scaleway_address}/{FIRST.range.prefixlen} dev" in said
    assert "mtu" in said
