"""Secrets of a wave: made anew, carried, or moved by a ceremony. Equality is asked by keyed digests: no value is kept or shown.

What the old host has seen is made anew unless somebody decided otherwise: a new value that is the old one has not been made anew.
"""

import hmac
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from .sight import Sight, known

Way = Literal["rotate", "carry", "ceremony"]
Read = Callable[[str], bytes | None]
"""The value of a secret by its name; nothing where it is not there. Raises where it cannot be read."""


@dataclass(frozen=True)
class Comparison:
    """Compares values without keeping them: its key is drawn anew, lives in this object alone, and makes digests of other runs differ."""

    key: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)

    def digest(self, name: str, value: bytes) -> str:
        """A keyed digest of a named value: the same value under two names has two digests."""
        return hmac.digest(self.key, len(name).to_bytes(4, "big") + name.encode() + value, "sha256").hex()


def secrets_equal(
    ways: Mapping[str, Way],
    source: Read,
    target: Read,
    attested: frozenset[str] = frozenset(),
    comparison: Comparison | None = None,
) -> Sight:
    """What is there of the secrets of a wave.

    Args:
        ways: by name, what happens to each.
        source, target: read a value. Those of a ceremony are never read.
        attested: names whose custodian attested the ceremony.
    """
    compare = comparison or Comparison()
    missing, unseen = 0, list[str]()
    for name, way in sorted(ways.items()):
        if way == "ceremony":
            missing += name not in attested
            continue
        try:
            missing += not _is_there(name, way, source, target, compare)
        except Exception as error:  # whatever a store raises may hold the value
            missing += 1
            unseen.append(f"{name} could not be read ({type(error).__name__})")
    counts = {way: sum(each == way for each in ways.values()) for way in ("rotate", "carry", "ceremony")}
    return Sight("secrets-equal", known(missing=missing, secrets=len(ways), **counts), unseen=tuple(unseen))


def _is_there(name: str, way: Way, source: Read, target: Read, compare: Comparison) -> bool:
    """Whether the target has what it should: the same value where it is carried, another one where it is made anew."""
    new, old = target(name), source(name)
    if new is None or (old is None and way == "carry"):
        return False
    same = old is not None and hmac.compare_digest(compare.digest(name, old), compare.digest(name, new))
    return same if way == "carry" else not same
