"""What a language is: its sentences by key, and how it writes numbers. A further language is one such file and its line in `catalogue`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from .phrasebook import Phrasebook


@dataclass(frozen=True)
class Tongue:
    """One language. `messages` has every key of English; `losses` are the words of the plan for what a resource holds.

    `rules` are titles of rules by id, `remedies` and `declared` what to do instead, with the
    provider and in the estate; English has none, since the rules say them. `phrasebook` opens the book of
    what is said in English where it arises; English needs none.
    """

    messages: Mapping[str, str]
    losses: Mapping[str, str] = field(default_factory=dict[str, str])
    rules: Mapping[str, str] = field(default_factory=dict[str, str])
    remedies: Mapping[str, str] = field(default_factory=dict[str, str])
    declared: Mapping[str, str] = field(default_factory=dict[str, str])
    thousands: str = ","
    decimal: str = "."
    euro: str = "{sign}€{amount}"
    phrasebook: Callable[[], Phrasebook] | None = None
    zero_is_one: bool = False
    """Nothing is counted in the singular."""
