"""Every edit of the table, made to its estate: two plans compared and reviewed, the guards of updates asked."""

import json
from collections.abc import Mapping
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from tools.docs.dangerous_edits import EDITS, Edit
from tools.docs.edits import Row

from socle.capture.run import capture
from socle.diff.compare import compare
from socle.estate.load import load
from socle.messages import Refused
from socle.plan.model import Plan
from socle.review.model import review
from socle.scaleway.platform import SovereignPlatform
from socle.scaleway.tenancy import Tenancy

ESTATE = Path(__file__).parents[2] / "docs" / "reference" / "edits" / "estate.yaml"


@cache
def before() -> dict[str, Any]:
    return yaml.safe_load(ESTATE.read_text("utf-8"))


def with_values(values: Mapping[str, Any]) -> dict[str, Any]:
    """The estate with other values at some keys; None takes what stands there away."""
    data = deepcopy(before())
    for key, value in values.items():
        *path, last = key.split(".")
        here = data
        for part in path:
            here = here.setdefault(part, {})
        if value is None:
            here.pop(last)
        else:
            here[last] = value
    return data


def old_value(key: str) -> Any:
    """The value at a key of the estate before the edit; nothing for a default."""
    here: Any = before()
    for part in key.split("."):
        here = here.get(part) if isinstance(here, dict) else None
    return here


def plan_of(data: dict[str, Any], estates: Path) -> Plan:
    folder = estates / "edits"
    folder.mkdir(exist_ok=True)
    (folder / "estate.yaml").write_text(json.dumps(data, default=str), "utf-8")
    estate = load(folder).estate
    tenancy = Tenancy(
        project_id=estate.scaleway.projects["platform"],
        name_prefix=estate.name_prefix,
        hds_contract=estate.place.hds_contract,
        attestations=estate.place.attestations,
    )
    return capture(
        lambda: SovereignPlatform("platform", estate, tenancy=tenancy),
        stack="edits",
        project="edits",
        mode="up",  # ids are known, so that a move between networks shows
    )


def rows(estates: Path) -> list[Row]:
    """What came of every edit."""
    baseline = plan_of(before(), estates)
    return [_row(edit, baseline, estates) for edit in EDITS]


def _row(edit: Edit, baseline: Plan, estates: Path) -> Row:
    try:
        plan = plan_of(with_values({edit.key: edit.to, **edit.more}), estates)
    except Refused as refused:
        return Row(edit, refused=refused.refusals[0].what)
    comparison = compare(plan, baseline)
    return Row(edit, comparison.changes, str(review([comparison], baseline="").verdict))
