"""A mover cluster as plain Kubernetes manifests: a closed namespace always, and what runs in it while its dataset is copied. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any

from socle.estate import DataClass, MoverClusterSpec, NamespaceSpec, QuotaSpec, namespace_of

from .manifests import closed_namespace, labelled
from .manifests import labels_of as labels_of_estate
from .mover_pods import (
    RUN_MEMORY_MIB,
    SCHEDULER_PORT,
    WORKER_MEMORY_MIB,
    WORKER_PORT,
    Direction,
    Moving,
    Part,
    job_text,
    labels_of,
    pod,
    tries,
)
from .policies import policy

Manifest = dict[str, Any]

_HTTPS = 443


def mover_manifests(
    key: str,
    spec: MoverClusterSpec,
    *,
    job: Mapping[str, Any],
    image: str,
    direction: Direction | None,
    version: str,
    owner: str,
) -> dict[str, Manifest]:
    """Every manifest by a stable name, the namespace before what is in it.

    Args:
        job: what is copied, as the movers read it.
        image: with its digest.
        direction: where the dataset is copied to now; None: nowhere, and the namespace is closed and empty.
        version: the cluster's minor version, which pod security is pinned to.
        owner: the estate's name, a label of everything.
    """
    name = namespace_of(key)
    closed = closed_namespace(name, _namespace(spec, DataClass(job["data_class"])), version, "")
    found = {part or "namespace": manifest for part, manifest in closed.items()}
    if direction:
        found |= {**_policies(name, spec), **_started(Moving(spec, name, image, job, direction))}
    return {part: labelled(manifest, labels_of_estate(owner)) for part, manifest in found.items()}


def _namespace(spec: MoverClusterSpec, data_class: DataClass) -> NamespaceSpec:
    """Room for what is declared and for one pod more of each kind, which goes while another comes."""
    memory = (spec.workers + 2) * WORKER_MEMORY_MIB + 2 * RUN_MEMORY_MIB
    quota = QuotaSpec(cpu=str(spec.workers + 3), memory=f"{memory}Mi", pods=spec.workers + 4, storage="1Mi")
    return NamespaceSpec(data_class=data_class, quota=quota)


def _started(moving: Moving) -> dict[str, Manifest]:
    spec, name = moving.spec, moving.namespace
    registry = [{"name": spec.secrets.registry}] if spec.secrets.registry else []
    account = {
        **_object("v1", "ServiceAccount", name, "mover"),
        "automountServiceAccountToken": False,
        **({"imagePullSecrets": registry} if registry else {}),
    }
    service = {"type": "ClusterIP", "selector": labels_of("scheduler")}
    ports = [{"name": "scheduler", "port": SCHEDULER_PORT, "targetPort": SCHEDULER_PORT, "protocol": "TCP"}]
    return {
        "account": account,
        "job": {**_object("v1", "ConfigMap", name, "job"), "data": {"move.json": job_text(moving.job)}},
        "service": {**_object("v1", "Service", name, "scheduler"), "spec": {**service, "ports": ports}},
        "scheduler": _deployment(name, "scheduler", 1, pod("scheduler", moving)),
        "workers": _deployment(name, "worker", spec.workers, pod("worker", moving)),
        moving.run: _run(moving),
    }


def _deployment(namespace: str, part: Part, replicas: int, template: Manifest) -> Manifest:
    """Old pods go before new ones come: two schedulers would share the workers between them."""
    spec = {
        "replicas": replicas,
        "strategy": {"type": "Recreate"},
        "selector": {"matchLabels": labels_of(part)},
        "template": template,
    }
    return {
        **_unawaited("apps/v1", "Deployment", namespace, "scheduler" if part == "scheduler" else "workers"),
        "spec": spec,
    }


def _run(moving: Moving) -> Manifest:
    """One run. It stays when it has ended: one that cleaned up after itself would be made anew by the next deployment."""
    again = {"backoffLimit": tries(moving.spec), "completions": 1, "parallelism": 1}
    return {
        **_unawaited("batch/v1", "Job", moving.namespace, moving.run),
        "spec": {**again, "template": pod("run", moving)},
    }


def _policies(name: str, spec: MoverClusterSpec) -> dict[str, Manifest]:
    """What may pass beside name lookups: both ways to the scheduler, and from whoever moves bytes to the two stores."""
    source, store = (
        [{"ipBlock": {"cidr": each}} for each in ranges] for ranges in (spec.source_ranges, spec.store_ranges)
    )
    flows: dict[str, tuple[tuple[Part, ...], str, Sequence[Manifest], int, str]] = {
        "to-scheduler": (
            ("worker", "run"),
            "Egress",
            _pods("scheduler"),
            SCHEDULER_PORT,
            "workers and the run find the scheduler",
        ),
        "at-scheduler": (("scheduler",), "Ingress", _pods("worker", "run"), SCHEDULER_PORT, "the scheduler is found"),
        "to-workers": (
            ("scheduler",),
            "Egress",
            _pods("worker"),
            WORKER_PORT,
            "the scheduler asks workers what came out",
        ),
        "at-workers": (("worker",), "Ingress", _pods("scheduler"), WORKER_PORT, "workers answer the scheduler"),
        "to-source": (("worker", "run"), "Egress", source, _HTTPS, f"{spec.dataset} is read from Azure"),
        "to-store": (("worker", "run"), "Egress", store, _HTTPS, "objects and records are written to the platform"),
    }
    return {f"flow-{flow}": _flow(name, flow, *given) for flow, given in flows.items()}


def _flow(
    namespace: str, flow: str, of: Sequence[Part], direction: str, peers: Sequence[Manifest], port: int, reason: str
) -> Manifest:
    rule = {"from" if direction == "Ingress" else "to": list(peers), "ports": [{"protocol": "TCP", "port": port}]}
    made = policy(
        namespace, f"flow-{flow}", {"podSelector": _selects(*of), "policyTypes": [direction], direction.lower(): [rule]}
    )
    made["metadata"]["annotations"] = {"reason": reason}
    return made


def _selects(*parts: Part) -> Manifest:
    """Pods of some parts, of this namespace alone."""
    label = next(iter(labels_of("run")))
    return {"matchExpressions": [{"key": label, "operator": "In", "values": sorted(parts)}]}


def _pods(*parts: Part) -> list[Manifest]:
    return [{"podSelector": _selects(*parts)}]


def _object(version: str, kind: str, namespace: str, name: str) -> Manifest:
    return {"apiVersion": version, "kind": kind, "metadata": {"name": name, "namespace": namespace}}


def _unawaited(version: str, kind: str, namespace: str, name: str) -> Manifest:
    """An object whose end no deployment waits for: a run lasts for days, and pods wait until somebody has put their secrets there."""
    made = _object(version, kind, namespace, name)
    made["metadata"]["annotations"] = {"pulumi.com/skipAwait": "true"}
    return made
