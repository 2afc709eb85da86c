"""The bridge layer: what joins the two clouds while both run.

A stack of its own, on runners of its own: no other one holds the credentials of both clouds.
"""

from collections.abc import Mapping

import pulumi

from socle.bridge import Bridge, Ends
from socle.estate import BridgeSpec, Estate
from socle.scaleway import Tenancy, bare_id

from . import stack_read

NAME = "bridge"


def deploy(estate: Estate) -> None:
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
        tenancy=Tenancy.of(estate, NAME),
        ends=_ends(estate, bridge) if bridge.transport != "none" else None,
        shared_keys=_shared_keys(bridge),
    )
    pulumi.export("public_addresses", made.public_addresses)
    pulumi.export("azure_addresses", made.azure_addresses)
    pulumi.export("shared_key_ids", made.shared_key_ids)


def _ends(estate: Estate, bridge: BridgeSpec) -> Ends:
    platform, legacy = stack_read(estate, NAME, "platform"), stack_read(estate, NAME, "legacy")
    return Ends(
        private_network_id=_entry(platform, "private_network_ids", bridge.network or ""),
        vpc_id=platform.require_output("vpc_id"),
        key_id=_entry(platform, "key_ids", bridge.key or "").apply(bare_id),
        subnet_id=_entry(legacy, "subnet_ids", bridge.azure.subnet if bridge.azure else ""),
    )


def _entry(stack: pulumi.StackReference, output: str, key: str) -> pulumi.Output[str]:
    """One entry of a map that a stack gives out."""
    return stack.require_output(output).apply(lambda found: _found(found, output, key))


def _found(found: Mapping[str, str], output: str, key: str) -> str:
    if key not in found:
        raise pulumi.RunError(
            f"{output} has no {key} yet: the bridge would stand nowhere; deploy the stack that makes it first"
        )
    return found[key]


def _shared_keys(bridge: BridgeSpec) -> dict[str, pulumi.Input[str]]:
    """Pre-shared keys that are given: the secret config `socle:psk-<tunnel>`."""
    config = pulumi.Config()
    given = bridge.tunnels if bridge.shared_keys == "given" else {}
    return {key: config.require_secret(f"psk-{key}") for key in given}
