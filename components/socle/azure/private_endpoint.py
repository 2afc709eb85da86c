"""Private endpoints of the legacy estate, and the tie to the private zone that names them."""

import pulumi
from pulumi_azure_native import network

from socle.estate.legacy import PrivateEndpointSpec

from .component import LegacyComponent, name_of
from .tenancy import AzureTenancy


class LegacyPrivateEndpoint(LegacyComponent):
    """A private address in front of a service.

    Args:
        subnet_id: where the address is. Azure refuses to move an endpoint to another subnet.
        target_id: the service behind it.
        zone_id: the private zone that answers with its address.
    """

    endpoint_id: pulumi.Input[str]

    def __init__(
        self,
        name: str,
        spec: PrivateEndpointSpec,
        *,
        tenancy: AzureTenancy,
        subnet_id: pulumi.Input[str],
        target_id: pulumi.Input[str] | None = None,
        zone_id: pulumi.Input[str] | None = None,
        group: pulumi.Input[str] | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__(name, spec, tenancy=tenancy, group=group, opts=opts)
        connection = network.PrivateLinkServiceConnectionArgs(
            name=name_of(spec.target), group_ids=list(spec.groups), private_link_service_id=target_id or spec.target
        )
        endpoint = self.azure(
            "network:PrivateEndpoint",
            lambda child, options: network.PrivateEndpoint(
                child,
                resource_group_name=self.group_name,
                private_endpoint_name=self.arm.name,
                location=self.location,
                subnet=network.SubnetArgs(id=subnet_id),
                private_link_service_connections=[connection],
                tags=tenancy.tags or None,
                opts=options,
            ),
        )
        self.endpoint_id = self.id_of(endpoint)
        if spec.dns_zone and zone_id is not None:
            self._named(spec, zone_id, endpoint)
        self.register_outputs({"endpoint_id": self.endpoint_id})

    def _named(self, spec: PrivateEndpointSpec, zone_id: pulumi.Input[str], endpoint: pulumi.Resource) -> None:
        self.azure(
            "network:PrivateDnsZoneGroup",
            lambda child, options: network.PrivateDnsZoneGroup(
                child,
                resource_group_name=self.group_name,
                private_endpoint_name=self.arm.name,
                private_dns_zone_group_name=spec.dns_zone_group,
                private_dns_zone_configs=[
                    network.PrivateDnsZoneConfigArgs(name=spec.dns_zone, private_dns_zone_id=zone_id)
                ],
                opts=options,
            ),
            at=self.part("dns_zone"),
            after=[endpoint],
        )
