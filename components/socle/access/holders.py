"""Who a holder of rights is, as far as plans say: people or machines, who is in a group, and until when keys last."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from socle.facts import usual
from socle.messages import Said, Text, order
from socle.plan import Plan, Resource

from .buckets import BUCKETS
from .gains import ANYONE, Names, named, plainly, text, texts
from .table import reaches

Kind = Literal["people", "machines", "both", "nobody", "anyone", "unknown"]

_GROUP = "scaleway:iam/group:Group"
_APPLICATION = "scaleway:iam/application:Application"
_API_KEY = "scaleway:iam/apiKey:ApiKey"
_MACHINES = (
    "scaleway:observability/token:Token",
    "scaleway:mnq/sqsCredentials:SqsCredentials",
    "kubernetes:core/v1:ServiceAccount",
)


PRINCIPALS: dict[str, Kind] = {"application_id": "machines", "user_id": "people"}
"""How policies of buckets write what somebody is."""


@dataclass(frozen=True)
class Holder:
    """Who somebody is; a group by its members. `member_of` are the groups of an identity, whose rights it has too."""

    kind: Kind
    members: tuple[Text, ...] = ()
    member_of: tuple[str, ...] = ()
    keys_until: tuple[Text, ...] = ()

    def called(self, named_: Callable[[Text], Text]) -> "Holder":
        """The same, with its members in the words of the estate."""
        return replace(self, members=tuple(map(named_, self.members)))


NOT_KNOWN = Holder("unknown")


def principals_of(plan: Plan, names: Names) -> Iterator[tuple[Text, Holder]]:
    """Whoever a bucket's policy names with what it is."""
    for resource in plan:
        if usual(resource.type) in BUCKETS:
            for reach in reaches(resource, names):
                kind = PRINCIPALS.get(plainly(reach.source).rpartition(":")[0])
                if kind:
                    yield reach.source, Holder(kind)


def holders_of(plan: Plan, names: Names) -> Iterator[tuple[Text, Holder]]:
    """Whoever a stack says something of, under every name that rights are given to."""
    yield ANYONE, Holder("anyone")
    groups: dict[Text, list[str]] = {}
    keys: dict[Text, list[Text]] = {}
    people: set[Text] = set()
    for resource in plan:
        if resource.type == _GROUP:
            humans, programs = texts(resource.inputs.get("userIds")), texts(resource.inputs.get("applicationIds"))
            members = [_name(each, names) for each in (*humans, *programs)]
            people.update(humans)
            for member in members:
                groups.setdefault(member, []).append(resource.name)
            yield resource.name, Holder(_kind(bool(humans), bool(programs)), tuple(members))
        elif resource.type == _API_KEY:
            until = text(resource.inputs.get("expiresAt")) if "expiresAt" in resource.inputs else Said("word.no_expiry")
            keys.setdefault(_of_key(resource, names), []).append(until)
        elif resource.type in _MACHINES:
            yield resource.name, Holder("machines")
    programs_ = {resource.name for resource in plan if resource.type == _APPLICATION}
    for who in sorted({*programs_, *groups, *keys}, key=order):
        kind: Kind = "people" if who in people else "machines"
        yield who, Holder(kind, (), tuple(groups.get(who, ())), tuple(keys.get(who, ())))


def _kind(people: bool, machines: bool) -> Kind:
    return "both" if people and machines else "people" if people else "machines" if machines else "nobody"


def _name(member: Text, names: Names) -> Text:
    return member if isinstance(member, Said) else names.get(member, member)


def _of_key(resource: Resource, names: Names) -> Text:
    key = next((key for key in ("applicationId", "userId") if key in resource.inputs), "applicationId")
    return named(resource, key, names)
