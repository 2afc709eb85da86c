"""Collectors: what was seen of a condition of the cut-over, as counts that a record takes, and what could not be seen."""

from .database import drained, in_sync, parity, reverse_ready, schema_frozen, sequences
from .inventories import Tunnel, images_equal, legacy_unchanged, routes_as_declared, tunnels_rekeyed
from .merging import merged, sight_from
from .names import Answer, names_moved, resolve, ttl_lowered
from .objects import delta_shrinks, erasures_applied, objects_drained, objects_equal
from .probes import KINDS, Outcome, Probe, closed, probe, target_refuses
from .secrets import Comparison, Way, secrets_equal
from .sight import Sight, Value

__all__ = [
    "KINDS",
    "Answer",
    "Comparison",
    "Outcome",
    "Probe",
    "Sight",
    "Tunnel",
    "Value",
    "Way",
    "closed",
    "delta_shrinks",
    "drained",
    "erasures_applied",
    "images_equal",
    "in_sync",
    "legacy_unchanged",
    "merged",
    "names_moved",
    "objects_drained",
    "objects_equal",
    "parity",
    "probe",
    "resolve",
    "reverse_ready",
    "routes_as_declared",
    "schema_frozen",
    "secrets_equal",
    "sequences",
    "sight_from",
    "target_refuses",
    "ttl_lowered",
    "tunnels_rekeyed",
]
