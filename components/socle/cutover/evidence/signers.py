"""Who answers for which record: a table by kind. What nobody has to decide is signed by the collector that saw it.

A collector is a program with a key of its own, listed with its validity as people are. It signs records of its levels alone.
"""

from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Literal, get_args

from socle.estate import SIGNING, Role

from .record import Level, Record

Signer = Role | Literal["collector"]
Asked = tuple[frozenset[Signer], ...]
"""Signatures that a record needs, each by one of a set."""

COLLECTOR: Signer = "collector"
HOLD = "hold"

_EACH: Asked = tuple(frozenset[Signer]({role}) for role in SIGNING)
_ANYBODY: Asked = (frozenset[Signer]({*get_args(Role), COLLECTOR}),)


def _one(role: Role) -> Asked:
    return (frozenset[Signer]({role}),)


SIGNERS: Mapping[str, Asked] = MappingProxyType(
    {
        "adoption": _EACH,
        "approval": _EACH,
        "window": _EACH,
        "loss": _EACH,
        "legal": _EACH,
        "transition": _one("operations"),
        "cause-found": _one("operations"),
        "identity-exit": _one("quality"),
        "protection-approval": _one("data-protection"),
        "erasure-certified": _one("data-protection"),
    }
)
"""Kinds that people sign. A hold is anybody's, so that whoever sees something stops it; only operations lets go on."""


def signers_of(record: Record) -> Asked:
    """The signatures that a record needs before it counts."""
    if record.kind == HOLD:
        return _one("operations") if record.values.get("held") is False else _ANYBODY
    return SIGNERS.get(record.kind, (frozenset[Signer]({COLLECTOR}),))


def may_level(record: Record, levels: Collection[Level]) -> bool:
    """Whether who signs at some levels may sign a record; a hold is no evidence, so that every collector may stop a wave."""
    return record.kind == HOLD or record.level in levels
