"""The cut-over as people type it: a wave there and back by commands alone, and what they are told when something is not so.

Does not prove that a stack shows what its exported state says; the engine's tests do. The program is a small one of these tests.
"""

import hashlib
import json
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tools.walked_ledger import FENCES, asked_values, window_values

from socle.cutover import KINDS, Condition, Stage, observation, step_to
from socle.cutover.evidence import (
    Entry,
    entries,
    lines_of,
    placed,
    proposal_file,
    read_ledger,
    record_signed,
    signers_of,
)

from ..cli.conftest import Socle, as_written, socle  # noqa: F401 - fixtures
from .operator import FENCED, SIGNERS, WAVE, Checkout, checkout, exported
from .people import signed

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not shutil.which("ssh-keygen"), reason="ssh-keygen is not installed"),
]

LEDGERS = "socle:cutover:Ledgers"


@pytest.fixture
def at(tmp_path: Path, socle: Socle) -> Callable[..., Checkout]:  # noqa: F811
    return lambda *goals: checkout(tmp_path, socle, goals)


def state(found: Checkout, hand: str, **changes: Any) -> str:
    """An exported state of a stack that was deployed whole, by the ledger as it is.

    Args:
        changes: what is otherwise: the `stack`, what the note says (`note`) and its `type`, what is `pending`, the end of a URN that the
            state is `without`, other `inputs` and `fields` of rows by their names.
    """
    whole = exported(found.root, f"acme-{hand}")
    rows = [each for each in whole["deployment"]["resources"] if not each["urn"].endswith(changes.get("without", "::"))]
    for row in rows:
        name = row["urn"].rpartition("::")[2]
        row["urn"] = row["urn"].replace(f"acme-{hand}", changes.get("stack", f"acme-{hand}"), 1)
        row["inputs"] |= changes.get("inputs", {}).get(name, {})
        row.update(changes.get("fields", {}).get(name, {}))
        if row["type"] == LEDGERS:
            row["inputs"]["spec"][WAVE] |= changes.get("note", {})
            row["type"] = changes.get("type", LEDGERS)
    whole["deployment"] = {"resources": rows, "pending_operations": changes.get("pending", [])}
    file = found.root / f"{hand}.json"
    file.write_text(json.dumps(whole))
    return str(file)


def last(found: Checkout) -> Entry:
    return list(entries(read_ledger(found.ledger)))[-1]


def deploy(found: Checkout, hand: str, **options: Any) -> Any:
    """Record a deployment with the state that shows it."""
    more = () if hand == "movers" else ("--state", state(found, hand, **options.pop("noted", {})))
    return found.type("record", WAVE, "deployment", f"hand={hand}", *more, who="collector", **options)


def finish(found: Checkout) -> None:
    while found.book.position.waiting:
        deploy(found, found.book.position.waiting[0])


def collect(found: Checkout, goal: Stage, left_out: tuple[Condition, ...] = ()) -> None:
    """Type what the step to a stage asks for, approvals left aside."""
    step = step_to(found.book, goal)
    wanted = sorted((each for each in Condition if each in step.needs), key=lambda each: each not in FENCES)
    for condition in (each for each in wanted if each not in (*left_out, Condition.APPROVED)):
        kind, said = KINDS[condition], asked_values(found.book, condition, step)
        values = [f"{name}={str(value).lower() if isinstance(value, bool) else value}" for name, value in said.items()]
        people = [min(each) for each in signers_of(placed(observation(found.book, kind, said), found.book.head()))]
        found.type("record", WAVE, kind, *values, who=SIGNERS[people[0]])
        for role in people[1:]:
            found.type("approve", WAVE, who=SIGNERS[role])


def approve(found: Checkout) -> None:
    found.type("approve", WAVE, who="operations")
    found.type("approve", WAVE, who="quality")


