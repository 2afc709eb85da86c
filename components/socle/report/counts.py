"""What a plan amounts to: how many resources of which types, how many protected, and what holds data without protection."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from socle.plan import STACK_TYPE, Plan, Resource, loss

from .words import ENGLISH, Words

_PROVIDER = "pulumi:providers:"


@dataclass(frozen=True)
class Tally:
    """Counts over one plan or several. A component is no resource here, and what is only read is neither."""

    resources: int = 0
    components: int = 0
    protected: int = 0
    reads: int = 0
    exposed: int = 0

    def __str__(self) -> str:
        return self.said(ENGLISH)

    def said(self, words: Words) -> str:
        """The counts in a language; what there is none of is left out, but for protection."""
        resources = words.count("count.resources", self.resources)
        parts = [
            words("tally.within", resources=resources, components=words.count("tally.components", self.components))
        ]
        parts.append(words.count("tally.protected", self.protected))
        if self.exposed:
            parts.append(words.count("tally.exposed", self.exposed))
        if self.reads:
            parts.append(words.count("tally.reads", self.reads))
        return ", ".join(parts)


def tally(plans: Iterable[Plan]) -> Tally:
    """The counts of some plans together."""
    shown = [resource for plan in plans for resource in listed(plan)]
    managed = [resource for resource in shown if resource.custom and not resource.external]
    return Tally(
        resources=len(managed),
        components=sum(not resource.custom for resource in shown),
        protected=sum(resource.protect for resource in managed),
        reads=sum(resource.external for resource in shown),
        exposed=sum(is_exposed(resource) for resource in managed),
    )


def listed(plan: Plan) -> list[Resource]:
    """What a reader is shown: everything but the stack itself and the providers that nobody declared."""
    return [
        r for r in plan if r.type != STACK_TYPE and not (r.type.startswith(_PROVIDER) and r.name.startswith("default"))
    ]


def is_exposed(resource: Resource) -> bool:
    """Whether a resource holds something and Pulumi would delete or replace it without a further word."""
    return bool(loss(resource)) and not resource.protect and not resource.retain_on_delete


def types(plan: Plan) -> dict[str, int]:
    """How many resources and components there are of each type token, the most frequent first."""
    found = Counter(resource.type for resource in listed(plan))
    return dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))
