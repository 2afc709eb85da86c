"""Which resource of a plan continues which one of its baseline: by URN, then by alias, as the engine looks them up.

And the pair that comes of it, as its provider is asked about it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from socle.plan import STACK_TYPE, Plan, Resource

from .change import Certainty, EngineRefusal, RefusalKind

_PROVIDER = "pulumi:providers:"


@dataclass(frozen=True)
class Matching:
    """`former` gives, for each URN of the plan, the URN that it had; what is not in it is new."""

    former: dict[str, str] = field(default_factory=dict[str, str])
    refusals: dict[str, EngineRefusal] = field(default_factory=dict[str, EngineRefusal])

    def old(self, urn: str) -> str:
        """The former URN of a resource, or its own."""
        return self.former.get(urn, urn)


@dataclass(frozen=True)
class Pair:
    """One resource before and after, with the values marked unknown that come from something new.

    `outputs` are those of an exported state, empty where there is none. `steady` are the inputs whose dependencies are the
    same and stay, so that a value nobody can see is taken for unchanged. `renewed` are those that depend on something new, with how
    certain it is that it is new. `refreshed`: the baseline does not say which inputs were defaults.
    """

    before: Resource
    after: Resource
    outputs: Mapping[str, Any] = field(default_factory=dict[str, Any])
    steady: frozenset[str] = frozenset()
    renewed: Mapping[str, Certainty] = field(default_factory=dict[str, Certainty])
    has_outputs: bool = False
    refreshed: bool = False


def match(plan: Plan, baseline: Plan) -> Matching:
    """Pair the resources of a plan with those of its baseline."""
    former: dict[str, str] = {}
    refusals: dict[str, EngineRefusal] = {}
    claimed = {resource.urn: resource.urn for resource in plan if resource.urn in baseline.by_urn}
    for resource in plan:
        if resource.urn in claimed:
            former[resource.urn] = resource.urn
            continue
        alias = next((alias for alias in resource.aliases if alias in baseline.by_urn), None)
        if alias is None:
            continue
        if alias in claimed:
            refusals[resource.urn] = EngineRefusal(RefusalKind.ALIAS_TWICE, resource.urn, claimed[alias])
            continue
        former[resource.urn] = claimed[alias] = alias
    return Matching(former, refusals)


def is_managed(resource: Resource) -> bool:
    """Whether a preview shows a resource: not the stack itself, and no provider that nobody declared."""
    default = resource.type.startswith(_PROVIDER) and resource.name.startswith("default")
    return resource.type != STACK_TYPE and not default


def in_registration_order(resources: Iterable[Resource]) -> list[Resource]:
    """Every resource after what it depends on; otherwise by URN, so that no order of a file matters.

    A cycle, which no engine accepts, is cut.
    """
    known = {resource.urn: resource for resource in resources}
    done: set[str] = set()
    ordered: list[Resource] = []
    for start in sorted(known):
        path = [start]
        while path:
            urn = path[-1]
            waiting = (
                [] if urn in done else [dep for dep in sorted(needs(known[urn])) if dep in known and dep not in done]
            )
            waiting = [dep for dep in waiting if dep not in path]
            if waiting:
                path.append(waiting[0])
                continue
            path.pop()
            if urn not in done:
                done.add(urn)
                ordered.append(known[urn])
    return ordered


def needs(resource: Resource) -> list[str]:
    """The URNs that must be registered before a resource: its parent and what it depends on."""
    return [urn for urn in dict.fromkeys([resource.parent, *depends_on(resource)]) if urn]


def depends_on(resource: Resource) -> list[str]:
    """The URNs that a resource depends on; a parent alone is no dependency."""
    found = dict.fromkeys([provider_urn(resource), resource.deleted_with])
    found |= dict.fromkeys(resource.dependencies) | dict.fromkeys(resource.replace_with)
    for urns in resource.property_dependencies.values():
        found |= dict.fromkeys(urns)
    return [urn for urn in found if urn]


def provider_urn(resource: Resource) -> str:
    """The URN of the provider that a resource names, which is written `urn::id`."""
    return resource.provider.rpartition("::")[0]