def test_a_whole_wave_there_and_back_by_commands_alone(at: Callable[..., Checkout]) -> None:
    found = at(*FENCED)
    collect(found, Stage.SWITCHED)
    assert found.data("status", WAVE)["waves"][WAVE]["next"]["do"] == "approve"
    approve(found)
    assert found.data("status", WAVE)["waves"][WAVE]["next"]["do"] == "advance"
    said = found.type("advance", WAVE, who="operations")
    assert said.out.splitlines()[0] == "catalogue: fenced -> switched has begun, epoch 3"
    assert "hand=movers" in said.out
    finish(found)
    shown = found.data("status", WAVE)["waves"][WAVE]
    assert (shown["stage"], shown["may_write"], shown["loss"]["key"]) == ("switched", ["scaleway"], "written-since")
    assert found.type("rollback", WAVE, who="operations").out.startswith(
        "catalogue: switched -> falling-back has begun, epoch 4"
    )
    finish(found)
    shown = found.data("status", WAVE)["waves"][WAVE]
    assert (shown["may_write"], shown["next"]["do"], shown["urgent"]) == ([], "collect", True)
    found.type("rollback", WAVE, who="operations", code=1)
    collect(found, Stage.ROLLED_BACK)
    found.type("rollback", WAVE, who="operations")
    finish(found)
    assert found.data("status", WAVE)["waves"][WAVE]["may_write"] == ["azure"]
    assert found.type("verify", WAVE).code == 0


def test_a_wave_begins_by_the_proof_of_each_stack(at: Callable[..., Checkout]) -> None:
    found = at()
    before = Path(state(found, "legacy")).read_text()
    found.type("record", WAVE, "deployment", "hand=legacy", "--state", state(found, "legacy"), who="collector", code=1)
    said = found.type(
        "record", WAVE, "deployment", "hand=platform", "--state", state(found, "platform"), who="collector"
    )
    assert said.out == "catalogue: platform shows inventoried\n"
    old = found.root / "old.json"
    old.write_text(before)
    said = found.type("record", WAVE, "deployment", "hand=legacy", "--state", str(old), who="collector", code=1)
    assert "not deployed by this ledger since record 1" in said.err
    deploy(found, "legacy")
    deploy(found, "bridge")
    assert found.data("status", WAVE)["waves"][WAVE]["next"]["do"] == "collect"


@pytest.mark.parametrize(
    ("noted", "said"),
    [
        ({"stack": "acme-legacy"}, "the state is of acme-legacy, not of acme-platform"),
        ({"pending": [{"type": "creating"}]}, "operations are pending"),
        ({"type": "pulumi:pulumi:Stack"}, "not deployed by this ledger"),
        ({"note": {"serial": 3}}, "not deployed by this ledger"),
        ({"note": {"digest": "a" * 64}}, "not deployed by this ledger"),
        ({"note": {"serial": 9999}}, "not deployed by this ledger"),
        ({"note": {"serial": "all"}}, "not deployed by this ledger"),
    ],
    ids=str,
)
def test_a_state_that_does_not_show_the_turn_proves_nothing(
    at: Callable[..., Checkout], noted: dict[str, Any], said: str
) -> None:
    found = at(*FENCED)
    collect(found, Stage.SWITCHED)
    approve(found)
    found.type("advance", WAVE, who="operations")
    deploy(found, "movers")
    before = found.ledger.read_bytes()
    assert said in deploy(found, "platform", noted=noted, code=1).err
    assert found.ledger.read_bytes() == before


