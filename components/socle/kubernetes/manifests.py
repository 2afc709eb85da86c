"""The baseline of a cluster as plain Kubernetes manifests, in the words of the API. Pure: from a spec to dictionaries."""

from typing import Any

from socle.estate import BaselineSpec, ContainerSpec, NamespaceSpec, QuotaSpec
from socle.estate.platform import cores

from .policies import default_deny, dns, flow_policy, no_external_ips
from .roles import CLUSTER_READER, OPERATOR, READER, binding, cluster_binding, roles

Manifest = dict[str, Any]


def baseline_manifests(spec: BaselineSpec, *, version: str, group_prefix: str, owner: str) -> dict[str, Manifest]:
    """Every manifest by a stable name, namespaces before what is in them.

    Args:
        version: the cluster's minor version, which pod security is pinned to: `1.36`.
        group_prefix: what the API server puts before the groups of the identity provider: `oidc:`.
        owner: the estate's name, a label of everything.
    """
    labels = labels_of(owner)
    found: dict[str, Manifest] = {f"role-{name}": labelled(role, labels) for name, role in roles().items()}
    found |= {name: labelled(manifest, labels) for name, manifest in no_external_ips().items()}
    if spec.readers:
        found["cluster-readers"] = labelled(
            cluster_binding(CLUSTER_READER, _prefixed(spec.readers, group_prefix)), labels
        )
    for name, namespace in spec.namespaces.items():
        for part, manifest in closed_namespace(name, namespace, version, group_prefix).items():
            found[f"{name}.{part}" if part else name] = labelled(manifest, labels)
    return found


def labels_of(owner: str) -> dict[str, str]:
    """What every object of an estate is labelled with."""
    return {"app.kubernetes.io/managed-by": "pulumi", "estate": owner}


def closed_namespace(name: str, spec: NamespaceSpec, version: str, group_prefix: str) -> dict[str, Manifest]:
    """A namespace and what closes and limits it, by a stable name of each part; the namespace itself first, by none."""
    found = {
        "": _the_namespace(name, spec, version),
        "default-deny": default_deny(name),
        "dns": dns(name),
        "quota": _quota(name, spec.quota),
        "limits": _limits(name, spec.container),
    }
    for key, flow in spec.flows.items():
        found[f"flow-{key}"] = flow_policy(name, key, flow)
    if spec.readers:
        found["readers"] = binding(name, READER, _prefixed(spec.readers, group_prefix))
    if spec.operators:
        found["operators"] = binding(name, OPERATOR, _prefixed(spec.operators, group_prefix))
    return found


def _the_namespace(name: str, spec: NamespaceSpec, version: str) -> Manifest:
    """Warnings and audit entries always by the strictest standard, so that what `baseline` lets through is seen."""
    standard = "pod-security.kubernetes.io"
    labels = {
        f"{standard}/enforce": spec.pod_security,
        f"{standard}/enforce-version": f"v{version}",
        f"{standard}/audit": "restricted",
        f"{standard}/audit-version": f"v{version}",
        f"{standard}/warn": "restricted",
        f"{standard}/warn-version": f"v{version}",
        "data-class": spec.data_class.value,
    }
    return {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name, "labels": labels}}


def _quota(namespace: str, spec: QuotaSpec) -> Manifest:
    """Load balancers and node ports are counted: each opens a door of its own to the Internet."""
    hard = {
        "requests.cpu": spec.cpu,
        "limits.cpu": _cpu(2 * cores(spec.cpu)),
        "requests.memory": spec.memory,
        "limits.memory": spec.memory,
        "pods": str(spec.pods),
        "requests.storage": spec.storage,
        "services.loadbalancers": str(spec.load_balancers),
    }
    if not spec.load_balancers:
        hard["services.nodeports"] = "0"  # a load balancer takes some for itself
    return {
        "apiVersion": "v1",
        "kind": "ResourceQuota",
        "metadata": {"name": "quota", "namespace": namespace},
        "spec": {"hard": hard},
    }


def _limits(namespace: str, spec: ContainerSpec) -> Manifest:
    limit = {
        "type": "Container",
        "defaultRequest": {"cpu": spec.cpu, "memory": spec.memory},
        "default": {"cpu": spec.cpu_limit, "memory": spec.memory_limit},
    }
    return {
        "apiVersion": "v1",
        "kind": "LimitRange",
        "metadata": {"name": "limits", "namespace": namespace},
        "spec": {"limits": [limit]},
    }


def _cpu(number: float) -> str:
    return str(int(number)) if number == int(number) else f"{round(number * 1000)}m"


def _prefixed(groups: tuple[str, ...], prefix: str) -> list[str]:
    return [f"{prefix}{group}" for group in groups]


def labelled(manifest: Manifest, labels: dict[str, str]) -> Manifest:
    """A manifest with these labels beside its own."""
    metadata = manifest["metadata"]
    return {**manifest, "metadata": {**metadata, "labels": {**labels, **metadata.get("labels", {})}}}
