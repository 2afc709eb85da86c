"""Decisions of an authority that health data may stay on a host under foreign law until a day.

An exemption is the owner's own permission, and an owner cannot waive a law: a derogation is somebody else's decision.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from datetime import date, timedelta
from enum import StrEnum

from pydantic import Field

from socle.messages import Refusal, choose
from socle.specs import Key, Line, Reason, Spec

from ..attestation import Office
from ..legacy import LegacySpec
from .store import Store

LONGEST_DEROGATION = timedelta(days=1096)
"""Three years, for which a qualification of a host is given: what is to last longer is decided anew."""

_NOBODY = frozenset(
    ("not known", "unknown", "none", "nobody", "n a", "tbd", "to be decided", "pending", "inconnu", "a definir")
)
"""What is written in the place of a name where there is none, as `_bare` has it."""


class Standing(StrEnum):
    """What the presence of health data under foreign law is on a day."""

    DEROGATION = "derogation"
    """An authority has decided, and its decision holds on the day."""
    ENDED = "ended"
    """An authority had decided, and its decision is over: a known non-conformity."""
    EARLY = "early"
    """An authority has decided for a later day: until then a known non-conformity."""
    NON_CONFORMITY = "non-conformity"
    """Nobody who could has decided."""

    @property
    def allowed(self) -> bool:
        """Whether a decision covers it."""
        return self is Standing.DEROGATION


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
        elif self.ends_on - self.decided_on > LONGEST_DEROGATION:
            yield Refusal(
                f"a derogation of {(self.ends_on - self.decided_on).days} days",
                "what has no end in sight is no derogation, and nobody would ask the authority again",
                f"write an ends_on within three years of decided_on, {self.decided_on + LONGEST_DEROGATION} at the latest",
                at="ends_on",
            )


def standing_of(derogations: Mapping[str, DerogationSpec], store: str, day: date) -> tuple[Standing, str]:
    """Where health data of a store under foreign law stands on a day, and the derogation that says so, by its key."""
    covering = {name: each for name, each in derogations.items() if each.covers(store)}
    for name, each in covering.items():
        if each.active_on(day):
            return Standing.DEROGATION, name
    for name, each in covering.items():
        return Standing.ENDED if day > each.ends_on else Standing.EARLY, name
    return Standing.NON_CONFORMITY, ""


def derogation_refusals(
    derogations: Mapping[Key, DerogationSpec], legacy: LegacySpec, owner: str, offices: Collection[str] = ()
) -> Iterator[Refusal]:
    """Derogations of what is not there, and those that the owner, an office of its own, or nobody gives."""
    known = _stores(legacy)
    own = {_bare(each): each for each in (*offices, owner)}
    for name, each in derogations.items():
        if (giver := _bare(each.authority)) in own:
            yield Refusal(
                f"{own[giver]} gives itself the derogation {name}",
                "an owner cannot waive a law, and whoever reads it believes that the data may be there",
                "name the authority that decided, or remove it: the store is then told as a known non-conformity",
                at=f"cutover.derogations.{name}.authority",
            )
        elif giver in _NOBODY:
            yield Refusal(
                f"{each.authority} is no authority",
                "nobody has decided, and whoever reads it believes that somebody has",
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


def _bare(name: str) -> str:
    """A name without what two spellings of it differ in: case, blanks, and marks between its words."""
    return " ".join(re.split(r"[\s._-]+", name.casefold())).strip()


def _stores(legacy: LegacySpec) -> set[str]:
    """Entries that hold data, and their containers and databases without the word between."""
    maps = ("storage_accounts", "databases", "vaults", "generic")
    found = {key for key, _ in legacy.entries() if key.partition(".")[0] in maps}
    for key, account in legacy.storage_accounts.items():
        found |= {f"storage_accounts.{key}.{part}" for part in account.containers}
    for key, server in legacy.databases.items():
        found |= {f"databases.{key}.{part}" for part in server.databases}
    return found
