"""The plans of one run in one file, and why a stack has none: what one process captured for another to judge."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from .json import PlanFormatError, from_dict
from .masking import redacted
from .model import Plan
from .written import plan_to_dict

_VERSION = 1
_KEYS = frozenset({"version", "plans", "failed", "commit"})


@dataclass(frozen=True)
class Plans:
    """Plans by stack; `failed` says of each stack that has none why, `commit` of which commit they are, where that was kept."""

    plans: Mapping[str, Plan] = field(default_factory=dict[str, Plan])
    failed: Mapping[str, str] = field(default_factory=dict[str, str])
    commit: str = ""


def plans_to_json(plans: Iterable[Plan], failed: Mapping[str, str] | None = None, commit: str = "") -> str:
    """Plans in one versioned object; with `failed` also why others are missing, without what looks like a credential."""
    form: dict[str, Any] = {"version": _VERSION, "plans": [plan_to_dict(plan) for plan in plans]}
    if failed is not None:
        form["failed"] = {stack: redacted(why) for stack, why in failed.items()}
    if commit:
        form["commit"] = commit
    return json.dumps(form, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def plans_from_json(text: str) -> Plans:
    """Read what `plans_to_json` wrote, or one plan as it is: strictly, since another machine may have written it.

    Raises:
        PlanFormatError: not JSON, another version, not plans, or two of one stack; the message says where.
    """
    try:
        form = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise PlanFormatError(f"these are not plans: not valid JSON ({error})") from error
    if not isinstance(form, dict):
        raise PlanFormatError("these are not plans: an object with `plans` is needed")
    top = cast("dict[str, Any]", form)
    if "plans" not in top:
        return _by_stack([from_dict(top)], {}, "")
    unknown = sorted(top.keys() - _KEYS)
    if unknown or top.get("version") != _VERSION:
        raise PlanFormatError(
            f"unknown key {unknown[0]!r}" if unknown else f"version {top.get('version')!r} is not {_VERSION}"
        )
    rows, failed = top["plans"], top.get("failed", {})
    if not isinstance(rows, list) or not isinstance(failed, dict):
        raise PlanFormatError("`plans` must be a list, and `failed` an object")
    why = {str(stack): each for stack, each in cast("dict[str, object]", failed).items()}
    if not all(isinstance(each, str) for each in why.values()):
        raise PlanFormatError("`failed`: each stack needs a text")
    found = [from_dict(row) for row in cast("list[object]", rows)]
    return _by_stack(found, {stack: redacted(str(each)) for stack, each in why.items()}, str(top.get("commit", "")))


def _by_stack(plans: list[Plan], failed: Mapping[str, str], commit: str) -> Plans:
    found = {plan.stack: plan for plan in plans}
    if len(found) != len(plans) or found.keys() & failed.keys():
        raise PlanFormatError("a stack occurs twice")
    return Plans(found, failed, commit)
