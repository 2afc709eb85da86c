"""Private DNS zones of the legacy estate, the networks that see them, and the records that people wrote."""

from collections.abc import Mapping

import pulumi
from pulumi_azure_native import privatedns

from socle.estate.legacy import DnsLinkSpec, DnsRecordSpec, PrivateZoneSpec

from .component import LegacyComponent
from .tenancy import AzureTenancy

_GLOBAL = "Global"
"""The only location that private zones and their links have (Azure documentation, private DNS)."""


class LegacyPrivateZone(LegacyComponent):
    """A private zone. The TTL of its records is one of the few values that the freeze lets the cut-over move.

    Args:
        network_ids: by the names that links use.
    """

    zone_id: pulumi.Input[str]

    def __init__(
        self,
        name: str,
        spec: PrivateZoneSpec,
        *,
        tenancy: AzureTenancy,
        network_ids: Mapping[str, pulumi.Input[str]] | None = None,
        group: pulumi.Input[str] | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__(name, spec, tenancy=tenancy, group=group, opts=opts)
        self._network_ids = network_ids or {}
        zone = self.azure(
            "privatedns:PrivateZone",
            lambda child, options: privatedns.PrivateZone(
                child,
                resource_group_name=self.group_name,
                private_zone_name=self.arm.name,
                location=_GLOBAL,
                tags=tenancy.tags or None,
                opts=options,
            ),
        )
        self.zone_id = self.id_of(zone)
        for key, link in spec.links.items():
            self._link(key, link, zone)
        for key, record in spec.records.items():
            self._record(key, record, zone)
        self.register_outputs({"zone_id": self.zone_id})

    def _link(self, key: str, spec: DnsLinkSpec, zone: pulumi.Resource) -> None:
        self.azure(
            "privatedns:VirtualNetworkLink",
            lambda child, options: privatedns.VirtualNetworkLink(
                child,
                resource_group_name=self.group_name,
                private_zone_name=self.arm.name,
                virtual_network_link_name=spec.called(key),
                location=_GLOBAL,
                registration_enabled=spec.registration,
                virtual_network=privatedns.SubResourceArgs(id=self._network_ids.get(spec.network)),
                opts=options,
            ),
            at=self.part(f"links.{key}"),
            after=[zone],
        )

    def _record(self, key: str, spec: DnsRecordSpec, zone: pulumi.Resource) -> None:
        self.azure(
            "privatedns:PrivateRecordSet",
            lambda child, options: privatedns.PrivateRecordSet(
                child,
                resource_group_name=self.group_name,
                private_zone_name=self.arm.name,
                record_type=spec.type,
                relative_record_set_name=spec.called(key),
                ttl=spec.ttl_seconds,
                a_records=[privatedns.ARecordArgs(ipv4_address=value) for value in spec.values]
                if spec.type == "A"
                else None,
                cname_record=privatedns.CnameRecordArgs(cname=spec.values[0]) if spec.type == "CNAME" else None,
                opts=options,
            ),
            at=self.part(f"records.{key}"),
            after=[zone],
        )
