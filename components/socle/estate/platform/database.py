"""Managed PostgreSQL, as the estate declares it. A public endpoint cannot be written."""

from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import Field, StringConstraints

from socle.facts import READ_REPLICAS_PER_DATABASE
from socle.facts.offers import BLOCK_VOLUME_GB, SQL_NAME
from socle.specs import Form, Key, Line, Reason, Refers, Spec, Unbound

from ..data_class import DataClass
from ..shared import attached, encrypts
from .ranges import Address

SqlName = Annotated[
    str,
    StringConstraints(pattern=SQL_NAME),
    Form("a name in small letters, digits and underscores, a letter first, 63 characters at most", "catalogue"),
]
"""A name inside PostgreSQL: small letters, digits and underscores, a letter first, 63 characters at most."""

SettingName = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z][a-z0-9_.]{2,62}$"),
    Form("a setting of PostgreSQL, in small letters", "work_mem"),
]
"""The name of one setting of the engine."""

Permission = Literal["all", "readonly"]
"""`all` may create schemas and tables and owns what it makes; `readonly` reads the tables that exist when it is granted.
The host's `readwrite` is left out: it turns into `custom` with the first table that another user makes, and the writer would
find itself without it. After new tables `readonly` shows as a difference on refresh, and `up` grants it again."""


class BackupSpec(Spec):
    """Automatic snapshots, in the same region and encrypted like the volume."""

    every_hours: int = Field(default=24, ge=1, le=24)
    """Hours between two; a day at most (SecNumCloud 12.5)."""
    keep_days: int = Field(default=30, ge=1, le=365)
    """Days that each is kept."""


class SqlDatabaseSpec(Spec):
    """A database inside the instance."""

    description: Line = Field(default="", max_length=200)
    """What it holds, for whoever reads the estate."""


class DatabaseUserSpec(Spec):
    """A user of the engine, with a generated password in Secret Manager. Never an administrator."""

    access: dict[SqlName, Permission] = Field(min_length=1)
    """What it may do, by database."""
    rotation: int = Field(default=1, ge=1, le=10_000)
    """Add one to change the password: in the engine first, then in Secret Manager."""


class ReadReplicaSpec(Spec):
    """A copy that answers reads, in the same private network and zone (block volumes have no replica in another zone)."""

    reason: Reason
    """What reads from it."""


_TAKEN_OVER = Refers(
    "databases",
    "it takes the place of {name}, which is no other database",
    "nobody would know where its data comes from",
    instead="remove succeeds",
)


class Succession(Spec):
    """That this instance takes the place of another: the way to a newer engine or a smaller volume.

    Both exist side by side until the old entry is removed, so that nothing written meanwhile is lost and the way back stays
    open. The engine's own upgrade is refused: it makes another instance under another id, which the state cannot follow.
    """

    database: Annotated[Key, _TAKEN_OVER]
    """The entry that it takes the place of."""
    reason: Reason
    """Why, and how the data comes over (logical replication, or a dump while nobody writes)."""
    until: date
    """The day on which the old entry should be gone; rules report it once it has passed."""


class NetworkMove(Spec):
    """Consent to move the endpoint to another private network, which is otherwise refused: every client loses it."""

    reason: Reason
    """Why, and who tells the clients."""
    until: date
    """The day after which the consent should be gone from the file; rules report it."""


class DatabaseParts(Spec):
    """What a `DatabaseSpec` says, before it is held to itself."""

    BECOMES: ClassVar[str] = "scaleway:databases/instance:Instance"

    data_class: DataClass
    """What it holds; sets the floor of every value below."""
    key: Annotated[Key, encrypts("database's passwords")]
    """The entry of `keys` that encrypts its passwords in Secret Manager. The volume's own key is the host's."""
    engine: Literal["PostgreSQL-16", "PostgreSQL-17"]
    """Its version. It never changes: declare a second instance that `succeeds` this one."""
    node_type: str
    """Its size, of the host's list. Larger or smaller interrupts for a moment."""
    network: Annotated[Key, attached("the database would have nowhere to answer")]
    """The private network that it answers in; its purpose must be data. Moving it is refused without `network_move`."""
    address: Address | None = None
    """An address of that network to answer at, always. The provider then promises neither routing from other private networks
    nor a name in the VPC's DNS, and an address reserved in network.addresses is refused by the host. Without it the host gives
    an address that has both and stays for the endpoint's life."""
    volume_gb: int = Field(ge=BLOCK_VOLUME_GB[0], le=BLOCK_VOLUME_GB[1])
    """Size of the block volume in GB, a multiple of 5. It can grow and never shrink."""
    volume_type: Literal["sbs_5k", "sbs_15k"] = "sbs_5k"
    """Block storage of 5,000 or 15,000 operations a second."""
    high_availability: bool = True
    """A standby node in the same zone, written synchronously. It can be added later and never removed."""
    backups: BackupSpec = Field(default_factory=BackupSpec)
    """Automatic backups; they cannot be switched off."""
    logical_replication: bool = False
    """Whether it may be the source of a logical replication, for the cut-over. Changing it restarts the engine."""
    audit: Literal["off", "rights-and-structure"] | None = None
    """What pgaudit logs: who changes roles, rights and tables. Nothing means what the data class demands."""
    log_statements_slower_than_ms: int | None = Field(default=None, ge=-1, le=3_600_000)
    """Log the text of slow statements, -1 for never. Nothing means 5,000 (the host's default), or never for health data."""
    settings: dict[SettingName, float] = Field(default_factory=dict[SettingName, float])
    """Numbers of the engine's tuning, of those that the host lets its customers change: memory in MB, times in ms."""
    databases: dict[Annotated[SqlName, Unbound("a database of this engine")], SqlDatabaseSpec] = Field(min_length=1)
    """Databases inside it. Removing one deletes every table in it."""
    users: dict[SqlName, DatabaseUserSpec] = Field(default_factory=dict[SqlName, DatabaseUserSpec])
    """Users of applications; the administrator is always there and is for emergencies."""
    admin_rotation: int = Field(default=1, ge=1, le=10_000)
    """Add one to change the administrator's password."""
    read_replicas: dict[Key, ReadReplicaSpec] = Field(
        default_factory=dict[Key, ReadReplicaSpec], max_length=READ_REPLICAS_PER_DATABASE
    )
    """Copies that answer reads; each costs as much as a node."""
    succeeds: Succession | None = None
    """The instance that this one takes the place of."""
    network_move: NetworkMove | None = None
    """Consent to a changed `network` or `address`; remove it once the move is done."""

    @property
    def secret_count(self) -> int:
        """How many secrets it makes: the administrator's password and one a user."""
        return 1 + len(self.users)

    @property
    def address_count(self) -> int:
        """How many addresses of its network it takes: its endpoint and one a read replica."""
        return 1 + len(self.read_replicas)

    @property
    def audits(self) -> bool:
        """Whether pgaudit is on."""
        return self.data_class.floor.audit_log if self.audit is None else self.audit != "off"

    @property
    def slow_statement_ms(self) -> int:
        """From how many milliseconds on the text of a statement is logged, -1 for never."""
        if self.log_statements_slower_than_ms is not None:
            return self.log_statements_slower_than_ms
        return 5_000 if self.data_class.floor.statement_texts_in_logs else -1
