"""The offline kit, its scripts run against stand-ins of az, aws and psql: what they would do, in which order, and where they stop.

Does not prove that a cloud takes these calls; a drill does. What the stand-ins say is what the real programs say.
"""

import json
import os
import shutil
import stat
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from tools.walked_ledger import begun_book, walked

from socle.cutover import Book, Stage, kit_files, sealed_places
from socle.cutover.evidence import Entry
from socle.cutover.kit import SEALED, Unsealed
from socle.estate import load

from ..cli.conftest import Socle, as_written, socle  # noqa: F401 - fixtures
from .operator import FENCED, WAVE, Checkout, by_role, checkout
from .people import T0

pytestmark = pytest.mark.slow

STAND_IN = """\
#!/usr/bin/env bash
printf '%s' "$(basename "$0")" >>"$CALLS"
printf ' %s' "$@" >>"$CALLS"
printf '\\n' >>"$CALLS"
case "$*" in
  *"get-bucket-policy"*) echo '{}' ;;
  *"role assignment list"*) printf 'aaaa\\tWriter\\t/subscriptions/one\\nbbbb\\tWriter\\t/subscriptions/one\\n' ;;
esac
if [ -n "$SAYS" ] && [[ "$*" =~ $WHEN ]]; then echo "$SAYS" >&2; exit 254; fi
"""
DENIED = "An error occurred (AccessDenied) when calling the PutObject operation"
UNREACHED = "Could not connect to the endpoint URL"


@dataclass
class Kit:
    """A kit on disk, with stand-ins on its PATH."""

    folder: Path

    def run(self, script: str, code: int = 0, when: str = "", says: str = "", **environ: str) -> tuple[list[str], str]:
        """The calls that a script made, and all that it said."""
        calls = self.folder / "calls"
        calls.write_text("")
        path = f"{self.folder / 'bin'}{os.pathsep}{os.environ['PATH']}"
        told = {"PATH": path, "CALLS": str(calls), "WHEN": when, "SAYS": says, "HOME": str(self.folder), **environ}
        done = subprocess.run(["bash", self.folder / script], env=told, capture_output=True, text=True, check=False)
        assert done.returncode == code, (done.stdout, done.stderr)
        return calls.read_text().splitlines(), done.stdout + done.stderr


@pytest.fixture
def typed(tmp_path: Path, socle: Socle) -> Checkout:  # noqa: F811
    return checkout(tmp_path, socle, FENCED)


@pytest.fixture
def book(typed: Checkout) -> Book:
    """The wave with stores of every kind: accounts, a database, names."""
    return typed.book


@pytest.fixture
def kit(typed: Checkout) -> Kit:
    return _kit(typed, "studies")


def _kit(typed: Checkout, wave: str) -> Kit:
    folder = typed.root / f"kit-{wave}"
    typed.type("plan", wave, "--kit", str(folder))
    stand_ins(folder)
    return Kit(folder)


def stand_ins(folder: Path) -> None:
    """Put stand-ins of the programs that scripts call beside a kit."""
    (folder / "bin").mkdir()
    for name in ("az", "aws", "psql"):
        file = folder / "bin" / name
        file.write_text(STAND_IN)
        file.chmod(0o700)


def test_scripts_are_sound_for_bash_and_shellcheck(kit: Kit) -> None:
    scripts = sorted(kit.folder.glob("*.sh"))
    assert len(scripts) == 8
    for script in scripts:
        subprocess.run(["bash", "-n", script], check=True)
    checker = Path(sys.executable).with_name("shellcheck")
    subprocess.run([checker, "-x", "-s", "bash", *scripts], check=True, cwd=kit.folder)


def test_nothing_is_changed_without_the_word(kit: Kit) -> None:
    calls, said = kit.run("1-fence-platform.sh")
    assert calls == []
    assert "nothing was changed" in said
    assert "+ s3 put-bucket-policy" in said
    kit.run("0-save.sh")
    calls, said = kit.run("3-open-azure.sh", FENCE_PROVEN="yes", DRAINED="yes")
    assert calls == []
    assert "--allow-shared-key-access" in said


