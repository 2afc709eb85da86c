"""Who may do what with buckets: policies with their exceptions and denials, access lists, single objects, pages and origins.

`Deny` brings nothing at the host, where a policy denies whoever it does not name; it is read all the same, since what a program
believes to be forbidden is a safeguard to a reviewer.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from socle.facts import is_group_of_everybody, is_public_list
from socle.messages import Said, Text, said
from socle.plan import Resource

from .gains import ANYONE, UNDECIDED, Names, Reach, Reader, mark, named, objects, plainly, right, text, texts, under
from .statements import Principal, Statement, statements_of


def _policy(resource: Resource, names: Names) -> Iterator[Reach]:
    yield from (reach for _, reach in lines_of(resource, names))


def lines_of(resource: Resource, names: Names) -> Iterator[tuple[Text, Reach]]:
    """Every right that a policy of a bucket lists, with the principal as it is written; empty where that is no single one."""
    statements = statements_of(resource.inputs.get("policy"))
    bucket = named(resource, "bucket", names)
    if statements is None:
        yield "", right(UNDECIDED, Said("word.policy"), bucket)
        return
    for statement in statements:
        if statement.allows:
            yield from _statement(statement, names, bucket)


def _denied(resource: Resource, names: Names) -> Iterator[Reach]:
    bucket = named(resource, "bucket", names)
    for statement in statements_of(resource.inputs.get("policy")) or ():
        if not statement.allows:
            yield from (replace(each, public=False) for _, each in _statement(statement, names, bucket))


def _statement(statement: Statement, names: Names, bucket: Text) -> Iterator[tuple[Text, Reach]]:
    who = list(_holders(statement, names))
    for action in _listed(statement, "Action", statement.actions):
        for target in _listed(statement, "Resource", statement.targets) or [bucket]:
            for written, holder, public in who:
                yield written, right(holder, under(action, statement.condition), target, public=public)


def _listed(statement: Statement, key: str, given: tuple[Text, ...]) -> list[Text]:
    """The texts under a key; everything but those under its negation."""
    return [*given, said("right.but", those=_those(statement.but[key]))] if key in statement.but else list(given)


def _those(texts_: Iterable[Text]) -> str:
    return ", ".join(sorted(map(plainly, texts_)))


def _holders(statement: Statement, names: Names) -> Iterator[tuple[Text, Text, bool]]:
    """Each principal as written and by name, and whether that is everybody, a stranger of another cloud, or everybody but a few."""
    if "Principal" in statement.but:
        yield "", said("right.but", those=_those(_excepted(statement, names))), True
    for principal in statement.principals:
        many = principal.everybody or principal.foreign
        yield "" if many else principal.name, _holder(principal, names), many


def _excepted(statement: Statement, names: Names) -> list[Text]:
    """Whom a statement excepts, by name."""
    return [_name(each, names) for each in statement.but["Principal"]]


def _holder(principal: Principal, names: Names) -> Text:
    if principal.everybody:
        return ANYONE
    return f"{principal.kind} {plainly(principal.name)}" if principal.foreign else _name(principal.name, names)


def _name(principal: Text, names: Names) -> Text:
    return principal if isinstance(principal, Said) else names.get(principal.rpartition(":")[2], principal)


def _acl(resource: Resource, names: Names) -> Iterator[Reach]:
    target = named(resource, "bucket", names) if "bucket" in resource.inputs else resource.name
    acl = text(resource.inputs.get("acl") or "private")
    if acl not in ("private", "bucket-owner-full-control", "bucket-owner-read", "log-delivery-write"):
        yield right(ANYONE if is_public_list(plainly(acl)) else UNDECIDED, acl, target, public=True)
    elif acl == "log-delivery-write":
        yield right("log-delivery", acl, target)
    for policy in objects(resource.inputs.get("accessControlPolicy")):
        for grant in objects(policy.get("grants")):
            for grantee in objects(grant.get("grantee")) or [{}]:
                group = str(grantee.get("uri") or "")
                yield right(
                    ANYONE if is_group_of_everybody(group) else text(grantee.get("id")),
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


POLICY = "scaleway:object/bucketPolicy:BucketPolicy"
BUCKETS: dict[str, Reader] = {
    "scaleway:object/bucket:Bucket": _acl,
    "scaleway:object/bucketAcl:BucketAcl": _acl,
    POLICY: _policy,
    "scaleway:object/bucketWebsiteConfiguration:BucketWebsiteConfiguration": _website,
    "scaleway:object/item:Item": _object,
}
DENIED: dict[str, Reader] = {POLICY: _denied}
"""What a type forbids by name: without it, it is no longer forbidden."""
