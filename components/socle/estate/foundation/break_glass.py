"""The identity of emergencies, as the estate declares it: its sealed key, who is told of its use, and when it was last tried.

Neither the alarm nor the drill is made by a program: the provider has no resource for alerts of the audit trail, and a drill is people's
work. Both are claims, dated and owned, as attestations are.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import ClassVar

from pydantic import Field

from socle.messages import Refusal
from socle.specs import Key, Line, Spec

from ..attestation import Office
from ..platform import ContactSpec
from .groups import ApiKeySpec, GroupSpec

LONGEST_DRILL = timedelta(days=366)
"""A drill is good for a year at most: people, keys and ways in change in less."""


class AlarmSpec(Spec):
    """Who is told when the identity is used. Set up by hand at the host, on its audit trail: no resource of the provider does it."""

    contacts: dict[Key, ContactSpec] = Field(min_length=1)
    """Functional mailboxes that the host's alert writes to, by name."""
    reference: Line = Field(min_length=5, max_length=200)
    """Which alert it is, as the console shows it, or where its set-up is written down."""
    set_on: date
    """The day it was set up and seen in the console."""


class DrillSpec(Spec):
    """The last time that somebody entered with the identity on purpose, and what was seen. Claimed by an office, and good until a day."""

    held_on: date
    """The day it was tried."""
    valid_until: date
    """The last day on which it counts, a year after it at most. Rules count it as absent from then on."""
    alarm_came: bool
    """Whether somebody was told, as the alarm says."""
    reference: Line = Field(min_length=5, max_length=200)
    """Where its record is: its number, or its address in the owner's files."""
    claimed_by: Office
    """The office that held it and answers for the claim."""

    def valid_on(self, day: date) -> bool:
        """Whether it counts on a day; its first and last day do."""
        return self.held_on <= day <= self.valid_until

    def refusals(self) -> Iterator[Refusal]:
        if self.valid_until <= self.held_on:
            yield Refusal(
                f"the drill of {self.held_on} counts until {self.valid_until}",
                "it would never count, and whoever reads it believes that it does",
                "write a later valid_until",
                at="valid_until",
            )
        elif self.valid_until - self.held_on > LONGEST_DRILL:
            yield Refusal(
                f"a drill that counts for {(self.valid_until - self.held_on).days} days",
                "people, keys and ways in would have changed long before somebody tried again",
                f"write a valid_until within a year of held_on, {self.held_on + LONGEST_DRILL} at the latest",
                at="valid_until",
            )


class BreakGlassSpec(Spec):
    """The key of the emergency's user, kept sealed in Secret Manager, with its alarm and its last drill."""

    BECOMES: ClassVar[str] = "scaleway:iam/apiKey:ApiKey"

    key: ApiKeySpec
    """The user's key of the API, for tools that take no sign-in. The secret half is in Secret Manager, which no role of the catalogue reads
    in the project of keys: an owner of the organisation opens it."""
    alarm: AlarmSpec
    """Who is told when the identity is used."""
    drill: DrillSpec | None = None
    """The last drill; nothing where there was none yet, which the rule `break-glass-drilled` says."""


def emergency_refusals(spec: BreakGlassSpec | None, groups: Mapping[str, GroupSpec]) -> Iterator[Refusal]:
    """A sealed key that would open nothing, a drill before the alarm that it is meant to try."""
    if spec is None:
        return
    if not any(group.role == "break-glass" for group in groups.values()):
        yield Refusal(
            "a sealed key, and no group has the role break-glass",
            "whoever opens it in an emergency would find that it may nothing",
            "add a group with role: break-glass, or remove break_glass",
            at="break_glass",
        )
    if spec.drill and spec.drill.held_on < spec.alarm.set_on:
        yield Refusal(
            f"the drill of {spec.drill.held_on} is older than the alarm of {spec.alarm.set_on}",
            "nobody has seen this alarm ring",
            "hold a drill, or write when the alarm was set up",
            at="break_glass.drill.held_on",
        )
