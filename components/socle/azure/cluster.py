"""AKS clusters of the legacy estate and their pools. What runs inside belongs to its own tools. Never created here."""

from collections.abc import Mapping

import pulumi
from pulumi_azure_native import containerservice

from socle.estate.legacy import ClusterSpec, PoolSpec

from .component import LegacyComponent
from .tenancy import AzureTenancy


class LegacyCluster(LegacyComponent):
    """An AKS cluster; each pool is a resource of its own, and the pools inside the cluster are ignored.

    Args:
        subnet_ids: by `<network>.<subnet>`, as pools name them.
    """

    cluster_id: pulumi.Input[str]

    def __init__(
        self,
        name: str,
        spec: ClusterSpec,
        *,
        tenancy: AzureTenancy,
        subnet_ids: Mapping[str, pulumi.Input[str]] | None = None,
        group: pulumi.Input[str] | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__(name, spec, tenancy=tenancy, group=group, opts=opts)
        self._subnet_ids = subnet_ids or {}
        cluster = self.azure(
            "containerservice:ManagedCluster",
            lambda child, options: containerservice.ManagedCluster(
                child,
                resource_group_name=self.group_name,
                resource_name_=self.arm.name,
                location=self.location,
                kubernetes_version=spec.version,
                dns_prefix=spec.dns_prefix,
                disable_local_accounts=not spec.local_accounts,
                api_server_access_profile=containerservice.ManagedClusterAPIServerAccessProfileArgs(
                    enable_private_cluster=spec.private
                ),
                opts=options,
            ),
        )
        self.cluster_id = self.id_of(cluster)
        for key, pool in spec.pools.items():
            self._pool(key, pool)
        self.register_outputs({"cluster_id": self.cluster_id})

    def _pool(self, key: str, spec: PoolSpec) -> None:
        self.azure(
            "containerservice:AgentPool",
            lambda child, options: containerservice.AgentPool(
                child,
                resource_group_name=self.group_name,
                resource_name_=self.arm.name,
                agent_pool_name=spec.called(key),
                mode=spec.purpose,
                vm_size=spec.size,
                count=spec.nodes,
                vnet_subnet_id=self._subnet_ids.get(spec.subnet) if spec.subnet else None,
                opts=options,
            ),
            at=self.part(f"pools.{key}"),
        )
