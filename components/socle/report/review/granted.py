"""What a bucket's policy gives the holder of a grant today: less than the estate says, while a wave of the cut-over holds writing back."""

from collections.abc import Mapping
from typing import Any

from socle.access import statements_of
from socle.review import Cause, Review

_POLICY = "scaleway:object/bucketPolicy:BucketPolicy"
_GIVES = {"s3:GetObject": "read", "s3:PutObject": "write", "s3:DeleteObject": "delete"}


def given_now(cause: Cause, review: Review, grant: Mapping[str, Any]) -> frozenset[str]:
    """The accesses that the policy below a cause gives to whoever a grant names; all of them where that cannot be told."""
    holder = next((f"{kind}:{grant[kind]}" for kind in ("application_id", "user_id") if grant.get(kind)), "")
    component = cause.component.urn if cause.component else ""
    policies = [
        resource.inputs.get("policy")
        for comparison in review.stacks
        if comparison.stack == cause.first.stack
        for resource in comparison.plan
        if resource.type == _POLICY and resource.parent == component
    ]
    rows = statements_of(policies[0]) if len(policies) == 1 and isinstance(policies[0], str) else None
    if rows is None or not holder:
        return frozenset(_GIVES.values())
    mine = [row for row in rows if row.allows and any(each.name == holder for each in row.principals)]
    return frozenset(_GIVES[action] for row in mine for action in map(str, row.actions) if action in _GIVES)
