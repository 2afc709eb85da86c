"""Virtual networks of the legacy estate and their subnets. Peerings and gateways are left out: see `estate/legacy/network.py`."""

from collections.abc import Mapping

import pulumi
from pulumi_azure_native import network

from socle.estate.legacy import SubnetSpec, VirtualNetworkSpec

from .component import LegacyComponent
from .tenancy import AzureTenancy


class LegacyNetwork(LegacyComponent):
    """A virtual network with its subnets, each a resource of its own.

    Subnets are never written inside the network too: each deployment would then undo what the other way did. Azure changes
    one subnet of a network at a time, so created ones wait for each other.

    Args:
        security_group_ids: by the names that subnets use.
    """

    network_id: pulumi.Input[str]
    subnet_ids: dict[str, pulumi.Input[str]]
    """By the estate's name of the subnet."""

    def __init__(
        self,
        name: str,
        spec: VirtualNetworkSpec,
        *,
        tenancy: AzureTenancy,
        security_group_ids: Mapping[str, pulumi.Input[str]] | None = None,
        group: pulumi.Input[str] | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__(name, spec, tenancy=tenancy, group=group, opts=opts)
        self._security_group_ids = security_group_ids or {}
        whole = self.azure(
            "network:VirtualNetwork",
            lambda child, options: network.VirtualNetwork(
                child,
                resource_group_name=self.group_name,
                virtual_network_name=self.arm.name,
                location=self.location,
                address_space=network.AddressSpaceArgs(address_prefixes=list(spec.address_space)),
                tags=tenancy.tags or None,
                opts=options,
            ),
            ignore=("subnets",) if spec.mode == "create" else (),
        )
        self.network_id = self.id_of(whole)
        self.subnet_ids = {}
        before: list[pulumi.Resource] = [whole]
        for key, subnet in spec.subnets.items():
            made = self._subnet(key, subnet, before)
            self.subnet_ids[key] = self.id_of(made, self.part(f"subnets.{key}"))
            before = [made]
        self.register_outputs({"network_id": self.network_id, "subnet_ids": self.subnet_ids})

    def _subnet(self, key: str, spec: SubnetSpec, before: list[pulumi.Resource]) -> pulumi.CustomResource:
        filtered = spec.security_group and self._security_group_ids.get(spec.security_group)
        return self.azure(
            "network:Subnet",
            lambda child, options: network.Subnet(
                child,
                resource_group_name=self.group_name,
                virtual_network_name=self.arm.name,
                subnet_name=spec.called(key),
                address_prefix=spec.range,
                default_outbound_access=False,
                delegations=_delegated(spec.delegated_to),
                network_security_group=network.NetworkSecurityGroupArgs(id=filtered) if filtered else None,
                opts=options,
            ),
            at=self.part(f"subnets.{key}"),
            after=before,
        )


def _delegated(service: str | None) -> list[network.DelegationArgs] | None:
    return [network.DelegationArgs(name="service", service_name=service)] if service else None
