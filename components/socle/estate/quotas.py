"""Quotas of the organisation that the host has raised, as its answer says: what is not here is what every organisation has at first."""

from collections.abc import Iterator, Mapping
from datetime import date

from pydantic import Field

from socle.facts import first_quotas
from socle.messages import Refusal, choose
from socle.specs import Line, Spec


class RaisedQuotaSpec(Spec):
    """One quota that the host has raised for the organisation."""

    value: int = Field(ge=1, le=1_000_000_000_000)
    """How many the organisation has now, or how many GB, or how many in a month, as the name of the entry says."""
    raised_on: date
    """The day of the host's answer."""
    reference: Line = Field(min_length=5, max_length=200)
    """Where the answer is: the ticket's number, or its address in the owner's files."""

    def __str__(self) -> str:
        return f"{self.reference}, {self.raised_on}"


def raised_refusals(raised: Mapping[str, RaisedQuotaSpec]) -> Iterator[Refusal]:
    """Quotas that there are not, and some that are no more than what everybody has."""
    known = first_quotas()
    for name, spec in raised.items():
        first = known.get(name)
        if name not in known:
            yield Refusal(
                f"there is no quota {name}",
                "nothing would be counted against it, while a reader believes that there is room",
                choose(name, known),
                at=f"quotas.{name}",
            )
        elif first is not None and spec.value <= first:
            yield Refusal(
                f"{name} is raised to {spec.value}, and an organisation has {first} at first",
                "either the number is wrong, or nothing was raised",
                "write the number of the host's answer, or remove the entry",
                at=f"quotas.{name}.value",
            )


def differing(
    name: str, mine: Mapping[str, RaisedQuotaSpec], theirs: Mapping[str, RaisedQuotaSpec]
) -> Iterator[Refusal]:
    """Quotas of one organisation of which another estate, by its name, says something else."""
    for key in sorted(mine.keys() & theirs.keys()):
        if mine[key].value != theirs[key].value:
            yield Refusal(
                f"{key} is {mine[key].value} here and {theirs[key].value} in {name}, of the same organisation",
                "the quota is one, so one of the two estates would stop half-way",
                "write the number of the host's newest answer in both",
                at=f"quotas.{key}.value",
            )
