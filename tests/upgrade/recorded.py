"""The revisions whose deployments are kept: the estates that they deployed, and the states that the engine exported afterwards.

Secrets in the states are ciphertext of stand-ins under a passphrase that is in the tests of the engine.
"""

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
ESTATES = ("rehearsal", "demo")


@dataclass(frozen=True)
class Revision:
    """A commit, and the layers that it had."""

    commit: str
    layers: tuple[str, ...]

    @property
    def stacks(self) -> list[str]:
        """The stacks of both estates, none before one that it reads."""
        return [f"{estate}-{layer}" for estate in ESTATES for layer in self.layers]

    @property
    def folder(self) -> Path:
        """Where its states are kept, and `stacks` with the estates as they were."""
        return HERE / "states" / self.commit

    def file(self, stack: str) -> Path:
        """Where the state of a stack is kept."""
        return self.folder / f"{stack}.json.gz"

    def left_out(self) -> dict[str, list[str]]:
        """Inputs by type that the recording plugin did not know, and that the deployment therefore went without."""
        return json.loads((self.folder / "lacking.json").read_text("utf-8"))

    def state(self, stack: str) -> dict[str, Any]:
        """The state that this revision left."""
        return json.loads(gzip.decompress(self.file(stack).read_bytes()))


def revisions() -> Iterator[Revision]:
    """Those that the file beside this one names."""
    for line in (HERE / "revisions").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            commit, layers = line.split()[:2]
            yield Revision(commit, tuple(layers.split(",")))
