"""What a runner knows beside the resources. Time is an input, so that the findings of one revision stay the same for ever."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from socle.estate import Estate
from socle.origin import Origin
from socle.reach import Declared


class Fact(StrEnum):
    """What a rule may need of its runner beyond the inputs of one resource."""

    GRAPH = "the whole graph"
    PROTECT = "protect"
    OPTIONS = "retainOnDelete, deletedWith, replaceOnChanges"
    SECRETS = "which values are secrets"
    ESTATE = "the estate's declarations"
    STACKS = "every stack of the estate"
    CONFIG = "the stack's configuration"
    DAY = "the day that counts"


class Runner(StrEnum):
    """Where rules run."""

    CHECK = "socle check --rules"
    REVIEW = "socle preview"
    AUDIT = "socle audit"
    PACK = "policy pack"


KNOWS: dict[Runner, frozenset[Fact]] = {
    Runner.CHECK: frozenset(Fact),
    # a review judges the stacks that were asked for, and a state is that of one
    Runner.REVIEW: frozenset(Fact) - {Fact.STACKS},
    Runner.AUDIT: frozenset(Fact) - {Fact.STACKS, Fact.CONFIG},
    # the engine hands neither these options nor the marks of secrets to a policy (pulumi-policy 1.21), and one stack at a time
    Runner.PACK: frozenset({Fact.GRAPH, Fact.PROTECT, Fact.ESTATE, Fact.DAY}),
}
"""What each runner knows at most; a day or an estate that it was not given is missing all the same."""


@dataclass(frozen=True)
class Context:
    """What one run knows: its runner, the day that counts, the estate, and what it declares of flows where all its stacks are there.

    `where` says where a dotted key of the estate is written.
    """

    runner: Runner = Runner.CHECK
    as_of: date | None = None
    estate: Estate | None = None
    declared: Declared | None = None
    where: Callable[[str], Origin | None] | None = None

    @property
    def facts(self) -> frozenset[Fact]:
        """The facts at hand."""
        given = {Fact.DAY: self.as_of, Fact.ESTATE: self.estate, Fact.STACKS: self.declared}
        return KNOWS[self.runner] - {fact for fact, value in given.items() if value is None}

    def attested(self, scheme: str, product: str, region: str) -> bool:
        """Whether a claim of the estate covers a product on the day that counts. One that is out of date counts as absent."""
        claims = self.estate.attestations.values() if self.estate else ()
        return any(
            each.covers(scheme, product, region) and self.as_of is not None and each.valid_on(self.as_of)
            for each in claims
        )
