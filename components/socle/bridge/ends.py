"""What only the clouds know, as the components of the bridge hand it on."""

from dataclasses import dataclass

import pulumi


@dataclass(frozen=True)
class Ends:
    """What the tunnels end in, from the platform's and the legacy estate's stacks.

    private_network_id: the private network that our ends stand in (`bridge.network`).
    vpc_id: its VPC, whose routes lead to machines of ours.
    key_id: the bare UUID of the key that encrypts the pre-shared keys (`bridge.key`).
    subnet_id: Azure's id of the GatewaySubnet.
    """

    private_network_id: pulumi.Input[str]
    vpc_id: pulumi.Input[str]
    key_id: pulumi.Input[str]
    subnet_id: pulumi.Input[str]


@dataclass(frozen=True)
class SharedKey:
    """The pre-shared key of one tunnel: its text as a secret, and the secret and version that keep it."""

    text: pulumi.Output[str]
    secret_id: pulumi.Output[str]
    version: pulumi.Output[int]
