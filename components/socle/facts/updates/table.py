"""Which check is asked of which type, before an update and before a removal."""

from collections.abc import Mapping
from functools import partial

from ..engine import GUARDS
from .by_row import by_row
from .compute import cluster_update, pool_update, server_update
from .databases import database_update
from .observability import retention_shortened
from .tunnels import tunnel_removal
from .warned import Check, Inputs, Warned

DATABASE = "scaleway:databases/instance:Instance"

UPDATES: Mapping[str, Check] = {
    DATABASE: partial(database_update, consented=False),
    "scaleway:instance/server:Server": server_update,
    "scaleway:kubernetes/cluster:Cluster": cluster_update,
    "scaleway:kubernetes/pool:Pool": pool_update,
    "scaleway:observability/source:Source": retention_shortened,
}
"""By type token, what is said before an update. Without the consent of an estate, an endpoint does not move."""

REMOVALS: Mapping[str, Check] = {"scaleway:s2svpn/connection:Connection": tunnel_removal}
"""By type token, what is said before a removal."""


def guard_of(name: str) -> str:
    """Which guard a hook is, whatever resource it is named after; empty for a hook that asks other checks than these."""
    return next((guard for guard in GUARDS if name.endswith(f"-{guard}")), "")


def said_of_update(type_: str, old: Inputs, new: Inputs, *, consented: bool = False) -> list[Warned]:
    """What an update would really do; empty for a type without a check.

    Args:
        consented: the estate allows what needs its consent.
    """
    own = partial(database_update, consented=True) if consented and type_ == DATABASE else UPDATES.get(type_)
    check = own or by_row(type_)
    return list(check(old, new)) if check else []


def said_of_removal(type_: str, old: Inputs, new: Inputs) -> list[Warned]:
    """What a removal would really do; empty for a type without a check. `new` is empty where nothing follows."""
    check = REMOVALS.get(type_)
    return list(check(old, new)) if check else []
