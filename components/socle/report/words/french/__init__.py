"""French for what is said in English where it arises: refusals, reasons, purposes. By the English sentence, `{name}` for a value.

A value whose name begins with `said` is a sentence of ours in its turn; one that begins with `word` has no space in it.
"""

from .adopting import ADOPTING
from .bridge import BRIDGE
from .counterparts import COUNTERPARTS
from .cutover import CUTOVER, CUTOVER_TYPED, MOVERS
from .estate import ESTATE
from .files import FILES
from .forms import FORMS
from .foundation import FOUNDATION
from .help import HELP
from .keys_azure import KEYS_AZURE
from .keys_cutover import KEYS_CUTOVER
from .keys_foundation import KEYS_FOUNDATION
from .keys_platform import KEYS_PLATFORM
from .legacy import LEGACY
from .moving import MOVING
from .platform import PLATFORM
from .readiness import READINESS

KEYS: dict[str, str] = {**KEYS_PLATFORM, **KEYS_FOUNDATION, **KEYS_AZURE, **KEYS_CUTOVER}
"""What each key of an estate is for."""


def _beginning(purpose: str) -> str:
    """The first sentence of a purpose, as it stands inside a refusal."""
    first = purpose.split("\n", maxsplit=1)[0].split(". ", maxsplit=1)[0].rstrip(".")
    return first if first[1:2].isupper() else first[:1].lower() + first[1:]


SENTENCES: dict[str, str] = {
    **{_beginning(english): _beginning(french) for english, french in KEYS.items()},
    **KEYS,
    **FORMS,
    **{f"{english}, {{said}}": f"{french}, {{said}}" for english, french in FORMS.items()},
    **FILES,
    **ESTATE,
    **FOUNDATION,
    **PLATFORM,
    **LEGACY,
    **BRIDGE,
    **CUTOVER,
    **CUTOVER_TYPED,
    **MOVERS,
    **ADOPTING,
    **COUNTERPARTS,
    **MOVING,
    **HELP,
    **READINESS,
}
"""Every sentence of the phrasebook."""

__all__ = ["KEYS", "SENTENCES"]
