"""The rules under Pulumi's engine: a policy for each, for a policy pack. The only package that imports Pulumi's policy SDK, on first use.

The pack is `policies/` of the repository; one of your own is its few lines.
"""

from typing import TYPE_CHECKING

from socle.extras import RULES
from socle.lazy import on_first_use

if TYPE_CHECKING:
    from .context import context_of
    from .pack import policies

__all__ = ["context_of", "policies"]

__getattr__ = on_first_use(__name__, {"context_of": "context", "policies": "pack"}, needs=RULES)
