"""The rehearsal estate with a cut-over in two waves, in a folder where ledgers may be written, and its program run unmodified."""

import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

from socle.capture.run import capture
from socle.cutover import Asked, Hand, Reached, Stage, asked_of, known_of, reached
from socle.cutover.evidence import Entry, ledger_file, written
from socle.estate import Estate, load
from socle.plan import Plan

from ..checkout import copied
from .people import T0, approvers, collectors
from .test_reached import Book

MOVER = "55555555-5555-4555-8555-555555555509"
LAYERS: tuple[Hand, ...] = ("platform", "legacy", "bridge")
"""The layers whose stacks carry out steps, in the order in which they are applied."""

WAVES = f"""\
waves:
  catalogue:
    reason: the rehearsal's catalogue, which goes first
    desired: inventoried
    datasets:
      catalogue: {{database: catalogue.catalogue, into: {{instance: catalogue, database: catalogue}}}}
      keys: {{vault: keys, secrets: [session-key]}}
    services: [catalogue]
  studies:
    reason: the rehearsal's extracts
    datasets:
      raw: {{container: lake.raw, bucket: results}}
movers: [{MOVER}]
"""


def rehearsal(folder: Path, desired: str = "inventoried") -> Path:
    """The repository's program in a folder of its own, its rehearsal with a `cutover.yaml`; the folder of that estate.

    Args:
        desired: the phase that is desired of the wave `catalogue`.
    """
    estate = copied(folder) / "stacks" / "estates" / "rehearsal"
    people = {name: each.recorded() for name, each in approvers().items()}
    programs = {name: each.recorded() for name, each in collectors().items()}
    text = WAVES.replace("inventoried", desired) + _block("approvers", people) + _block("collectors", programs)
    (estate / "cutover.yaml").write_text(text, "utf-8")
    return estate


def _block(name: str, entries: Mapping[str, Mapping[str, Any]]) -> str:
    rows = [
        f"  {key}: {{{', '.join(f'{k}: {_value(v)}' for k, v in entry.items())}}}\n" for key, entry in entries.items()
    ]
    return f"{name}:\n{''.join(rows)}"


def _value(value: Any) -> str:
    return f"[{', '.join(cast('list[str]', value))}]" if isinstance(value, list) else str(value)


class WaveBook(Book):
    """The ledger of a wave of the rehearsal."""

    def __init__(self, estate: Path, wave: str, lines: tuple[Entry, ...] = ()) -> None:
        super().__init__(lines)
        self.folder, self.wave = estate, wave
        self.estate: Estate = load(estate).estate
        self.asked: Asked = asked_of(self.estate, wave)

    @property
    def reached(self) -> Reached:
        last = max((each.record.at for each in self.lines), default=T0)
        return reached(self.lines, self.asked, known_of(self.estate, self.wave, last))

    def write(self, kind: str, signers: tuple[str, ...] | None = None, **changes: Any) -> str:
        of = {"estate": self.estate.name, "lifetime": self.estate.lifetime, "wave": self.wave}
        return super().write(kind, signers, **{**of, **changes})

    def keep(self) -> "WaveBook":
        """Put it where the program reads it."""
        file = ledger_file(self.folder, self.wave)
        file.parent.mkdir(exist_ok=True)
        file.write_text(written(self.lines), "utf-8")
        return self


def plan_of(estate: Path, layer: str, **more: Any) -> Plan:
    """What the program of the folder registers for a layer of its rehearsal."""
    stack = f"{estate.name}-{layer}"
    return capture(
        estate.parents[2] / "infra",
        stack=stack,
        project="socle",
        config={"socle:estate": estate.name, "socle:layer": layer},
        **more,
    )


def brought(book: WaveBook, *goals: Stage) -> WaveBook:
    """A ledger that leads through some stages, each of them proven, written beside the estate."""
    book.go(*goals)
    return book.keep()


def git(folder: Path, *arguments: str) -> None:
    """Git in a folder."""
    subprocess.run(["git", "-C", str(folder), *arguments], check=True, capture_output=True)


def commit(folder: Path) -> None:
    """Everything in a folder as the last commit of its checkout."""
    git(folder, "add", ".")
    git(folder, "-c", "user.name=t", "-c", "user.email=t@example.org", "commit", "--allow-empty", "-qm", "one")
