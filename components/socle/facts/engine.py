"""Pulumi's own resource types, and how hooks of it are named here."""

from .rows import Kind

KINDS: tuple[Kind, ...] = (Kind("pulumi:pulumi:StackReference", meters=()),)

GUARDS = ("guard", "shut-first")
"""How the hooks of this library's own guards end, whatever resource they are named after."""
KEPT = "socle-kept"
"""The hook of what is protected. Whether it lets go hangs on the stack's configuration, so that only the engine knows."""
