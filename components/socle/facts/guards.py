"""What the hooks of this library's own guards are called, whatever resource they are named after."""

GUARDS = ("guard", "shut-first")
