"""How a manifest becomes a registration: one table of the kinds that components make. Each SDK class is named, so that facts find it."""

from collections.abc import Callable
from typing import Any

import pulumi
import pulumi_kubernetes as k8s

from .manifests import Manifest

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
    "ValidatingAdmissionPolicy": lambda name, m, opts: k8s.admissionregistration.v1.ValidatingAdmissionPolicy(
        name, metadata=m["metadata"], spec=m["spec"], opts=opts
    ),
    "ValidatingAdmissionPolicyBinding": lambda name, m, opts: (
        k8s.admissionregistration.v1.ValidatingAdmissionPolicyBinding(
            name, metadata=m["metadata"], spec=m["spec"], opts=opts
        )
    ),
    "ClusterRole": lambda name, m, opts: k8s.rbac.v1.ClusterRole(
        name, metadata=m["metadata"], rules=m["rules"], opts=opts
    ),
    "RoleBinding": lambda name, m, opts: k8s.rbac.v1.RoleBinding(
        name, metadata=m["metadata"], role_ref=m["roleRef"], subjects=m["subjects"], opts=opts
    ),
    "ClusterRoleBinding": lambda name, m, opts: k8s.rbac.v1.ClusterRoleBinding(
        name, metadata=m["metadata"], role_ref=m["roleRef"], subjects=m["subjects"], opts=opts
    ),
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


def registered(name: str, manifest: Manifest, opts: pulumi.ResourceOptions) -> pulumi.Resource:
    """The resource of a manifest, under a logical name.

    Raises:
        KeyError: no component makes this kind.
    """
    return _KINDS[manifest["kind"]](name, manifest, opts)
