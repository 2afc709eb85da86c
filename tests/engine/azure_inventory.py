"""What the simulated Azure holds before anything is adopted: the demo's own export, and what such an export leaves out.

An export has no entry for what is part of another resource (subnets of a network); those are as the estate declares them.
"""

import json
from pathlib import Path
from typing import Any

from socle.facts import SPELLINGS, pulumi_token
from socle.plan import Plan

from .simulated.sdk_types import sdk_type

_PLACES = ("location", "tags", "sku", "kind", "identity", "zones", "managedBy")


def simulated_azure(export: Path, plan: Plan) -> dict[str, dict[str, Any]]:
    """By id: the type token and the properties as the SDK names them."""
    rows = json.loads(export.read_text("utf-8"))["data"]
    exported = {row["id"].lower(): entry for row in rows if (entry := _entry(row))}
    declared = {
        resource.id.lower(): {"type": resource.type, "properties": dict(resource.inputs)}
        for resource in plan
        if resource.custom and resource.type.startswith("azure-native:") and resource.id
    }
    return {**declared, **exported}


def _entry(row: dict[str, Any]) -> dict[str, Any] | None:
    token = pulumi_token("/".join(SPELLINGS.get(part.lower(), part) for part in row["type"].split("/")))
    if token is None:
        return None
    module, name = token.split(":")[1:]
    known = sdk_type("pulumi_azure_native", module, name)
    if known is None:
        return None
    nested = "properties" in known.inputs
    inner = {"properties": row["properties"]} if nested else dict(row.get("properties") or {})
    outer = {place: row[place] for place in _PLACES if row.get(place)}
    return {"type": token, "properties": {**inner, **outer}}
