"""The baseline of one cluster: namespaces that are closed, limited and given to named groups.

Left out on purpose: workloads, ingress controllers, certificates, and any load balancer.
"""

from collections.abc import Callable
from typing import Any

import pulumi
import pulumi_kubernetes as k8s

from socle.component import Component
from socle.estate import STEADY, BaselineSpec, Posture

from .access import access
from .manifests import Manifest, baseline_manifests


class ClusterBaseline(Component):
    """Namespaces with pod security, network policies that drop what no flow declares, quotas, limits, and roles for groups; and for the
    whole cluster, that no service takes an external address.

    Everything goes through a provider of its own, made from the kubeconfig that is passed. One that turns out to be empty is
    replaced by one that leads nowhere, since the provider would fall back on that of the machine that deploys, and so on another
    cluster. Changed credentials update the provider; only another cluster replaces it.
    Namespaces are protected: deleting one deletes everything in it.

    There is no tenancy here: a cluster has neither project nor region.

    Args:
        kubeconfig: the administrator's access, as a secret; may be unknown in a preview, which then still shows everything.
        cluster_id: `<region>/<uuid>`; tells the provider which cluster it is.
        version: the cluster's minor version.
        group_prefix: what the API server puts before the groups of the identity provider.
        owner: the estate's name.
        posture: whether namespaces are protected.
    """

    def __init__(
        self,
        name: str,
        spec: BaselineSpec,
        *,
        kubeconfig: pulumi.Input[str | None],
        cluster_id: pulumi.Input[str],
        version: str,
        group_prefix: str,
        owner: str,
        posture: Posture = STEADY,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("socle:kubernetes:ClusterBaseline", name, spec, steady=posture.protected, opts=opts)

        self._provider = access(name, kubeconfig, cluster_id, self)
        namespaces: dict[str, pulumi.Resource] = {}
        manifests = baseline_manifests(spec, version=version, group_prefix=group_prefix, owner=owner)
        for part, manifest in manifests.items():
            within = namespaces.get(manifest["metadata"].get("namespace", ""))
            made = _KINDS[manifest["kind"]](f"{name}-{part}", manifest, self._options(manifest, within))
            if manifest["kind"] == "Namespace":
                namespaces[manifest["metadata"]["name"]] = made
        self.register_outputs({"namespaces": sorted(namespaces)})

    def _options(self, manifest: Manifest, within: pulumi.Resource | None) -> pulumi.ResourceOptions:
        return pulumi.ResourceOptions(
            parent=self,
            provider=self._provider,
            protect=self._protects if manifest["kind"] == "Namespace" else None,
            depends_on=[within] if within else None,
        )


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
}
