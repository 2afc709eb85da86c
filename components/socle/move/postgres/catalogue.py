"""What a server and one database in it are, as plain data: what the pre-flight check and the comparison of schemas read.

Nothing here asks a server; `read` does, once.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Identity = Literal["default", "full", "index", "nothing"]


@dataclass(frozen=True)
class Column:
    """A column. generated: how its value is made, if it is computed. collation: empty for the database's own."""

    name: str
    type: str
    not_null: bool = False
    default: bool = False
    generated: Literal["", "stored", "virtual"] = ""
    collation: str = ""


@dataclass(frozen=True)
class Table:
    """A table or a partition.

    name: with its schema. kind: partitioned ones hold no rows of their own. identity: what names a row that changes.
    key: columns of the primary key; identity_columns: those that name a row when it changes, none where nothing does.
    key_deferrable: a primary key that may be late names no row. rows: the planner's estimate; -1 where nobody has counted.
    always_triggers: those that fire while a change is applied. readable, owned: by the role that asked.
    applicable: whether the role that asked may act as its owner.
    """

    name: str
    owner: str
    kind: Literal["table", "partitioned", "foreign"] = "table"
    logged: bool = True
    identity: Identity = "default"
    key: tuple[str, ...] = ()
    key_deferrable: bool = False
    identity_columns: tuple[str, ...] = ()
    columns: tuple[Column, ...] = ()
    partition_of: str = ""
    row_security: bool = False
    forced_security: bool = False
    rows: int = -1
    size_bytes: int = 0
    empty: bool = True
    of_extension: str = ""
    always_triggers: tuple[str, ...] = ()
    readable: bool = True
    owned: bool = True
    applicable: bool = True


@dataclass(frozen=True)
class Sequence:
    """A sequence with where it stands. last: the value given last, none where it was never used."""

    name: str
    last: int | None = None
    increment: int = 1
    least: int = 1
    most: int = 2**63 - 1
    cycles: bool = False


@dataclass(frozen=True)
class Slot:
    """A replication slot of the server. status: whether its log is still there. held_bytes: log that it holds back."""

    name: str
    database: str = ""
    active: bool = False
    status: str = "reserved"
    held_bytes: int = 0
    inactive_seconds: int | None = None


@dataclass(frozen=True)
class Role:
    """A role of the server."""

    name: str
    superuser: bool = False
    login: bool = True
    replication: bool = False
    bypasses_security: bool = False


@dataclass(frozen=True)
class Catalogue:
    """One database and its server, as the role that asked could see them.

    encoding, collation, provider, locale: how text is stored and ordered. collation_version: that of the library when the
    database was made, and that of the library now; empty where the server does not say. definitions: every object of the schema
    by kind and name, as text that is equal where the objects are. may_create, may_subscribe, may_close: rights of the role that asked.
    subscriptions, publications: their names. unreadable_objects: large objects that the role may not read. prepared,
    long_transactions: counts. unseen: what this role could not see.
    """

    version: int
    user: Role
    settings: Mapping[str, str] = field(default_factory=dict[str, str])
    encoding: str = "UTF8"
    collation: str = "C.UTF-8"
    provider: str = "libc"
    locale: str = ""
    collation_version: tuple[str, str] = ("", "")
    in_recovery: bool = False
    may_create: bool = True
    may_subscribe: bool = True
    may_close: bool = True
    tables: Mapping[str, Table] = field(default_factory=dict[str, Table])
    sequences: Mapping[str, Sequence] = field(default_factory=dict[str, Sequence])
    views: tuple[str, ...] = ()
    extensions: Mapping[str, str] = field(default_factory=dict[str, str])
    available: Mapping[str, str] = field(default_factory=dict[str, str])
    roles: Mapping[str, Role] = field(default_factory=dict[str, Role])
    named_roles: tuple[str, ...] = ()
    collations: tuple[str, ...] = ()
    slots: Mapping[str, Slot] = field(default_factory=dict[str, Slot])
    subscriptions: tuple[str, ...] = ()
    publications: tuple[str, ...] = ()
    event_triggers: tuple[str, ...] = ()
    invalid_indexes: tuple[str, ...] = ()
    definers: tuple[str, ...] = ()
    large_objects: int = 0
    unreadable_objects: int = 0
    prepared: int = 0
    long_transactions: int = 0
    definitions: Mapping[str, str] = field(default_factory=dict[str, str])
    unseen: tuple[str, ...] = ()

    @property
    def major(self) -> int:
        """The major version: 17."""
        return self.version // 10_000

    def number(self, setting: str) -> int | None:
        """A setting as a number; nothing where the server does not have it."""
        text = self.settings.get(setting, "")
        return int(text) if text.lstrip("-").isdigit() else None