@pytest.mark.parametrize(
    ("noted", "said", "told"),
    [
        ({"without": "::plain"}, "the plan of this checkout: 1 resources differ", "create pulumi:index:Stash plain"),
        (
            {"inputs": {"switches": {"kept": ["buckets.other"]}}},
            "1 resources differ",
            "update small:Switches switches (kept",
        ),
        ({"inputs": {"plain": {"input": "another"}}}, "1 resources differ", "update pulumi:index:Stash plain (input"),
        ({"fields": {"plain": {"delete": True}}}, "1 resources wait for deletion or replacement", "delete urn:"),
        ({"fields": {"plain": {"taint": True}}}, "1 resources wait for deletion or replacement", "replace urn:"),
        ({"fields": {"plain": {"initErrors": ["x"]}}}, "wait for deletion or replacement", "update urn:"),
        ({"fields": {"plain": {"newer": 1}}}, "the state says 1 things that are not known here", "newer"),
        ({"fields": {"plain": {"protect": True}}}, "1 resources differ", "same pulumi:index:Stash plain (protect)"),
    ],
    ids=str,
)
def test_a_deployment_that_failed_half_way_or_of_a_part_proves_nothing(
    at: Callable[..., Checkout], noted: dict[str, Any], said: str, told: str
) -> None:
    found = at(*FENCED)
    collect(found, Stage.SWITCHED)
    approve(found)
    found.type("advance", WAVE, who="operations")
    deploy(found, "movers")
    before = found.ledger.read_bytes()
    refused = deploy(found, "platform", noted=noted, code=1).err
    assert said in refused
    assert told in refused
    assert "pulumi up --stack acme-platform again" in refused or "newer" in told
    assert found.ledger.read_bytes() == before
    deploy(found, "platform")
    assert last(found).record.values == {
        "hand": "platform", "position": last(found).record.values["position"], "shows": "switched", "compared": 2, "uncompared": 0,
    }  # fmt: skip


def test_a_program_that_gives_no_plan_proves_nothing_and_is_told(at: Callable[..., Checkout]) -> None:
    found = at(*FENCED[:2])
    found.type("rollback", WAVE, who="operations")
    file = state(found, "bridge")
    (found.root / "infra/__main__.py").write_text("raise SystemExit('the roof is gone')")
    said = found.type("record", WAVE, "deployment", "hand=bridge", "--state", file, who="collector", code=1)
    assert "the program gives no plan of acme-bridge at this checkout" in said.err
    assert "the roof is gone" in said.err


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"deployment": 3}', '{"deployment": {"resources": {}}}', "\x00"])
def test_a_file_that_is_no_state_proves_nothing(at: Callable[..., Checkout], text: str) -> None:
    found = at()
    file = found.root / "state.json"
    file.write_text(text)
    said = found.type("record", WAVE, "deployment", "hand=platform", "--state", str(file), who="collector", code=1)
    assert "pulumi stack export" in said.err
    assert not found.ledger.exists()


def test_past_abort_by_the_way_back_comes_first(at: Callable[..., Checkout]) -> None:
    found = at(*FENCED)
    window = found.book.window
    assert window
    found.at = window.abort_by
    lines = found.type("status").out.splitlines()
    first = next(number for number, line in enumerate(lines) if line.strip().startswith("$"))
    assert lines[first] == "    $ socle cutover rollback catalogue --estate acme"
    assert first < next(number for number, line in enumerate(lines) if "may write" in line)
    assert "abort by: 1 minute AGO" in "\n".join(lines)
    said = found.type("rollback", WAVE, who="operations")
    assert said.out.splitlines()[0] == lines[first + 1].strip().removeprefix("expected: ")
    found = replace(found, at=window.abort_by - timedelta(minutes=2))
    assert found.data("status", WAVE)["waves"][WAVE]["next"]["do"] != "unfence"


def test_what_two_must_sign_is_written_once_both_have(at: Callable[..., Checkout]) -> None:
    found = at(*FENCED[:-1])
    window = [f"{name}={value}" for name, value in window_values(found.at + timedelta(minutes=1)).items()]
    before = found.ledger.read_bytes()
    said = found.type("record", WAVE, "window", *window, who="operations")
    assert "not written before these have signed: quality" in said.out
    assert found.ledger.read_bytes() == before
    again = found.type("approve", WAVE, who="operations", code=1)
    assert "is signed by: operations and quality" in again.err
    found.type("approve", WAVE, who="privacy", code=1)
    found.type("approve", WAVE, who="collector", code=1)
    assert "is signed by all who must" in found.type("approve", WAVE, who="deputy").out
    assert last(found).record.kind == "window"
    assert not list(found.ledger.parent.glob("*proposed*"))


