"""Moves as plain values, for other tools. No name of an object: these go where logs go."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from socle.move.collect import Sight
from socle.move.objects import SCHEMES, Estimate

if TYPE_CHECKING:
    from socle.move.objects import Ended, Erased, Passed, Progress, Verdict  # they bring all that moves objects


def step_data(step: "Progress") -> dict[str, Any]:
    """Where a stage is."""
    return {**asdict(step), "bytes_per_second": round(step.rate), "seconds_left": step.seconds_left}


def passed_data(passed: "Passed", proven: "Verdict | None", sights: Sequence[Sight]) -> dict[str, Any]:
    """How a pass ended, what it proves, and what goes into a ledger."""
    return {
        "pass": passed.number,
        "kind": passed.kind,
        "resumed": passed.resumed,
        "whole": passed.whole,
        "failures": passed.failures,
        "hazards": dict(passed.hazards),
        "stages": [_stage(each) for each in passed.stages],
        "verdict": proven.as_json() if proven else None,
        "records": [each.as_json() for each in sights],
    }


def _stage(ended: "Ended") -> dict[str, Any]:
    return {**step_data(ended.progress), "broken": ended.broken, "stopped": ended.stopped}


def estimate_data(found: Estimate) -> dict[str, Any]:
    """What a move takes; what is not known is null."""
    schemes = [{"name": each.name, "since": each.since.isoformat() if each.since else None} for each in SCHEMES]
    return {**asdict(found), "schemes": schemes}


def erased_data(found: "Erased") -> dict[str, Any]:
    """What became of a list of tombstones."""
    return {**asdict(found), "outstanding": found.outstanding}
