"""The bridge layer: what joins the two clouds while both run.

A stack of its own, on runners of its own: no other one holds the credentials of both clouds.
"""

import pulumi

from socle.bridge import Bridge, Ends
from socle.estate import BridgeSpec, Estate, Posture
from socle.scaleway import bare_id

from . import foundation_of, reads

NAME = "bridge"


def deploy(estate: Estate, posture: Posture) -> None:
    """Register the bridge of an estate between what its platform and legacy stacks give out."""
    bridge = estate.bridge
    if bridge is None:
        raise pulumi.RunError(
            f"the estate {estate.name} has no bridge.yaml: the tunnels that this stack holds would be taken down at once; put the "
            "file back, or close the bridge and destroy the stack"
        )
    made = Bridge(
        NAME,
        estate,
        tenancy=foundation_of(estate, NAME, posture).tenancy,
        ends=_ends(estate, bridge) if bridge.transport != "none" else None,
        shared_keys=_shared_keys(bridge),
    )
    pulumi.export("public_addresses", made.public_addresses)
    pulumi.export("azure_addresses", made.azure_addresses)
    pulumi.export("shared_key_ids", made.shared_key_ids)


def _ends(estate: Estate, bridge: BridgeSpec) -> Ends:
    platform, legacy = reads(estate, NAME, "platform"), reads(estate, NAME, "legacy")
    return Ends(
        private_network_id=platform.entry("private_network_ids", bridge.network or ""),
        vpc_id=platform.text("vpc_id"),
        key_id=platform.entry("key_ids", bridge.key or "").apply(bare_id),
        subnet_id=legacy.entry("subnet_ids", bridge.azure.subnet if bridge.azure else ""),
    )


def _shared_keys(bridge: BridgeSpec) -> dict[str, pulumi.Input[str]]:
    """Pre-shared keys that are given: the secret config `socle:psk-<tunnel>`."""
    config = pulumi.Config()
    given = bridge.tunnels if bridge.shared_keys == "given" else {}
    return {key: config.require_secret(f"psk-{key}") for key in given}
