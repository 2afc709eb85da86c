"""The page that walks an operator through a whole wave, the way back and a drill of the kit: every command of it is typed here.

Stacks are not deployed: what `pulumi stack export` would write is written in its place.
"""

import json
import re
import shlex
import shutil
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ed25519
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from tools.demo_ledgers import DEMO, ENTRY
from tools.docs.cutover_walk import WAVE, WINDOW

from socle.cutover import standing, unbegun, uncommitted
from socle.estate import load
from socle.project import stacks_of_estate, texts_of

from ..cli.conftest import Socle, as_written, socle  # noqa: F401 - fixtures
from .operator import exported, programmed
from .rehearsed import commit, git
from .test_kit import Kit, stand_ins

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not shutil.which("ssh-keygen"), reason="ssh-keygen is not installed"),
]

PAGE = Path(__file__).parents[2] / "docs/operator/cutover-walk.md"
_BLOCK = re.compile(r"^```console\n(?P<block>.*?)^```", re.MULTILINE | re.DOTALL)


def commands(text: str) -> list[list[str]]:
    return [shlex.split(line[2:]) for found in _BLOCK.finditer(text) for line in found["block"].splitlines()]


def days_claimed(section: str) -> int:
    """The days that must have passed for what a section records."""
    return max(map(int, re.findall(r"\bdays=(\d+)", section)), default=0)


class Operator:
    """Types what the page says, a minute a command, in a copy of the demo without ledgers and with keys of this run."""

    def __init__(self, root: Path, socle: Socle) -> None:  # noqa: F811
        self.root, self.socle, self.at = root, socle, WINDOW - timedelta(hours=4)
        self.folder = root / "stacks/estates/demo"
        self.folder.mkdir(parents=True)
        programmed(root, "demo")
        (root / "keys").mkdir()
        for file in DEMO.glob("*.yaml"):
            (self.folder / file.name).write_text(self._own_keys(file.read_text("utf-8")))
        git(root, "init", "-q")
        commit(root)

    @property
    def ledger(self) -> Path:
        return self.folder / f"cutover/{WAVE}.jsonl"

    def _own_keys(self, text: str) -> str:
        text = re.sub(r"desired: [a-z-]+", "desired: inventoried", text)
        for each in ENTRY.finditer(text):
            key = ed25519.Ed25519PrivateKey.generate()
            file = self.root / "keys" / each["name"]
            file.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption()))
            file.chmod(0o600)
            public = key.public_key().public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH).decode()
            file.with_suffix(".pub").write_text(f"{public}\n")
            text = text.replace(each["key"], public)
        return text

    def type(self, words: list[str]) -> str:
        self.at += timedelta(minutes=1)
        if words[0] == "git":
            git(
                self.root,
                *(("-c", "user.name=t", "-c", "user.email=t@example.org") if words[1] == "commit" else ()),
                *words[1:],
            )
            return ""
        if words[:2] == ["pulumi", "up"]:
            self._refused_nothing()
            return ""
        if words[:3] == ["pulumi", "stack", "export"]:
            return self._export(words[words.index("--stack") + 1], words[-1])
        words = [str(self.root / each) if each.startswith(("keys/", "demo-")) else each for each in words[1:]]
        clock = ("--as-of", f"{self.at:%Y-%m-%dT%H:%M:%SZ}", "--root", str(self.root))
        said = self.socle(*words, *clock)
        assert said.code == 0, (words, said)
        assert said.err == "", (words, said)
        return said.out

    def _refused_nothing(self) -> None:
        """The program would refuse a stack by what the page has not led to a commit."""
        committed = texts_of(self.folder, "HEAD", [f"cutover/{WAVE}.jsonl"]) or {}
        texts = {Path(name).stem: text for name, text in committed.items()}
        estate = load(self.folder).estate
        assert list(uncommitted(estate, self.folder, texts)) == []
        assert list(unbegun(estate, self.folder, standing(estate, self.folder), "platform")) == []

    def _export(self, stack: str, file: str) -> str:
        (self.root / file).write_text(json.dumps(exported(self.root, stack)))
        return ""

    def stage(self) -> str:
        said = self.socle(
            "cutover", "status", WAVE, "--json", "--as-of", f"{self.at:%Y-%m-%dT%H:%M:%SZ}", "--root", str(self.root)
        )
        return str(json.loads(said.out)["waves"][WAVE]["stage"])


def test_the_page_leads_through_a_whole_wave_and_back(tmp_path: Path, socle: Socle) -> None:  # noqa: F811
    text = PAGE.read_text("utf-8")
    forward, _, rest = text.partition("\n# The way back\n")
    back, _, kit = rest.partition("\n# A drill of the kit\n")
    operator = Operator(tmp_path, socle)
    at_switch, switched_at = "", operator.at
    for section in forward.split("\n## ")[1:]:
        goal = section.partition("`")[2].partition("`")[0]
        operator.at += timedelta(days=days_claimed(section))
        for number, words in enumerate(commands(section)):
            if goal == "fenced" and number == 4:  # both have signed the window, and it is committed, before it begins
                operator.at = max(operator.at, WINDOW + timedelta(minutes=5))
            operator.type(words)
        if goal:
            assert operator.stage() == goal
        if goal == "switched":
            at_switch, switched_at = operator.ledger.read_text(), operator.at
    operator.ledger.write_text(at_switch)
    commit(operator.root)
    operator.at = switched_at
    for section in back.split("\n## ")[1:]:
        for words in commands(section):
            operator.type(words)
        assert operator.stage() == section.partition("`")[2].partition("`")[0]
    assert len(commands(kit)) == 9


def test_the_page_leads_through_a_drill_of_the_kit(tmp_path: Path, socle: Socle) -> None:  # noqa: F811
    operator = Operator(tmp_path, socle)
    made, *drill, recorded = commands(PAGE.read_text("utf-8").partition("\n# A drill of the kit\n")[2])
    operator.type([*made[:-1], str(tmp_path / "kit")])
    kit = Kit(tmp_path / "kit")
    stand_ins(kit.folder)
    for words in drill:
        environ = dict(word.split("=", 1) for word in words[: words.index("bash")])
        denied = "2-prove" in words[-1]
        kit.run(
            words[-1].removeprefix("kit/"),
            when="." if denied else "",
            says="permission denied" if denied else "",
            **environ,
        )
    operator.type(recorded)


def test_the_page_is_of_stacks_that_are_there() -> None:
    root = Path(__file__).parents[2]
    from socle.project import find_project

    named = set(re.findall(r"--stack (demo-[a-z]+)", PAGE.read_text("utf-8")))
    assert named == {"demo-platform", "demo-legacy", "demo-bridge"}
    assert named <= set(stacks_of_estate(find_project(root), "demo"))


def test_the_window_of_the_page_is_before_the_planned_switch() -> None:
    cutover = load(DEMO).estate.cutover
    assert cutover
    assert cutover.waves[WAVE].switch_by == WINDOW.date()
    assert datetime.combine(cutover.approvers["quality"].valid_until, WINDOW.timetz()) > WINDOW
