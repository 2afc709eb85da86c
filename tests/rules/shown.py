"""The fixtures of every rule as lines of the reference page."""

from tools.docs.rules import Shown, lines_of

from .cases import CASES
from .estates import ESTATES

_CONFIG = (["config.require_secret(key), encrypted in the stack"], ["config.require_secret(key), plain in the stack"])
_OUTPUTS = (['output "url": "https://h"'], ['output "url": "postgres://u:passw0rd@h"'])


def shown() -> Shown:
    """By rule, what keeps it and what breaks it."""
    resources = {rule: (lines_of(kept), lines_of(broken)) for rule, (kept, broken) in CASES.items()}
    estates = {rule: ([each.kept_by], [each.broken_by]) for rule, each in ESTATES.items()}
    return resources | estates | {"output-not-secret": _OUTPUTS, "config-secret-encrypted": _CONFIG}