def test_an_adoption_is_proposed_by_one_and_signed_by_the_other(at: Callable[..., Checkout]) -> None:
    found = at()
    collect(found, Stage.FROZEN)
    found.type("approve", WAVE, "fenced", "--adopt", who="operations", code=2)
    found.type("approve", WAVE, "frozen", "--adopt", who="operations")
    other = found.type("approve", WAVE, "bridged", who="quality", code=1)
    assert "another thing was named" in other.err
    assert list(found.ledger.parent.glob("*proposed*"))
    assert found.book.position.stage is Stage.INVENTORIED
    found.type("approve", WAVE, who="quality")
    assert (found.book.position.stage, found.book.position.waiting) == (Stage.FROZEN, ("platform", "legacy", "bridge"))


def test_a_proposal_that_the_ledger_has_overtaken_is_signed_anew(at: Callable[..., Checkout]) -> None:
    found = at(*FENCED)
    collect(found, Stage.SWITCHED)
    found.type("approve", WAVE, who="operations")
    found.type("record", WAVE, "parity", *_parity(found), who="collector")
    stale = found.type("approve", WAVE, who="quality", code=1)
    assert "has come to record" in stale.err
    found.type("approve", WAVE, "stabilised", "--anew", who="quality", code=1)
    assert list(found.ledger.parent.glob("*proposed*"))
    found.type("approve", WAVE, "--anew", who="quality")
    found.type("approve", WAVE, who="operations")
    found.type("advance", WAVE, who="operations")


def _parity(found: Checkout) -> list[str]:
    said = asked_values(found.book, Condition.PARITY, step_to(found.book, Stage.SWITCHED))
    return [f"{name}={value}" for name, value in said.items()]


def test_a_proposal_that_was_changed_is_not_signed(at: Callable[..., Checkout]) -> None:
    found = at(*FENCED[:-1])
    found.type(
        "record",
        WAVE,
        "window",
        *(f"{name}={value}" for name, value in window_values(found.at + timedelta(minutes=1)).items()),
        who="operations",
    )
    file = proposal_file(found.ledger)
    file.write_text(file.read_text().replace('"notices": 3', '"notices": 2'))
    assert "is not what was signed" in found.type("approve", WAVE, who="quality", code=1).err


@pytest.mark.parametrize(
    ("who", "kind", "said"),
    [
        ("quality", "parity", "is signed by: collector"),
        ("collector", "cause-found", "is signed by: operations"),
        ("stranger", "parity", "no entry of cutover.yaml lists this key"),
        ("nobody", "parity", "there is no public key"),
    ],
)
def test_a_key_that_does_not_answer_for_a_record_writes_nothing(
    at: Callable[..., Checkout], who: str, kind: str, said: str
) -> None:
    found = at(*FENCED)
    before = found.ledger.read_bytes()
    assert said in found.type("record", WAVE, kind, "differences=0", who=who, code=1).err
    assert found.ledger.read_bytes() == before


def test_the_listed_key_of_the_home_folder_signs(at: Callable[..., Checkout], monkeypatch: pytest.MonkeyPatch) -> None:
    found = at(*FENCED)
    monkeypatch.setenv("HOME", str(found.root))
    (found.root / "keys").rename(found.root / ".ssh")
    found.type("hold", WAVE)
    found.type("hold", WAVE, "--release")
    assert [each.record.values for each in list(entries(read_ledger(found.ledger)))[-2:]] == [
        {"held": True},
        {"held": False},
    ]


