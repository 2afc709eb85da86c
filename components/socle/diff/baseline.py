"""What a plan is compared with: another plan, an exported state, or nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any, cast

from socle.plan import Plan, load, masked, pending_of, plain_inputs, read_state, unread_of


class Level(StrEnum):
    """How much a report can know. Every report says its level."""

    INTENT = "intent"
    STATE = "state"
    ENGINE = "engine"


@dataclass(frozen=True)
class Baseline:
    """A plan to compare with. `outputs` are what an exported state knows of each resource, by URN; empty for a program.

    `pending` are the deletions and operations that a state has not finished, `unread` is what it says and nobody knows.
    `refreshed` are the URNs of what a refresh or an adoption recorded last: such a row does not say which inputs were defaults
    (`__defaults`).
    """

    plan: Plan
    level: Level = Level.INTENT
    outputs: Mapping[str, Mapping[str, Any]] = field(default_factory=dict[str, Mapping[str, Any]])
    pending: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    refreshed: frozenset[str] = frozenset()


def baseline_of_state(state: "Mapping[str, Any] | str | Path") -> Baseline:
    """An exported state (`pulumi stack export`), given as such or by its path, to compare with. Secrets are masked.

    Raises:
        ValueError: it is not an exported state.
    """
    form = load(state)
    plan = read_state(form)
    rows = cast("list[dict[str, Any]]", cast("dict[str, Any]", form["deployment"])["resources"])
    outputs = {str(row["urn"]): _known(row) for row in rows if not row.get("delete")}
    refreshed = frozenset(str(row["urn"]) for row in rows if row.get("custom") and _forgot_defaults(row))
    return Baseline(plan, Level.STATE, outputs, tuple(pending_of(form)), tuple(unread_of(form)), refreshed)


def nothing(plan: Plan) -> Baseline:
    """The baseline of a stack that does not exist yet."""
    return Baseline(Plan(plan.stack, plan.project, ()))


def _forgot_defaults(row: Mapping[str, Any]) -> bool:
    """Whether a row is not as a deployment leaves it, which lists the inputs that were defaults even where none was."""
    return "__defaults" not in cast("Mapping[str, Any]", row.get("inputs") or {})


def _known(row: Mapping[str, Any]) -> dict[str, Any]:
    outputs = masked(row["type"], plain_inputs(row.get("outputs") or {}), row.get("additionalSecretOutputs") or ())
    return {name: value for name, value in outputs.items() if not name.startswith("__")}
