"""What a stage moves, in one table: every switch of both clouds, each shared one with a rule of its own. Nothing else asks for a stage.

A switch of a wave's own data follows that wave alone. A shared one cannot: the slowest wave would keep propagation shut for
the first, the fastest would delete what the others stand on.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace

from socle.estate import AllowedChange, Posture

from .arrows import Hand
from .position import Position
from .stages import PHASES, STAGES, Stage

_FIRST_WITHOUT_AZURE = PHASES.index(Stage.RETIRING)


@dataclass(frozen=True)
class Moves:
    """What moves with a stage beside who may write, which the table of stages says.

    moved: names lead to the platform. lowered: answers are kept for a minute only. dark: Azure is closed to everyone.
    needs_routes, allows: what the wave asks of the shared switches: routes between the clouds, changes of the frozen estate.
    """

    moved: bool = False
    lowered: bool = False
    dark: bool = False
    needs_routes: bool = False
    allows: frozenset[AllowedChange] = frozenset()


_PREPARING: frozenset[AllowedChange] = frozenset(
    {"replication-settings", "gateway-subnet", "vpn", "reader-roles", "lower-ttl", "locks"}
)
_COPYING: frozenset[AllowedChange] = frozenset({"reader-roles", "lower-ttl"})
_FENCING: frozenset[AllowedChange] = frozenset({"close-stores"})

_SYNCED = Moves(lowered=True, needs_routes=True, allows=_COPYING)
_SWITCHED = Moves(moved=True, lowered=True, needs_routes=True, allows=_FENCING)
_GONE = Moves(moved=True, dark=True)

MOVES: Mapping[Stage, Moves] = {
    Stage.INVENTORIED: Moves(),
    Stage.FROZEN: Moves(allows=_PREPARING),
    Stage.BRIDGED: Moves(needs_routes=True, allows=_PREPARING),
    Stage.SEEDING: Moves(needs_routes=True, allows=_COPYING),
    Stage.SYNCING: _SYNCED,
    Stage.REHEARSED: _SYNCED,
    Stage.FENCED: replace(_SYNCED, allows=_FENCING),
    Stage.SWITCHED: _SWITCHED,
    Stage.STABILISED: _SWITCHED,
    Stage.COMMITTED: _GONE,
    Stage.RETIRING: _GONE,
    Stage.RETIRED: _GONE,
    Stage.FALLING_BACK: _SWITCHED,
    Stage.ROLLED_BACK: replace(_SYNCED, allows=_FENCING),
    Stage.ABORTED: Moves(allows=_FENCING),
}
"""What moves with each stage."""


@dataclass(frozen=True)
class Wave:
    """What moves together, by the estate's own names.

    sources: entries of the legacy estate that hold its data (`storage_accounts.lake`). targets: where it goes on the platform
    (`buckets.studies`). services: names of the bridge. datasets: what the movers copy; `returning` those that may be copied back.
    """

    sources: frozenset[str] = frozenset()
    targets: frozenset[str] = frozenset()
    services: frozenset[str] = frozenset()
    datasets: frozenset[str] = frozenset()
    returning: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Cutover:
    """The waves of an estate, by name, and what of it belongs to none.

    shared: entries of the legacy estate that all waves stand on: groups, networks, vaults, locks. kept: entries that stay in
    part or as a whole, so that neither they nor what they stand on is let go of. movers: identities that bring data in on the platform.

    Raises:
        ValueError: two waves have a store, a target or a name in common, or everybody stands on what one of them moves.
    """

    waves: Mapping[str, Wave]
    shared: frozenset[str] = frozenset()
    kept: frozenset[str] = frozenset()
    movers: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        seen = {f"sources {key}" for key in self.shared}
        for name, wave in self.waves.items():
            own = {f"{kind} {key}" for kind in ("sources", "targets", "services") for key in getattr(wave, kind)}
            if common := seen & own:
                raise ValueError(f"{name} shares with another wave: {', '.join(sorted(common))}")
            seen |= own


@dataclass
class _Told:
    """What the waves add up to."""

    closed: set[str] = field(default_factory=set[str])
    dark: set[str] = field(default_factory=set[str])
    released: set[str] = field(default_factory=set[str])
    read_only: set[str] = field(default_factory=set[str])
    moved: set[str] = field(default_factory=set[str])
    lowered: set[str] = field(default_factory=set[str])
    forward: set[str] = field(default_factory=set[str])
    reverse: set[str] = field(default_factory=set[str])


def posture(base: Posture, cutover: Cutover, positions: Mapping[str, Position], hand: Hand) -> Posture:
    """What a hand is to show of every switch.

    Args:
        base: what holds where nothing is cut over.
        positions: where each wave stands.
        hand: who is deployed: between the hands of a step, each has its turn.

    Raises:
        KeyError: a wave has no position.
    """
    return of_stages(base, cutover, {wave: positions[wave].shows(hand) for wave in cutover.waves})


def of_stages(base: Posture, cutover: Cutover, stages: Mapping[str, Stage]) -> Posture:
    """What every switch is when each wave is in its stage; `base` where there is no wave."""
    if not cutover.waves:
        return base
    told = _Told()
    for name, wave in cutover.waves.items():
        _tell(told, wave, stages[name], cutover.kept)
    if not cutover.kept and _all_without_azure(stages[name] for name in cutover.waves):
        told.released |= cutover.shared
    moves = [MOVES[stages[name]] for name in cutover.waves]
    return replace(
        base,
        legacy=replace(
            base.legacy,
            allowed=base.legacy.allowed.union(*(each.allows for each in moves)),
            released=base.legacy.released | told.released,
            closed=base.legacy.closed | told.closed,
            dark=base.legacy.dark | told.dark,
        ),
        bridge=replace(
            base.bridge,
            propagation=base.bridge.propagation or any(each.needs_routes for each in moves),
            moved=base.bridge.moved | told.moved,
            lowered_ttl=base.bridge.lowered_ttl | told.lowered,
        ),
        platform=replace(
            base.platform,
            read_only=base.platform.read_only | told.read_only,
            movers=base.platform.movers | cutover.movers,
        ),
        movers=replace(
            base.movers,
            forward=base.movers.forward | told.forward,
            reverse=base.movers.reverse | told.reverse,
        ),
    )


def _tell(told: _Told, wave: Wave, stage: Stage, kept: frozenset[str]) -> None:
    """Add what one wave says of its own data and names. What is kept is closed with it, and never let go of."""
    row, moves = STAGES[stage], MOVES[stage]
    _put(told.closed, wave.sources, row.writes != "azure")
    _put(told.dark, wave.sources - kept, moves.dark)
    _put(told.released, wave.sources - kept, row.deletes)
    _put(told.read_only, wave.targets, row.writes != "scaleway")
    _put(told.moved, wave.services, moves.moved)
    _put(told.lowered, wave.services, moves.lowered)
    _put(told.forward, wave.datasets, row.movers == "forward")
    _put(told.reverse, wave.datasets & wave.returning, row.movers == "reverse")


def _put(into: set[str], keys: Collection[str], holds: bool) -> None:
    into.update(keys if holds else ())


def _all_without_azure(stages: Iterable[Stage]) -> bool:
    """Whether no wave stands on Azure any more. A state beside the phases does."""
    return all(stage in PHASES and PHASES.index(stage) >= _FIRST_WITHOUT_AZURE for stage in stages)


SHARED: Mapping[str, str] = {
    "bridge.propagation": "on while any wave needs it: bridged to stabilised, and on the way back",
    "legacy.allowed": "what any wave's stage allows",
    "legacy.released (shared entries, locks among them)": "only when the last wave is retiring and nothing is left out",
    "legacy.frozen": "never taken off: entries are released one by one",
    "protected": "what the estate's lifetime says, whatever the stage",
}
"""Each switch that several waves share, and its rule in words."""
