"""Who moves the objects of one dataset: a scheduler, workers and one run inside a cluster, while the cut-over copies.

Left out on purpose: values of secrets (pods name them), and an address beyond the cluster.
"""

import re
from collections.abc import Mapping
from typing import Any

import pulumi

from socle.component import Component
from socle.estate import STEADY, MoverClusterSpec, Posture

from .access import access
from .mover_job import job_faults
from .mover_manifests import mover_manifests
from .mover_pods import Direction
from .registering import registered

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
        ValueError: the image has no digest, or the job is none that holds no credential.
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
            again = _ANEW.get(manifest["kind"])
            options = pulumi.ResourceOptions(
                parent=self,
                provider=provider,
                depends_on=list(needs) or None,
                replace_on_changes=again,
                delete_before_replace=bool(again) or None,  # its name is taken until it is gone
            )
            made = registered(f"{name}-{part}", manifest, options)
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
    for wrong in job_faults(job):
        raise ValueError(f"{name}: {wrong}")


_RUNNING = ("Deployment", "Job")
"""What is started last: nothing runs before what closes the namespace is there."""

_ANEW = {"Job": ["spec.template"], "ConfigMap": ["data"]}
"""What is made anew when it changes: the API server takes no other pods for a run that has begun, and a run reads its file once."""
