"""The cluster layer: what is in each cluster before any workload.

A stack of its own, so that an API server that does not answer never blocks the platform.
"""

import pulumi

from socle.estate import Estate, Posture
from socle.kubernetes import ClusterBaseline

from . import reads

NAME = "cluster"


def deploy(estate: Estate, posture: Posture) -> None:
    """Register the baseline of every cluster that has one, with the access that the platform stack gives out."""
    platform = reads(estate, NAME, "platform")
    for key, baseline in estate.baselines.items():
        cluster = estate.clusters[key]
        ClusterBaseline(
            key,
            baseline,
            kubeconfig=platform.optional(f"kubeconfig-{key}"),
            cluster_id=platform.optional(f"cluster-{key}"),
            version=cluster.version,
            group_prefix=cluster.oidc.prefix if cluster.oidc else "",
            owner=estate.name,
            posture=posture,
        )
    pulumi.export("namespaces", {key: sorted(baseline.namespaces) for key, baseline in estate.baselines.items()})
