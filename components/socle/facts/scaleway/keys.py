"""Keys of the host's key manager."""

from ..rows import Kind, Meter, Silent

KINDS: tuple[Kind, ...] = (
    Kind(
        "scaleway:keymanager/key:Key",
        standard="",
        holds="the key, and with it everything it encrypts",
        product="key-manager",
        silent=Silent(("usage", "algorithm", "origin", "unprotected"), "keymanager/key_resource.go"),
        meters=(
            Meter("key version", "month", key={"meter": "key version"}),
            Meter("operation", "request", usage="key_operations", key={"meter": "operation"}),
        ),
    ),
    Kind(
        "scaleway:keymanager/keyMaterial:KeyMaterial",
        standard="",
        holds="the owner's key material, and with it everything it encrypts",
        product="key-manager",
        meters=(),
    ),
)
