"""The foundation layer: what an organisation and an estate need below any platform. A person deploys it, rarely."""

import pulumi

from socle.estate import Estate, Posture
from socle.estate.foundation import FOUNDER
from socle.scaleway import Foundation, Tenancy

from . import key_materials, reads

NAME = "foundation"


def deploy(estate: Estate, posture: Posture) -> None:
    """Register the foundation of an estate and export the ids that other layers take where the estate gives none."""
    if estate.foundation is None:
        raise pulumi.RunError(
            f"the estate {estate.name} has no foundation.yaml: the projects, identities and keys that this stack holds would be taken "
            "down at once; put the file back"
        )
    made = Foundation(
        NAME,
        estate,
        # Nothing is made in the organisation's default project, which has the organisation's id: each part names its own.
        tenancy=Tenancy.of(estate, NAME, posture, project_id=estate.scaleway.organization_id),
        key_materials=key_materials(estate.foundation.keys),
        founder_id=reads(estate, NAME, "bootstrap").entry("application_ids", FOUNDER)
        if estate.foundation.bootstrap
        else None,
    )
    pulumi.export("project_ids", made.projects.ids)
    pulumi.export("application_ids", made.applications.ids)
    pulumi.export("group_ids", made.groups.ids)
    pulumi.export("group_members", made.members)
    pulumi.export("key_ids", made.keys.ids)
    pulumi.export("api_key_secret_ids", made.applications.key_secret_ids)
    pulumi.export("audit_buckets", {kind: bucket.name for kind, bucket in made.audit.items()})
    if made.break_glass:
        pulumi.export("break_glass_secret_id", made.break_glass.secret_id)
    if made.federation:
        pulumi.export("service_provider", made.federation.service_provider)
