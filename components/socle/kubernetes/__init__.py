"""What is inside a cluster before any workload. The only package that imports Pulumi's Kubernetes SDK, and that on first use."""

from typing import TYPE_CHECKING

from socle.extras import KUBERNETES
from socle.lazy import on_first_use

from .manifests import baseline_manifests
from .mover_job import image_of, move_of
from .mover_manifests import mover_manifests

if TYPE_CHECKING:
    from .baseline import ClusterBaseline
    from .movers import MoverCluster

__all__ = ["ClusterBaseline", "MoverCluster", "baseline_manifests", "image_of", "move_of", "mover_manifests"]

__getattr__ = on_first_use(__name__, {"ClusterBaseline": "baseline", "MoverCluster": "movers"}, needs=KUBERNETES)
