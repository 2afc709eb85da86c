"""Kapsule: clusters, pools of nodes, access lists."""

from ..rows import Kind, Logic, Meter, Public, Quota

KINDS: tuple[Kind, ...] = (
    Kind("scaleway:kubernetes/acl:Acl", standard="Kubernetes", product="kapsule", id="{clusterId}", meters=()),
    Kind(
        "scaleway:kubernetes/cluster:Cluster",
        standard="Kubernetes",
        holds="what its workloads declared in it, and their volumes",
        product="kapsule",
        logic=(
            Logic("type", "may replace", "Terraform provider 2.81, internal/services/k8s/cluster.go, CustomizeDiff"),
            Logic(
                "privateNetworkId",
                "replaces",
                "Terraform provider 2.81, internal/services/k8s/cluster.go, CustomizeDiff",
                when="leaves its network",
            ),
        ),
        computed={
            "apiserverUrl": "https://{id}.api.k8s.{region}.scw.cloud:6443",
            "wildcardDns": "*.{id}.nodes.k8s.{region}.scw.cloud",
        },
        meters=(Meter("hour", "hour", by={"type": "kapsule", "region": "fr-par"}),),
        offers={"version": "kubernetes"},
        quota=Quota(40, "clusters", "join clusters and separate their users by namespace, or ask the host for more"),
        band="compute",
    ),
    Kind(
        "scaleway:kubernetes/pool:Pool",
        standard="Kubernetes",
        product="kapsule",
        logic=(
            Logic(
                "size",
                "recomputes",
                "Terraform provider 2.81, internal/services/k8s/pool.go, CustomDiff; a preview names `nodes` beside `size`",
                detail="nodes",
            ),
        ),
        metered_by="pool",
        offers={"nodeType": "machine"},
        public=Public(closed_by=(("publicIpDisabled", True),)),
    ),
)
