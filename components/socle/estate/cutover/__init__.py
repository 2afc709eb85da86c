"""The cut-over from Azure to the platform, as `cutover.yaml` declares it."""

from .checks import cutover_refusals, may_hold_health
from .cutover import (
    CUTOVER_FILE,
    ArchiveSpec,
    CutoverSpec,
    DeadlineSpec,
    FeedSpec,
    JobSpec,
    LeftOutSpec,
    PendingSpec,
    Sealed,
    ThresholdsSpec,
    WaveSpec,
)
from .dataset import DatasetSpec, DecisionSpec, InstanceTargetSpec
from .derogation import DerogationSpec, Standing, derogation_refusals, standing_of
from .people import KEY_TYPES, SIGNING, ApproverSpec, CollectorSpec, Role

__all__ = [
    "CUTOVER_FILE",
    "KEY_TYPES",
    "SIGNING",
    "ApproverSpec",
    "ArchiveSpec",
    "CollectorSpec",
    "CutoverSpec",
    "DatasetSpec",
    "DeadlineSpec",
    "DecisionSpec",
    "DerogationSpec",
    "FeedSpec",
    "InstanceTargetSpec",
    "JobSpec",
    "LeftOutSpec",
    "PendingSpec",
    "Role",
    "Sealed",
    "Standing",
    "ThresholdsSpec",
    "WaveSpec",
    "cutover_refusals",
    "derogation_refusals",
    "may_hold_health",
    "standing_of",
]
