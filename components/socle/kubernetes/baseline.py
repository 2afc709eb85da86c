"""The baseline of one cluster: namespaces that are closed, limited and given to named groups.

Left out on purpose: workloads, ingress controllers, certificates, and any load balancer.
"""

import pulumi

from socle.component import Component
from socle.estate import STEADY, BaselineSpec, Posture

from .access import access
from .manifests import Manifest, baseline_manifests
from .registering import registered


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
            made = registered(f"{name}-{part}", manifest, self._options(manifest, within))
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
