"""Who moves the objects of one dataset: a scheduler, workers and one run inside a cluster, while the cut-over copies.

Left out on purpose: values of secrets (pods name them), and an address beyond the cluster.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

import pulumi
import pulumi_kubernetes as k8s

from socle.component import Component
from socle.estate import STEADY, MoverClusterSpec, Posture

from .access import access
from .mover_manifests import mover_manifests
from .mover_pods import Direction

_PINNED = re.compile(r"[a-z0-9][a-z0-9.:-]*(/[a-z0-9._-]+)+@sha256:[0-9a-f]{64}")


class MoverCluster(Component):
    """A closed namespace of its own, and in it, while `posture.movers` names the dataset, Dask's scheduler, its workers and the run
    that gives them shards: forward, or back with what opens Azure for that.

    Scheduler and workers speak TLS with certificates of both sides and nothing else; pages of Dask stay on the loopback of each pod.
    Pods have no token of the API server, no privilege, no disk and no address beyond the cluster. They reach the two stores, the
    scheduler and names. What opens the stores is named and never given: the state has no value of it.

    While the dataset is not copied the namespace stays, closed and empty. Nothing is protected, since what counts is in the buckets.

    Args:
        job: what is copied, as the movers read it (`move_of`).
        image: the image of the movers, with its digest (`image_of`).
        kubeconfig: the administrator's access, as a secret; may be unknown in a preview.
        cluster_id: `<region>/<uuid>`; tells the provider which cluster it is.
        version: the cluster's minor version.
        owner: the estate's name.
        posture: which datasets are copied, and to which side.

    Raises:
        ValueError: the image has no digest, or a store of the job is not reached by https.
    """

    def __init__(
        self,
        name: str,
        spec: MoverClusterSpec,
        *,
        job: Mapping[str, Any],
        image: str,
        kubeconfig: pulumi.Input[str | None],
        cluster_id: pulumi.Input[str],
        version: str,
        owner: str,
        posture: Posture = STEADY,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        _refuse(name, job, image)
        super().__init__("socle:kubernetes:MoverCluster", name, spec, steady=False, opts=opts)
        provider = access(name, kubeconfig, cluster_id, self)
        manifests = mover_manifests(
            str(job["name"]),
            spec,
            job=job,
            image=image,
            direction=_direction(spec, posture),
            version=version,
            owner=owner,
        )
        closing: list[pulumi.Resource] = []
        for part, manifest in manifests.items():
            needs = closing if manifest["kind"] in _RUNNING else closing[:1]
            options = pulumi.ResourceOptions(parent=self, provider=provider, depends_on=list(needs) or None)
            made = _KINDS[manifest["kind"]](f"{name}-{part}", manifest, options)
            if manifest["kind"] not in _RUNNING:
                closing.append(made)
        self.register_outputs({"namespace": manifests["namespace"]["metadata"]["name"]})


def _direction(spec: MoverClusterSpec, posture: Posture) -> Direction | None:
    if spec.dataset in posture.movers.forward:
        return "forward"
    return "back" if spec.secrets.back and spec.dataset in posture.movers.reverse else None


def _refuse(name: str, job: Mapping[str, Any], image: str) -> None:
    if not _PINNED.fullmatch(image):
        raise ValueError(
            f"{name}: {image} has no digest: whoever may push would decide what runs with the movers' rights; "
            "write registry/image@sha256:<digest>"
        )
    for side in ("source", "target", "control"):
        if not str(job[side]["endpoint"]).startswith("https://"):
            raise ValueError(
                f"{name}: the endpoint of {side} is not encrypted: what opens it would be read; write https://"
            )


_RUNNING = ("Deployment", "Job")
"""What is started last: nothing runs before what closes the namespace is there."""

_Make = Callable[[str, Any, pulumi.ResourceOptions], pulumi.Resource]

_KINDS: dict[str, _Make] = {
    "Namespace": lambda name, m, opts: k8s.core.v1.Namespace(name, metadata=m["metadata"], opts=opts),
    "NetworkPolicy": lambda name, m, opts: k8s.networking.v1.NetworkPolicy(
        name, metadata=m["metadata"], spec=m["spec"], opts=opts
    ),
    "ResourceQuota": lambda name, m, opts: k8s.core.v1.ResourceQuota(
        name, metadata=m["metadata"], spec=m["spec"], opts=opts
    ),
    "LimitRange": lambda name, m, opts: k8s.core.v1.LimitRange(name, metadata=m["metadata"], spec=m["spec"], opts=opts),
    "ServiceAccount": lambda name, m, opts: k8s.core.v1.ServiceAccount(
        name,
        metadata=m["metadata"],
        automount_service_account_token=m["automountServiceAccountToken"],
        image_pull_secrets=m.get("imagePullSecrets"),
        opts=opts,
    ),
    "ConfigMap": lambda name, m, opts: k8s.core.v1.ConfigMap(name, metadata=m["metadata"], data=m["data"], opts=opts),
    "Service": lambda name, m, opts: k8s.core.v1.Service(name, metadata=m["metadata"], spec=m["spec"], opts=opts),
    "Deployment": lambda name, m, opts: k8s.apps.v1.Deployment(name, metadata=m["metadata"], spec=m["spec"], opts=opts),
    "Job": lambda name, m, opts: k8s.batch.v1.Job(name, metadata=m["metadata"], spec=m["spec"], opts=opts),
}
