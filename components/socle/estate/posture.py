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
    closed: entries that clients may not write to: what a stack can close of them is closed.
    dark: entries that nobody may reach over the Internet either, before anything of them is deleted.
    """

    frozen: bool = True
    allowed: frozenset[AllowedChange] = frozenset()
    released: frozenset[str] = frozenset()
    closed: frozenset[str] = frozenset()
    dark: frozenset[str] = frozenset()

    def allows(self, change: AllowedChange) -> bool:
        """Whether a change may be made."""
        return not self.frozen or change in self.allowed

    def releases(self, key: str) -> bool:
        """Whether the time has come for an entry, or for the entry that a part belongs to."""
        return ".".join(key.split(".")[:2]) in self.released


@dataclass(frozen=True)
class BridgePosture:
    """What may pass between the clouds, and where names lead. The steady default lets nothing pass and moves no name.

    propagation: routes are exchanged, so that traffic passes. Turning it replaces each tunnel's connection at the host.
    moved: names of services that lead to the platform; the others lead to the legacy estate.
    lowered_ttl: names whose answers are kept for a minute only, as is needed some time before they move.
    """

    propagation: bool = False
    moved: frozenset[str] = frozenset()
    lowered_ttl: frozenset[str] = frozenset()


@dataclass(frozen=True)
class PlatformPosture:
    """Who may write on the platform. The steady default leaves every grant as the estate declares it.

    read_only: entries (`buckets.studies`, `databases.catalogue`) whose clients may read what they may otherwise write.
    movers: applications and users that bring data in, which write there nevertheless.
    """

    read_only: frozenset[str] = frozenset()
    movers: frozenset[str] = frozenset()


@dataclass(frozen=True)
class MoversPosture:
    """Which datasets are copied, and to which side. The steady default copies nothing.

    forward: datasets that are copied to the platform. reverse: datasets that are copied back to Azure.
    """

    forward: frozenset[str] = frozenset()
    reverse: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Posture:
    """The steady default protects what holds data or keys, freezes the legacy estate, keeps the bridge shut and copies nothing."""

    protected: bool = True
    legacy: LegacyPosture = field(default_factory=LegacyPosture)
    bridge: BridgePosture = field(default_factory=BridgePosture)
    platform: PlatformPosture = field(default_factory=PlatformPosture)
    movers: MoversPosture = field(default_factory=MoversPosture)


STEADY = Posture()
