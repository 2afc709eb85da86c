"""PostgreSQL flexible servers of the legacy estate, their databases and the parameters that somebody set.

Left out on purpose: roles, tables and data (the bridge owns them), and passwords, which are never read.
"""

import pulumi
from pulumi_azure_native import dbforpostgresql

from socle.estate.legacy import REPLICATION_SETTINGS, PostgresDatabaseSpec, PostgresSpec, SettingSpec

from .component import LegacyComponent
from .tenancy import AzureTenancy


class LegacyPostgres(LegacyComponent):
    """A flexible server.

    The parameters that logical replication needs are not ignored when the server is adopted: the bridge must set them, and
    some of them take a restart. All others are.

    Args:
        subnet_id: the delegated subnet; nothing means a public endpoint, closed by its firewall.
        zone_id: the private zone that names the server.
        password: of the administrator of a created server; nothing means that only the directory's identities may enter.
    """

    server_id: pulumi.Input[str]

    def __init__(
        self,
        name: str,
        spec: PostgresSpec,
        *,
        tenancy: AzureTenancy,
        subnet_id: pulumi.Input[str] | None = None,
        zone_id: pulumi.Input[str] | None = None,
        password: pulumi.Input[str] | None = None,
        group: pulumi.Input[str] | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__(name, spec, tenancy=tenancy, group=group, opts=opts)
        self._wiring = (subnet_id, zone_id, password)
        server = self.azure("dbforpostgresql:Server", lambda child, options: self._server(child, spec, options))
        self.server_id = self.id_of(server)
        for key, database in spec.databases.items():
            self._database(key, database, server)
        before: list[pulumi.Resource] = [server]
        for key, setting in spec.settings.items():
            before = [self._setting(key, setting, before)]
        self.register_outputs({"server_id": self.server_id})

    def _server(self, child: str, spec: PostgresSpec, options: pulumi.ResourceOptions) -> "dbforpostgresql.Server":
        subnet_id, zone_id, password = self._wiring
        return dbforpostgresql.Server(
            child,
            resource_group_name=self.group_name,
            server_name=self.arm.name,
            location=self.location,
            version=spec.version,
            sku=dbforpostgresql.SkuArgs(name=spec.sku, tier=spec.tier),
            storage=dbforpostgresql.StorageArgs(storage_size_gb=spec.storage_gb),
            administrator_login=spec.administrator,
            administrator_login_password=password,
            auth_config=self._auth(password is not None),
            network=dbforpostgresql.NetworkArgs(
                delegated_subnet_resource_id=subnet_id,
                private_dns_zone_arm_resource_id=zone_id,
                public_network_access="Disabled",
            ),
            backup=dbforpostgresql.BackupArgs(backup_retention_days=spec.backup_days),
            high_availability=dbforpostgresql.HighAvailabilityArgs(mode=spec.high_availability),
            tags=self.tenancy.tags or None,
            opts=options,
        )

    def _auth(self, passwords: bool) -> "dbforpostgresql.AuthConfigArgs":
        return dbforpostgresql.AuthConfigArgs(
            active_directory_auth="Enabled",
            password_auth="Enabled" if passwords else "Disabled",
            tenant_id=self.tenancy.tenant_id,
        )

    def _database(self, key: str, spec: PostgresDatabaseSpec, server: pulumi.Resource) -> None:
        self.azure(
            "dbforpostgresql:Database",
            lambda child, options: dbforpostgresql.Database(
                child,
                resource_group_name=self.group_name,
                server_name=self.arm.name,
                database_name=spec.called(key),
                charset=spec.charset,
                collation=spec.collation,
                opts=options,
            ),
            at=self.part(f"databases.{key}"),
            after=[server],
        )

    def _setting(self, key: str, spec: SettingSpec, before: list[pulumi.Resource]) -> pulumi.CustomResource:
        """One at a time: a server that is changing a parameter refuses the next one."""
        return self.azure(
            "dbforpostgresql:Configuration",
            lambda child, options: dbforpostgresql.Configuration(
                child,
                resource_group_name=self.group_name,
                server_name=self.arm.name,
                configuration_name=key,
                value=spec.value,
                source="user-override",
                opts=options,
            ),
            at=self.part(f"settings.{key}"),
            ignore=() if key in REPLICATION_SETTINGS or spec.mode == "create" else ("value",),
            after=before,
        )
