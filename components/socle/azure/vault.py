"""Key Vaults of the legacy estate and their keys. Secrets are left out: their values would enter the state."""

import pulumi
from pulumi_azure_native import keyvault

from socle.estate.legacy import VaultKeySpec, VaultSpec

from .component import LegacyComponent
from .tenancy import AzureTenancy


class LegacyVault(LegacyComponent):
    """A vault. Its keys encrypt what Azure holds: destroying them is the last step of the move, and a dated one."""

    vault_id: pulumi.Input[str]

    def __init__(
        self,
        name: str,
        spec: VaultSpec,
        *,
        tenancy: AzureTenancy,
        group: pulumi.Input[str] | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__(name, spec, tenancy=tenancy, group=group, opts=opts)
        vault = self.azure(
            "keyvault:Vault",
            lambda child, options: keyvault.Vault(
                child,
                resource_group_name=self.group_name,
                vault_name=self.arm.name,
                location=self.location,
                properties=self._properties(spec),
                tags=tenancy.tags or None,
                opts=options,
            ),
        )
        self.vault_id = self.id_of(vault)
        for key, entry in spec.keys.items():
            self._key(key, entry, vault)
        self.register_outputs({"vault_id": self.vault_id})

    def _properties(self, spec: VaultSpec) -> "keyvault.VaultPropertiesArgs":
        return keyvault.VaultPropertiesArgs(
            tenant_id=self.tenancy.tenant_id,
            sku=keyvault.SkuArgs(family="A", name=keyvault.SkuName(spec.sku)),
            enable_rbac_authorization=True,
            # false cannot be sent: Azure takes either true, for ever, or nothing
            enable_purge_protection=True if spec.purge_protection else None,
            soft_delete_retention_in_days=spec.retention_days,
            public_network_access=spec.public_network,
        )

    def _key(self, key: str, spec: VaultKeySpec, vault: pulumi.Resource) -> None:
        self.azure(
            "keyvault:Key",
            lambda child, options: keyvault.Key(
                child,
                resource_group_name=self.group_name,
                vault_name=self.arm.name,
                key_name=spec.called(key),
                properties=keyvault.KeyPropertiesArgs(kty=spec.type, key_size=spec.size, curve_name=spec.curve),
                opts=options,
            ),
            at=self.part(f"keys.{key}"),
            after=[vault],
        )