def test_the_platform_is_fenced_first_whatever_it_holds(typed: Checkout, kit: Kit) -> None:
    calls, _ = kit.run("1-fence-platform.sh", GO="yes")
    closed = [call for call in calls if "put-bucket-policy" in call]
    assert [call.split("--bucket ")[1].split()[0] for call in closed] == ["acme-logs", "acme-results", "acme-studies"]
    assert all("--profile kit-platform" in call for call in closed)
    policy = json.loads((kit.folder / "policies/acme-studies.json").read_text())
    assert policy["Statement"][0]["Principal"]["SCW"] == [
        "application_id:33333333-3333-4333-8333-333333333333",
        "user_id:44444444-4444-4444-8444-444444444444",
    ]
    assert len(policy["Statement"]) == 1
    calls, _ = _kit(typed, WAVE).run("1-fence-platform.sh", GO="yes")
    assert [call.rpartition("--command ")[2].split("(")[0] for call in calls] == [
        'ALTER DATABASE "catalogue" CONNECTION LIMIT 0',
        'REVOKE CONNECT ON DATABASE "catalogue" FROM PUBLIC',
        "SELECT count",
    ]


def test_where_the_platform_is_down_nothing_is_asked_of_it(kit: Kit) -> None:
    calls, said = kit.run("1-fence-platform.sh", GO="yes", PLATFORM_DOWN="yes")
    assert calls == []
    assert "prove it from outside" in said.lower()


CLIENTS = {"CLIENT_PROFILES": "one two", "CLIENT_SERVICES": "app", "MINUTES": "15"}


def test_sessions_that_nobody_counted_are_not_said_to_be_none(kit: Kit) -> None:
    _, said = kit.run("2-prove-fence.sh", when=".", says=DENIED, **CLIENTS)
    assert "connections=" not in said
    assert "were not counted" in said


def test_the_fence_is_proven_when_every_kind_is_refused(kit: Kit) -> None:
    calls, said = kit.run("2-prove-fence.sh", when=".", says=DENIED, CONNECTIONS="0", **CLIENTS)
    assert len(calls) == 2 * 3 + 1
    assert "target-closed kinds=7 refused=7 accepted=0 connections=0 datasets=3 minutes=15" in said
    assert "the fence is proven" in said


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"when": "profile one", "says": DENIED}, "4 of 7 writes were accepted"),
        ({"when": "", "says": ""}, "7 of 7 writes were accepted"),
        ({"when": ".", "says": UNREACHED}, "7 of 7 writes failed without being refused"),
        ({"when": ".", "says": "The config profile (one) could not be found"}, "without being refused"),
        ({"when": ".", "says": DENIED, "MINUTES": "14"}, "15 at least"),
        ({"when": ".", "says": DENIED, "MINUTES": ""}, "15 at least"),
        ({"when": ".", "says": DENIED, "CLIENT_PROFILES": "-", "CLIENT_SERVICES": "-"}, "nothing was tried"),
        ({"when": ".", "says": DENIED, "CLIENT_PROFILES": ""}, "name the aws profiles"),
    ],
    ids=str,
)
def test_a_fence_that_is_not_proven_is_told_apart(kit: Kit, changes: dict[str, Any], said: str) -> None:
    _, told = kit.run("2-prove-fence.sh", code=1, **{**CLIENTS, **changes})
    assert said in told
    assert "the fence is proven" not in told


def test_a_platform_that_is_down_is_proven_from_outside(kit: Kit) -> None:
    _, told = kit.run("2-prove-fence.sh", when=".", says=UNREACHED, PLATFORM_DOWN="yes", **CLIENTS)
    assert "the fence is proven" in told
    _, told = kit.run("2-prove-fence.sh", code=1, when="profile one", says=UNREACHED, PLATFORM_DOWN="yes", **CLIENTS)
    assert "were accepted" in told


@pytest.mark.parametrize(
    "environ",
    [{}, {"FENCE_PROVEN": "yes"}, {"DRAINED": "yes"}, {"LOSS_SIGNED": "yes"}, {"FENCE_PROVEN": "no", "DRAINED": "yes"}],
    ids=str,
)
def test_azure_is_not_opened_before_the_fence_is_proven_and_the_copy_is_settled(
    kit: Kit, environ: dict[str, str]
) -> None:
    kit.run("0-save.sh")
    calls, _ = kit.run("3-open-azure.sh", code=1, GO="yes", **environ)
    assert calls == []


@pytest.mark.parametrize("settled", ["DRAINED", "LOSS_SIGNED"])
def test_azure_is_opened_as_it_was(kit: Kit, settled: str) -> None:
    kit.run("0-save.sh")
    calls, _ = kit.run("3-open-azure.sh", GO="yes", FENCE_PROVEN="yes", **{settled: "yes"})
    updates = [call for call in calls if "account update" in call]
    assert len(updates) == 2
    assert all(call.endswith("--allow-shared-key-access false --public-network-access Disabled") for call in updates), (
        updates
    )
    assert sum("role assignment create --assignee-object-id" in call for call in calls) == 4


