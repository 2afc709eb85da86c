"""What a replaced resource takes with it when it is deleted before it is made again.

The engine asks, in dependency order and of the baseline alone: would this dependent be replaced if what it takes from the
replaced ones were unknown? Source: `calculateDependentReplacements` of the engine (pkg/resource/deploy/step_generator.go).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from socle.plan import Plan, Resource, contains, parse

from .change import Certainty
from .match import depends_on, in_registration_order, provider_urn
from .replacement import replaced_by_unknown


@dataclass(frozen=True)
class Taken:
    """One dependent that goes with a replaced resource; `inputs` are those that would turn unknown."""

    resource: Resource
    inputs: tuple[str, ...]


@dataclass(frozen=True)
class Cascade:
    """Who goes with a replaced resource, and who may, as only its provider can tell."""

    taken: tuple[Taken, ...] = ()
    suspected: tuple[Resource, ...] = ()


@dataclass
class Dependents:
    """The dependency graph of a baseline, built when the first cascade asks for it."""

    plan: Plan
    _order: dict[str, int] = field(default_factory=dict[str, int])
    _below: dict[str, list[str]] = field(default_factory=dict[str, list[str]])

    def cascade(self, root: str) -> Cascade:
        """Everything that a resource takes with it when it is deleted before it is made again."""
        gone: dict[str, Taken] = {}
        suspected: list[Resource] = []
        for dependent in self._after(root):
            inputs = list(_turning_unknown(dependent, {root, *gone}))
            taken, certainty = _taken(dependent, inputs, {root, *gone})
            if taken:
                gone[dependent.urn] = Taken(dependent, tuple(inputs))
            elif certainty is not Certainty.CERTAIN:
                suspected.append(dependent)
        return Cascade(tuple(gone.values()), tuple(suspected))

    def _after(self, root: str) -> list[Resource]:
        """All direct and indirect dependents, in dependency order."""
        self._build()
        found: set[str] = set()
        waiting = [root]
        while waiting:
            for urn in self._below.get(waiting.pop(), ()):
                if urn not in found:
                    found.add(urn)
                    waiting.append(urn)
        return [self.plan.by_urn[urn] for urn in sorted(found, key=self._order.__getitem__)]

    def _build(self) -> None:
        if self._order:
            return
        for position, resource in enumerate(in_registration_order(self.plan)):
            self._order[resource.urn] = position
            for needed in depends_on(resource):
                self._below.setdefault(needed, []).append(resource.urn)


def _taken(dependent: Resource, inputs: Iterable[str], gone: set[str]) -> tuple[bool, Certainty]:
    if not dependent.custom or dependent.external:
        return False, Certainty.CERTAIN
    if provider_urn(dependent) in gone or dependent.deleted_with in gone or gone & set(dependent.replace_with):
        return True, Certainty.CERTAIN
    certainty = Certainty.CERTAIN
    for name in inputs:
        replaces, sure = replaced_by_unknown(dependent, name)
        if replaces:
            return True, sure
        certainty = certainty & sure
    return False, certainty


def _turning_unknown(dependent: Resource, gone: set[str]) -> Iterator[str]:
    ignored = [parse(pattern) for pattern in dependent.ignore_changes]
    for name, urns in dependent.property_dependencies.items():
        is_ignored = any(contains(pattern, (name,)) for pattern in ignored)
        if name in dependent.inputs and not is_ignored and gone & set(urns):
            yield name
