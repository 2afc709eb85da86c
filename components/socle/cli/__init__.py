"""The `socle` command: a thin front over the library. Commands only read; deploying stays with `pulumi`.

Exit codes: 0 fine, 1 refused input or a finding, 2 wrong use. Cloud SDKs are imported by the one command that needs them.
"""

from .entry import main

__all__ = ["main"]
