"""The revisions whose deployments are kept: the estates that they deployed, and the states that the engine exported afterwards.

Secrets in the states are ciphertext of stand-ins under a passphrase that is in the tests of the engine.
"""

import gzip
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.states import credentials_in

from .announced import Announcement, announcements, read

HERE = Path(__file__).parent
CHANGELOG = HERE.parents[1] / "CHANGELOG.md"
ESTATES = ("rehearsal", "demo")


@dataclass(frozen=True)
class Revision:
    """A commit, and the layers that it had: `cluster` of every estate, `demo:bootstrap` of that one alone."""

    commit: str
    layers: tuple[str, ...]

    @property
    def stacks(self) -> list[str]:
        """The stacks of all estates, none before one that it reads."""
        return [stack for estate in ESTATES for stack in self.stacks_of(estate)]

    def stacks_of(self, estate: str) -> list[str]:
        """The stacks of one estate."""
        named = (layer.rpartition(":") for layer in self.layers)
        return [f"{estate}-{layer}" for only, _, layer in named if only in ("", estate)]

    @property
    def folder(self) -> Path:
        """Where its states are kept, and `stacks` with the estates as they were, but for wishes that no ledger bears out (`desired`)."""
        return HERE / "states" / self.commit

    def file(self, stack: str) -> Path:
        """Where the state of a stack is kept."""
        return self.folder / f"{stack}.json.gz"

    def left_out(self) -> dict[str, list[str]]:
        """Inputs by type that the recording plugin did not know, and that the deployment therefore went without."""
        return json.loads((self.folder / "lacking.json").read_text("utf-8"))

    def announced(self) -> frozenset[Announcement]:
        """The updates that its changelog told of already: they are not those of later ones."""
        return frozenset(read((self.folder / "announced").read_text("utf-8")))

    def in_plain(self) -> list[str]:
        """Where its states hold what is, or looks like, a credential that nobody encrypted."""
        return [f"{stack} {each}" for stack in self.stacks for each in credentials_in(self.state(stack))]

    def state(self, stack: str) -> dict[str, Any]:
        """The state that this revision left."""
        return json.loads(gzip.decompress(self.file(stack).read_bytes()))


def unannounced(revision: Revision, changed: Iterable[Announcement]) -> list[str]:
    """Updates of what a revision deployed that today's changelog does not tell of, or told of when that was made already."""
    told = frozenset(announcements(CHANGELOG.read_text("utf-8"))) - revision.announced()
    return [f"CHANGELOG.md needs a line under State that names {each}" for each in changed if each not in told]


def revisions() -> Iterator[Revision]:
    """Those that the file beside this one names."""
    for line in (HERE / "revisions").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            commit, layers = line.split()[:2]
            yield Revision(commit, tuple(layers.split(",")))
