"""Roles for groups of people, and their bindings. Pure.

Left out on purpose: secrets, rights, policies, quotas and the cluster itself. Whoever changes those does it through a reviewed
deployment, not by hand.
"""

from collections.abc import Sequence
from typing import Any

Manifest = dict[str, Any]

READER, OPERATOR, CLUSTER_READER = "socle-reader", "socle-operator", "socle-cluster-reader"

_SEE = ["get", "list", "watch"]
_CHANGE = [*_SEE, "create", "update", "patch", "delete"]

_READ: list[Manifest] = [
    {
        "apiGroups": [""],
        "resources": [
            "pods",
            "services",
            "endpoints",
            "events",
            "persistentvolumeclaims",
            "resourcequotas",
            "limitranges",
        ],
        "verbs": _SEE,
    },
    {"apiGroups": ["apps"], "resources": ["deployments", "replicasets", "statefulsets", "daemonsets"], "verbs": _SEE},
    {"apiGroups": ["batch"], "resources": ["jobs", "cronjobs"], "verbs": _SEE},
    {"apiGroups": ["networking.k8s.io"], "resources": ["networkpolicies", "ingresses"], "verbs": _SEE},
]

_OPERATE: list[Manifest] = [
    *_READ,
    {"apiGroups": [""], "resources": ["pods/log"], "verbs": ["get"]},  # logs can hold data: not for readers
    {"apiGroups": [""], "resources": ["pods"], "verbs": ["delete"]},  # to restart; a shell (pods/exec) is left out
    {"apiGroups": [""], "resources": ["services", "configmaps"], "verbs": _CHANGE},
    {"apiGroups": ["apps"], "resources": ["deployments", "statefulsets"], "verbs": _CHANGE},
    {
        "apiGroups": ["apps"],
        "resources": ["deployments/scale", "statefulsets/scale"],
        "verbs": ["get", "update", "patch"],
    },
    {"apiGroups": ["batch"], "resources": ["jobs", "cronjobs"], "verbs": _CHANGE},
]

_CLUSTER: list[Manifest] = [
    {"apiGroups": [""], "resources": ["nodes", "namespaces", "persistentvolumes"], "verbs": _SEE},
    {"apiGroups": ["storage.k8s.io"], "resources": ["storageclasses"], "verbs": _SEE},
    {"apiGroups": ["metrics.k8s.io"], "resources": ["nodes"], "verbs": ["get", "list"]},
]


def roles() -> dict[str, Manifest]:
    """The roles by their names, without prefix. They reach no namespace by themselves: bindings do."""
    declared = {READER: _READ, OPERATOR: _OPERATE, CLUSTER_READER: _CLUSTER}
    return {name.removeprefix("socle-"): _role(name, rules) for name, rules in declared.items()}


def binding(namespace: str, role: str, groups: Sequence[str]) -> Manifest:
    """A role for groups, in one namespace."""
    return _binding("RoleBinding", {"name": role, "namespace": namespace}, role, groups)


def cluster_binding(role: str, groups: Sequence[str]) -> Manifest:
    """A role for groups, in the whole cluster."""
    return _binding("ClusterRoleBinding", {"name": role}, role, groups)


def _role(name: str, rules: list[Manifest]) -> Manifest:
    return {
        "apiVersion": "rbac.authorization.k8s.io/v1",
        "kind": "ClusterRole",
        "metadata": {"name": name},
        "rules": rules,
    }


def _binding(kind: str, metadata: Manifest, role: str, groups: Sequence[str]) -> Manifest:
    api = "rbac.authorization.k8s.io"
    return {
        "apiVersion": f"{api}/v1",
        "kind": kind,
        "metadata": metadata,
        "roleRef": {"apiGroup": api, "kind": "ClusterRole", "name": role},
        "subjects": [{"apiGroup": api, "kind": "Group", "name": group} for group in groups],
    }
