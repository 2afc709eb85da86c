"""Every edit of the table, made to its estate: two plans compared, and the guards of updates asked."""

import json
from collections.abc import Callable
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from tools.docs.dangerous_edits import EDITS, Edit
from tools.docs.edits import Row

from socle.capture.run import capture
from socle.diff.change import Change, Op
from socle.diff.compare import diff
from socle.estate.estate import Estate
from socle.estate.load import load
from socle.messages import Refused
from socle.plan.model import Plan
from socle.scaleway.compute_updates import cluster_update, pool_update, server_update
from socle.scaleway.database_updates import checked
from socle.scaleway.observability import retention_shortened
from socle.scaleway.platform import SovereignPlatform
from socle.scaleway.tenancy import Tenancy
from socle.scaleway.update_guard import Check

ESTATE = Path(__file__).parents[2] / "docs" / "reference" / "edits" / "estate.yaml"


@cache
def before() -> dict[str, Any]:
    return yaml.safe_load(ESTATE.read_text("utf-8"))


def edited(edit: Edit) -> dict[str, Any]:
    """The estate with an edit made to it."""
    data = deepcopy(before())
    for key, value in {edit.key: edit.to, **edit.more}.items():
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


def plan_of(data: dict[str, Any], estates: Path) -> tuple[Plan, Estate]:
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
    plan = capture(
        lambda: SovereignPlatform("platform", estate, tenancy=tenancy),
        stack="edits",
        project="edits",
        mode="up",  # ids are known, so that a move between networks shows
    )
    return plan, estate


def rows(estates: Path) -> list[Row]:
    """What came of every edit."""
    baseline, _ = plan_of(before(), estates)
    return [_row(edit, baseline, estates) for edit in EDITS]


def _row(edit: Edit, baseline: Plan, estates: Path) -> Row:
    try:
        plan, estate = plan_of(edited(edit), estates)
    except Refused as refused:
        return Row(edit, refused=refused.refusals[0].what)
    changes = diff(plan, baseline)
    return Row(edit, changes, [said for change in changes for said in _asked(change, estate, baseline, plan)])


def _asked(change: Change, estate: Estate, baseline: Plan, plan: Plan) -> list[bool]:
    """What the guard of an update says: for each thing, whether it refuses."""
    if change.op is not Op.UPDATE:
        return []
    old, new = baseline.by_urn[change.urn], plan.by_urn[change.urn]
    guards: dict[str, Callable[[], Check]] = {
        "scaleway:databases/instance:Instance": lambda: checked(estate.databases["catalogue"]),
        "scaleway:observability/source:Source": lambda: retention_shortened,
        "scaleway:kubernetes/cluster:Cluster": lambda: cluster_update,
        "scaleway:kubernetes/pool:Pool": lambda: pool_update,
        "scaleway:instance/server:Server": lambda: server_update,
    }
    if change.resource.type not in guards:
        return []
    return [said.refused for said in guards[change.resource.type]()(old.inputs, new.inputs)]
