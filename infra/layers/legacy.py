"""The legacy layer: the Azure estate that the platform replaces, in a stack and a state of its own.

A Scaleway deployment can therefore never hold an Azure delete.
"""

import pulumi

from socle.azure import AzureTenancy, LegacyEstate, freeze_stack
from socle.estate import Estate, Posture
from socle.estate.legacy import LegacySpec

NAME = "legacy"


def deploy(estate: Estate, posture: Posture) -> None:
    """Register the legacy estate and export what the bridge composes with."""
    legacy = estate.legacy
    if legacy is None:
        raise pulumi.RunError(
            f"the estate {estate.name} has no legacy.yaml: all that this stack holds would be let go of; "
            "put the file back, or create it with the subscription and what is in it"
        )
    tenancy = AzureTenancy(
        tenant_id=legacy.tenant_id,
        subscription_id=legacy.subscription_id,
        location=legacy.location,
        posture=posture,
        twin=legacy.twin_of is not None,
        tags={"estate": estate.name, "owner": estate.owner, "layer": NAME} if legacy.twin_of else {},
    )
    freeze_stack(NAME, tenancy)
    entire = LegacyEstate(NAME, legacy, tenancy=tenancy, passwords=_passwords(legacy))
    pulumi.export("network_ids", entire.network_ids)
    pulumi.export("subnet_ids", entire.subnet_ids)
    pulumi.export("subscription_id", legacy.subscription_id)


def _passwords(legacy: LegacySpec) -> dict[str, pulumi.Input[str]]:
    """Administrators' passwords of the servers that a rehearsal creates: the secret config `socle:legacy-<server>-password`."""
    config = pulumi.Config()
    given = {key: config.get_secret(f"legacy-{key}-password") for key in legacy.databases}
    return {key: password for key, password in given.items() if password is not None}
