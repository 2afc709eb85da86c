"""What a database's spec means in the provider's words. Pure: no registration."""

from collections.abc import Collection

from pulumiverse_scaleway import databases

from socle.estate import DatabaseSpec, NetworkSpec
from socle.facts.offers import NODE_TYPES, tuned


def settings(spec: DatabaseSpec) -> dict[str, str]:
    """The engine's settings as the provider wants them, all text.

    The host replaces every setting with what it is given, so those that it derives from the size of the node are there too.
    What the estate says wins over these.
    """
    chosen = {name: _text(value) for name, value in sorted(spec.settings.items())}
    return {
        **tuned(NODE_TYPES[spec.node_type]),
        "log_min_duration_statement": str(spec.slow_statement_ms),
        **_audit(spec),
        **_replication(spec),
        **chosen,
    }


def _audit(spec: DatabaseSpec) -> dict[str, str]:
    """Roles, rights and structure. Reads and writes are left out: the text of a statement holds what it looks for."""
    return {"rdb.enable_pgaudit": "on", "pgaudit.log": "ROLE,DDL"} if spec.audits else {}


def _replication(spec: DatabaseSpec) -> dict[str, str]:
    """The three that the host documents together: without the last two a failover breaks the replication."""
    if not spec.logical_replication:
        return {}
    return {"rdb.enable_logical_replication": "on", "hot_standby_feedback": "on", "sync_replication_slots": "on"}


def _text(value: float) -> str:
    """A number as the host writes it: without a fraction where it has none."""
    return str(int(value)) if float(value).is_integer() else str(value)


def endpoint(private_network_id: object, address: str | None) -> databases.InstancePrivateNetworkArgs:
    """The one endpoint, in the private network: at an address of the host's choice with a name, or pinned without one."""
    if address is None:
        return databases.InstancePrivateNetworkArgs(pn_id=private_network_id, enable_ipam=True)  # pyright: ignore[reportArgumentType]
    return databases.InstancePrivateNetworkArgs(pn_id=private_network_id, ip_net=address)  # pyright: ignore[reportArgumentType]


def pinned(spec: DatabaseSpec, network: NetworkSpec) -> str | None:
    """The address with the width of its network (`10.20.32.10/22`), as the provider wants it; nothing if not pinned."""
    if spec.address is None:
        return None
    return f"{spec.address}/{network.private_networks[spec.network].network.prefixlen}"


def privileges(
    spec: DatabaseSpec, *, read_only: bool = False, movers: Collection[str] = ()
) -> list[tuple[str, str, str]]:
    """User, database and permission, in a fixed order: the host refuses two at once.

    Where clients may only read, those who bring data in keep what the spec says.
    """
    return sorted(
        (user, database, "readonly" if read_only and user not in movers else permission)
        for user, declared in spec.users.items()
        for database, permission in declared.access.items()
    )
