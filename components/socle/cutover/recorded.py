"""What a stack records of the ledgers that it was deployed by, and what it reads of that before the next deployment.

Twice, since the engine keeps the two differently. The component is registered before all else and its inputs are kept at once, but not by
`up --target`: they say by which ledger a whole deployment began. The outputs are kept at the end of any deployment, `--target` too: they
say which ledger the stack has ever been shown, which is what an older checkout is refused by.
"""

from collections.abc import Mapping
from typing import Any, cast

import pulumi

from socle.component import Component, last_resources

from .program import LEDGERS, Standing

OUTPUT = "cutover"
"""The stack's output with the end of each wave's ledger. Operators read it, and another ledger is held against it."""

_STACK = "pulumi:pulumi:Stack"


class Ledgers(Component):
    """The ends of the ledgers that this deployment follows, by wave. Register it before anything else."""

    def __init__(self, standing: Standing, opts: pulumi.ResourceOptions | None = None) -> None:
        ends = {wave: noted.as_outputs() for wave, noted in standing.heads.items()}
        super().__init__(LEDGERS, "cutover", None, steady=False, opts=opts, recorded=ends)
        self.register_outputs({"ends": ends})
        pulumi.export(OUTPUT, ends)


def last_noted() -> dict[str, Any]:
    """The newest ends of ledgers that this stack was ever deployed by, by wave; nothing of a new stack, or where no engine answers."""
    return noted_in(last_resources())


def noted_in(resources: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """The newest ends of ledgers that a state has noted, given type and outputs of its resources by URN."""
    found: dict[str, Any] = {}
    for row in resources.values():
        outputs = cast("Mapping[str, Any]", row.get("outputs") or {})
        said = outputs.get({_STACK: OUTPUT, LEDGERS: "ends"}.get(str(row.get("type")), ""))
        ends = cast("Mapping[str, Any]", said) if isinstance(said, Mapping) else {} if said is None else {"?": said}
        for wave, noted in ends.items():
            if wave not in found or _serial(noted) >= _serial(found[wave]):
                found[wave] = noted
    return found


def _serial(noted: Any) -> float:
    """How many records a note is of; what cannot be read counts as the newest, so that it is told."""
    serial: Any = cast("Mapping[str, Any]", noted).get("serial") if isinstance(noted, Mapping) else None
    return serial if isinstance(serial, int | float) else float("inf")
