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
from .moved import class_moved, dataset_of
from .mover import Hours, MoverClusterSpec, MoverSecretsSpec, namespace_of
from .mover_checks import mover_refusals
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
    "Hours",
    "InstanceTargetSpec",
    "JobSpec",
    "LeftOutSpec",
    "MoverClusterSpec",
    "MoverSecretsSpec",
    "PendingSpec",
    "Role",
    "Sealed",
    "Standing",
    "ThresholdsSpec",
    "WaveSpec",
    "class_moved",
    "cutover_refusals",
    "dataset_of",
    "derogation_refusals",
    "may_hold_health",
    "mover_refusals",
    "namespace_of",
    "standing_of",
]
