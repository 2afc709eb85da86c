"""Deterministic ids of the cloud's real shape, for a capture in mode `up`: references between resources can be followed.

Every id is derived from the URN, so that the same program has the same ids on any machine. No id is one that a cloud
gave out. Shapes: the provider's documentation of each resource's import id.
"""

import re
import uuid
from typing import Any

from socle.facts.scaleway import ResourceFacts
from socle.plan import SECRET, UNKNOWN

_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "urn:socle:capture")
DEFAULT_REGION = "fr-par"  # the provider's own default; its SCW_DEFAULT_* variables are hidden during a capture
DEFAULT_ZONE = "fr-par-1"

# Ids that are made of the resource's own inputs. A part that is an id keeps its region or zone.
_COMPOSED = {
    "scaleway:databases/acl:Acl": "{instanceId}",
    "scaleway:databases/database:Database": "{instanceId}/{name}",
    "scaleway:databases/privilege:Privilege": "{instanceId}/{databaseName}/{userName}",
    "scaleway:databases/user:User": "{instanceId}/{name}",
    "scaleway:instance/securityGroupRules:SecurityGroupRules": "{securityGroupId}",
    "scaleway:instance/userData:UserData": "{serverId}/{key}",
    "scaleway:kubernetes/acl:Acl": "{clusterId}",
    "scaleway:network/acl:Acl": "{vpcId}",
    "scaleway:object/bucket:Bucket": "{region}/{name}",
    "scaleway:object/bucketAcl:BucketAcl": "{region}/{bucket}/{acl}",
    "scaleway:object/bucketLockConfiguration:BucketLockConfiguration": "{region}/{bucket}",
    "scaleway:object/bucketPolicy:BucketPolicy": "{region}/{bucket}",
    "scaleway:object/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": "{region}/{bucket}",
    "scaleway:object/bucketWebsiteConfiguration:BucketWebsiteConfiguration": "{region}/{bucket}",
    "scaleway:object/item:Item": "{region}/{bucket}/{key}",
    "scaleway:secrets/version:Version": "{secretId}/1",
}
_LOCATED = re.compile(r"[a-z]{2}-[a-z]{3}(-\d)?/")


def derived_uuid(*parts: str) -> str:
    """The same UUID for the same parts, anywhere."""
    return str(uuid.uuid5(_NAMESPACE, "\0".join(parts)))


def cloud_id(type_: str, urn: str, inputs: dict[str, Any], facts: ResourceFacts | None) -> str:
    """The id that a resource has after `up`: `fr-par/<uuid>`, `fr-par-1/<uuid>`, a bare UUID, or made of its inputs."""
    if type_ == "scaleway:iam/apiKey:ApiKey":
        return access_key(urn)
    if type_ in _COMPOSED and (composed := _composed(_COMPOSED[type_], inputs)):
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
