"""An estate that the engine has deployed, layer by layer, with what it said on the way: the tests of a file share one."""

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from socle.capture import capture
from socle.plan import Plan, read_state
from socle.project import find_project
from tests.states import credentials_in

from .cloud import SECRET_KEY
from .estates import MATERIAL, PASSWORD, Written, place_of, stacks_of
from .inside.alterations import Edits, altering
from .plugins import lacking
from .runs import Run
from .workplace import ROOT, Calling, Workplace, as_usual

Document = dict[str, Any]
GIVEN = ("Aa1!", PASSWORD, MATERIAL, SECRET_KEY)
"""Secrets that estates, clouds and simulated providers give here, or their beginnings: no state shows them."""


@dataclass
class Deployed:
    """Where an estate is deployed, and what its clouds held before.

    By stack: the engine's first preview, the capture made for it, the deployment, and the state after it.

    Args:
        captured: the project that captures are of: this one, or the copy that the engine runs, where its estate is another.
    """

    place: Workplace
    before: set[str]
    captured: Path = ROOT
    previews: dict[str, Document] = field(default_factory=dict[str, Document])
    captures: dict[str, Plan] = field(default_factory=dict[str, Plan])
    runs: dict[str, Run] = field(default_factory=dict[str, Run])
    states: dict[str, Document] = field(default_factory=dict[str, Document])

    def capture(self, stack: str, *, edits: Edits | None = None) -> Plan:
        """What Socle says that the program registers, on top of what is deployed."""
        project = find_project(self.place.project)
        config, secrets = project.config(stack)
        others = {name: read_state(state) for name, state in self.states.items() if name != stack}
        with altering(lacking(), edits or {}):
            return capture(
                self.captured / "infra",
                stack=stack,
                project=project.name,
                config=config,
                secret_config=secrets,
                prior=self.states.get(stack),
                references=others,
                root=self.captured,
            )

    def in_plain(self, stack: str) -> list[str]:
        """Where the state of a stack holds what is, or looks like, a credential that nobody encrypted."""
        return list(credentials_in(self.states[stack], GIVEN))

    def digest(self, stack: str, *, edits: Edits | None = None) -> tuple[int, Document]:
        """What the engine says that would change."""
        self.place.alter(edits or {})
        try:
            return self.place.digest(stack)
        finally:
            self.place.alter({})


@contextmanager
def deployed(
    estate: str, *, written: Written | None = None, gone: Sequence[str] = (), calling: Calling = as_usual
) -> Generator[Deployed]:
    """Deploy every layer of an estate, each with the outputs of the earlier ones.

    Args:
        written: what is written otherwise in the files of its copy.
        gone: files and folders that its copy goes without.
        calling: who deploys each stack.
    """
    with place_of(estate, written=written, gone=gone) as place:
        place.calling = calling
        entire = Deployed(place, place.emulation.held(), place.project if written or gone else ROOT)
        for stack in stacks_of(estate):
            code, entire.previews[stack] = entire.digest(stack)
            assert code == 0, errors(entire.previews[stack])
            entire.captures[stack] = entire.capture(stack)
            entire.runs[stack] = place.up(stack).ok()
            entire.states[stack] = place.export(stack)
        yield entire


def errors(document: Document) -> list[str]:
    """What the engine calls an error in a preview."""
    told = document.get("diagnostics") or []
    return [each["message"].strip() for each in told if each["severity"] == "error"]
