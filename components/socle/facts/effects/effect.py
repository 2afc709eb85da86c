"""What a change does to the world, the worst first, and the judges that say it of one property by the direction in which it moves.

A judge sees plain values, `None` where a side has none. What it cannot read is not known, and what is not known is never harmless.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Effect(StrEnum):
    """One kind of effect. The order is the order in which a reviewer should hear of them."""

    LOSES = "loses"
    UNREADABLE = "unreadable"
    EXPOSES = "exposes"
    WEAKENS = "weakens"
    GRANTS = "grants"
    IRREVERSIBLE = "irreversible"
    NOT_KNOWN = "not-known"
    INTERRUPTS = "interrupts"
    REVOKES = "revokes"
    COSTS = "costs"
    HARMLESS = "harmless"


Effects = frozenset[Effect]

DANGEROUS: Effects = frozenset({Effect.LOSES, Effect.UNREADABLE, Effect.EXPOSES, Effect.WEAKENS})
"""Effects after which something is lost, open or less guarded; any other but harmless asks for a look."""

HARMLESS: Effects = frozenset({Effect.HARMLESS})
NOT_KNOWN: Effects = frozenset({Effect.NOT_KNOWN})


@dataclass(frozen=True)
class Judge:
    """What one property means: when it changes, what it brings to a new resource, and what its absence means there.

    `whole`: what it means depends on other inputs, so that `change` is given all of them.
    """

    change: Callable[[Any, Any], Effects]
    born: Callable[[Any], Effects]
    absent: Effects = HARMLESS
    whole: bool = False


@dataclass(frozen=True)
class TypeEffects:
    """One resource type. `properties` by path, `[]` for the members of a list and `*` for any key; a path covers all below it.

    `created` and `deleted` are what the coming and the going do by themselves, beside what the properties bring.
    """

    properties: dict[str, Judge]
    created: "Effects | Callable[[Mapping[str, Any]], Effects]" = HARMLESS
    deleted: "Effects | Callable[[Mapping[str, Any]], Effects]" = frozenset({Effect.INTERRUPTS})


def worst(found: Effects) -> Effect:
    """The worst of some effects; harmless when there is none."""
    return min(found, key=list(Effect).index, default=Effect.HARMLESS)
