"""What holds data or keys in the legacy estate: storage accounts, PostgreSQL servers, vaults.

Each also carries what an export or a count found about how it can be left: dates, holds, features that do not replicate.
Those facts configure nothing; `socle inventory` reads them.
"""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import Field, StringConstraints

from socle.messages import Refusal
from socle.specs import Key, Spec, Unbound

from ..data_class import DataClass
from ..shared import of_legacy
from .entry import LegacyChild, LegacyEntry, Reference

SettingName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*(\.[a-z0-9_]+)?$", max_length=63)]
"""A PostgreSQL parameter as the server spells it: `wal_level`."""

Feature = Literal[
    "large-objects", "unlogged-tables", "materialized-views", "tables-without-replica-identity", "foreign-tables"
]
"""What logical replication leaves behind (PostgreSQL documentation, logical replication, restrictions)."""


class ImmutabilitySpec(Spec):
    """Write once, read many. A locked policy cannot be shortened or removed by anyone before its blobs are free."""

    days: int = Field(ge=1, le=146_000)
    """Days that each blob stays immutable (Azure documentation, time-based retention: 1 to 146,000)."""
    locked: bool = False
    """Whether the policy is locked, which cannot be undone."""
    until: date | None = None
    """The day when the last blob of today is free, as last measured; the account cannot be deleted before."""


class ContainerSpec(LegacyChild):
    """A blob container, or a file system where the account is hierarchical."""

    data_class: DataClass | None = None
    """What it holds; nothing means that nobody has said so yet."""
    immutability: ImmutabilitySpec | None = None
    """The time-based retention policy of the container."""
    legal_holds: tuple[str, ...] = ()
    """Tags of legal holds: the container cannot be deleted while there is one."""
    holds_until: date | None = None
    """The day by which whoever placed the holds said that all are lifted; Azure knows no date, and nobody else can lift them."""


class StorageAccountSpec(LegacyEntry):
    """A storage account and its containers."""

    AZURE_TYPE: ClassVar[str] = "Microsoft.Storage/storageAccounts"

    kind: Literal["StorageV2", "BlobStorage", "BlockBlobStorage", "FileStorage", "Storage"] = "StorageV2"
    """Azure's kind of account; cannot be changed."""
    sku: str = Field(default="Standard_ZRS", pattern=r"^(Standard|Premium)V?2?_[A-Z]{3,6}$")
    """Performance and redundancy in Azure's words."""
    hierarchical: bool = False
    """Whether it has directories (Data Lake Storage Gen2); cannot be undone."""
    shared_keys: bool = False
    """Whether whoever holds the account's key may do anything; closing it is part of the fence."""
    public_network: Literal["Enabled", "Disabled", "SecuredByPerimeter"] = "Disabled"
    """Whether the Internet can reach its endpoints."""
    containers: dict[Key, ContainerSpec] = Field(default_factory=dict[Key, ContainerSpec])
    """Containers by name."""
    blobs_without_md5: int | None = Field(default=None, ge=0)
    """How many blobs have no checksum of their own, as last counted: their copies can only be proven by reading them."""


class PostgresDatabaseSpec(LegacyChild):
    """A database of a server, with what was found in it that does not follow a replication."""

    charset: str = "UTF8"
    """Its encoding."""
    collation: str = "en_US.utf8"
    """Its order of text."""
    data_class: DataClass | None = None
    """What it holds; nothing means that nobody has said so yet."""
    features: tuple[Feature, ...] | None = None
    """What was found in it that logical replication leaves behind; nothing means that nobody has looked, `[]` that it is free."""


class SettingSpec(Spec):
    """A parameter of a server. Those that replication needs may change under the freeze; they take a restart."""

    value: str
    """The value as text: `logical`, `"16"`."""
    mode: Literal["observe", "adopt", "create"] | None = None
    """Who writes it; nothing means the mode of the server."""


