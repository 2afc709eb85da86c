"""The script that opens the volume, run for real with stand-ins for the tools that touch disks and the network.

Proves what the script decides and what it leaves behind. It does not prove what cryptsetup does.
"""

import base64
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from socle.scaleway.cloud_init import volume_ids

SETUP = Path(__file__).parents[2] / "components" / "socle" / "scaleway" / "instance_setup"
KEY = b"k" * 64
TOKEN = "99999999-9999-4999-8999-999999999999"
VOLUME, SECRET = "77777777-7777-4777-8777-777777777777", "88888888-8888-4888-8888-888888888888"

_TOOLS = {
    "mountpoint": 'test -e "$STATE/mounted"',
    "findmnt": 'cat "$STATE/memory"',
    "swapon": 'cat "$STATE/swap"',
    "curl": "out=; header=; while [ $# -gt 0 ]; do "
    "case $1 in --output) out=$2;; --header) header=${2#@};; http*) url=$1;; esac; shift; done\n"
    'case $url in http://169.254.42.42/*) cat "$STATE/ids" >"$out"; exit;; esac\n'
    'cp "$header" "$STATE/sent"; cat "$STATE/answer" >"$out"; test -e "$STATE/reachable"',
    "cryptsetup": 'case $1 in isLuks) test -e "$STATE/luks";;\n'
    'luksFormat) touch "$STATE/luks" "$STATE/formatted"; while [ $# -gt 0 ]; do '
    'case $1 in --key-file) cp "$2" "$STATE/used";; esac; shift; done;;\n'
    'open) touch "$STATE/mapper";; esac',
    "wipefs": 'for last; do :; done; case $last in */mapper/*) cat "$STATE/inside";; *) cat "$STATE/outside";; esac',
    "mkfs.ext4": 'touch "$STATE/made"; echo ext4 >"$STATE/inside"',
    "mount": 'touch "$STATE/mounted"',
    "jq": f"exec {sys.executable} -c 'import json, sys; d = json.load(sys.stdin).get(\"data\"); print(d); sys.exit(d is None)'",
    "resize2fs": ":",
    "mkdir": ":",
}


@dataclass
class Machine:
    """A folder that stands for a machine: its memory, its device, and what the stand-ins noted."""

    root: Path

    @property
    def work(self) -> Path:
        return self.root / "run"

    def note(self, name: str, text: str = "") -> None:
        (self.root / "state" / name).write_text(text)

    def happened(self, name: str) -> bool:
        return (self.root / "state" / name).exists()

    def hand_over(self, token: str = TOKEN) -> None:
        (self.work / "token").write_text(token)

    def start(self) -> subprocess.CompletedProcess[str]:
        environment = {"PATH": f"{self.root / 'bin'}:{os.environ['PATH']}", "STATE": str(self.root / "state")}
        return subprocess.run(
            ["sh", self.root / "script"], env=environment, capture_output=True, text=True, check=False, timeout=30
        )


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """A machine at its first start, with an empty volume attached and a token handed over."""
    made = Machine(tmp_path)
    for folder in ("bin", "state", "run", "mapper"):
        (tmp_path / folder).mkdir()
    for name, body in _TOOLS.items():
        tool = tmp_path / "bin" / name
        tool.write_text(f'#!/bin/sh\necho "{name} $*" >>"$STATE/calls"\n{body}\n')
        tool.chmod(0o755)
    (tmp_path / f"scsi-0SCW_sbs_volume-{VOLUME}").write_text("")
    (tmp_path / "settings").write_text(
        "MOUNT=/srv/data\nREGION=fr-par\nIDS=http://169.254.42.42/user_data/data-volume\n"
    )
    script = (SETUP / "open-data-volume.sh").read_text("utf-8")
    for ours, theirs in (
        (". /etc/data-volume", f". {tmp_path}/settings"),
        ("WORK=/run/data-volume", f"WORK={tmp_path}/run"),
        ("[ -b ", "[ -e "),
        ("/dev/disk/by-id/", f"{tmp_path}/"),
        ("/dev/mapper/", f"{tmp_path}/mapper/"),
    ):
        assert ours in script
        script = script.replace(ours, theirs)
    (tmp_path / "script").write_text(script)
    for name, text in {"memory": "tmpfs\n", "swap": "", "inside": "", "outside": "", "reachable": ""}.items():
        made.note(name, text)
    made.note("ids", volume_ids(VOLUME, SECRET))
    made.note("answer", json.dumps({"data": base64.b64encode(KEY).decode()}))
    made.hand_over()
    return made


def test_an_empty_volume_is_encrypted_with_the_fetched_key_and_mounted(machine: Machine) -> None:
    ran = machine.start()
    assert ran.returncode == 0, ran.stderr
    assert machine.happened("formatted")
    assert machine.happened("made")
    assert machine.happened("mounted")
    assert (machine.root / "state" / "used").read_bytes() == KEY
    assert (machine.root / "state" / "sent").read_text() == f"X-Auth-Token: {TOKEN}\n"


