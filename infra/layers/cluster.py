"""The cluster layer: what is in each cluster before any workload, and who moves objects while the cut-over copies.

A stack of its own, so that an API server that does not answer never blocks the platform.
"""

import pulumi

from socle.estate import Estate, Posture
from socle.kubernetes import ClusterBaseline, MoverCluster, image_of, move_of

from . import reads

NAME = "cluster"


def deploy(estate: Estate, posture: Posture) -> None:
    """Register the baseline of every cluster that has one, then the mover clusters in it, with the access that the platform stack
    gives out."""
    platform, baselines = reads(estate, NAME, "platform"), dict[str, ClusterBaseline]()
    for key, baseline in estate.baselines.items():
        cluster = estate.clusters[key]
        baselines[key] = ClusterBaseline(
            key,
            baseline,
            kubeconfig=platform.optional(f"kubeconfig-{key}"),
            cluster_id=platform.optional(f"cluster-{key}"),
            version=cluster.version,
            group_prefix=cluster.oidc.prefix if cluster.oidc else "",
            owner=estate.name,
            posture=posture,
        )
    for key, mover in estate.cutover.mover_clusters.items() if estate.cutover else ():
        MoverCluster(
            f"mover-{key}",
            mover,
            job=move_of(estate, key),
            image=image_of(estate, key),
            kubeconfig=platform.optional(f"kubeconfig-{mover.cluster}"),
            cluster_id=platform.optional(f"cluster-{mover.cluster}"),
            version=estate.clusters[mover.cluster].version,
            owner=estate.name,
            posture=posture,
            opts=pulumi.ResourceOptions(depends_on=[baselines[mover.cluster]]),
        )
    pulumi.export("namespaces", {key: sorted(baseline.namespaces) for key, baseline in estate.baselines.items()})