class PostgresSpec(LegacyEntry):
    """A PostgreSQL flexible server with its databases and the parameters that somebody set."""

    AZURE_TYPE: ClassVar[str] = "Microsoft.DBforPostgreSQL/flexibleServers"

    version: Literal["11", "12", "13", "14", "15", "16", "17", "18"]
    """The major version; replication back to Azure needs 16 or later."""
    sku: str = Field(default="Standard_D2ds_v5", min_length=3, max_length=60)
    """The machine in Azure's words."""
    tier: Literal["Burstable", "GeneralPurpose", "MemoryOptimized"] = "GeneralPurpose"
    """The family of machines; replication needs more than Burstable."""
    storage_gb: int = Field(default=128, ge=32, le=65_536)
    """Size of the disk in GiB."""
    administrator: str = Field(default="socle", pattern=r"^[a-z][a-z0-9_]{0,62}$")
    """Login of the administrator; cannot be changed. Its password is never written here."""
    subnet: Annotated[Reference, of_legacy("networks", "subnets")] | None = None
    """The delegated subnet `<network>.<subnet>`; cannot be changed. Nothing means a public endpoint with a firewall."""
    dns_zone: Annotated[Key, of_legacy("dns_zones")] | None = None
    """The entry of `dns_zones` that names it; needed with a subnet."""
    backup_days: int = Field(default=7, ge=7, le=35)
    """Days that automatic backups are kept (Azure's range)."""
    high_availability: Literal["Disabled", "SameZone", "ZoneRedundant"] = "Disabled"
    """Whether a standby takes over."""
    databases: dict[Key, PostgresDatabaseSpec] = Field(default_factory=dict[Key, PostgresDatabaseSpec])
    """Databases by name; those of the server itself are not written."""
    settings: dict[SettingName, SettingSpec] = Field(default_factory=dict[SettingName, SettingSpec])
    """Parameters by the server's own name, `wal_level` among them."""
    extensions: tuple[str, ...] | None = None
    """Extensions in use, by PostgreSQL's names; nothing means that nobody has looked."""

    def contradictions(self) -> Iterator[Refusal]:
        if self.subnet and not self.dns_zone:
            yield Refusal(
                "a server in a subnet without a private DNS zone",
                "Azure would refuse it, and its name would resolve for nobody",
                "name an entry of dns_zones",
                at="dns_zone",
            )


class VaultKeySpec(LegacyChild):
    """A key of a vault. Only its name and kind are known here: the material never leaves the vault."""

    type: Literal["RSA", "RSA-HSM", "EC", "EC-HSM"] = "RSA"
    """The kind of key."""
    size: Literal[2048, 3072, 4096] | None = None
    """Bits of an RSA key."""
    curve: Literal["P-256", "P-384", "P-521"] | None = None
    """Curve of an EC key."""

    def refusals(self) -> Iterator[Refusal]:
        if self.type.startswith("EC") == (self.curve is None) or self.type.startswith("RSA") == (self.size is None):
            yield Refusal(
                "the key says neither or both of size and curve",
                "it would not be the key that is in the vault",
                "give size for RSA, curve for EC",
            )


class VaultSpec(LegacyEntry):
    """A Key Vault with its keys. Deleting one under purge protection is only final after the retention days."""

    AZURE_TYPE: ClassVar[str] = "Microsoft.KeyVault/vaults"

    sku: Literal["standard", "premium"] = "standard"
    """`premium` keeps keys in an HSM."""
    purge_protection: bool = True
    """Whether deleted keys stay recoverable until the retention ends; cannot be undone, not even by Microsoft."""
    retention_days: int = Field(default=90, ge=7, le=90)
    """Days that deleted keys stay recoverable (Azure's range); cannot be changed."""
    public_network: Literal["Enabled", "Disabled"] = "Disabled"
    """Whether the Internet can reach it."""
    keys: dict[Annotated[Key, Unbound("a key of this vault")], VaultKeySpec] = Field(
        default_factory=dict[Key, VaultKeySpec]
    )
    """Keys by name."""
