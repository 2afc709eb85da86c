"""What stops each command that goes past the program, asked of the engine: the table of the page `outside-the-program`, row by row.

The stores are the engine's own stashes, so no cloud is needed; what a host's own locks do is not shown.
"""

import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from socle.cutover import COMMANDS

STACK = "dev"
PROGRAM = """
import os
import pulumi
from pulumi import ResourceOptions, Stash
from socle.component import kept
from socle.cutover import Cutover, Ledgers, Noted, Standing, forgotten, last_noted

records = int(os.environ["RECORDS"])
digests = tuple(str(number) for number in range(1, records + 1))
standing = Standing(Cutover({}), {"studies": None}, {"studies": Noted(records, digests[-1], 1, "frozen")}, {"studies": digests})
if found := list(forgotten(standing, last_noted(), "acme")):
    raise pulumi.RunError(found[0].what)
Ledgers(standing)
hooks = kept()
if not os.environ.get("GONE"):
    Stash("store", input=os.environ.get("VALUE", "first"), opts=ResourceOptions(protect=True, hooks=hooks, replace_on_changes=["input"]))
Stash("plain", input=str(records))
"""
STOPPED = {
    "hook": ('hook "socle-kept" failed', "delete hooks registered, but the program is not running"),
    "protect": ("because it is protected", "unable to replace resource"),
    "ledger": ("was deployed by record",),
    "resources": ("still has resources",),
}


