"""What IAM gives whom on buckets, so that a line of a bucket's policy counts for no more than that.

A bucket with a policy asks for both: a right in its project, and a line of the policy, which locks out whoever it does not name. Source:
the host's documentation of bucket policies. An owner of the organisation, whom no plan has, can always write the policy anew.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, cast

from socle.facts import Gives, gives, product_of, usual
from socle.messages import Said, Text
from socle.plan import UNKNOWN, Plan, Resource

from .gains import UNDECIDED, plainly, text, texts
from .verbs import EVERYTHING, Verb, does

POLICY = "scaleway:iam/policy:Policy"
_BUCKET = "scaleway:object/bucket:Bucket"
_GROUPS = ("scaleway:iam/group:Group", "scaleway:iam/groupMembership:GroupMembership")
_IDENTITIES = ("scaleway:iam/application:Application", "scaleway:iam/user:User")
_HOLDERS = ("groupId", "applicationId", "userId")
_PERSON = "user_id"
_KINDS = {_PERSON: ("userIds", "userId"), "application_id": ("applicationIds", "applicationId")}
"""How a bucket's policy writes what somebody is, with where groups list such."""


@dataclass(frozen=True)
class Limit:
    """Under a condition (empty: always) the words of the five that are given, and those of which that is not known."""

    given: frozenset[Verb] = frozenset()
    unknown: frozenset[Verb] = frozenset()
    condition: str = ""

    def under(self, condition: Text) -> Text:
        """This condition and another one, of which either may be none."""
        return (
            " && ".join(each for each in (plainly(condition), self.condition) if each) if self.condition else condition
        )


UNLIMITED = Limit(EVERYTHING)
_NOT_KNOWN = Limit(unknown=EVERYTHING)


@dataclass(frozen=True)
class _Line:
    """What a rule of a policy of IAM gives on buckets, in projects or (none named) everywhere; nothing for what it gives: not known."""

    projects: tuple[Text, ...] = ()
    given: frozenset[Verb] | None = None
    condition: str = ""

    def covers(self, project: str) -> bool | None:
        """Whether it holds in a project; None where that is not known."""
        if not self.projects or (project and project in self.projects):
            return True
        return None if not project or any(isinstance(each, Said) for each in self.projects) else False


class Iam:
    """The policies and groups of some plans."""

    def __init__(self, plans: Iterable[Plan]) -> None:
        self._resources: dict[str, list[Resource]] = {}
        self._ids: dict[str, str] = {}
        for resource in (resource for plan in plans for resource in plan):
            self._resources.setdefault(usual(resource.type), []).append(resource)
            if resource.id and resource.id != UNKNOWN:
                self._ids[resource.urn] = resource.id
        self._found: dict[tuple[str, str, str], list[Limit]] = {}

    def limits(self, principal: Text, policy: Resource) -> list[Limit]:
        """What IAM gives a principal of a bucket's policy in the project of the bucket: always, and under each condition.

        What names no single identity of the host is not limited. Of an identity that no plan makes, or gives anything, nothing is
        known: somebody made it by hand.
        """
        if not principal:
            return [UNLIMITED]
        kind, _, identity = plainly(principal).rpartition(":")
        if identity not in self._known:
            return [_NOT_KNOWN]
        wanted = kind, identity, self._project(policy)
        if wanted not in self._found:
            self._found[wanted] = list(self._limits(*wanted))
        return self._found[wanted]

    def _limits(self, kind: str, identity: str, project: str) -> Iterator[Limit]:
        holders = {identity, *(key for key, members in self._groups.items() if identity in members)} - {""}
        perhaps = {"", *(key for key, members in self._groups.items() if kind in members)} - holders
        lines = [
            (line, line.covers(project) if sure else None)
            for some, sure in ((holders, True), (perhaps, False))
            for holder in sorted(some)
            for line in self._lines.get(holder, ())
            if line.covers(project) is not False
        ]
        for condition in sorted({line.condition for line, _ in lines}) or [""]:
            yield _together(condition, [each for each in lines if each[0].condition == condition])

    def _project(self, policy: Resource) -> str:
        """The project of the bucket of a policy; empty where it is not known."""
        bucket = self._buckets.get(_bare(_id_in(policy, "bucket", self._ids)), policy)
        return _id_in(bucket, "projectId", self._ids)

    @cached_property
    def _buckets(self) -> dict[str, Resource]:
        return {
            _bare(called): bucket
            for bucket in self._resources.get(_BUCKET, ())
            for called in (bucket.id, bucket.inputs.get("name"))
            if isinstance(called, str) and UNKNOWN not in called
        }

    @cached_property
    def _lines(self) -> dict[str, list[_Line]]:
        """What policies give on buckets, by the id of the holder; under an empty one where that is not known."""
        found: dict[str, list[_Line]] = {}
        for policy in self._resources.get(POLICY, ()):
            if policy.inputs.get("noPrincipal") is not True:
                key = next((key for key in _HOLDERS if key in policy.inputs), "")
                found.setdefault(_id_in(policy, key, self._ids), []).extend(_lines_of(policy.inputs.get("rules")))
        return found

    @cached_property
    def _groups(self) -> dict[str, set[str]]:
        """The ids of members by the id of a group, and the kinds of identities of which there may be others."""
        found: dict[str, set[str]] = {}
        for resource in (each for type_ in _GROUPS for each in self._resources.get(type_, ())):
            group = _id_in(resource, "groupId", self._ids) if "groupId" in resource.inputs else resource.id or ""
            found.setdefault(group, set()).update(_members(resource))
        return found

    @cached_property
    def _known(self) -> set[str]:
        """The identities of which the plans say something."""
        made = {self._ids.get(each.urn, "") for type_ in _IDENTITIES for each in self._resources.get(type_, ())}
        return {*made, *self._lines, *(each for members in self._groups.values() for each in members)} - {"", *_KINDS}


