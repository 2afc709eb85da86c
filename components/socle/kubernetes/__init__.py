"""What is inside a cluster before any workload. The only package that imports Pulumi's Kubernetes SDK, and that on first use."""

from typing import TYPE_CHECKING

from socle.extras import KUBERNETES
from socle.lazy import on_first_use

from .manifests import baseline_manifests

if TYPE_CHECKING:
    from .baseline import ClusterBaseline

__all__ = ["ClusterBaseline", "baseline_manifests"]

__getattr__ = on_first_use(__name__, {"ClusterBaseline": "baseline"}, needs=KUBERNETES)
