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


def declared() -> str:
    """The cut-over of the sound estate with the keys of this run; its collector signs at all levels."""
    text = CUTOVER.replace("levels: [deployed, declared]", "levels: [deployed, declared, observed]")
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
    (root / "Pulumi.yaml").write_text("name: small\nruntime: python\nmain: infra\nstackConfigDir: stacks\n")
    estates = root / "stacks/estates"
    estates.mkdir(parents=True)
    write_cutover(estates, declared())
    keys = root / "keys"
    keys.mkdir()
    for who in ("operations", "quality", "deputy", "privacy", "collector", "stranger"):
        private = key_of(who).private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption())
        (keys / who).write_bytes(private)
        (keys / who).chmod(0o600)
        (keys / f"{who}.pub").write_text(f"{public(who)} {who}@example\n")
    found = Checkout(root, socle)
    if goals:
        found.ledger.parent.mkdir(parents=True)
        found.ledger.write_text(lines_at(tuple(goals), load(found.folder).estate))
    return found