def is_on_buckets(permission_set: Text) -> bool:
    """Whether a permission set is, or may be, about buckets."""
    if isinstance(permission_set, Said):
        return True
    return product_of(permission_set) in ("ObjectStorage", "AllProducts", None) or Gives.EVERYTHING in (
        gives(permission_set) or ()
    )


def _lines_of(rules: Any) -> Iterator[_Line]:
    """What the rules of a policy give on buckets; one that cannot be read may give anything."""
    for rule in cast("list[Any]", rules) if isinstance(rules, list) else [rules]:
        if not isinstance(rule, dict):
            yield _Line((UNDECIDED,))
            continue
        row = cast("dict[str, Any]", rule)
        projects = () if row.get("organizationId") else tuple(texts(row.get("projectIds"))) or (UNDECIDED,)
        for name in texts(row.get("permissionSetNames")):
            if is_on_buckets(name):
                condition = plainly(text(row["condition"])) if row.get("condition") else ""
                yield _Line(projects, does(name), condition)


def _members(resource: Resource) -> Iterator[str]:
    """Whom a group or a membership lists; for a member that is not known, or that an identity provider adds, its kind."""
    if resource.inputs.get("externalMembership") is True:
        yield _PERSON
    for kind, keys in _KINDS.items():
        for member in (each for key in keys for each in texts(resource.inputs.get(key))):
            yield kind if isinstance(member, Said) else member


def _together(condition: str, lines: Iterable[tuple[_Line, bool | None]]) -> Limit:
    given: set[Verb] = set()
    unknown: set[Verb] = set()
    for line, sure in lines:
        (given if sure and line.given is not None else unknown).update(EVERYTHING if line.given is None else line.given)
    return Limit(frozenset(given), frozenset(unknown - given), condition)


def _id_in(resource: Resource, key: str, ids: Mapping[str, str]) -> str:
    """An id that an input has, or that of the one resource that it comes from; empty where neither is known."""
    value = text(resource.inputs.get(key))
    if not isinstance(value, Said):
        return value
    sources = {ids.get(urn, "") for urn in resource.property_dependencies.get(key, ())}
    return sources.pop() if len(sources) == 1 else ""


def _bare(identifier: str) -> str:
    """A bucket's name in its id: `fr-par/studies@<project>` is `studies`."""
    return identifier.rpartition("/")[2].partition("@")[0]