def test_anybody_listed_holds_a_wave_and_the_way_back_stays_open(at: Callable[..., Checkout]) -> None:
    found = at(*FENCED)
    assert "nothing goes forward" in found.type("hold", WAVE, who="privacy").out
    found.type("hold", WAVE, who="privacy", code=1)
    found.type("hold", WAVE, "--release", who="quality", code=1)
    collect(found, Stage.SWITCHED)
    approve(found)
    assert "held" in found.type("advance", WAVE, who="operations", code=1).err
    assert "fenced -> rehearsed" in found.type("rollback", WAVE, who="operations").out


def test_a_step_that_lacks_something_is_refused_with_what_it_lacks(at: Callable[..., Checkout]) -> None:
    found = at(*FENCED)
    before = found.ledger.read_bytes()
    said = found.type("advance", WAVE, who="operations", code=1)
    assert "lacks: window" not in said.err
    assert "source-closed" in said.err
    assert "parity" in said.err
    assert "an approval names what the gate rests on" in found.type("approve", WAVE, who="operations", code=1).err
    assert found.ledger.read_bytes() == before


def test_a_transition_says_what_its_gate_said_and_until_when(at: Callable[..., Checkout]) -> None:
    found = at(*FENCED)
    values = next(each.record.values for each in found.book.transitions if each.record.values["goal"] == "fenced")
    assert values["gate"] == "open"
    assert values["as-of"] < values["lapses"]
    assert found.book.window
    assert values["lapses"] == f"{found.book.window.last_go:%Y-%m-%dT%H:%M:%SZ}"


def test_a_record_that_opens_no_gate_says_so_when_it_is_written(at: Callable[..., Checkout]) -> None:
    found = at(*FENCED)
    values = [each.replace("differences=0", "differences=7") for each in _parity(found)]
    said = found.type("record", WAVE, "parity", *values, who="collector")
    assert "does not open by it" in said.err
    assert found.data("check", WAVE, "switched", code=1)["gates"][0]["state"] == "closed"


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("parity", "differences"), 2, "is not NAME=VALUE"),
        (("parity", "differences=1", "differences=2"), 2, "is given twice"),
        (("parit",), 1, "did you mean parity?"),
        (("transition", "goal=switched"), 1, "use socle cutover advance"),
        (("approval",), 1, "use socle cutover approve"),
        (("hold",), 1, "use socle cutover hold"),
        (("deployment",), 2, "hand=HAND"),
        (("deployment", "hand=nobody"), 2, "hand=HAND"),
        (("deployment", "hand=legacy", "more=1"), 2, "hand=HAND"),
        (("parity", "Differences=0"), 1, "a value's name that is none"),
        (("parity", "who=jeanne@example.org"), 1, "may name something"),
        (("parity", "--fence", "abc"), 1, "an address that is none"),
        (("parity", "--expires", "2020-01-01"), 1, "expires before"),
        (("parity", "--level", "believed"), 2, "believed"),
        (("parity", "--file", "/nosuch"), 2, "/nosuch"),
    ],
    ids=str,
)
def test_what_is_typed_wrongly_is_told_and_writes_nothing(
    at: Callable[..., Checkout], arguments: tuple[str, ...], code: int, said: str
) -> None:
    found = at(*FENCED)
    before = found.ledger.read_bytes()
    assert said in found.type("record", WAVE, *arguments, who="collector", code=code).err
    assert found.ledger.read_bytes() == before


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("status", "catalogu"), "Did you mean catalogue?"),
        (("check", WAVE, "switch"), "Did you mean switched?"),
        (("check", WAVE, "retired"), "There are steps to: switched, rehearsed, aborted."),
        (("rollback", WAVE, "--to", "nowhere"), "there is no stage nowhere"),
        (("verify", "--anchor", "3:abc"), "name its wave"),
        (("verify", WAVE, "--anchor", "3:abc"), "SERIAL:ADDRESS"),
        (("status", "--estate", "nosuch"), "there is no estate nosuch"),
    ],
    ids=str,
)
def test_wrong_use_names_what_there_is(at: Callable[..., Checkout], arguments: tuple[str, ...], said: str) -> None:
    assert said in at(*FENCED).type(*arguments, code=2).err


