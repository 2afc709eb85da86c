"""What each input of a Scaleway resource does when it changes: the rows of this folder, and those of types whose facts say it.

Sources: the host's documentation and the provider's update functions, as `facts.scaleway` and the table of silent inputs cite them.
"""

from ...rows import Change, Kind
from ...scaleway import KINDS
from ..effect import HARMLESS, Effect, Judge, TypeEffects
from ..filters import FILTER
from ..judges import HARMLESS_VALUE, IDENTITY, TAGS, UNKNOWN_VALUE, always
from ..usual import COSTS, PLACE, PRIVATE_ENDPOINT, PUBLIC_ENDPOINT, SIZE, TLS
from .hand_overs import HAND_OVERS
from .load_balancers import LOAD_BALANCERS
from .machines import MACHINES
from .networks import NETWORKS
from .rights import RIGHTS
from .services import SERVICES
from .stores import STORES

_JUDGES: dict[Change, Judge] = {
    "access list": FILTER,
    "identity": IDENTITY,
    "interrupts": always(Effect.INTERRUPTS),
    "only up": always(Effect.INTERRUPTS, Effect.IRREVERSIBLE),
    "one way": always(Effect.INTERRUPTS, Effect.IRREVERSIBLE),
    "private endpoint": PRIVATE_ENDPOINT,
    "public endpoint": PUBLIC_ENDPOINT,
    "size": SIZE,
    "tags": TAGS,
    "tls": TLS,
    "unknown": UNKNOWN_VALUE,
    "words": HARMLESS_VALUE,
}


def _of_row(row: Kind) -> TypeEffects:
    """What is billed by itself costs from the day on which it is made."""
    judged = {name: _JUDGES[change] for name, change in row.changes.items()}
    return TypeEffects({**PLACE, **judged}, created=COSTS if row.meters else HARMLESS)


SCALEWAY: dict[str, TypeEffects] = {
    **STORES,
    **NETWORKS,
    **RIGHTS,
    **MACHINES,
    **LOAD_BALANCERS,
    **SERVICES,
    **HAND_OVERS,
    **{row.type.removeprefix("scaleway:"): _of_row(row) for row in KINDS if row.changes},
}
"""By type token without its package."""
