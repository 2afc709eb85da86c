"""Network security groups of the legacy estate, each with its rules in one piece."""

import pulumi
from pulumi_azure_native import network

from socle.estate.legacy import SecurityGroupSpec, SecurityRuleSpec

from .component import LegacyComponent
from .tenancy import AzureTenancy


class LegacySecurityGroup(LegacyComponent):
    """A network security group. Rules are part of it: as resources of their own they would be undone by the group."""

    security_group_id: pulumi.Input[str]

    def __init__(
        self,
        name: str,
        spec: SecurityGroupSpec,
        *,
        tenancy: AzureTenancy,
        group: pulumi.Input[str] | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__(name, spec, tenancy=tenancy, group=group, opts=opts)
        security_group = self.azure(
            "network:NetworkSecurityGroup",
            lambda child, options: network.NetworkSecurityGroup(
                child,
                resource_group_name=self.group_name,
                network_security_group_name=self.arm.name,
                location=self.location,
                security_rules=[_rule(key, rule) for key, rule in spec.rules.items()],
                tags=tenancy.tags or None,
                opts=options,
            ),
        )
        self.security_group_id = self.id_of(security_group)
        self.register_outputs({"security_group_id": self.security_group_id})


def _rule(key: str, spec: SecurityRuleSpec) -> "network.SecurityRuleArgs":
    return network.SecurityRuleArgs(
        name=spec.name or key,
        priority=spec.priority,
        direction=spec.direction,
        access=spec.access,
        protocol=spec.protocol,
        source_address_prefix=spec.source,
        source_port_ranges=list(spec.source_ports) if len(spec.source_ports) > 1 else None,
        source_port_range=spec.source_ports[0] if len(spec.source_ports) == 1 else None,
        destination_address_prefix=spec.destination,
        destination_port_ranges=list(spec.destination_ports) if len(spec.destination_ports) > 1 else None,
        destination_port_range=spec.destination_ports[0] if len(spec.destination_ports) == 1 else None,
    )
