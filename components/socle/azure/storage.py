"""Storage accounts of the legacy estate, hierarchical or not, with their containers and write-once policies.

Left out on purpose: blobs and directories (the movers of data own them), account keys (never read), and legal holds, which
Pulumi could only set or clear: they are facts of the estate and not resources here.
"""

import pulumi
from pulumi_azure_native import storage

from socle.estate.legacy import ContainerSpec, StorageAccountSpec

from .component import LegacyComponent
from .tenancy import AzureTenancy


class LegacyStorageAccount(LegacyComponent):
    """A storage account and its containers.

    Whether the Internet or a shared key can reach it is not ignored when it is adopted: the fence of the cut-over closes both.
    A locked write-once policy can never be shortened; one that is not locked yet could be, so it is held like a container.
    """

    account_id: pulumi.Input[str]

    def __init__(
        self,
        name: str,
        spec: StorageAccountSpec,
        *,
        tenancy: AzureTenancy,
        group: pulumi.Input[str] | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__(name, spec, tenancy=tenancy, group=group, opts=opts)
        account = self.azure("storage:StorageAccount", lambda child, options: self._account(child, spec, options))
        self.account_id = self.id_of(account)
        for key, container in spec.containers.items():
            self._container(key, container, account)
        self.register_outputs({"account_id": self.account_id})

    def _account(
        self, child: str, spec: StorageAccountSpec, options: pulumi.ResourceOptions
    ) -> "storage.StorageAccount":
        return storage.StorageAccount(
            child,
            resource_group_name=self.group_name,
            account_name=self.arm.name,
            location=self.location,
            kind=spec.kind,
            sku=storage.SkuArgs(name=spec.sku),
            is_hns_enabled=spec.hierarchical,
            allow_shared_key_access=spec.shared_keys and not self.tenancy.closed,
            public_network_access="Disabled" if self.tenancy.dark else spec.public_network,
            allow_blob_public_access=False,
            allow_cross_tenant_replication=False,
            enable_https_traffic_only=True,
            minimum_tls_version="TLS1_2",
            tags=self.tenancy.tags or None,
            opts=options,
        )

    def _container(self, key: str, spec: ContainerSpec, account: pulumi.Resource) -> None:
        container = self.azure(
            "storage:BlobContainer",
            lambda child, options: storage.BlobContainer(
                child,
                resource_group_name=self.group_name,
                account_name=self.arm.name,
                container_name=spec.called(key),
                public_access=storage.PublicAccess.NONE,
                opts=options,
            ),
            at=self.part(f"containers.{key}"),
            after=[account],
        )
        if spec.immutability:
            days = spec.immutability.days
            self.azure(
                "storage:BlobContainerImmutabilityPolicy",
                lambda child, options: storage.BlobContainerImmutabilityPolicy(
                    child,
                    resource_group_name=self.group_name,
                    account_name=self.arm.name,
                    container_name=spec.called(key),
                    immutability_policy_name="default",
                    immutability_period_since_creation_in_days=days,
                    opts=options,
                ),
                at=self.part(f"containers.{key}.immutability"),
                after=[container],
            )