def test_what_was_not_saved_is_told_and_not_guessed(kit: Kit) -> None:
    _, said = kit.run("3-open-azure.sh", code=1, GO="yes", FENCE_PROVEN="yes", DRAINED="yes")
    assert "0-save.sh was not run" in said


def test_a_call_that_fails_stops_the_script(kit: Kit) -> None:
    kit.run("0-save.sh")
    calls, said = kit.run(
        "3-open-azure.sh",
        code=254,
        when="account update",
        says="Forbidden",
        GO="yes",
        FENCE_PROVEN="yes",
        DRAINED="yes",
    )
    assert len(calls) == 1
    assert "done:" not in said


def test_databases_and_names_go_back(typed: Checkout) -> None:
    kit = _kit(typed, WAVE)
    kit.run("0-save.sh")
    calls, _ = kit.run("3-open-azure.sh", GO="yes", FENCE_PROVEN="yes", DRAINED="yes")
    assert [call.split(" ")[1] for call in calls] == ["service=azure-main"] * 3
    assert calls[0].endswith("sequences.sql")
    assert calls[-1].endswith("CONNECTION LIMIT -1")
    calls, _ = kit.run("4-names-back.sh", GO="yes")
    assert "add-record" in calls[0]
    assert calls[0].endswith("--ipv4-address 10.100.1.4")
    assert "--ipv4-address 10.20.32.10 --keep-empty-record-set" in calls[1]


def test_that_azure_is_written_is_seen_and_not_assumed(kit: Kit) -> None:
    calls, said = kit.run("5-prove-azure.sh", CLIENT_SERVICES="-")
    assert "open tried=3 failed=0" in said
    assert all("blob upload --auth-mode login" in call for call in calls)
    assert "not given back yet" in kit.run("5-prove-azure.sh", code=1, when="raw", says="no", CLIENT_SERVICES="app")[1]


@pytest.mark.parametrize("missing", ["aws", "psql"])
def test_a_tool_that_is_missing_is_told_before_anything_is_done(kit: Kit, missing: str, tmp_path: Path) -> None:
    (kit.folder / "bin" / missing).unlink()
    only = tmp_path / "only"
    only.mkdir()
    for name in ("bash", "dirname", "basename"):
        (only / name).symlink_to(shutil.which(name) or "")
    path = f"{kit.folder / 'bin'}{os.pathsep}{only}"
    calls, said = kit.run("1-fence-platform.sh", code=1, GO="yes", PATH=path)
    assert f"{missing} is not on this machine" in said
    assert calls == []


def test_the_kit_holds_no_credential_and_names_the_place_of_each(typed: Checkout, kit: Kit) -> None:
    text = (kit.folder / "checklist.md").read_text()
    assert text.count("NOBODY HAS DECLARED WHERE") == len(SEALED)
    file = typed.folder / "cutover.yaml"
    file.write_text(file.read_text() + "sealed:\n  azure: safe 2, envelope 7\n")
    text = (_kit(typed, WAVE).folder / "checklist.md").read_text()
    assert "azure: safe 2, envelope 7" in text
    assert text.count("NOBODY HAS DECLARED WHERE") == len(SEALED) - 1
    assert sealed_places(load(typed.folder).estate)["platform-objects"] == Unsealed("platform-objects")


def test_the_checklist_is_in_both_languages_and_in_the_order_of_the_scripts(typed: Checkout, kit: Kit) -> None:
    text = (kit.folder / "checklist.md").read_text()
    places = [text.index(name) for name in ("0-save", "1-fence", "2-prove", "3-open", "4-names", "5-prove")]
    assert places == sorted(places)
    folder = typed.root / "trousse"
    typed.type("plan", WAVE, "--kit", str(folder), "--lang", "fr")
    assert "Rendre Azure" in (folder / "checklist.md").read_text()


def test_the_manifest_says_what_the_kit_was_made_from(typed: Checkout) -> None:
    made = json.loads((_kit(typed, WAVE).folder / "manifest.json").read_text())
    last = typed.book.lines[-1]
    assert isinstance(last, Entry)
    assert (made["stage"], made["ledger"]) == ("fenced", {"serial": last.record.serial, "digest": last.digest})
    assert {"settings.sh", "checklist.md", "3-open-azure.sh"} <= set(made["files"])


