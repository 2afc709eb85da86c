"""What the last deployment of this stack holds, read by the program from its own state before it registers anything.

The engine answers with the resources of the last deployment, whatever became of it, in a preview as in an update; of a new
stack with none. That is how the plain program refuses under `pulumi preview` what would let go of an adopted resource:
see `estate/legacy/freeze.py` for what, and docs/traps.md for what the engine's own protection does not stop.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

import pulumi

from socle.component import last_resources
from socle.estate.legacy import Held, LegacySpec, freeze_refusals, held_from
from socle.messages import Place, Refusal, Refused
from socle.specs import Spec

from .names import component_name, is_observed, name_in, name_of_key
from .tenancy import AzureTenancy

ESTATE_TYPE = "socle:azure:LegacyEstate"


class LegacyRefused(Refused, pulumi.RunError):
    """The legacy estate may not be deployed as it is declared. Being a `RunError`, the engine shows it without a traceback.

    Every reason has its file and line where the estate was read from files.
    """

    def __init__(self, refusals: list[Refusal], spec: LegacySpec | None = None) -> None:
        placed = (refusal.placed(_place(refusal, spec)) if spec else refusal for refusal in refusals)
        super().__init__(placed, "the legacy estate is refused")


def _place(refusal: Refusal, spec: LegacySpec) -> Place:
    """The nearest part of the estate that is still written; line 0 when nothing of it is."""
    here: Any = spec
    origin = spec.origin
    line = 0
    for part in refusal.at.split(".")[1:]:
        here = cast("dict[str, Any]", here).get(part) if isinstance(here, dict) else getattr(here, part, None)
        where = here.origin if isinstance(here, Spec) else None
        line = where.line if where else line
    file = origin.file if origin else ""
    return Place(file, line, key=refusal.at)


@dataclass(frozen=True)
class LastDeployment:
    """What is held, by key; logical names that are in the state and in no record (of a first deployment that failed); and the
    name that the estate had."""

    held: Mapping[str, Held] = field(default_factory=dict[str, Held])
    unrecorded: frozenset[str] = frozenset()
    estate: str = ""


def last_deployment() -> LastDeployment:
    """Read what the last deployment of this stack holds; empty for a new stack, and where no engine answers."""
    return deployment_of(last_resources())


def deployment_of(resources: Mapping[str, Mapping[str, Any]]) -> LastDeployment:
    """What a state holds, given type and outputs of its resources by URN.

    An adoption that failed is recorded by the estate but is not in the state, and so is not held.
    """
    names = {
        _name(urn)
        for urn, row in resources.items()
        if str(row["type"]).startswith("azure-native:") and not is_observed(_name(urn))
    }
    records = {
        _name(urn): cast("dict[str, dict[str, Any]]", row.get("outputs", {}).get("held", {}))
        for urn, row in resources.items()
        if row["type"] == ESTATE_TYPE
    }
    recorded = {
        name_of_key(estate, key): (key, held) for estate, record in records.items() for key, held in record.items()
    }
    return LastDeployment(
        held={key: held_from(held) for name, (key, held) in recorded.items() if name in names},
        unrecorded=frozenset(names - recorded.keys()),
        estate=next(iter(records), ""),
    )


def last_refusals(estate: str, legacy: LegacySpec, tenancy: AzureTenancy, last: LastDeployment) -> Iterator[Refusal]:
    """Everything in which this deployment would let go of, replace or change what the last one holds."""
    if last.held and last.estate != estate:
        yield Refusal(
            f"the component {last.estate} is now called {estate}",
            "every logical name in it would change: the engine would remove all that is adopted, and adopt it again",
            f"keep the name {last.estate}",
        )
        return
    yield from freeze_refusals(last.held, legacy, tenancy.posture.legacy)
    if tenancy.twin:
        return
    declared = {name_in(estate, resource) for resource in legacy.resources()}
    released = tuple(f"{component_name(estate, key)}-" for key in tenancy.posture.legacy.released)
    for name in sorted(last.unrecorded - declared):
        if name.startswith(released):
            continue  # a removal that Azure stopped half-way; the engine still asks for protection that was not taken off
        yield Refusal(
            f"{name} is in the state, and nothing in the file is called so",
            "a deployment that failed half-way adopted it; the engine would now delete it, or let go of it",
            "put its entry back under the key that it had, and deploy once",
        )


def _name(urn: str) -> str:
    return urn.split("::", 3)[-1]
