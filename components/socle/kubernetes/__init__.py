"""What is inside a cluster before any workload. The only package that imports Pulumi's Kubernetes SDK."""

from .baseline import ClusterBaseline
from .manifests import baseline_manifests

__all__ = ["ClusterBaseline", "baseline_manifests"]
