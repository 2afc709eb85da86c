"""The text of a bucket policy. Pure: from a spec and principals to JSON.

Scaleway denies whoever a policy leaves out, as soon as there is one, the deploying identity included.
"""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

import pulumi

from socle.estate import BucketSpec, Grant


def application_principal(application_id: pulumi.Input[str]) -> pulumi.Input[str]:
    """An application in the words of a bucket policy."""
    if isinstance(application_id, str):
        return f"application_id:{application_id}"
    return pulumi.Output.concat("application_id:", application_id)


_VERSION = "2023-04-17"  # the only dialect that accepts SCW principals

_OBJECT_ACTIONS = {
    "read": ("s3:GetObject", "s3:GetObjectTagging", "s3:GetObjectVersion"),
    "write": ("s3:AbortMultipartUpload", "s3:ListMultipartUploadParts", "s3:PutObject", "s3:PutObjectTagging"),
    "delete": ("s3:DeleteObject",),
}


def bucket_policy(
    bucket_name: str,
    spec: BucketSpec,
    administrators: Sequence[str],
    members: Mapping[str, Sequence[str]] | None = None,
) -> str:
    """The policy of a bucket: all for its administrators, to each grant what it says, nothing to anyone else.

    Args:
        members: the principals of each group that a grant names.

    Raises:
        ValueError: `administrators` lacks an application or a user.
        KeyError: a grant names a group that is not among `members`.
    """
    for kind, who in (("application_id:", "the deployer"), ("user_id:", "a break-glass user")):
        if not any(principal.startswith(kind) and len(principal) > len(kind) for principal in administrators):
            raise ValueError(
                f"{bucket_name}: administrators names no {kind}<uuid>: the bucket policy denies whoever it leaves out, so "
                f"{who} would be locked out; add one"
            )
    statements = [_statement("administrators", administrators, ["s3:*"], [bucket_name, f"{bucket_name}/*"])]
    for name, grant in sorted(spec.grants.items()):
        holders = (members or {})[grant.group] if grant.group else [grant.principal]
        statements.extend(_granted(bucket_name, name, grant, holders) if holders else ())
    return json.dumps({"Version": _VERSION, "Id": bucket_name, "Statement": statements})


def granted(spec: BucketSpec, movers: Collection[str]) -> BucketSpec:
    """The bucket while its clients may only read: what they may otherwise write or delete is left out, but for the movers of data."""
    reading = {name: _reading(grant) for name, grant in spec.grants.items() if not _moves(grant, movers)}
    moving = {name: grant for name, grant in spec.grants.items() if _moves(grant, movers)}
    return spec.model_copy(update={"grants": {**moving, **{name: grant for name, grant in reading.items() if grant}}})


def _reading(grant: Grant) -> Grant | None:
    return grant.model_copy(update={"access": ("read",)}) if "read" in grant.access else None


def _moves(grant: Grant, movers: Collection[str]) -> bool:
    return bool({grant.application_id, grant.user_id} & set(movers))


def _granted(bucket_name: str, name: str, grant: Grant, holders: Sequence[str]) -> Iterator[dict[str, Any]]:
    prefix = grant.prefix or ""
    actions = sorted(action for access in grant.access for action in _OBJECT_ACTIONS[access])
    yield _statement(name, holders, actions, [f"{bucket_name}/{prefix}*"])
    if "read" in grant.access:
        listing = _statement(f"{name}-list", holders, ["s3:ListBucket"], [bucket_name])
        yield {**listing, "Condition": {"StringLike": {"s3:prefix": [f"{prefix}*"]}}} if prefix else listing


def _statement(sid: str, principals: Sequence[str], actions: Sequence[str], resources: Sequence[str]) -> dict[str, Any]:
    return {
        "Sid": sid,
        "Effect": "Allow",
        "Principal": {"SCW": sorted(principals)},
        "Action": list(actions),
        "Resource": list(resources),
    }
