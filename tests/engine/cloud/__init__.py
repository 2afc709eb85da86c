"""An emulated Scaleway on 127.0.0.1: its JSON API from the shapes of its own SDK, and Object Storage on moto.

Left out on purpose: latency, permissions of the caller (stored, not enforced, except by bucket policies), prices, data planes.
"""

from .emulation import Call, Emulation, refusals
from .faults import Fault
from .identities import ACCESS_KEY, ORGANIZATION, OWNER_KEY, PROJECT, SECRET_KEY

__all__ = [
    "ACCESS_KEY",
    "ORGANIZATION",
    "OWNER_KEY",
    "PROJECT",
    "SECRET_KEY",
    "Call",
    "Emulation",
    "Fault",
    "refusals",
]