def test_a_way_back_is_not_taken_forward_nor_a_way_forward_back(at: Callable[..., Checkout]) -> None:
    found = at(*FENCED)
    assert "is a way back" in found.type("advance", WAVE, "rehearsed", who="operations", code=1).err
    assert "is no way back" in found.type("rollback", WAVE, "--to", "switched", who="operations", code=1).err
    assert "no step from fenced to retired" in found.type("advance", WAVE, "retired", who="operations", code=1).err


def test_large_numbers_become_text(at: Callable[..., Checkout]) -> None:
    found = at(*FENCED)
    found.type("record", WAVE, "parity", *_parity(found), f"bytes={2**60}", f"most={2**53 - 1}", who="collector")
    assert (last(found).record.values["bytes"], last(found).record.values["most"]) == (str(2**60), 2**53 - 1)


def test_a_file_is_recorded_by_its_address(at: Callable[..., Checkout]) -> None:
    found = at(*FENCED)
    file = found.root / "report.parquet"
    file.write_bytes(b"counts")
    found.type("record", WAVE, "parity", *_parity(found), "--file", str(file), who="collector")
    assert last(found).record.inputs == (hashlib.sha256(b"counts").hexdigest(),)


def test_verify_tells_flaws_with_their_lines_and_ends_with_1(at: Callable[..., Checkout]) -> None:
    found = at(*FENCED)
    assert "held against no anchor" in found.type("verify", WAVE).out
    lines = found.ledger.read_text().splitlines()
    found.ledger.write_text("\n".join([*lines[:4], lines[5], lines[4], *lines[6:], ""]))
    said = found.type("verify", code=1)
    assert "acme/cutover/catalogue.jsonl:5" in said.out
    assert "reordered" in said.out
    assert found.type("status", code=1).out.count("socle cutover verify catalogue")
    assert found.type("advance", WAVE, who="operations", code=1).err


def test_verify_holds_a_ledger_against_an_end_that_was_noted(at: Callable[..., Checkout]) -> None:
    found = at(*FENCED)
    end = last(found)
    anchor = f"{end.record.serial}:{end.digest}"
    assert "the end that was given" in found.type("verify", WAVE, "--anchor", anchor).out
    found.type("verify", WAVE, "--state", state(found, "legacy"))
    found.ledger.write_text("".join(f"{line}\n" for line in found.ledger.read_text().splitlines()[:-2]))
    assert "2 records are missing" in found.type("verify", WAVE, "--anchor", anchor, code=1).out
    found.type("verify", WAVE)


def test_verify_names_the_file_that_is_no_state_among_several(at: Callable[..., Checkout]) -> None:
    found = at(*FENCED)
    other = found.root / "other.json"
    other.write_text("{}")
    said = found.type("verify", "--state", state(found, "legacy"), "--state", str(other), code=1)
    assert "other.json" in said.err
    assert "legacy.json" not in said.err


def test_verify_and_advance_hold_a_ledger_against_the_last_commit(at: Callable[..., Checkout]) -> None:
    found = at(*FENCED)
    git(found.root, "init", "-q")
    git(found.root, "add", "stacks")
    git(found.root, "-c", "user.name=t", "-c", "user.email=t@example.org", "commit", "-qm", "one")
    assert "commit " in found.type("verify").out
    collect(found, Stage.SWITCHED)
    approve(found)
    found.type("verify")
    whole = found.ledger.read_text().splitlines()
    found.ledger.write_text("".join(f"{line}\n" for line in whole[: len(lines_of(committed(found))) - 1]))
    assert "1 records are missing" in found.type("verify", code=1).out
    assert "does not continue the committed one" in found.type("verify", code=1).err
    assert "cut off" in found.type("advance", WAVE, who="operations", code=1).err


