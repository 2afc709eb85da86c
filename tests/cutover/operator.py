"""A checkout with a cut-over, people with keys of one run on its machine, and the command as they type it."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from tools.walked_ledger import begun_book, walked

from socle.cutover import Book, Stage
from socle.cutover.evidence import Entry, Record, Signer, ledger_file, read_ledger, written
from socle.estate import Estate, load
from socle.project import capture_stacks, find_project

from ..estate.cut_over import (
    COLLECTOR_KEY,
    CUTOVER,
    DEPUTY_KEY,
    OPERATIONS_KEY,
    PRIVACY_KEY,
    QUALITY_KEY,
    write_cutover,
)
from .people import T0, key_of, public, signed

SIGNERS: dict[str, str] = {
    "operations": "operations",
    "quality": "quality",
    "data-protection": "privacy",
    "collector": "collector",
}
WAVE = "catalogue"
LAYERS = ("platform", "legacy", "bridge")


def declared() -> str:
    """The cut-over of the sound estate with the keys of this run; its collector signs at all levels."""
    text = CUTOVER.replace("levels: [deployed, declared]", "levels: [deployed, declared, observed]")
    text = text.replace("desired: frozen", "desired: inventoried")  # nothing is desired before its first proof
    keys = {
        OPERATIONS_KEY: "operations",
        QUALITY_KEY: "quality",
        DEPUTY_KEY: "deputy",
        PRIVACY_KEY: "privacy",
        COLLECTOR_KEY: "collector",
    }
    for old, who in keys.items():
        text = text.replace(old, public(who))
    return text.replace(
        "    valid_until: 2027-10-31\n", "    valid_until: 2027-10-31\n    call: on-call sheet, line 1\n"
    )


_LINES: dict[tuple[Stage, ...], str] = {}


def lines_at(goals: tuple[Stage, ...], estate: Estate) -> str:
    """The ledger of the wave after steps, as text; walked once a run."""
    if goals not in _LINES:
        book = walked(begun_book(estate, WAVE, T0 - timedelta(hours=3)), goals, by_role)
        _LINES[goals] = written(each for each in book.lines if isinstance(each, Entry))
    return _LINES[goals]


def by_role(signer: Signer, record: Record) -> str:
    return signed(record.digest, SIGNERS[signer])


PROGRAM = """
from pathlib import Path

import pulumi

from socle.cutover import Ledgers, standing
from socle.estate import load

config = pulumi.Config("socle")
folder = Path(__file__).parents[1] / "stacks/estates" / config.require("estate")
estate = load(folder).estate
waves = standing(estate, folder)
if waves.heads:
    Ledgers(waves)
told = waves.posture(estate.posture, config.require("layer"))
switches = {"closed": sorted(told.legacy.closed), "moved": sorted(told.bridge.moved), "kept": sorted(told.platform.read_only)}
pulumi.ComponentResource("small:Switches", "switches", switches)
pulumi.Stash("plain", input="as it was")
"""
"""A program that shows the switches of its layer, and nothing else: what a state must show beside the note of the ledger."""


def programmed(root: Path, estate: str) -> None:
    """Put the small program into a project, with a stack for each layer that carries out steps."""
    (root / "Pulumi.yaml").write_text("name: small\nruntime: python\nmain: infra\nstackConfigDir: stacks\n")
    (root / "infra").mkdir()
    (root / "infra/__main__.py").write_text(PROGRAM)
    for layer in LAYERS:
        config = f"config:\n  socle:estate: {estate}\n  socle:layer: {layer}\n"
        (root / f"stacks/Pulumi.{estate}-{layer}.yaml").write_text(config)


def exported(root: Path, stack: str) -> dict[str, Any]:
    """What `pulumi stack export` would write of a stack that was deployed whole from a checkout as it is."""
    run = capture_stacks(find_project(root), [stack], "up")
    assert run.failures == {}
    rows = [
        {"urn": each.urn, "type": each.type, "custom": each.custom, "inputs": each.inputs, "outputs": each.outputs}
        | {name: value for name in ("id", "parent") if (value := getattr(each, name))}
        for each in run.plans[stack]
    ]
    return {"version": 3, "deployment": {"resources": rows}}


FENCED = (Stage.FROZEN, Stage.BRIDGED, Stage.SEEDING, Stage.SYNCING, Stage.REHEARSED, Stage.FENCED)


@dataclass
class Checkout:
    """A project on disk, whose commands are typed at a time."""

    root: Path
    socle: Callable[..., Any]
    at: datetime = T0

    @property
    def folder(self) -> Path:
        return self.root / "stacks/estates/acme"

    @property
    def ledger(self) -> Path:
        return ledger_file(self.folder, WAVE)

    @property
    def book(self) -> Book:
        return Book(load(self.folder).estate, WAVE, read_ledger(self.ledger), self.at, (), self.ledger)

    def key(self, who: str) -> Path:
        return self.root / "keys" / who

    def type(self, command: str, *more: str, who: str = "", code: int | None = 0) -> Any:
        """A command as somebody types it, a minute later; its exit code is held against `code`."""
        self.at += timedelta(minutes=1)
        signing = ("--key", str(self.key(who))) if who else ()
        said = self.socle(
            "cutover", command, *more, *signing, "--as-of", f"{self.at:%Y-%m-%dT%H:%M:%SZ}", "--root", str(self.root)
        )
        assert code is None or said.code == code, said
        return said

    def data(self, command: str, *more: str, who: str = "", code: int | None = 0) -> Any:
        """The same, as JSON."""
        return json.loads(self.type(command, *more, "--json", who=who, code=code).out)


def checkout(root: Path, socle: Callable[..., Any], goals: Sequence[Stage] = ()) -> Checkout:
    """A project whose wave has gone some way by its ledger."""
    project(root)
    found = Checkout(root, socle)
    if goals:
        found.ledger.parent.mkdir(parents=True)
        found.ledger.write_text(lines_at(tuple(goals), load(found.folder).estate))
    return found


def project(root: Path) -> None:
    """A project with a wave that has not begun, and the keys of its people."""
    estates = root / "stacks/estates"
    estates.mkdir(parents=True)
    write_cutover(estates, declared())
    programmed(root, "acme")
    keys = root / "keys"
    keys.mkdir()
    for who in ("operations", "quality", "deputy", "privacy", "collector", "stranger"):
        private = key_of(who).private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption())
        (keys / who).write_bytes(private)
        (keys / who).chmod(0o600)
        (keys / f"{who}.pub").write_text(f"{public(who)} {who}@example\n")
