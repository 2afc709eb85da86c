"""The arrows between stages, in one table: what each must show, who carries it out in which order, and what it can never be.

An arrow that skips a phase, hands authority over without proof, gives it from one cloud to the other in one step, or lets delete
before its time is refused where it is made. Time, evidence and people are the gates' (`gates.py`): here a condition is met or not.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Literal, get_args

from .stages import PHASES, STAGES, Row, Stage

Hand = Literal["movers", "legacy", "platform", "bridge"]
"""What carries out a part of a step: the stack of a layer, or the movers of data."""

HANDS: tuple[Hand, ...] = get_args(Hand)
MOVERS_IN = "cluster"
"""The layer in which an estate may run movers of its own. Others run elsewhere, so that no stack proves their turn."""

Kind = Literal["forward", "back", "again"]
"""`forward`: to the next phase. `back`: towards the stage before; runs whatever is held or has expired. `again`: out of a state
beside the phases, on to where the wave was."""


class Condition(StrEnum):
    """What evidence must show before a step. What each asks of a record is in the table of `requirements.py`."""

    INVENTORY_COMPLETE = "inventory-complete"
    LEGACY_UNCHANGED = "legacy-unchanged"
    FREEZE_LAYERS = "freeze-layers"
    ADDRESSES_DISJOINT = "addresses-disjoint"
    TUNNEL_PROFILE = "tunnel-profile"
    TUNNELS_REKEYED = "tunnels-rekeyed"
    ROUTES_AS_DECLARED = "routes-as-declared"
    PATH_MTU = "path-mtu"
    TUNNEL_LOSS = "tunnel-loss"
    PORTS_REFUSED = "ports-refused"
    LEGAL = "legal"
    TARGET_READY = "target-ready"
    TARGET_REFUSES = "target-refuses-writes"
    READERS = "readers"
    FREE_SPACE = "free-space"
    SCHEMA_FROZEN = "schema-frozen"
    IN_SYNC = "in-sync"
    DELTA_SHRINKS = "delta-shrinks"
    DIGESTS_GREEN = "digests-green"
    ERASURES_APPLIED = "erasures-applied"
    SWITCH_REHEARSED = "switch-rehearsed"
    RETURN_REHEARSED = "return-rehearsed"
    KIT_DRILLED = "kit-drilled"
    BACKUP_RESTORED = "backup-restored"
    TTL_LOWERED = "ttl-lowered"
    WINDOW = "window"
    APPROVED = "approved"
    SOURCE_CLOSED = "source-closed"
    TARGET_CLOSED = "target-closed"
    DRAINED = "drained"
    PARITY = "parity"
    SEQUENCES = "sequences"
    SECRETS_EQUAL = "secrets-equal"
    IMAGES_EQUAL = "images-equal"
    REVERSE_READY = "reverse-ready"
    LOSS_SIGNED = "loss-signed"
    CAUSE_FOUND = "cause-found"
    TARGET_SET_RIGHT = "target-set-right"
    DAYS_SWITCHED = "days-switched"
    REVERSE_PARITY = "reverse-parity"
    SERVICE_LEVELS = "service-levels"
    OLD_END_UNUSED = "old-end-unused"
    IDENTITY_EXIT = "identity-exit"
    CREDENTIALS_REVOKED = "credentials-revoked"
    PROTECTION_APPROVED = "protection-approved"
    HOLDS_ENDED = "holds-ended"
    LOGS_EXPORTED = "logs-exported"
    DARK_PERIOD = "dark-period"
    RESTORE_PROVEN = "restore-proven"
    EXPORT_EMPTY = "export-empty"
    PURGED = "purged"
    ERASURE_CERTIFIED = "erasure-certified"


C = Condition
COPIED: frozenset[Condition] = frozenset({C.DRAINED, C.PARITY, C.SEQUENCES})
"""That the copy which takes over has all that the other one had."""

CLOSED: Mapping[str, Condition] = MappingProxyType({"azure": C.SOURCE_CLOSED, "scaleway": C.TARGET_CLOSED})
"""What shows that nobody can write on a cloud, whatever credential they hold."""


@dataclass(frozen=True)
class Arrow:
    """One step of a wave.

    needs: conditions that are all to be met. `or_loss`: in place of `COPIED`, the measured loss signed by both roles will do.
    hands: who carries it out, each only once the one before is proven; nobody where no switch moves.

    Raises:
        ValueError: an arrow that no cut-over may have.
    """

    origin: Stage
    goal: Stage
    kind: Kind
    hands: tuple[Hand, ...] = ()
    needs: frozenset[Condition] = frozenset()
    or_loss: bool = False

    def __post_init__(self) -> None:
        wrong = _wrong(self, STAGES[self.origin], STAGES[self.goal])
        if wrong:
            raise ValueError(f"{self.origin} to {self.goal}: {wrong}")

    @property
    def moves_authority(self) -> bool:
        """Whether somebody else may write afterwards, or nobody: the epoch grows."""
        return STAGES[self.origin].writes != STAGES[self.goal].writes

    def missing(self, met: frozenset[Condition]) -> tuple[Condition, ...]:
        """What is still to be shown, in the order of the conditions. With the loss signed, the copy need not be whole."""
        needed = self.needs - COPIED if self.or_loss and C.LOSS_SIGNED in met else self.needs
        return tuple(each for each in Condition if each in needed - met)


def _wrong(arrow: Arrow, before: Row, after: Row) -> str:
    """Why an arrow may not be; empty where it may."""
    skips = arrow.kind == "forward" and PHASES.index(arrow.goal) != PHASES.index(arrow.origin) + 1
    proof = COPIED | {CLOSED[before.latest]}
    faults = (
        (skips, "skips a phase"),
        (before.writes and after.writes and before.writes != after.writes, "two could write between two deployments"),
        (before.latest != after.latest and before.writes is not None, "authority leaves before the fence"),
        (before.latest != after.latest and not proof <= arrow.needs, "authority is handed over without proof"),
        (
            before.writes is None and after.writes == "scaleway" and C.SOURCE_CLOSED not in arrow.needs,
            "opens the platform while Azure may be open",
        ),
        (arrow.or_loss and after.writes != "azure", "a loss may be signed on the way back only"),
        (after.deletes and not (before.deletes or arrow.origin is Stage.COMMITTED), "deletes before its time"),
        (before.deletes and not after.deletes, "what is deleted does not come back"),
        (arrow.kind == "forward" and not arrow.needs, "goes forward without evidence"),
        (arrow.kind == "back" and arrow.needs and not arrow.or_loss, "the way back waits for evidence"),
        (len(set(arrow.hands)) != len(arrow.hands), "carried out twice by one"),
    )
    return next((said for wrong, said in faults if wrong), "")


def _forward(goal: Stage, hands: tuple[Hand, ...], *needs: Condition) -> Arrow:
    return Arrow(PHASES[PHASES.index(goal) - 1], goal, "forward", hands, frozenset(needs))


def _back(origin: Stage, goal: Stage, *hands: Hand) -> Arrow:
    return Arrow(origin, goal, "back", hands)


S = Stage
ARROWS: tuple[Arrow, ...] = (
    _forward(S.FROZEN, ("legacy",), C.INVENTORY_COMPLETE, C.LEGACY_UNCHANGED, C.FREEZE_LAYERS, C.ADDRESSES_DISJOINT, C.TUNNEL_PROFILE),
    _forward(S.BRIDGED, ("bridge",), C.TUNNELS_REKEYED, C.ROUTES_AS_DECLARED, C.PATH_MTU, C.TUNNEL_LOSS, C.PORTS_REFUSED),
    _forward(S.SEEDING, ("legacy", "movers"), C.LEGAL, C.TARGET_READY, C.TARGET_REFUSES, C.READERS, C.FREE_SPACE),
    _forward(S.SYNCING, ("bridge",), C.SCHEMA_FROZEN, C.IN_SYNC, C.DELTA_SHRINKS, C.DIGESTS_GREEN, C.ERASURES_APPLIED),
    _forward(S.REHEARSED, (), C.SWITCH_REHEARSED, C.RETURN_REHEARSED, C.KIT_DRILLED, C.BACKUP_RESTORED, C.TTL_LOWERED),
    _forward(S.FENCED, ("legacy",), C.WINDOW, C.APPROVED),
    _forward(S.SWITCHED, ("movers", "platform", "bridge"), C.WINDOW, C.SOURCE_CLOSED, C.DRAINED, C.PARITY, C.SEQUENCES,
             C.ERASURES_APPLIED, C.SECRETS_EQUAL, C.IMAGES_EQUAL, C.REVERSE_READY, C.APPROVED),
    _forward(S.STABILISED, (), C.DAYS_SWITCHED, C.REVERSE_PARITY, C.SERVICE_LEVELS, C.BACKUP_RESTORED),
    _forward(S.COMMITTED, ("movers", "legacy", "bridge"), C.PARITY, C.OLD_END_UNUSED, C.IDENTITY_EXIT, C.CREDENTIALS_REVOKED, C.APPROVED),
    _forward(S.RETIRING, ("legacy",), C.HOLDS_ENDED, C.LOGS_EXPORTED, C.DARK_PERIOD, C.RESTORE_PROVEN, C.PROTECTION_APPROVED, C.APPROVED),
    _forward(S.RETIRED, (), C.EXPORT_EMPTY, C.PURGED, C.ERASURE_CERTIFIED),
    _back(S.FROZEN, S.INVENTORIED, "legacy"),
    _back(S.BRIDGED, S.FROZEN, "bridge"),
    _back(S.SEEDING, S.BRIDGED, "movers", "legacy"),
    _back(S.SYNCING, S.SEEDING, "bridge"),
    _back(S.REHEARSED, S.SYNCING),
    _back(S.FENCED, S.REHEARSED, "legacy"),
    _back(S.SEEDING, S.ABORTED, "movers", "legacy", "bridge"),
    _back(S.SYNCING, S.ABORTED, "movers", "legacy", "bridge"),
    _back(S.REHEARSED, S.ABORTED, "movers", "legacy", "bridge"),
    _back(S.FENCED, S.ABORTED, "movers", "legacy", "bridge"),
    _back(S.ROLLED_BACK, S.ABORTED, "bridge"),
    _back(S.ABORTED, S.BRIDGED, "legacy", "bridge"),
    _back(S.SWITCHED, S.FALLING_BACK, "platform"),
    _back(S.STABILISED, S.FALLING_BACK, "platform"),
    Arrow(S.FALLING_BACK, S.ROLLED_BACK, "back", ("movers", "legacy", "bridge"), COPIED | {C.TARGET_CLOSED}, or_loss=True),
    Arrow(S.FALLING_BACK, S.SWITCHED, "again", ("platform",), frozenset({C.SOURCE_CLOSED, C.APPROVED})),
    Arrow(S.ROLLED_BACK, S.SYNCING, "again", ("legacy", "movers"), frozenset({C.CAUSE_FOUND, C.TARGET_SET_RIGHT})),
)  # fmt: skip
"""Every step that there is, the way forward first. What is not here cannot be taken."""


def arrow(origin: Stage, goal: Stage) -> Arrow | None:
    """The step from one stage to another, if there is one."""
    return _BY_ENDS.get((origin, goal))


_BY_ENDS = {(each.origin, each.goal): each for each in ARROWS}