def test_verify_tells_what_is_in_no_commit_of_a_ledger_that_no_commit_has(at: Callable[..., Checkout]) -> None:
    found = at(Stage.FROZEN)
    git(found.root, "init", "-q")
    git(found.root, "-c", "user.name=t", "-c", "user.email=t@example.org", "commit", "--allow-empty", "-qm", "one")
    said = found.type("verify", code=1)
    assert "the step to frozen is in no commit" in said.err
    assert "held against no anchor" in said.out
    found.type("rollback", WAVE, who="operations")


def committed(found: Checkout) -> str:
    return git(found.root, "show", "HEAD:stacks/estates/acme/cutover/catalogue.jsonl")


def git(root: Path, *arguments: str) -> str:
    return subprocess.run(["git", "-C", str(root), *arguments], check=True, capture_output=True, text=True).stdout


@pytest.mark.parametrize("command", ["status", "check", "verify"])
def test_what_only_asks_writes_nothing(at: Callable[..., Checkout], command: str) -> None:
    found = at(*FENCED)
    before = {file: file.read_bytes() for file in found.folder.rglob("*") if file.is_file()}
    found.type(command, WAVE, code=None)
    assert {file: file.read_bytes() for file in found.folder.rglob("*") if file.is_file()} == before


def test_waves_and_stages_are_completed(at: Callable[..., Checkout], monkeypatch: pytest.MonkeyPatch) -> None:
    from socle.cli.commands.cutover.asked import complete_wave
    from socle.cli.commands.cutover.check import complete_phase
    from socle.cli.commands.cutover.record import complete_kind

    found = at()

    class Context:
        params = {"root": found.root}  # noqa: RUF012

    assert complete_wave(Context(), "c") == ["catalogue"]  # type: ignore[arg-type]
    assert complete_wave(Context(), "") == ["catalogue", "studies"]  # type: ignore[arg-type]
    (found.folder / "cutover.yaml").write_text("{")
    assert complete_wave(Context(), "") == []  # type: ignore[arg-type]
    assert complete_phase("swi") == ["switched"]
    assert "path-mtu" in complete_kind("path")


def test_a_way_back_is_taken_although_a_collector_is_faster(
    at: Callable[..., Checkout], monkeypatch: pytest.MonkeyPatch
) -> None:
    from socle.cli.commands.cutover import written as module

    found = at(*FENCED)
    real, others = module.ssh_sign, iter(range(2))

    def slow(key: Path) -> Callable[[str], str]:
        def sign(digest: str) -> str:
            for count in others:
                said = {"differences": 0, "pass": count}
                record_signed(
                    found.ledger, observation(found.book, "parity", said), lambda one: signed(one, "collector")
                )
                break
            return real(key)(digest)

        return sign

    monkeypatch.setattr(module, "ssh_sign", slow)
    said = found.type("rollback", WAVE, who="operations")
    assert "fenced -> rehearsed has begun" in said.out
    assert [each.record.kind for each in list(entries(read_ledger(found.ledger)))[-3:]] == [
        "parity",
        "parity",
        "transition",
    ]


def test_a_way_back_that_is_none_names_those_there_are(at: Callable[..., Checkout]) -> None:
    said = at(*FENCED).type("rollback", WAVE, "--to", "frozen", who="operations", code=2)
    assert "There are ways back to: rehearsed, aborted." in said.err


def test_what_is_not_asked_of_a_wave_is_not_called_shown(at: Callable[..., Checkout]) -> None:
    found = at(*FENCED[:2])
    said = found.type("check", WAVE, "seeding", code=1).out
    assert "legal: not asked of this wave" in said or "legal: nobody has recorded it" in said
    assert "legal: shown" not in said
