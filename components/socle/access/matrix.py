"""The access matrix: who may see, read, write, delete and manage what, out of the plans of all layers, and how it differs from another one.

One row is one holder, under one condition, on things where it may do the same. Roles of a cluster are followed to whoever they are bound
to. A right that no table knows makes a cell not known; a right of another kind (alarms, membership, code) stands in words beside them.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from socle.facts import kind, product_of, usual
from socle.messages import Said, Text, order, said
from socle.plan import Plan, Resource, parts_of

from .buckets import POLICY as BUCKET_POLICY
from .buckets import lines_of
from .gains import Names, Reach, names_of, plainly
from .holders import NOT_KNOWN, PRINCIPALS, Holder, holders_of, principals_of
from .identities import POLICY, UNLIMITED, Iam, Limit, is_on_buckets
from .table import KNOWN, reaches, read_as
from .verbs import EVERYTHING, Verb, condition_of, does

_ROLES = ("kubernetes:rbac.authorization.k8s.io/v1:ClusterRole", "kubernetes:rbac.authorization.k8s.io/v1:Role")
_BINDINGS = (f"{_ROLES[0]}Binding", f"{_ROLES[1]}Binding")
_GIVES_NOTHING = ("pulumi:", "random:")
"""Packages without a cloud: their resources give no right."""

Named = Callable[[str], str]


@dataclass(frozen=True)
class Grant:
    """One right: a stack gives `holder` what `action` amounts to on `target`, by a resource, of which it keeps what `limit` says."""

    stack: str
    holder: Text
    action: Text
    target: Text
    by: str
    limit: Limit = UNLIMITED


@dataclass(frozen=True)
class Cells:
    """What one holder may on one thing: the words that are given, those of which that is not known, and rights of other kinds."""

    given: frozenset[Verb] = frozenset()
    unknown: frozenset[Verb] = frozenset()
    further: tuple[Text, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether everything that gives it could be read."""
        return not self.unknown

    def may(self, verb: Verb) -> bool | None:
        """Whether it may; None where that is not known."""
        return True if verb in self.given else None if verb in self.unknown else False


@dataclass(frozen=True)
class Row:
    """A holder, under one condition (empty: always), on things of one stack where it may do the same."""

    stack: str
    holder: Text
    condition: Text
    targets: tuple[Text, ...]
    cells: Cells
    by: tuple[str, ...]

    @property
    def answers(self) -> bool:
        """Whether it answers the five words, be it that it is not known; else it gives rights of other kinds alone."""
        return bool(self.cells.given or self.cells.unknown) or not self.cells.further


@dataclass(frozen=True)
class Matrix:
    """All rows of some plans; `holders` says who each one is, `unread` which types no table says anything of."""

    rows: tuple[Row, ...]
    holders: Mapping[Text, Holder] = field(default_factory=dict[Text, Holder])
    unread: tuple[str, ...] = ()

    def holder(self, name: Text) -> Holder:
        """Who somebody is; not known where no plan says."""
        return self.holders.get(name, NOT_KNOWN)


def matrix_of(plans: Iterable[Plan], named: Named = str) -> Matrix:
    """The matrix of some plans.

    Args:
        named: what the estate calls an id or a name of the cloud.
    """
    known = list(plans)
    names, iam = names_of(*known), Iam(known)
    grants = [_in_words(grant, named) for plan in known for grant in grants_of(plan, names, iam)]
    told = [each for find in (principals_of, holders_of) for plan in known for each in find(plan, names)]
    holders = {_called(name, named): holder.called(lambda each: _called(each, named)) for name, holder in told}
    unread = sorted({each.type for plan in known for each in plan if _says_nothing(each)})
    return Matrix(tuple(_rows(grants)), holders, tuple(unread))


def grants_of(plan: Plan, names: Names, iam: Iam) -> Iterator[Grant]:
    """Every right that a stack gives, roles of its clusters followed to whoever holds them, lines of a bucket's policy within IAM's.

    What is only observed has no inputs in a plan: who may what on it is not known.
    """
    roles = _roles(plan, names)
    for resource in _parts(plan):
        if resource.external and not resource.type.startswith(_GIVES_NOTHING):
            yield Grant(plan.stack, Said("word.unseen"), Said("word.unseen"), resource.name, resource.name)
            continue
        if usual(resource.type) == BUCKET_POLICY:
            yield from _of_bucket(plan.stack, resource, names, iam)
            continue
        for reach in reaches(resource, names):
            if reach.kind == "right" and read_as(resource.type) not in _ROLES:
                bound = roles.get(plainly(reach.action)) if read_as(resource.type) in _BINDINGS else None
                for given in [reach] if bound is None else _bound(reach, bound):
                    target = _by_product(given) if usual(resource.type) == POLICY else given.target
                    yield Grant(plan.stack, given.source, given.action, target, resource.name)


