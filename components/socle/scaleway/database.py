"""Managed PostgreSQL.

Left out on purpose: public endpoints (they cannot be declared), local volumes (their backups are not encrypted), upgrades in
place (the state cannot follow them), and a maintenance window (the provider has none: the host announces its own).
"""

from functools import partial

import pulumi
from pulumiverse_scaleway import databases

from socle.estate import DatabaseSpec, SecretSpec
from socle.facts.offers import ADMIN
from socle.facts.updates import database_update

from .component import Component
from .database_arguments import endpoint, privileges, settings
from .secrets import SecretEntry
from .tenancy import Tenancy
from .update_guard import guarded
from .wiring import key_refusals, network_refusals


class PostgresDatabase(Component):
    """A PostgreSQL instance with one private endpoint, encrypted and backed up in its region; databases, users and rights.

    Encryption at rest, backups and their region are not choices. The administrator's and every user's password are generated
    and kept in Secret Manager, before the engine knows them; no output carries one. What is made inside the instance is made
    one after the other, since the host refuses two changes at a time (409).

    The certificate verifies the server: connect with `sslmode=verify-full`. Which TLS versions are accepted is the host's
    decision and no setting of its customers.

    Args:
        instance_name: the cloud's name.
        private_network_id: where it answers.
        key_id: the bare UUID of a symmetric key (`KeyRing.bare_id`), which encrypts the passwords.
        address: the address to answer at with its prefix length, such as `10.20.32.10/22`; needed when the spec names one.

    Raises:
        ValueError: the spec names an address and none is given, or one is given that the spec does not name.
    """

    id: pulumi.Output[str]
    """`<region>/<uuid>`."""
    host: pulumi.Output[str]
    """The private address that it answers at."""
    port: pulumi.Output[int]
    """The TCP port there, 5432."""
    certificate: pulumi.Output[str]
    """The server's certificate, PEM, for `sslrootcert`."""
    admin_secret_id: pulumi.Output[str]
    """The secret with the administrator's name and password."""
    user_secret_ids: dict[str, pulumi.Output[str]]
    """Secrets with name and password, by user."""

    def __init__(
        self,
        name: str,
        spec: DatabaseSpec,
        *,
        tenancy: Tenancy,
        instance_name: str,
        private_network_id: pulumi.Input[str],
        key_id: pulumi.Input[str],
        address: str | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        if (spec.address is None) != (address is None):
            raise ValueError(
                f"{name}: the spec names {spec.address or 'no address'} and {address or 'none'} is given: the endpoint would "
                "not be where its clients look; pass the address of network.addresses, or none"
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
        self._name, self._spec, self._cloud_name, self._key_id = name, spec, instance_name, key_id

        admin = self._credential("admin", ADMIN, spec.admin_rotation)
        self.admin_secret_id = admin.id
        instance = self._instance(endpoint(private_network_id, address), admin)
        self.id = instance.id
        made = self._inside(instance)
        for key in spec.read_replicas:
            made = self._replica(key, private_network_id, made)

        self.host = _host(instance, address)
        self.port = instance.private_network.apply(_port)
        self.certificate = instance.certificate
        self.register_outputs(
            {
                "id": self.id,
                "host": self.host,
                "port": self.port,
                "certificate": self.certificate,
                "databases": sorted(spec.databases),
                "admin_secret_id": self.admin_secret_id,
                "user_secret_ids": self.user_secret_ids,
            }
        )

    def _instance(self, place: databases.InstancePrivateNetworkArgs, admin: SecretEntry) -> databases.Instance:
        spec = self._spec
        return databases.Instance(
            f"{self._name}-instance",
            name=self._cloud_name,
            engine=spec.engine,
            node_type=spec.node_type,
            is_ha_cluster=spec.high_availability,
            volume_type=spec.volume_type,
            volume_size_in_gb=spec.volume_gb,
            encryption_at_rest=True,
            disable_backup=False,
            backup_schedule_frequency=spec.backups.every_hours,
            backup_schedule_retention=spec.backups.keep_days,
            backup_same_region=True,
            private_network=place,  # without it, and without a load balancer, the host opens a public endpoint
            user_name=ADMIN,
            password=admin.value,
            settings=settings(spec),
            tags=self.tenancy.tag_list(**{"data-class": spec.data_class}),
            project_id=self.tenancy.project_id,
            region=self.tenancy.region,
            opts=self.child(
                databases.Instance,
                stateful=True,
                hooks=guarded(self._name, partial(database_update, consented=spec.network_move is not None)),
                depends_on=[admin],
            ),
        )

    def _credential(self, part: str, username: str, rotation: int) -> SecretEntry:
        """A user's name and password. One version: the engine knows one password at a time."""
        spec = SecretSpec(data_class=self._spec.data_class, key=self._spec.key, rotation=rotation)
        if self._spec.origin:
            spec.declared_at(self._spec.origin)
        return SecretEntry(
            f"{self._name}-secret-{part}",
            spec,
            tenancy=self.tenancy,
            secret_name=f"{self._cloud_name}-{username}",
            path="/databases",
            key_id=self._key_id,
            username=username,
            opts=self.nested(),
        )

    def _inside(self, instance: databases.Instance) -> pulumi.Resource:
        """Databases, then users, then rights, each after the last; what was made last."""
        last: pulumi.Resource = instance
        for database in sorted(self._spec.databases):
            last = databases.Database(
                f"{self._name}-database-{database}",
                instance_id=instance.id,
                name=database,
                region=self.tenancy.region,
                opts=self.child(databases.Database, stateful=True, depends_on=[last]),
            )
        self.user_secret_ids = {}
        for user in sorted(self._spec.users):
            secret = self._credential(f"user-{user}", user, self._spec.users[user].rotation)
            self.user_secret_ids[user] = secret.id
            last = databases.User(
                f"{self._name}-user-{user}",
                instance_id=instance.id,
                name=user,
                password=secret.value,
                is_admin=False,
                region=self.tenancy.region,
                opts=self.child(databases.User, depends_on=[last, secret]),
            )
        for user, database, permission in self._privileges():
            last = databases.Privilege(
                f"{self._name}-privilege-{user}-{database}",
                instance_id=instance.id,
                user_name=user,
                database_name=database,
                permission=permission,
                region=self.tenancy.region,
                opts=self.child(databases.Privilege, depends_on=[last]),
            )
        return last

    def _privileges(self) -> list[tuple[str, str, str]]:
        movers = self.tenancy.posture.platform.movers
        return privileges(self._spec, read_only=self.tenancy.read_only, movers=movers)

    def _replica(self, key: str, private_network_id: pulumi.Input[str], after: pulumi.Resource) -> pulumi.Resource:
        return databases.ReadReplica(
            f"{self._name}-replica-{key}",
            instance_id=self.id,
            same_zone=True,  # block volumes have no replica in another zone
            private_network=databases.ReadReplicaPrivateNetworkArgs(
                private_network_id=private_network_id, enable_ipam=True
            ),
            region=self.tenancy.region,
            opts=self.child(databases.ReadReplica, depends_on=[after]),
        )


def _host(instance: databases.Instance, pinned: str | None) -> pulumi.Output[str]:
    """The address, known to clients once the instance is there."""
    if pinned:
        return instance.id.apply(lambda _: pinned.partition("/")[0])
    return instance.private_network.apply(lambda found: found.ip or "" if found else "")


def _port(found: databases.outputs.InstancePrivateNetwork | None) -> int:
    return found.port or 5432 if found else 5432
