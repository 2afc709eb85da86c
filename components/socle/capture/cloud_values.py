"""What the cloud fills in, in mode `up`: deterministic ids and values of the real shape, so that references can be followed.

Every id is derived from the URN, so that the same program has the same ids on any machine. No id is one that a cloud
gave out. Shapes: the provider's documentation of each resource's import id.
"""

import re
import uuid
from typing import Any

from socle.facts import kind
from socle.facts.scaleway import ResourceFacts
from socle.plan import SECRET, UNKNOWN

_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "urn:socle:capture")
DEFAULT_REGION = "fr-par"  # the provider's own default; its SCW_DEFAULT_* variables are hidden during a capture
DEFAULT_ZONE = "fr-par-1"

_LOCATED = re.compile(r"[a-z]{2}-[a-z]{3}(-\d)?/")


def derived_uuid(*parts: str) -> str:
    """The same UUID for the same parts, anywhere."""
    return str(uuid.uuid5(_NAMESPACE, "\0".join(parts)))


def cloud_id(type_: str, urn: str, inputs: dict[str, Any], facts: ResourceFacts | None) -> str:
    """The id that a resource has after `up`: `fr-par/<uuid>`, `fr-par-1/<uuid>`, a bare UUID, or made of its inputs."""
    row = kind(type_)
    if row and row.id == "{key}":
        return access_key(urn)
    if row and row.id and (composed := _composed(row.id, inputs)):
        return composed
    place = locality(inputs, facts)
    return f"{place}/{derived_uuid(urn)}" if place else derived_uuid(urn)


def access_key(urn: str) -> str:
    """An access key's shape: SCW and 17 capitals or digits."""
    return "SCW" + derived_uuid(urn, "access key").replace("-", "").upper()[:17]


def locality(inputs: dict[str, Any], facts: ResourceFacts | None) -> str:
    """The region or zone that prefixes an id; empty for what belongs to an organisation, or for another provider."""
    if facts is None:
        return ""
    if "region" in facts.inputs:
        return _known(inputs.get("region")) or DEFAULT_REGION
    if "zone" in facts.inputs:
        return _known(inputs.get("zone")) or DEFAULT_ZONE
    return ""


def _composed(shape: str, inputs: dict[str, Any]) -> str:
    names = re.findall(r"{(\w+)}", shape)
    region = _known(inputs.get("region")) or DEFAULT_REGION
    parts = {name: _known(inputs.get(name)) for name in names} | ({"region": region} if "region" in names else {})
    if not all(parts.values()):
        return ""
    if "bucket" in parts:
        parts["bucket"] = _LOCATED.sub("", parts["bucket"])  # a bucket is given by name, or by its id
    made = shape.format(**parts)
    return made if _LOCATED.match(made) else f"{region}/{made}"


def _known(value: Any) -> str:
    return value if isinstance(value, str) and value not in (UNKNOWN, SECRET) else ""


_THEN = "2026-01-01T00:00:00Z"  # a fixed moment: plans are the same whenever they are captured
_BY_NAME: dict[str, Any] = {
    "createdAt": _THEN,
    "updatedAt": _THEN,
    "rotatedAt": _THEN,
    "organizationId": derived_uuid("organization"),
    "editable": True,
    "srn": "",
}


def computed_values(type_: str, urn: str, id_: str, inputs: dict[str, Any], facts: ResourceFacts) -> dict[str, Any]:
    """Every computed property of a resource after `up`; the sentinel for one whose shape is not known.

    Never an echo of an input: a test that depends on it should not pass by accident.
    """
    row = kind(type_)
    shapes = _BY_NAME | dict(row.computed if row else {})
    filled = {
        "id": id_.rsplit("/", 1)[-1],
        "name": _known(inputs.get("name")),
        "region": _known(inputs.get("region")) or DEFAULT_REGION,
        "key": access_key(urn),
        "secret": derived_uuid(urn, "secret key"),
        "address": _test_address(urn),
    }
    return {name: _filled(shapes.get(name, UNKNOWN), filled) for name in sorted(facts.computed)}


def _filled(shape: Any, values: dict[str, str]) -> Any:
    if not isinstance(shape, str):
        return shape
    return shape.format(**values) if all(values[name] for name in re.findall(r"{(\w+)}", shape)) else UNKNOWN


def _test_address(urn: str) -> str:
    """One of 198.18.0.0/15, which nobody on the Internet has (RFC 2544)."""
    drawn = int(derived_uuid(urn, "address")[:8], 16)
    return f"198.{18 + drawn % 2}.{drawn // 2 % 256}.{1 + drawn // 512 % 254}"


def made_values(type_: str, urn: str, inputs: dict[str, Any]) -> dict[str, Any]:
    """The same for types of providers without facts, as far as a program goes on with them: generated passwords."""
    length = inputs.get("length")
    if type_ != "random:index/randomPassword:RandomPassword" or not isinstance(length, int | float):
        return {}
    text = derived_uuid(urn, "password").replace("-", "")
    return {"result": (text * (int(length) // len(text) + 1))[: int(length)]}
