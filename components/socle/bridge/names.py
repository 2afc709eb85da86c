"""Names of services that move, on both clouds: where they lead and how long an answer is kept is the posture's to say.

Left out on purpose: weights between both sides, since a service with one writer flips and never shifts, and Azure has none.
"""

import pulumi
from pulumi_azure_native import privatedns
from pulumiverse_scaleway import domain

from socle.azure import without_old_names
from socle.estate import MovingNameSpec, NamesSpec
from socle.estate.bridge import LOWERED_TTL_SECONDS, REGULAR_TTL_SECONDS
from socle.estate.legacy import AzureId
from socle.scaleway import Component, Tenancy


class MovingNames(Component):
    """One zone at the host for these names alone, and the same names in a private zone of Azure that exists already.

    Args:
        legacy_zone: Azure's id of the private zone.

    Raises:
        ValueError: the posture moves a name that is not declared.
    """

    PACKAGE = "bridge"

    def __init__(
        self,
        name: str,
        spec: NamesSpec,
        *,
        tenancy: Tenancy,
        legacy_zone: AzureId,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        _refuse_unknown(name, spec, tenancy)
        super().__init__(name, spec, tenancy, opts)
        zone = domain.Zone(
            f"{name}-zone",
            domain=spec.domain,
            subdomain=spec.subdomain,
            project_id=tenancy.project_id,
            opts=self.child(domain.Zone, stateful=True),
        )
        for key, service in spec.services.items():
            target, ttl = self._target(key, service), self._ttl_seconds(key)
            domain.Record(
                f"{name}-{key}",
                dns_zone=f"{spec.subdomain}.{spec.domain}",  # in words, since an unknown one would plan a replacement
                name=key,
                type="A",
                data=target,
                ttl=ttl,
                project_id=tenancy.project_id,
                opts=self.child(domain.Record, depends_on=[zone]),
            )
            privatedns.PrivateRecordSet(
                f"{name}-{key}-legacy",
                resource_group_name=legacy_zone.resource_group,
                private_zone_name=legacy_zone.name,
                relative_record_set_name=key,
                record_type="A",
                a_records=[privatedns.ARecordArgs(ipv4_address=target)],
                ttl=ttl,
                opts=self.child(privatedns.PrivateRecordSet, transformations=[without_old_names]),
            )
        self.register_outputs({})

    def _target(self, key: str, service: MovingNameSpec) -> str:
        return service.platform if key in self.tenancy.posture.bridge.moved else service.legacy

    def _ttl_seconds(self, key: str) -> int:
        return LOWERED_TTL_SECONDS if key in self.tenancy.posture.bridge.lowered_ttl else REGULAR_TTL_SECONDS


def _refuse_unknown(name: str, spec: NamesSpec, tenancy: Tenancy) -> None:
    posture = tenancy.posture.bridge
    unknown = sorted((posture.moved | posture.lowered_ttl) - spec.services.keys())
    if unknown:
        raise ValueError(
            f"{name}: the posture moves {', '.join(unknown)}, which the bridge does not declare: clients would be told that "
            f"it moved and still be led to the old place; write one of {', '.join(spec.services)}"
        )
