"""What each condition asks of a record, in one table: level, age, numbers with their thresholds, and the fence it was measured at.

A kind of record is called like its condition. Numbers are counts that a collector writes; what it does not write is not known.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from .arrows import Condition
from .evidence import Level
from .stages import Stage

C = Condition

Bound = int | str
"""A number, or the name of a threshold or of a count of the wave."""


@dataclass(frozen=True)
class Requirement:
    """What a record must show.

    shows: in words. level: at least. fresh: the threshold that says how old it may be, in the unit of its name; empty: as long as
    the record itself says. most, least: bounds of its numbers. equal: pairs of numbers that must be the same. holds: values that must
    be true. until: values that are dates not yet passed. after: the conditions one of which must have been proven before, by
    the record that this one names as its fence. goal: it must name the step that it is for. since: the stage since whose step
    its `days` are counted: more than the ledger knows of were not watched.
    """

    shows: str
    level: Level = "observed"
    fresh: str = "evidence_hours"
    most: Mapping[str, Bound] = field(default_factory=dict[str, Bound])
    least: Mapping[str, Bound] = field(default_factory=dict[str, Bound])
    equal: tuple[tuple[str, str], ...] = ()
    holds: tuple[str, ...] = ()
    until: tuple[str, ...] = ()
    after: tuple[C, ...] = ()
    goal: bool = False
    since: Stage | None = None


_R = Requirement
_ALL: Mapping[str, Bound] = {"datasets": "datasets"}
"""The record is about every dataset of the wave."""
_FENCE = (C.SOURCE_CLOSED, C.TARGET_CLOSED)
_REFUSED = _R(
    "after the propagation time a write with every kind of credential in use was refused: role, key, each SAS, token, open session",
    most={"accepted": 0, "connections": 0},
    least={**_ALL, "kinds": 1, "minutes": "fence_minutes"},
    equal=(("kinds", "refused"),),
)
LEGAL_ITEMS = (
    "target-approval",
    "hds-contract",
    "art28-contract",
    "impact-assessment",
    "host-authorisations",
    "producers-agreement",
)
"""What must be in force before any real health data is copied, each with its last day."""

REQUIREMENTS: Mapping[C, Requirement] = {
    C.INVENTORY_COMPLETE: _R("each Azure id is mapped, waived or out of scope", "declared", most={"unmapped": 0}, least={"ids": 1}),
    C.LEGACY_UNCHANGED: _R("refresh and preview of the legacy stack show no change", "deployed", most={"changes": 0}),
    C.FREEZE_LAYERS: _R("the five layers of the freeze are there", "deployed", most={"unfrozen": 0}, least={"layers": 5}),
    C.ADDRESSES_DISJOINT: _R("no two ranges of both clouds overlap", "declared", most={"overlaps": 0}, least={"ranges": 1}),
    C.TUNNEL_PROFILE: _R("both ends of each tunnel agree, perfect forward secrecy included", "declared", most={"differences": 0}),
    C.TUNNELS_REKEYED: _R("every tunnel is up and has survived a forced rekey", least={"tunnels": 1}, equal=(("tunnels", "rekeyed"),)),
    C.ROUTES_AS_DECLARED: _R("learned prefixes are the declared ones", most={"undeclared": 0, "missing": 0}, least={"learned": 1}),
    C.PATH_MTU: _R("the segment size that is set passes", holds=("passes",)),
    C.TUNNEL_LOSS: _R("traffic survived the loss of one tunnel", fresh="rehearsal_days", holds=("survived",)),
    C.PORTS_REFUSED: _R("ports that nobody declared are refused", most={"accepted": 0}, least={"tried": 1}),
    C.LEGAL: _R("what allows the data to be there is in force", "declared", fresh="", until=LEGAL_ITEMS),
    C.TARGET_READY: _R("targets are private, encrypted, versioned and locked as declared", "deployed", most={"findings": 0}, least=_ALL),
    C.TARGET_REFUSES: _R("clients cannot write to the targets", most={"accepted": 0}, least={**_ALL, "tried": 1}),
    C.READERS: _R("the movers read with identities of least privilege", "deployed", most={"excess": 0}, least={"readers": 1}),
    C.FREE_SPACE: _R("there is room on the targets", least={**_ALL, "free-percent": "free_space_percent"}),
    C.SCHEMA_FROZEN: _R("catalogues of both sides are equal and frozen", most={"differences": 0}, least=_ALL),
    C.IN_SYNC: _R(
        "the copy keeps up, without errors",
        most={"errors": 0, "lag-seconds": "lag_seconds", "slot-gb": "slot_gb"},
        least={**_ALL, "watched-hours": "lag_hours"},
    ),
    C.DELTA_SHRINKS: _R("each pass finds less than the one before", holds=("shrinks",), least=_ALL),
    C.DIGESTS_GREEN: _R(
        "counts and digests agree, and none is unverified", most={"differences": 0, "unverified": 0}, least={**_ALL, "compared": 1}
    ),
    C.ERASURES_APPLIED: _R(
        "what was erased at the source is erased in the copy, its versions and backups",
        most={"outstanding": 0}, least=_ALL,
    ),
    C.SWITCH_REHEARSED: _R("the whole switch ran within its window", fresh="rehearsal_days", holds=("within-window",)),
    C.RETURN_REHEARSED: _R("the whole way back ran within its window", fresh="rehearsal_days", holds=("within-window",)),
    C.KIT_DRILLED: _R("the offline kit gave Azure back", fresh="rehearsal_days", holds=("gave-back",)),
    C.BACKUP_RESTORED: _R(
        "a backup of the platform was restored and compared",
        fresh="restore_days", most={"differences": 0}, least=_ALL,
    ),
    C.TTL_LOWERED: _R(
        "answers of names live a minute, since longer than they used to",
        most={"ttl-seconds": 60, "old-ttl-left-seconds": 0}, least={"names": "services"},
    ),
    C.WINDOW: _R(
        "the window that both roles signed is open, everybody who must know was told, and somebody is on call",
        "declared", fresh="", least={"notices": 1}, equal=(("notices", "notices-sent"),),
    ),
    C.APPROVED: _R("both roles signed what the gate rests on", "declared", goal=True),
    C.SOURCE_CLOSED: _REFUSED,
    C.TARGET_CLOSED: _REFUSED,
    C.DRAINED: _R("nothing is left to copy since the fence", most={"outstanding": 0}, least=_ALL, after=_FENCE),
    C.PARITY: _R(
        "content digests of both sides are equal: tables, objects, large objects",
        most={"differences": 0, "unverified": 0},
        least={**_ALL, "compared": 1},
        after=_FENCE,
    ),
    C.SEQUENCES: _R("every sequence of the side that takes over is ahead", most={"behind": 0}, least=_ALL, after=_FENCE),
    C.SECRETS_EQUAL: _R("secrets are there, by keyed digests", most={"missing": 0}),
    C.IMAGES_EQUAL: _R("images are there, by their digests", most={"missing": 0}),
    C.REVERSE_READY: _R(
        "the way back for data is armed and was probed",
        most={"errors": 0}, least={"datasets": "returning", "probed": 1},
    ),
    C.LOSS_SIGNED: _R(
        "the loss was measured at the fence, and both roles signed it",
        "declared", holds=("measured",), after=(C.TARGET_CLOSED,),
    ),
    C.CAUSE_FOUND: _R("the cause is known and removed", "declared", holds=("removed",)),
    C.TARGET_SET_RIGHT: _R(
        "what only the platform's copy had is set aside, so that the copy starts equal",
        most={"differences": 0}, least=_ALL,
    ),
    C.DAYS_SWITCHED: _R("the wave has run on the platform long enough", least={"days": "stabilised_days"}, since=Stage.SWITCHED),
    C.REVERSE_PARITY: _R("what was copied back was equal each time", most={"differences": 0}, least={"checks": 1}),
    C.SERVICE_LEVELS: _R("requests were answered as promised", most={"errors-per-mille": "error_per_mille"}, least={"requests": 1}),
    C.OLD_END_UNUSED: _R(
        "no client has connected to the old end",
        most={"connections": 0}, least={"clients": 1, "days": "unused_days"}, since=Stage.FENCED,
    ),
    C.IDENTITY_EXIT: _R("identities do not depend on the old host, or the waiver is documented", "declared", holds=("left-or-waived",)),
    C.CREDENTIALS_REVOKED: _R("credentials of applications on Azure are revoked", most={"accepted": 0}, least={"revoked": 1}),
    C.PROTECTION_APPROVED: _R("who answers for people's rights agrees that deletion begins", "declared", goal=True),
    C.HOLDS_ENDED: _R("retention, immutability and legal holds have ended", most={"open": 0}, least=_ALL),
    C.LOGS_EXPORTED: _R("logs are exported and readable, before any key goes", most={"missing": 0}, holds=("readable",)),
    C.DARK_PERIOD: _R(
        "Azure was closed, its keys disabled, nothing deleted, and nobody missed it",
        most={"missed": 0, "deleted": 0}, least={"days": "dark_days"}, since=Stage.COMMITTED,
    ),
    C.RESTORE_PROVEN: _R(
        "the platform's copy was restored without Azure",
        fresh="restore_days", most={"differences": 0}, least=_ALL, holds=("without-azure",),
    ),
    C.EXPORT_EMPTY: _R("an export of Azure finds nothing of the wave", most={"left": 0}),
    C.PURGED: _R("purge dates have passed", most={"recoverable": 0}),
    C.ERASURE_CERTIFIED: _R("the certificate of erasure is there", "declared", fresh="", holds=("certified",)),
}  # fmt: skip
"""By condition."""
