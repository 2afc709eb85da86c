"""The legacy Azure estate as Pulumi components: observed, adopted and frozen, or in a rehearsal made anew.

Loaded on first use: the SDK of Azure is slow to import, and nobody who only needs a refusal should pay for it.
"""

from typing import TYPE_CHECKING

from socle.extras import AZURE
from socle.lazy import on_first_use

from .last import LegacyRefused, last_deployment
from .tenancy import AzureTenancy

if TYPE_CHECKING:
    from .estate import LegacyEstate
    from .frozen import freeze_stack
    from .observed import without_old_names

__all__ = ["AzureTenancy", "LegacyEstate", "LegacyRefused", "freeze_stack", "last_deployment", "without_old_names"]

__getattr__ = on_first_use(
    __name__, {"without_old_names": "observed", "LegacyEstate": "estate", "freeze_stack": "frozen"}, needs=AZURE
)
