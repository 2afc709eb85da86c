"""Machines of one's own, for what the host's HDS pages allow on instances and not on managed products.

Left out on purpose: public addresses, machines from snapshots, an encrypted system disk, and the value of the volume's key, which
no program of ours ever sees.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import pulumi
from pulumiverse_scaleway import block, instance

from socle.component import filled
from socle.estate import InstanceFlowSpec, InstanceSpec, SecretSpec
from socle.facts.updates import server_update

from .cloud_init import VOLUME_IDS, cloud_init, flows, volume_ids
from .component import Component
from .secrets import SecretEntry
from .tenancy import Tenancy
from .update_guard import guarded
from .wiring import key_refusals, network_refusals


class Placements(Component):
    """Groups of machines that the host keeps on different hardware, one for each placement that instances name."""

    ids: dict[str, pulumi.Output[str]]
    """`<zone>/<uuid>` by the placement's name."""

    def __init__(
        self,
        name: str,
        zones: Mapping[str, str],
        *,
        tenancy: Tenancy,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__(name, None, tenancy, opts)
        self.ids = {
            key: instance.PlacementGroup(
                f"{name}-{key}",
                name=tenancy.cloud_name(key),
                policy_type="max_availability",
                tags=tenancy.tag_list(),
                project_id=tenancy.project_id,
                zone=zone,
                opts=self.child(instance.PlacementGroup),
            ).id
            for key, zone in zones.items()
        }
        self.register_outputs({"ids": self.ids})


class ProtectedInstance(Component):
    """A machine without a public address, closed in both directions, with a new encrypted volume.

    Pulumi makes the secret that will hold the volume's key, never its value: whoever operates the platform writes that once, so
    it is in no state. At each start the machine waits for a token (the host gives machines no identity), reads the key with it
    into memory, opens the volume and forgets both. See the operator's runbook.

    Machine, volume and secret are protected, by Pulumi and where the host can, at the host. What cloud-init sets up is set up
    once, so a change of it replaces the machine; the volume stays and is never formatted again.

    Args:
        instance_name: the name that the cloud shows, and the first part of what belongs to the machine.
        private_network_id: the network that the machine is attached to.
        key_id: the bare UUID of the Key Manager key that encrypts the secret with the volume's key.
        egress: the way out of the private network; without it the key could not be fetched.
        address_id: the reserved address that it answers at.
        placement_group_id: keeps it apart from other machines.

    Raises:
        ValueError: `egress` is empty.
    """

    server_id: pulumi.Output[str]
    secret_id: pulumi.Output[str]
    """Where the operator writes the volume's key, and what a token must be able to read."""

    def __init__(
        self,
        name: str,
        spec: InstanceSpec,
        *,
        tenancy: Tenancy,
        instance_name: str,
        private_network_id: pulumi.Input[str],
        key_id: pulumi.Input[str],
        egress: Sequence[pulumi.Resource],
        address_id: pulumi.Input[str] | None = None,
        placement_group_id: pulumi.Input[str] | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        if not egress:
            raise ValueError(
                f"{name}: egress is empty: the machine has no public address and fetches its volume's key through the gateway, "
                "so the volume would never open; pass Network.egress"
            )
        super().__init__(
            name,
            spec,
            tenancy,
            opts,
            wiring=[
                *key_refusals(key_id, spec.key, spec.data_class),
                *network_refusals(private_network_id, spec.network),
            ],
        )
        self._name, self._cloud_name, self._spec = name, instance_name, spec
        tags = tenancy.tag_list(**{"data-class": spec.data_class})

        secret = SecretEntry(
            f"{name}-volume-key",
            SecretSpec(
                data_class=spec.data_class,
                key=spec.key,
                content="elsewhere",
                description="opens the data volume; its value is written by the operator, once",
            ),
            tenancy=tenancy,
            secret_name=f"{instance_name}-volume-key",
            key_id=key_id,
            path="/instances",
            opts=self.nested(),
        )
        volume = block.Volume(
            f"{name}-data",  # new, from no snapshot: what the host's HDS page asks for
            name=f"{instance_name}-data",
            size_in_gb=spec.volume.size_gb,
            iops=spec.volume.iops,
            tags=[*tags, "encryption=luks"],
            project_id=tenancy.project_id,
            zone=spec.zone,
            opts=self.child(block.Volume, stateful=True),
        )
        group = self._security_group()
        server = instance.Server(
            f"{name}-server",
            name=instance_name,
            type=spec.type,
            image=spec.image,
            root_volume=instance.ServerRootVolumeArgs(
                volume_type="sbs_volume", size_in_gb=spec.root_gb, delete_on_termination=True
            ),
            additional_volume_ids=[volume.id],
            enable_dynamic_ip=False,
            security_group_id=group.id,
            placement_group_id=placement_group_id,
            user_data={  # not `cloud_init`: both together differ for ever
                "cloud-init": cloud_init(spec, region=tenancy.region),
                VOLUME_IDS: filled(volume_ids, volume.id, secret.id),
            },
            protected=not (tenancy.rehearsal or spec.replaceable),
            state="started",
            tags=tags,
            project_id=tenancy.project_id,
            zone=spec.zone,
            opts=self._server_options(),
        )
        instance.PrivateNic(
            f"{name}-nic",  # depends on the server, so it goes first; the provider before 2.83 failed at that
            server_id=server.id,
            private_network_id=private_network_id,
            ipam_ip_ids=[address_id] if address_id is not None else None,
            tags=tags,
            zone=spec.zone,
            opts=self.child(instance.PrivateNic, depends_on=list(egress)),
        )
        self.server_id, self.secret_id = server.id, secret.id
        self.register_outputs({"server_id": self.server_id, "secret_id": self.secret_id})

    def _security_group(self) -> instance.SecurityGroup:
        """For public traffic only, which is all that the host's groups judge: should a public address ever be attached."""
        return instance.SecurityGroup(
            f"{self._name}-guard",
            name=f"{self._cloud_name}-guard",
            inbound_default_policy="drop",
            outbound_default_policy="drop",
            inbound_rules=[
                instance.SecurityGroupInboundRuleArgs(
                    action="accept", protocol=flow.protocol.upper(), ip_range=flow.range, **_range(ports)
                )
                for flow, ports in _ports(flows(self._spec, "in"))
            ],
            outbound_rules=[
                instance.SecurityGroupOutboundRuleArgs(
                    action="accept", protocol=flow.protocol.upper(), ip_range=flow.range, **_range(ports)
                )
                for flow, ports in _ports(flows(self._spec, "out"))
            ],
            stateful=True,
            enable_default_security=True,
            tags=self.tenancy.tag_list(),
            project_id=self.tenancy.project_id,
            zone=self._spec.zone,
            opts=self.child(instance.SecurityGroup),
        )

    def _server_options(self) -> pulumi.ResourceOptions:
        return self.child(
            instance.Server,
            stateful=not self._spec.replaceable,
            # Set up once: the provider would change the text alone. It refuses another placement half-way through an update.
            loud=('userData["cloud-init"]', "placementGroupId"),
            hooks=guarded(f"{self._name}-server", server_update),
            delete_before_replace=True,  # the volume can be attached to one machine only
        )


def _ports(declared: Sequence[InstanceFlowSpec]) -> list[tuple[InstanceFlowSpec, str]]:
    return [(flow, ports) for flow in declared for ports in flow.ports]


def _range(ports: str) -> dict[str, Any]:
    """In the form in which the provider reads it back, so that no difference is shown for ever."""
    return {"port_range": ports} if "-" in ports else {"port": int(ports)}
