"""A file for `pulumi import --file`, for who wants Pulumi to take the estate over without Socle's legacy layer.

Without `properties` on purpose: Pulumi then writes every input that Azure returns, and the next preview shows what to keep.
"""

from collections.abc import Iterator
from typing import Any

from socle.estate.legacy import LegacyResource, LegacySpec, parse
from socle.facts import pulumi_token


def import_file(spec: LegacySpec) -> dict[str, Any]:
    """Every resource of the estate's own subscription that Pulumi has a type for, parents before their parts."""
    resources = [
        {"type": token, "name": resource.key.replace(".", "-").replace("_", "-"), "id": resource.id}
        for resource, token in _importable(spec)
    ]
    return {"nameTable": {}, "resources": resources}


def not_importable(spec: LegacySpec) -> list[str]:
    """Dotted keys of what such a file leaves out, since Pulumi has no type for it or it is in another subscription."""
    there = {resource.key for resource, _ in _importable(spec)}
    return [resource.key for resource in spec.resources() if resource.key not in there]


def _importable(spec: LegacySpec) -> Iterator[tuple[LegacyResource, str]]:
    for resource in spec.resources():
        token = pulumi_token(resource.type)
        if token and resource.mode != "create" and parse(resource.id).subscription == spec.subscription_id:
            yield resource, token
