"""What a runner knows beside the resources. Time is an input, so that the findings of one revision stay the same for ever."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from socle.estate import Estate
from socle.reach import Declared


class Fact(StrEnum):
    """What a rule may need of its runner beyond the inputs of one resource."""

    GRAPH = "the whole graph"
    PROTECT = "protect"
    OPTIONS = "retainOnDelete, deletedWith, replaceOnChanges"
    SECRETS = "which values are secrets"
    ESTATE = "the estate's declarations"
    DAY = "the day that counts"


class Runner(StrEnum):
    """Where rules run."""

    CHECK = "socle check --rules"
    AUDIT = "socle audit"
    PACK = "policy pack"


KNOWS: dict[Runner, frozenset[Fact]] = {
    Runner.CHECK: frozenset(Fact),
    Runner.AUDIT: frozenset(Fact) - {Fact.ESTATE},
    # the engine hands neither these options nor the marks of secrets to a policy (pulumi-policy 1.21)
    Runner.PACK: frozenset({Fact.GRAPH, Fact.PROTECT, Fact.DAY}),
}
"""What each runner knows at most; a day or an estate that it was not given is missing all the same."""


@dataclass(frozen=True)
class Context:
    """What one run knows: its runner, the day that counts, and the estate with what it declares of flows."""

    runner: Runner = Runner.CHECK
    as_of: date | None = None
    estate: Estate | None = None
    declared: Declared | None = None

    @property
    def facts(self) -> frozenset[Fact]:
        """The facts at hand."""
        known = KNOWS[self.runner]
        known -= {Fact.DAY} if self.as_of is None else frozenset()
        return known - {Fact.ESTATE} if self.estate is None else known
