"""The permissions that resources give: IAM policies and groups, bucket policies and ACLs, keys, database and registry access.

Azure's role assignments are here for the time of coexistence. What a key or a role amounts to at the cloud is not restated.
"""

import json
from collections.abc import Iterator
from typing import Any, cast

from socle.messages import Said, Text, said
from socle.plan import UNKNOWN, Resource

from .gains import ANYONE, UNDECIDED, Names, Reach, Reader, named, objects, text, texts

_HOLDERS = ("groupId", "applicationId", "userId")


def _right(source: Text, action: Text, target: Text, *, public: bool = False) -> Reach:
    return Reach("right", source, action, target, public)


def _under(action: Text, condition: Any) -> Text:
    """An action that may be bound to a condition."""
    return said("right.if", action=action, condition=str(condition)) if condition else action


def _policy(resource: Resource, names: Names) -> Iterator[Reach]:
    holder = next((named(resource, key, names) for key in _HOLDERS if key in resource.inputs), UNDECIDED)
    for rule in objects(resource.inputs.get("rules")):
        scopes = texts(rule.get("projectIds")) or texts(rule.get("organizationId"))
        for permission in texts(rule.get("permissionSetNames")):
            for scope in scopes or [UNDECIDED]:
                yield _right(
                    holder,
                    _under(permission, rule.get("condition")),
                    scope if isinstance(scope, Said) else names.get(scope, scope),
                )


def _members(resource: Resource, names: Names) -> Iterator[Reach]:
    for key in ("applicationIds", "userIds", "applicationId", "userId"):
        for member in texts(resource.inputs.get(key)):
            holder = names.get(member, member) if not isinstance(member, Said) else named(resource, key, names)
            yield _right(
                holder,
                Said("word.member"),
                named(resource, "groupId", names) if "groupId" in resource.inputs else resource.name,
            )


def _bucket_policy(resource: Resource, names: Names) -> Iterator[Reach]:
    bucket = named(resource, "bucket", names)
    document = resource.inputs.get("policy")
    if not isinstance(document, str) or UNKNOWN in document:
        yield _right(UNDECIDED, Said("word.policy"), bucket)
        return
    try:
        statements = objects(cast("dict[str, Any]", json.loads(document)).get("Statement"))
    except (ValueError, AttributeError):
        yield _right(UNDECIDED, Said("word.policy"), bucket)
        return
    for statement in statements:
        if statement.get("Effect") == "Allow":
            yield from _statement(statement, names)


def _statement(statement: dict[str, Any], names: Names) -> Iterator[Reach]:
    given = statement.get("Principal")
    principals = texts(cast("dict[str, Any]", given).get("SCW") if isinstance(given, dict) else given)
    condition = json.dumps(statement["Condition"], sort_keys=True) if statement.get("Condition") else None
    for principal in principals:
        anyone = principal == "*"
        who = ANYONE if anyone else _holder(principal, names)
        for action in texts(statement.get("Action")):
            for target in texts(statement.get("Resource")):
                yield _right(who, _under(action, condition), target, public=anyone)


def _holder(principal: Text, names: Names) -> Text:
    return principal if isinstance(principal, Said) else names.get(principal.rpartition(":")[2], principal)


def _bucket_acl(resource: Resource, names: Names) -> Iterator[Reach]:
    acl = text(resource.inputs.get("acl", "private"))
    if isinstance(acl, str) and acl.startswith(("public", "authenticated")):
        target = named(resource, "bucket", names) if "bucket" in resource.inputs else resource.name
        yield _right(ANYONE, acl, target, public=True)


def _api_key(resource: Resource, names: Names) -> Iterator[Reach]:
    holder = next((named(resource, key, names) for key in _HOLDERS if key in resource.inputs), UNDECIDED)
    until = text(resource.inputs.get("expiresAt")) if "expiresAt" in resource.inputs else Said("word.no_expiry")
    yield _right(holder, Said("word.key"), until)


def _privilege(resource: Resource, names: Names) -> Iterator[Reach]:
    permission = text(resource.inputs.get("permission"))
    if permission != "none":
        yield _right(named(resource, "userName", names), permission, named(resource, "databaseName", names))


def _database_user(resource: Resource, names: Names) -> Iterator[Reach]:
    if resource.inputs.get("isAdmin") is True:
        yield _right(text(resource.inputs.get("name")), Said("word.admin"), named(resource, "instanceId", names))


def _registry(resource: Resource, _names: Names) -> Iterator[Reach]:
    if resource.inputs.get("isPublic") is True:
        yield _right(ANYONE, Said("word.pull"), text(resource.inputs.get("name")), public=True)


def _cluster(resource: Resource, _names: Names) -> Iterator[Reach]:
    """Whoever an issuer vouches for is who they say they are to the cluster: another issuer lets in other people."""
    for oidc in objects(resource.inputs.get("openIdConnectConfig")):
        yield _right(text(oidc.get("issuerUrl")), Said("word.identities"), resource.name)


def _role_assignment(resource: Resource, names: Names) -> Iterator[Reach]:
    yield _right(
        named(resource, "principalId", names),
        named(resource, "roleDefinitionId", names),
        named(resource, "scope", names),
    )


RIGHTS: dict[str, Reader] = {
    "azure-native:authorization:RoleAssignment": _role_assignment,
    "scaleway:databases/privilege:Privilege": _privilege,
    "scaleway:databases/user:User": _database_user,
    "scaleway:iam/apiKey:ApiKey": _api_key,
    "scaleway:iam/group:Group": _members,
    "scaleway:iam/groupMembership:GroupMembership": _members,
    "scaleway:iam/policy:Policy": _policy,
    "scaleway:kubernetes/cluster:Cluster": _cluster,
    "scaleway:object/bucket:Bucket": _bucket_acl,
    "scaleway:object/bucketAcl:BucketAcl": _bucket_acl,
    "scaleway:object/bucketPolicy:BucketPolicy": _bucket_policy,
    "scaleway:registry/namespace:Namespace": _registry,
}
"""How to read the permissions that a type gives. A type that is not here gives none that this report knows."""
