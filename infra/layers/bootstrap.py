"""The bootstrap layer: buckets of states and who deploys the foundation. A person deploys it, from a folder that moves into them."""

import pulumi

from socle.estate import Estate, Posture
from socle.scaleway import Bootstrap, Tenancy

NAME = "bootstrap"


def deploy(estate: Estate, posture: Posture) -> None:
    """Register what is made first of all, and export the addresses of backends."""
    if estate.foundation is None or estate.foundation.bootstrap is None:
        raise pulumi.RunError(
            f"foundation.yaml of the estate {estate.name} has no bootstrap: the buckets that hold the states of every stack would be taken "
            "down; write it there"
        )
    region = estate.scaleway.region
    made = Bootstrap(
        NAME,
        estate,
        # Nothing is made in the organisation's default project, which has the organisation's id: the layer makes its own.
        tenancy=Tenancy.of(estate, NAME, posture, project_id=estate.scaleway.organization_id),
    )
    pulumi.export("project_ids", {"state": made.project_id})
    pulumi.export("application_ids", {"founder": made.founder_id})
    pulumi.export("api_key_secret_ids", made.key_secret_ids)
    pulumi.export(
        "backends",
        {
            zone: pulumi.Output.concat("s3://", bucket.name, f"?endpoint=https://s3.{region}.scw.cloud&region={region}")
            for zone, bucket in made.buckets.items()
        },
    )
