"""Objects: from Azure Blob or S3 to S3, copied in shards, proven equal by their bytes, and erased where they were erased."""

from typing import TYPE_CHECKING

from socle.extras import MOVE
from socle.lazy import on_first_use

from .job import MoveSpec, StoreSpec, TargetSpec, read_job
from .outlook import ASSUMED, SCHEMES, Estimate, Rates, Scheme, Volume, estimate

if TYPE_CHECKING:
    from .passes import Kind, Move, Passed, last_pass, open_move, run_pass
    from .proof import Verdict, deltas, verdict
    from .stage import Ended, Progress, Running
    from .tombstones import Erased, Tombstones, erase, noted, read_tombstones, refuse_unsigned

__all__ = [
    "ASSUMED",
    "SCHEMES",
    "Ended",
    "Erased",
    "Estimate",
    "Kind",
    "Move",
    "MoveSpec",
    "Passed",
    "Progress",
    "Rates",
    "Running",
    "Scheme",
    "StoreSpec",
    "TargetSpec",
    "Tombstones",
    "Verdict",
    "Volume",
    "deltas",
    "erase",
    "estimate",
    "last_pass",
    "noted",
    "open_move",
    "read_job",
    "read_tombstones",
    "refuse_unsigned",
    "run_pass",
    "verdict",
]

_HOMES = {
    "passes": ("Kind", "Move", "Passed", "last_pass", "open_move", "run_pass"),
    "stage": ("Ended", "Progress", "Running"),
    "tombstones": ("Erased", "Tombstones", "erase", "noted", "read_tombstones", "refuse_unsigned"),
    "proof": ("Verdict", "deltas", "verdict"),
}

__getattr__ = on_first_use(__name__, {name: home for home, names in _HOMES.items() for name in names}, needs=MOVE)
