"""Decisions of an authority that health data may stay on a host under foreign law until a day.

An exemption is the owner's own permission, and an owner cannot waive a law: a derogation is somebody else's decision.
"""

from collections.abc import Iterator, Mapping
from datetime import date

from pydantic import Field

from socle.messages import Refusal, choose
from socle.specs import Key, Line, Reason, Spec

from ..attestation import Office
from ..legacy import LegacySpec
from .store import Store


class DerogationSpec(Spec):
    """A decision that health data may stay on a host under foreign law, until a day."""

    store: Store
    """The store of the legacy estate, or a part of it: `storage_accounts.lake`, `databases.catalogue.cohorts`."""
    authority: Office
    """The authority that decided: never the owner of the estate, who cannot waive a law."""
    reference: Line = Field(min_length=5, max_length=200)
    """The decision: its number, or its address in the owner's files."""
    decided_on: date
    """The day on which it was decided."""
    ends_on: date
    """Its last day. From then on the store is a known non-conformity; the estate keeps loading."""
    reason: Reason
    """What it rests on, and what it asks for meanwhile."""

    def covers(self, key: str) -> bool:
        """Whether it is about a store, or about what the store is part of."""
        return key == self.store or key.startswith(f"{self.store}.")

    def active_on(self, day: date) -> bool:
        """Whether it holds on a day; its first and last day count."""
        return self.decided_on <= day <= self.ends_on

    def refusals(self) -> Iterator[Refusal]:
        if self.ends_on < self.decided_on:
            yield Refusal(
                f"the derogation ends on {self.ends_on} and was decided on {self.decided_on}",
                "it would never hold, and whoever reads it believes that it does",
                "write a later ends_on",
                at="ends_on",
            )


def derogation_refusals(derogations: Mapping[Key, DerogationSpec], legacy: LegacySpec, owner: str) -> Iterator[Refusal]:
    """Derogations of what is not there, and those that the owner gives itself."""
    known = _stores(legacy)
    for name, each in derogations.items():
        if each.authority.casefold() == owner.casefold():
            yield Refusal(
                f"{owner} gives itself the derogation {name}",
                "an owner cannot waive a law, and whoever reads it believes that the data may be there",
                "name the authority that decided, or remove it: the store is then told as a known non-conformity",
                at=f"cutover.derogations.{name}.authority",
            )
        if each.store not in known:
            yield Refusal(
                f"there is no {each.store} in the legacy estate",
                "the derogation covers nothing, and the data that was meant has none",
                choose(each.store, known),
                at=f"cutover.derogations.{name}.store",
            )


def _stores(legacy: LegacySpec) -> set[str]:
    """Entries that hold data, and their containers and databases without the word between."""
    maps = ("storage_accounts", "databases", "vaults", "generic")
    found = {key for key, _ in legacy.entries() if key.partition(".")[0] in maps}
    for key, account in legacy.storage_accounts.items():
        found |= {f"storage_accounts.{key}.{part}" for part in account.containers}
    for key, server in legacy.databases.items():
        found |= {f"databases.{key}.{part}" for part in server.databases}
    return found
