"""Secrets and their versions."""

from ..rows import Kind, Meter, Quota

KINDS: tuple[Kind, ...] = (
    Kind(
        "scaleway:secrets/secret:Secret",
        standard="",
        holds="the secret, with all its versions",
        product="secret-manager",
        meters=(),
        quota=Quota(250, "secrets", "join secrets that open the same thing, or move a layer to another organisation"),
    ),
    Kind(
        "scaleway:secrets/version:Version",
        standard="",
        product="secret-manager",
        id="{secretId}/1",
        computed={"revision": "1"},
        meters=(
            Meter("secret version", "month", key={"meter": "secret version"}),
            Meter("API access", "request", usage="secret_reads", key={"meter": "API access"}),
        ),
    ),
)