@dataclass(frozen=True)
class Engine:
    folder: Path

    def run(self, *args: str, **more: str) -> tuple[bool, str]:
        """Whether a command succeeds, and what is said."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("PULUMI_", "SCW_", "AWS_"))}
        given = {
            "PULUMI_CONFIG_PASSPHRASE": "not-a-secret",
            "PULUMI_BACKEND_URL": f"file://{self.folder}/state",
            "PULUMI_HOME": f"{self.folder}/home",
            "PULUMI_SKIP_UPDATE_CHECK": "1",
            "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "1",
            "NO_COLOR": "1",
            "RECORDS": "3",
        }
        command = ["pulumi", *args, "--stack", STACK, "--non-interactive"]
        done = subprocess.run(
            command,
            cwd=self.folder / "project",
            env={**kept, **given, **more},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        return done.returncode == 0, done.stdout + done.stderr

    def up(self, *args: str, **more: str) -> str:
        passed, said = self.run("up", "--yes", *args, **more)
        assert passed, said
        return said

    def stopped(self, by: str, *args: str, **more: str) -> None:
        passed, said = self.run(*args, **more)
        assert not passed, said[-1500:]
        assert any(each in said for each in STOPPED[by]), said

    def rows(self) -> dict[str, dict[str, Any]]:
        """The state, by logical name; of two of one name the one that is not to be deleted."""
        passed, said = self.run("stack", "export")
        assert passed, said
        rows = json.loads(said[said.index("{") :])["deployment"]["resources"]
        return {
            each["urn"].rpartition("::")[2]: each for each in sorted(rows, key=lambda row: not row.get("delete", False))
        }


def urn(name: str) -> str:
    return f"urn:pulumi:{STACK}::probe::pulumi:index:Stash::{name}"


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    for name in ("project", "state", "home"):
        (tmp_path / name).mkdir()
    runtime = f"runtime: {{name: python, options: {{virtualenv: {sys.prefix}}}}}"
    (tmp_path / "project" / "Pulumi.yaml").write_text(f"name: probe\n{runtime}\n", "utf-8")
    (tmp_path / "project" / "__main__.py").write_text(PROGRAM, "utf-8")
    made = Engine(tmp_path)
    passed, said = made.run("stack", "init")
    assert passed, said
    made.up()
    return made


def test_every_row_of_the_page_is_asked_here() -> None:
    text = Path(__file__).read_text("utf-8")
    for row in COMMANDS:
        words = row.text.split()[1:]
        named = ", ".join(f'"{word}"' for word in words if not word.startswith("-"))
        assert re.search(rf'(?:run\(|stopped\("[a-z]+", |[=(] ?\(){named}', text), row.text
        assert all(f'"{word}"' in text for word in words), row.text


def test_what_runs_the_program_refuses_an_older_ledger_keeps_what_is_kept_and_lets_go_what_is_named(
    engine: Engine,
) -> None:
    up = ("up", "--yes")
    engine.stopped("ledger", "preview", RECORDS="2")
    for args in (up, (*up, "--skip-preview"), (*up, "--target", urn("plain")), ("destroy", "--yes", "--run-program")):
        engine.stopped("ledger", *args, RECORDS="2")
    engine.stopped("protect", *up, GONE="1")
    engine.stopped("protect", *up, "--target-replace", urn("store"))
    engine.stopped("protect", "destroy", "--yes", "--run-program")
    assert engine.run("state", "unprotect", urn("store"), "--yes")[0]
    engine.stopped("hook", *up, GONE="1")
    engine.stopped("hook", *up, "--skip-preview", GONE="1")
    assert engine.run("config", "set", "--path", "socle:lets-go[0]", "store")[0]
    engine.up(GONE="1")
    assert "store" not in engine.rows()


def test_what_is_unprotected_and_replaced_stands_beside_what_replaces_it(engine: Engine) -> None:
    assert engine.run("state", "unprotect", urn("store"), "--yes")[0]
    engine.stopped("hook", "up", "--yes", VALUE="second")
    exported = engine.run("stack", "export")[1]
    assert exported.count(f'"{urn("store")}"') == 2


def test_a_deployment_of_a_target_notes_the_ledger_and_counts_for_no_step(engine: Engine) -> None:
    engine.up("--target", urn("plain"), RECORDS="4")
    noted = engine.rows()["cutover"]
    assert noted["inputs"]["spec"]["studies"]["serial"] == 3
    assert noted["outputs"]["ends"]["studies"]["serial"] == 4
    engine.stopped("ledger", "up", "--yes")
    engine.up(RECORDS="4")
    assert engine.rows()["cutover"]["inputs"]["spec"]["studies"]["serial"] == 4


def test_without_the_program_nothing_that_is_kept_is_deleted(engine: Engine) -> None:
    for args in ((), ("--skip-preview",), ("--target", urn("plain")), ("--exclude-protected",)):
        engine.stopped("hook", "destroy", "--yes", *args)
    assert {"store", "plain", "cutover"} <= engine.rows().keys()
    assert engine.run("destroy", "--yes", "--run-program", "--exclude-protected")[0]
    assert "plain" not in engine.rows()
    assert "store" in engine.rows()


def test_without_a_preview_what_is_not_kept_goes_before_the_hook_keeps_the_rest(engine: Engine) -> None:
    engine.stopped("ledger", "destroy", "--yes", "--run-program", "--skip-preview", RECORDS="2")
    engine.stopped("hook", "destroy", "--yes", "--run-program", "--skip-preview")
    assert "store" in engine.rows()
    assert "plain" not in engine.rows()


def test_what_edits_the_state_is_stopped_by_little(engine: Engine) -> None:
    assert engine.run("refresh", "--yes")[0]
    assert engine.rows()["store"]["resourceHooks"] == {"BeforeDelete": ["socle-kept"]}
    engine.stopped("resources", "stack", "rm", "--yes")
    assert engine.run("state", "taint", urn("store"), "--yes")[0]
    engine.stopped("protect", "up", "--yes")
    engine.stopped("protect", "state", "delete", urn("store"), "--yes")
    assert engine.run("state", "unprotect", urn("store"), "--yes")[0]
    assert engine.rows()["store"]["resourceHooks"] == {"BeforeDelete": ["socle-kept"]}
    assert engine.run("state", "delete", urn("store"), "--yes", "--force")[0]
    assert "store" not in engine.rows()
    exported = engine.folder / "state.json"
    assert engine.run("stack", "export", "--file", str(exported))[0]
    text = exported.read_text("utf-8").replace('"serial": 3', '"serial": 1').replace('"digest": "3"', '"digest": "1"')
    exported.write_text(text, "utf-8")
    assert engine.run("stack", "import", "--file", str(exported))[0]
    assert engine.run("preview", RECORDS="2")[0]
    assert engine.run("stack", "rm", "--yes", "--force")[0]


def test_what_is_imported_is_protected_by_the_state_alone_and_goes_with_that(engine: Engine) -> None:
    plugins = engine.folder / "plugins"
    plugins.mkdir()
    (plugins / "pulumi-resource-random").symlink_to(Path(__file__).parent / "simulated/bin/pulumi-resource-random")
    more = {"PATH": f"{sys.prefix}/bin:{plugins}:{os.environ['PATH']}"}
    token = "random:index/randomUuid:RandomUuid"
    there = ("--yes", "--generate-code=false", token)
    refused, said = engine.run("import", *there[:2], "pulumi:index:Stash", "store", "there", **more)
    assert (refused, "already exists" in said) == (False, True)
    assert engine.run("import", *there, "found", "11111111-1111-4111-8111-111111111111", RECORDS="2", **more)[0]
    rows = engine.rows()
    assert (rows["found"]["protect"], rows["found"].get("resourceHooks")) == (True, None)
    assert rows["cutover"]["outputs"]["ends"]["studies"]["serial"] == 3
    engine.stopped("protect", "up", "--yes", **more)
    assert engine.run("state", "unprotect", f"urn:pulumi:{STACK}::probe::{token}::found", "--yes")[0]
    engine.up(**more)
    assert "found" not in engine.rows()
