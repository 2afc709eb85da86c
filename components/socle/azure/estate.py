"""The legacy estate as one component: every entry of `legacy.yaml` in its mode, wired together, held by the freeze.

Each part loads its share of the SDK when the estate declares something of it: the SDK of Azure is slow to import.
"""
# ruff: noqa: PLC0415 - see above

from collections.abc import Mapping
from typing import Any

import pulumi

from socle.component import Component
from socle.estate.legacy import LegacyEntry, LegacySpec, holding, holdings

from .component import refuse_unprotected
from .last import ESTATE_TYPE, LegacyRefused, last_deployment, last_refusals
from .names import component_name
from .tenancy import AzureTenancy

Ids = dict[str, pulumi.Input[str]]


class LegacyEstate(Component):
    """Everything that `legacy.yaml` declares; `generic` entries are known to the file only.

    Before anything is registered it compares the file with what the last deployment of this stack holds, and refuses what
    would delete, replace or let go of any of it before its time. There is one such component a stack.

    Args:
        passwords: administrators' passwords by the name of the server, for servers that a rehearsal creates.

    Raises:
        LegacyRefused: with every reason; nothing was registered.
        ValueError: the caller's options take the protection off.
    """

    network_ids: Ids
    """By the estate's name of the network."""
    subnet_ids: Ids
    """By `<network>.<subnet>`."""

    def __init__(
        self,
        name: str,
        spec: LegacySpec,
        *,
        tenancy: AzureTenancy,
        passwords: Mapping[str, pulumi.Input[str]] | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        refuse_unprotected(name, tenancy, opts)
        last = last_deployment()
        refusals = list(last_refusals(name, spec, tenancy, last))
        if refusals:
            raise LegacyRefused(refusals, spec)
        super().__init__(ESTATE_TYPE, name, spec, steady=tenancy.freezes, recorded=_account(spec), opts=opts)
        self._name, self._spec, self._tenancy = name, spec, tenancy
        self._made: list[pulumi.Resource] = []

        self._groups: dict[str, pulumi.Input[str]] = self._resource_groups() if spec.resource_groups else {}
        filters = self._security_groups() if spec.security_groups else {}
        self.network_ids, self.subnet_ids = self._networks(filters) if spec.networks else ({}, {})
        zones = self._dns_zones() if spec.dns_zones else {}
        targets = {
            **(self._storage_accounts() if spec.storage_accounts else {}),
            **(self._databases(zones, passwords or {}) if spec.databases else {}),
            **(self._vaults() if spec.vaults else {}),
        }
        if spec.private_endpoints:
            self._private_endpoints(zones, targets)
        if spec.clusters:
            self._clusters()
        if spec.log_workspaces or spec.diagnostics:
            self._logs()
        if spec.budgets:
            self._budgets()
        held = holdings(spec, tenancy.posture.legacy, last.held)
        locks = [key for key, lock in spec.locks.items() if lock.mode == "observe" or f"locks.{key}" in held]
        if locks:
            self._locks(locks)
        self.register_outputs(
            {"held": {key: holding(one, spec, tenancy.posture.legacy).recorded() for key, one in held.items()}}
        )

    def _resource_groups(self) -> Ids:
        from .resource_group import LegacyGroup

        made = {
            key: LegacyGroup(**self._common(f"resource_groups.{key}", entry))
            for key, entry in self._spec.resource_groups.items()
        }
        self._made += made.values()
        return {self._spec.resource_groups[key].id.lower(): group.name for key, group in made.items()}

    def _security_groups(self) -> Ids:
        from .security_group import LegacySecurityGroup

        return {
            key: LegacySecurityGroup(**self._in_group(f"security_groups.{key}", entry)).security_group_id
            for key, entry in self._spec.security_groups.items()
        }

    def _networks(self, filters: Ids) -> tuple[Ids, Ids]:
        from .network import LegacyNetwork

        made = {
            key: LegacyNetwork(security_group_ids=filters, **self._in_group(f"networks.{key}", entry))
            for key, entry in self._spec.networks.items()
        }
        self._made += made.values()
        subnets = {f"{key}.{part}": id_ for key, one in made.items() for part, id_ in one.subnet_ids.items()}
        return {key: one.network_id for key, one in made.items()}, subnets

    def _dns_zones(self) -> Ids:
        from .dns import LegacyPrivateZone

        return {
            key: LegacyPrivateZone(network_ids=self.network_ids, **self._in_group(f"dns_zones.{key}", entry)).zone_id
            for key, entry in self._spec.dns_zones.items()
        }

    def _storage_accounts(self) -> Ids:
        from .storage import LegacyStorageAccount

        made = {
            entry.id.lower(): LegacyStorageAccount(**self._in_group(f"storage_accounts.{key}", entry))
            for key, entry in self._spec.storage_accounts.items()
        }
        self._made += made.values()
        return {arm_id: account.account_id for arm_id, account in made.items()}

    def _databases(self, zones: Ids, passwords: Mapping[str, pulumi.Input[str]]) -> Ids:
        from .postgres import LegacyPostgres

        made = {
            entry.id.lower(): LegacyPostgres(
                subnet_id=self.subnet_ids.get(entry.subnet or ""),
                zone_id=zones.get(entry.dns_zone or ""),
                password=passwords.get(key),
                **self._in_group(f"databases.{key}", entry),
            )
            for key, entry in self._spec.databases.items()
        }
        self._made += made.values()
        return {arm_id: server.server_id for arm_id, server in made.items()}

    def _vaults(self) -> Ids:
        from .vault import LegacyVault

        made = {
            entry.id.lower(): LegacyVault(**self._in_group(f"vaults.{key}", entry))
            for key, entry in self._spec.vaults.items()
        }
        self._made += made.values()
        return {arm_id: vault.vault_id for arm_id, vault in made.items()}

    def _private_endpoints(self, zones: Ids, targets: Ids) -> None:
        from .private_endpoint import LegacyPrivateEndpoint

        for key, entry in self._spec.private_endpoints.items():
            LegacyPrivateEndpoint(
                subnet_id=self.subnet_ids[entry.subnet],
                target_id=targets.get(entry.target.lower()),
                zone_id=zones.get(entry.dns_zone or ""),
                **self._in_group(f"private_endpoints.{key}", entry),
            )

    def _clusters(self) -> None:
        from .cluster import LegacyCluster

        for key, entry in self._spec.clusters.items():
            LegacyCluster(subnet_ids=self.subnet_ids, **self._in_group(f"clusters.{key}", entry))

    def _logs(self) -> None:
        from .logs import LegacyDiagnostic, LegacyLogWorkspace

        workspaces = {
            key: LegacyLogWorkspace(**self._in_group(f"log_workspaces.{key}", entry)).workspace_id
            for key, entry in self._spec.log_workspaces.items()
        }
        for key, entry in self._spec.diagnostics.items():
            LegacyDiagnostic(workspace_id=workspaces[entry.workspace], **self._common(f"diagnostics.{key}", entry))

    def _budgets(self) -> None:
        from .budget import LegacyBudget

        for key, entry in self._spec.budgets.items():
            LegacyBudget(**self._common(f"budgets.{key}", entry))

    def _locks(self, keys: list[str]) -> None:
        from .lock import LegacyLock

        for key in keys:
            LegacyLock(protects=self._made, **self._common(f"locks.{key}", self._spec.locks[key]))

    def _common(self, key: str, entry: LegacyEntry) -> dict[str, Any]:
        """The arguments that every component takes."""
        return {
            "name": component_name(self._name, key),
            "spec": entry,
            "tenancy": self._tenancy.of(key),
            "opts": pulumi.ResourceOptions(parent=self),
        }

    def _in_group(self, key: str, entry: LegacyEntry) -> dict[str, Any]:
        """The same for what is in a resource group."""
        group = entry.arm.resource_group
        arm_id = f"/subscriptions/{entry.arm.subscription}/resourceGroups/{group}".lower()
        return {**self._common(key, entry), "group": self._groups.get(arm_id)}


def _account(spec: LegacySpec) -> dict[str, Any]:
    """What the component records: where the estate is. Each entry records itself."""
    return spec.model_dump(
        mode="json", exclude_defaults=True, include={"tenant_id", "subscription_id", "twin_of", "location"}
    )
