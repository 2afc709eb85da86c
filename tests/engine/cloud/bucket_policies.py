"""Whether a bucket policy lets somebody do something: whoever it leaves out is denied."""

import fnmatch
import re
from collections.abc import Mapping
from typing import Any

_ASPECTS = {
    "policy": "BucketPolicy",
    "acl": "BucketAcl",
    "versioning": "BucketVersioning",
    "tagging": "BucketTagging",
    "cors": "BucketCORS",
    "lifecycle": "LifecycleConfiguration",
    "object-lock": "BucketObjectLockConfiguration",
    "encryption": "EncryptionConfiguration",
}
_ON_OBJECTS = {
    "GET": "s3:GetObject",
    "HEAD": "s3:GetObject",
    "PUT": "s3:PutObject",
    "POST": "s3:PutObject",
    "DELETE": "s3:DeleteObject",
}
_ON_BUCKETS = {"PUT": "s3:CreateBucket", "DELETE": "s3:DeleteBucket", "POST": "s3:DeleteObject"}


def action(method: str, key: str, query: str) -> str:
    """The action that a call is, as policies name it."""
    aspect = next((each for each in _ASPECTS if re.match(rf"{each}(=|&|$)", query)), None)
    if key:
        return _ON_OBJECTS[method] + {"tagging": "Tagging", "acl": "Acl"}.get(aspect or "", "")
    if aspect is None:
        return _ON_BUCKETS.get(method, "s3:ListBucket")
    removes = "Delete" if aspect == "policy" else "Put"
    return "s3:" + {"PUT": "Put", "DELETE": removes}.get(method, "Get") + _ASPECTS[aspect]


def allowed(policy: Mapping[str, Any], who: str, did: str, bucket: str, key: str) -> bool:
    """Whether some statement allows it."""
    return any(_allows(statement, who, did, bucket, key) for statement in policy.get("Statement", []))


def _allows(statement: Mapping[str, Any], who: str, did: str, bucket: str, key: str) -> bool:
    if statement.get("Effect") != "Allow":
        return False
    principal = statement.get("Principal")
    names = ["*"] if principal == "*" else _listed(principal.get("SCW", [])) if isinstance(principal, Mapping) else []
    acts = (fnmatch.fnmatchcase(did.lower(), each.lower()) for each in _listed(statement.get("Action", [])))
    what = f"{bucket}/{key}" if key else bucket
    resources = _listed(statement.get("Resource", []))
    reached = (fnmatch.fnmatchcase(what, each) or (not key and each == f"{bucket}/*") for each in resources)
    return bool({"*", who} & set(names)) and any(acts) and any(reached)


def _listed(value: Any) -> list[str]:
    return value if isinstance(value, list) else [value]
