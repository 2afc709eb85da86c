"""The posture: every switch that the cut-over moves, as one frozen value. Components take it and never ask for a phase."""

from dataclasses import dataclass, field
from typing import Literal

AllowedChange = Literal[
    "replication-settings", "gateway-subnet", "vpn", "reader-roles", "lower-ttl", "locks", "close-stores"
]
"""The only changes that a posture may allow in a frozen legacy estate: what the bridge and the fence need, and locks."""


@dataclass(frozen=True)
class LegacyPosture:
    """The freeze of the legacy estate, as one switch. The steady default freezes everything and allows nothing.

    frozen: the five layers at once. What is adopted is protected, kept on delete, has its changes ignored, is held against
        the last deployment, and its locks cannot be taken off. Only a rehearsal's twin is not frozen.
    allowed: the changes that may be made nevertheless.
    released: entries (`storage_accounts.lake`) whose time has come: they lose their protection in one deployment, and may
        leave the file in a later one.
    """

    frozen: bool = True
    allowed: frozenset[AllowedChange] = frozenset()
    released: frozenset[str] = frozenset()

    def allows(self, change: AllowedChange) -> bool:
        """Whether a change may be made."""
        return not self.frozen or change in self.allowed

    def releases(self, key: str) -> bool:
        """Whether the time has come for an entry, or for the entry that a part belongs to."""
        return ".".join(key.split(".")[:2]) in self.released


@dataclass(frozen=True)
class Posture:
    """The steady default protects everything that holds data or keys, and freezes the legacy estate."""

    protected: bool = True
    legacy: LegacyPosture = field(default_factory=LegacyPosture)


STEADY = Posture()