def test_an_encrypted_volume_is_opened_and_never_formatted_again(machine: Machine) -> None:
    machine.note("luks")
    machine.note("inside", "ext4\n")
    assert machine.start().returncode == 0
    assert machine.happened("mounted")
    assert not machine.happened("formatted")
    assert not machine.happened("made")


def test_a_volume_that_holds_anything_else_is_refused(machine: Machine) -> None:
    machine.note("outside", "0x438 ext4\n")
    ran = machine.start()
    assert ran.returncode == 1
    assert "is not formatted" in ran.stderr
    assert not machine.happened("formatted")
    assert not machine.happened("mounted")


def test_a_volume_that_cannot_be_examined_is_not_taken_for_empty(machine: Machine) -> None:
    (machine.root / "bin" / "wipefs").write_text("#!/bin/sh\nexit 1\n")
    assert machine.start().returncode != 0
    assert not machine.happened("formatted")


def test_a_start_cut_short_between_encryption_and_file_system_is_finished_by_the_next(machine: Machine) -> None:
    machine.note("luks")
    assert machine.start().returncode == 0
    assert not machine.happened("formatted")
    assert machine.happened("made")


def test_running_again_changes_nothing(machine: Machine) -> None:
    machine.start()
    calls = (machine.root / "state" / "calls").read_text()
    machine.hand_over()
    assert machine.start().returncode == 0
    again = (machine.root / "state" / "calls").read_text().removeprefix(calls)
    assert again.split()[0] == "mountpoint"
    assert "cryptsetup" not in again


@pytest.mark.parametrize("spoil", ["nothing", "unreachable", "short key", "no key", "not empty"])
def test_token_and_key_are_forgotten_whatever_happens(machine: Machine, spoil: str) -> None:
    if spoil == "unreachable":
        (machine.root / "state" / "reachable").unlink()
    if spoil == "short key":
        machine.note("answer", json.dumps({"data": base64.b64encode(b"short").decode()}))
    if spoil == "no key":
        machine.note("answer", "{}")
    if spoil == "not empty":
        machine.note("outside", "0x438 ext4\n")
    ran = machine.start()
    assert (ran.returncode == 0) is (spoil == "nothing")
    assert list(machine.work.iterdir()) == []


@pytest.mark.parametrize(
    ("note", "text", "said"),
    [
        ("ids", f"volume={VOLUME}\n", "name no secret"),
        ("ids", f"secret={SECRET}\nvolume=../../sda\n", "name no volume"),
        ("memory", "ext4\n", "not in memory"),
        ("swap", "/swapfile\n", "there is swap"),
        ("answer", json.dumps({"data": base64.b64encode(b"short").decode()}), "shorter than 32 bytes"),
        ("answer", "{}", "holds no key"),
        ("answer", json.dumps({"data": "***"}), "not base64"),
    ],
)
def test_an_unsafe_start_is_refused_before_any_disk_is_touched(
    machine: Machine, note: str, text: str, said: str
) -> None:
    machine.note(note, text)
    ran = machine.start()
    assert ran.returncode == 1
    assert said in ran.stderr
    assert not machine.happened("formatted")


def test_without_a_token_nothing_is_asked_for(machine: Machine) -> None:
    (machine.work / "token").unlink()
    assert "no token" in machine.start().stderr
    assert not machine.happened("sent")


def test_no_secret_is_printed_or_given_as_an_argument(machine: Machine) -> None:
    ran = machine.start()
    seen = ran.stdout + ran.stderr + (machine.root / "state" / "calls").read_text()
    for secret in (TOKEN, KEY.decode(), base64.b64encode(KEY).decode()):
        assert secret not in seen


def test_a_token_is_handed_over_whole_and_for_root_only(tmp_path: Path) -> None:
    script = (SETUP / "hand-over-token.sh").read_text("utf-8").replace("/run/data-volume", str(tmp_path))
    subprocess.run(["sh", "-c", script], input=TOKEN, text=True, check=True, timeout=10)
    (token,) = tmp_path.iterdir()
    assert (token.name, token.read_text(), token.stat().st_mode & 0o777) == ("token", TOKEN, 0o600)


@pytest.mark.parametrize("name", ["open-data-volume.sh", "hand-over-token.sh"])
def test_a_script_stops_at_the_first_error_and_at_unset_names(name: str) -> None:
    lines = (SETUP / name).read_text("utf-8").splitlines()
    assert lines[0] == "#!/bin/sh"
    code = [line for line in lines if line and not line.startswith("#")]
    assert code[:2] == ["set -eu", "umask 077"]
    assert "set -x" not in "\n".join(lines)
