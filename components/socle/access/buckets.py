"""Who may do what with buckets: policies with their exceptions and denials, access lists, single objects, pages and origins.

`Deny` brings nothing at the host, where a policy denies whoever it does not name; it is read all the same, since what a program
believes to be forbidden is a safeguard to a reviewer.
"""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, cast

from socle.messages import Said, Text, said
from socle.plan import UNKNOWN, Resource

from .gains import ANYONE, UNDECIDED, Names, Reach, Reader, mark, named, objects, plainly, right, text, texts, under

_ALL = ("*",)


def _policy(resource: Resource, names: Names) -> Iterator[Reach]:
    statements = _statements(resource.inputs.get("policy"))
    bucket = named(resource, "bucket", names)
    if statements is None:
        yield right(UNDECIDED, Said("word.policy"), bucket)
        return
    for statement in statements:
        if statement.get("Effect") != "Deny":
            yield from _statement(statement, names, bucket)


def _denied(resource: Resource, names: Names) -> Iterator[Reach]:
    bucket = named(resource, "bucket", names)
    for statement in _statements(resource.inputs.get("policy")) or ():
        if statement.get("Effect") == "Deny":
            yield from (replace(each, public=False) for each in _statement(statement, names, bucket))


def _statements(document: Any) -> list[dict[str, Any]] | None:
    """The statements of a policy; nothing where they cannot be read."""
    if isinstance(document, str):
        if UNKNOWN in document:
            return None
        try:
            document = json.loads(document)
        except ValueError:
            return None
    rows = cast("dict[str, Any]", document).get("Statement") if isinstance(document, dict) else None
    found = cast("list[Any]", rows) if isinstance(rows, list) else [rows]
    return objects(found) if all(isinstance(row, dict) for row in found) else None


def _statement(statement: dict[str, Any], names: Names, bucket: Text) -> Iterator[Reach]:
    condition = json.dumps(statement["Condition"], sort_keys=True) if statement.get("Condition") else None
    who = list(_principals(statement, names))
    for action in _listed(statement, "Action"):
        for target in (
            _listed(statement, "Resource") if "Resource" in statement or "NotResource" in statement else [bucket]
        ):
            for holder, public in who:
                yield right(holder, under(action, condition), target, public=public)


def _listed(statement: dict[str, Any], key: str) -> Iterator[Text]:
    """The texts under a key; everything but those under its negation."""
    yield from texts(statement.get(key))
    if f"Not{key}" in statement:
        yield said("right.but", those=", ".join(sorted(map(plainly, texts(statement[f"Not{key}"])))))


def _principals(statement: dict[str, Any], names: Names) -> Iterator[tuple[Text, bool]]:
    """Each principal, and whether that is everybody, a stranger of another cloud, or everybody but a few."""
    if "NotPrincipal" in statement:
        those = ", ".join(sorted(plainly(who) for who, _ in _each(statement["NotPrincipal"], names)))
        yield said("right.but", those=those), True
    if "Principal" in statement or "NotPrincipal" not in statement:
        yield from _each(statement.get("Principal"), names)


def _each(given: Any, names: Names) -> Iterator[tuple[Text, bool]]:
    if isinstance(given, dict):
        for kind, principals in cast("dict[str, Any]", given).items():
            for principal in texts(principals):
                anyone = principal in _ALL
                foreign = kind != "SCW"
                who = ANYONE if anyone else f"{kind} {plainly(principal)}" if foreign else _holder(principal, names)
                yield who, anyone or foreign
        return
    for principal in texts(given) or [UNDECIDED]:
        anyone = principal in _ALL
        yield (ANYONE if anyone else _holder(principal, names)), anyone


def _holder(principal: Text, names: Names) -> Text:
    return principal if isinstance(principal, Said) else names.get(principal.rpartition(":")[2], principal)


def _acl(resource: Resource, names: Names) -> Iterator[Reach]:
    target = named(resource, "bucket", names) if "bucket" in resource.inputs else resource.name
    acl = text(resource.inputs.get("acl") or "private")
    if acl not in ("private", "bucket-owner-full-control", "bucket-owner-read", "log-delivery-write"):
        yield right(
            ANYONE if plainly(acl).startswith(("public", "authenticated")) else UNDECIDED, acl, target, public=True
        )
    elif acl == "log-delivery-write":
        yield right("log-delivery", acl, target)
    for policy in objects(resource.inputs.get("accessControlPolicy")):
        for grant in objects(policy.get("grants")):
            for grantee in objects(grant.get("grantee")) or [{}]:
                group = str(grantee.get("uri") or "")
                yield right(
                    ANYONE if "AllUsers" in group or "AuthenticatedUsers" in group else text(grantee.get("id")),
                    text(grant.get("permission")), target, public=bool(group),
                )  # fmt: skip
    for rule in objects(resource.inputs.get("corsRules")):
        for origin in texts(rule.get("allowedOrigins")):
            for method in texts(rule.get("allowedMethods")):
                yield right(ANYONE if origin == "*" else origin, said("right.pages", method=plainly(method)), target)


def _object(resource: Resource, names: Names) -> Iterator[Reach]:
    visibility = text(resource.inputs.get("visibility") or "private")
    if visibility != "private":
        yield right(
            ANYONE,
            visibility,
            f"{plainly(named(resource, 'bucket', names))}/{plainly(text(resource.inputs.get('key')))}",
            public=True,
        )


def _website(resource: Resource, names: Names) -> Iterator[Reach]:
    yield right(ANYONE, Said("word.website"), named(resource, "bucket", names), public=True)
    if "routingRules" in resource.inputs:
        yield right(ANYONE, mark(resource.inputs["routingRules"]), named(resource, "bucket", names))


BUCKETS: dict[str, Reader] = {
    "scaleway:object/bucket:Bucket": _acl,
    "scaleway:object/bucketAcl:BucketAcl": _acl,
    "scaleway:object/bucketPolicy:BucketPolicy": _policy,
    "scaleway:object/bucketWebsiteConfiguration:BucketWebsiteConfiguration": _website,
    "scaleway:object/item:Item": _object,
}
DENIED: dict[str, Reader] = {"scaleway:object/bucketPolicy:BucketPolicy": _denied}
"""What a type forbids by name: without it, it is no longer forbidden."""