def _of_bucket(stack: str, policy: Resource, names: Names, iam: Iam) -> Iterator[Grant]:
    """What a policy of a bucket lists, each line within what IAM gives whom it names: under one condition or another."""
    for principal, reach in lines_of(policy, names):
        for limit in iam.limits(principal, policy):
            yield Grant(stack, reach.source, reach.action, reach.target, policy.name, limit)


def _by_product(given: Reach) -> Text:
    """The product in a project, or in the organisation, that a permission set is about: what it gives, it gives there alone."""
    bare, _ = condition_of(given.action)
    product = None if isinstance(bare, Said) else product_of(bare)
    if product is None:
        return given.target
    key = "access.but_buckets" if is_on_buckets(bare) else "access.of"
    return said(key, product=product, where=given.target)


def _parts(plan: Plan) -> Iterator[Resource]:
    return (part for resource in plan for part in parts_of(resource))


def _roles(plan: Plan, names: Names) -> dict[str, list[Reach]]:
    """What the roles of clusters allow, by name. One that takes the rights of others is none of them: what it has is not known."""
    found: dict[str, list[Reach]] = {}
    for resource in _parts(plan):
        if read_as(resource.type) in _ROLES:
            given = reaches(resource, names)
            if not any(each.action == Said("word.aggregates") for each in given):
                for reach in given:
                    found.setdefault(plainly(reach.source), []).append(reach)
    return found


def _bound(binding: Reach, role: Iterable[Reach]) -> Iterator[Reach]:
    """What a role allows, to whom and where it is bound."""
    for right in role:
        target = plainly(right.target)
        what = target.partition(": ")[2] or target
        yield Reach("right", binding.source, right.action, f"{binding.target}: {what}", binding.public)


def _in_words(grant: Grant, named: Named) -> Grant:
    return replace(grant, holder=_called(grant.holder, named), target=_called(grant.target, named))


def _called(text: Text, named: Named) -> Text:
    """An identity, a bucket with all that is in it, or the part of a phrase, as the estate calls it; a principal without its kind."""
    if isinstance(text, Said):
        return Said(text.key, tuple((key, v if isinstance(v, int) else _called(v, named)) for key, v in text.values))
    word = named(text)
    if word != text:
        return word
    kind_, _, id_ = text.rpartition(":")
    return id_ if kind_ in PRINCIPALS else text.removesuffix("/*")


def _says_nothing(resource: Resource) -> bool:
    """Whether no table says what a resource gives: neither that it gives rights, nor what it is."""
    if not resource.custom or resource.external or resource.type.startswith(_GIVES_NOTHING):
        return False
    return any(read_as(part.type) not in KNOWN and kind(part.type) is None for part in parts_of(resource))


@dataclass
class _Found:
    given: set[Verb] = field(default_factory=set[Verb])
    unknown: set[Verb] = field(default_factory=set[Verb])
    further: dict[Text, None] = field(default_factory=dict[Text, None])
    by: dict[str, None] = field(default_factory=dict[str, None])

    def add(self, action: Text, limit: Limit, by: str) -> None:
        """Count one right. One that is no word of the five, known or not, is told in its own."""
        known = does(action)
        self.given |= (known or frozenset()) & limit.given
        self.unknown |= (EVERYTHING if known is None else known) & (limit.given | limit.unknown)
        if not known:
            self.further[action] = None
        self.by[by] = None

    @property
    def cells(self) -> Cells:
        return Cells(
            frozenset(self.given), frozenset(self.unknown - self.given), tuple(sorted(self.further, key=order))
        )


def _rows(grants: Iterable[Grant]) -> list[Row]:
    """Things on which a holder may do the same share a row."""
    found: dict[tuple[str, Text, Text, Text], _Found] = {}
    for grant in grants:
        action, condition = condition_of(grant.action)
        conditions = grant.limit.under(condition)
        found.setdefault((grant.stack, grant.holder, conditions, grant.target), _Found()).add(
            action, grant.limit, grant.by
        )
    alike: dict[tuple[str, Text, Text, Cells], list[tuple[Text, _Found]]] = {}
    for (stack, holder, condition, target), one in found.items():
        alike.setdefault((stack, holder, condition, one.cells), []).append((target, one))
    rows = [
        Row(
            stack,
            holder,
            condition,
            tuple(sorted((target for target, _ in members), key=order)),
            cells,
            tuple(sorted({by for _, one in members for by in one.by})),
        )
        for (stack, holder, condition, cells), members in alike.items()
    ]
    return sorted(
        rows, key=lambda row: (order(row.holder), row.stack, [*map(order, row.targets)], order(row.condition))
    )