def test_only_its_owner_reads_the_kit(kit: Kit) -> None:
    assert stat.S_IMODE(kit.folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((kit.folder / "settings.sh").stat().st_mode) == 0o600
    assert stat.S_IMODE((kit.folder / "3-open-azure.sh").stat().st_mode) == 0o700


def test_a_kit_is_written_into_a_new_folder_alone(typed: Checkout) -> None:
    folder = typed.root / "kit"
    folder.mkdir()
    assert "is there already" in typed.type("plan", WAVE, "--kit", str(folder), code=2).err
    assert "there is no folder" in typed.type("plan", WAVE, "--kit", str(folder / "a" / "b"), code=2).err
    assert list(folder.iterdir()) == []


SECRET = {"4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270"}


@pytest.mark.parametrize(
    ("outputs", "said"),
    [
        ({"password": {**SECRET, "plaintext": '"hunter2"'}}, "secrets in plain text"),
        ({"deep": [{"password": {**SECRET, "value": "hunter2"}}]}, "secrets in plain text"),
        ({"password": {**SECRET, "ciphertext": "v1:abc"}}, ""),
        ({"name": "plain"}, ""),
    ],
    ids=str,
)
def test_states_in_the_kit_hold_no_plain_secret(typed: Checkout, outputs: dict[str, Any], said: str) -> None:
    state = typed.root / "acme-legacy.json"
    state.write_text(json.dumps({"version": 3, "deployment": {"resources": [{"urn": "x", "outputs": outputs}]}}))
    folder = typed.root / "kit"
    told = typed.type("plan", WAVE, "--kit", str(folder), "--state", str(state), code=1 if said else 0)
    assert said in told.err
    assert folder.exists() != bool(said)
    if not said:
        assert (folder / "states/acme-legacy.json").read_text() == state.read_text()


def test_a_file_that_is_no_state_is_not_kept(typed: Checkout) -> None:
    state = typed.root / "state.json"
    state.write_text("{}")
    assert (
        "pulumi stack export"
        in typed.type("plan", WAVE, "--kit", str(typed.root / "kit"), "--state", str(state), code=1).err
    )
    assert "add --kit" in typed.type("plan", WAVE, "--state", str(state), code=2).err


def test_names_in_the_settings_cannot_speak_to_the_shell(book: Book) -> None:
    text = kit_files(book, "", {})["settings.sh"]
    done = subprocess.run(
        ["bash", "-c", f"{text}\nprintf '%s' \"${{NAMES[0]}}\""], capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith("catalogue|")
    assert "$(" not in text
    assert "`" not in text


@pytest.mark.parametrize("goal", [*FENCED, Stage.SWITCHED])
def test_the_runbook_of_each_step_names_its_turns_and_what_moves(typed: Checkout, goal: Stage) -> None:
    before = (*FENCED, Stage.SWITCHED)[: (*FENCED, Stage.SWITCHED).index(goal)]
    walked_to = walked(begun_book(load(typed.folder).estate, WAVE, T0), before, by_role)
    from socle.cutover import ARROWS, runbook, start

    made = runbook(walked_to, {"studies": start(), WAVE: walked_to.position})
    step = next(each for each in ARROWS if each.origin is walked_to.position.stage and each.goal is goal)
    assert [each.hand for each in made.turns] == list(step.hands)
    moved = {change.split(":")[0] for each in made.turns for change in each.changes}
    expected = {
        Stage.FROZEN: {"+ legacy.allowed"},
        Stage.BRIDGED: {"~ bridge.propagation"},
        Stage.SEEDING: {"- legacy.allowed", "+ movers.forward"},
        Stage.SYNCING: {"+ bridge.lowered_ttl"},
        Stage.REHEARSED: set(),
        Stage.FENCED: {"+ legacy.closed", "+ legacy.allowed", "- legacy.allowed"},
        Stage.SWITCHED: {"- movers.forward", "+ movers.reverse", "- platform.read_only", "+ bridge.moved"},
    }[goal]
    assert moved == expected


def test_a_runbook_is_printed_and_is_data(typed: Checkout) -> None:
    said = typed.type("plan", WAVE).out
    assert "catalogue: fenced -> switched" in said
    turns = ["set the movers to switched", "pulumi up --stack acme-platform", "pulumi up --stack acme-bridge"]
    assert [said.index(each) for each in turns] == sorted(said.index(each) for each in turns)
    assert "to rehearsed" not in said
    data = typed.data("plan", WAVE)
    assert [each["hand"] for each in data["turns"]] == ["movers", "platform", "bridge"]
    assert (data["back"], data["no_return"]) == ("falling-back", False)
    assert "no step from fenced to retired" in typed.type("plan", WAVE, "retired", code=1).err
