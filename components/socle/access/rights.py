"""The permissions that resources of the host give: IAM policies and groups, keys and tokens of people and programs, database, registry
and image access. What a key or a role amounts to at the cloud is not restated.
"""

from collections.abc import Iterator
from typing import Any, cast

from socle.messages import Said, said
from socle.plan import UNKNOWN, Resource

from .gains import ANYONE, UNDECIDED, Names, Reach, Reader, mark, named, objects, right, text, texts, under

_HOLDERS = ("groupId", "applicationId", "userId")


def _policy(resource: Resource, names: Names) -> Iterator[Reach]:
    holder = next((named(resource, key, names) for key in _HOLDERS if key in resource.inputs), UNDECIDED)
    for rule in objects(resource.inputs.get("rules")):
        scopes = texts(rule.get("projectIds")) or texts(rule.get("organizationId"))
        for permission in texts(rule.get("permissionSetNames")):
            for scope in scopes or [UNDECIDED]:
                yield right(
                    holder,
                    under(permission, rule.get("condition")),
                    scope if isinstance(scope, Said) else names.get(scope, scope),
                )


def _members(resource: Resource, names: Names) -> Iterator[Reach]:
    for key in ("applicationIds", "userIds", "applicationId", "userId"):
        for member in texts(resource.inputs.get(key)):
            holder = names.get(member, member) if not isinstance(member, Said) else named(resource, key, names)
            yield right(
                holder,
                Said("word.member"),
                named(resource, "groupId", names) if "groupId" in resource.inputs else resource.name,
            )


def _api_key(resource: Resource, names: Names) -> Iterator[Reach]:
    holder = next((named(resource, key, names) for key in _HOLDERS if key in resource.inputs), UNDECIDED)
    until = text(resource.inputs.get("expiresAt")) if "expiresAt" in resource.inputs else Said("word.no_expiry")
    yield right(holder, Said("word.key"), until)


def _privilege(resource: Resource, names: Names) -> Iterator[Reach]:
    permission = text(resource.inputs.get("permission"))
    if permission != "none":
        yield right(named(resource, "userName", names), permission, named(resource, "databaseName", names))


def _database_user(resource: Resource, names: Names) -> Iterator[Reach]:
    if resource.inputs.get("isAdmin") is True:
        yield right(text(resource.inputs.get("name")), Said("word.admin"), named(resource, "instanceId", names))


def _registry(resource: Resource, _names: Names) -> Iterator[Reach]:
    if resource.inputs.get("isPublic") is True:
        yield right(ANYONE, Said("word.pull"), text(resource.inputs.get("name")), public=True)


def _cluster(resource: Resource, _names: Names) -> Iterator[Reach]:
    """Whoever an issuer vouches for is who they say they are to the cluster: another issuer lets in other people."""
    for oidc in objects(resource.inputs.get("openIdConnectConfig")):
        yield right(text(oidc.get("issuerUrl")), Said("word.identities"), resource.name)


def _token(resource: Resource, _names: Names) -> Iterator[Reach]:
    """Whoever holds a token of Cockpit; the provider gives it write scopes where the program gives none (facts of the type)."""
    scopes = resource.inputs.get("scopes")
    if scopes is None:
        scopes = {"writeLogs": True, "writeMetrics": True}
    if not isinstance(scopes, dict):
        yield right(resource.name, UNDECIDED, Said("word.observability"))
        return
    for scope, given in cast("dict[str, Any]", scopes).items():
        if given is not False:
            yield right(
                resource.name,
                scope if given is True else said("right.if", action=scope, condition="?"),
                Said("word.observability"),
            )


def _ssh_key(resource: Resource, names: Names) -> Iterator[Reach]:
    """The host puts a key of a project on every machine and bastion of it."""
    if resource.inputs.get("disabled") is True:
        return
    key = resource.inputs.get("publicKey")
    said_key = f"{resource.name} ({mark(key)})" if isinstance(key, str) and key != UNKNOWN else UNDECIDED
    yield right(said_key, Said("word.enter"), named(resource, "projectId", names))


def _user(resource: Resource, _names: Names) -> Iterator[Reach]:
    yield right(
        text(resource.inputs.get("email") or resource.inputs.get("username")), Said("word.member"), resource.name
    )


def _of_identity_provider(resource: Resource, _names: Names) -> Iterator[Reach]:
    """Whoever an identity provider vouches for, or whoever holds a token for provisioning, is a member of the organisation."""
    told = {key: value for key, value in resource.inputs.items() if key not in ("description", "tags")}
    yield right(text(resource.inputs.get("entityId") or resource.name), Said("word.identities"), mark(told))


def _holder_of_token(resource: Resource, names: Names) -> Iterator[Reach]:
    key = next((key for key in ("containerId", "functionId", "namespaceId") if key in resource.inputs), "namespaceId")
    yield right(resource.name, Said("word.call"), named(resource, key, names))


def _queue_credentials(resource: Resource, _names: Names) -> Iterator[Reach]:
    for permission in objects(resource.inputs.get("permissions")):
        for name, given in permission.items():
            if given is not False:
                yield right(resource.name, name, Said("word.queues"))


def _image(resource: Resource, _names: Names) -> Iterator[Reach]:
    if resource.inputs.get("public") is True:
        yield right(ANYONE, Said("word.start"), resource.name, public=True)


RIGHTS: dict[str, Reader] = {
    "scaleway:account/sshKey:SshKey": _ssh_key,
    "scaleway:containers/token:Token": _holder_of_token,
    "scaleway:databases/privilege:Privilege": _privilege,
    "scaleway:databases/user:User": _database_user,
    "scaleway:functions/token:Token": _holder_of_token,
    "scaleway:iam/apiKey:ApiKey": _api_key,
    "scaleway:iam/group:Group": _members,
    "scaleway:iam/groupMembership:GroupMembership": _members,
    "scaleway:iam/policy:Policy": _policy,
    "scaleway:iam/saml:Saml": _of_identity_provider,
    "scaleway:iam/samlCertificate:SamlCertificate": _of_identity_provider,
    "scaleway:iam/scim:Scim": _of_identity_provider,
    "scaleway:iam/scimToken:ScimToken": _of_identity_provider,
    "scaleway:iam/sshKey:SshKey": _ssh_key,
    "scaleway:iam/user:User": _user,
    "scaleway:instance/image:Image": _image,
    "scaleway:kubernetes/cluster:Cluster": _cluster,
    "scaleway:mnq/natsCredentials:NatsCredentials": _holder_of_token,
    "scaleway:mnq/snsCredentials:SnsCredentials": _queue_credentials,
    "scaleway:mnq/sqsCredentials:SqsCredentials": _queue_credentials,
    "scaleway:observability/token:Token": _token,
    "scaleway:registry/namespace:Namespace": _registry,
}
"""How to read the permissions that a type gives. A type that is not here gives none that this report knows."""
