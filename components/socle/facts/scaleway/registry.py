"""Registries of container images."""

from ..rows import Kind, Meter, Public

KINDS: tuple[Kind, ...] = (
    Kind(
        "scaleway:registry/namespace:Namespace",
        standard="OCI",
        holds="every image in it",
        product="container-registry",
        computed={"endpoint": "rg.{region}.scw.cloud/{name}"},
        meters=(Meter("stored_gb", "GB-month", usage="stored_gb", by={"isPublic": False, "region": "fr-par"}),),
        public=Public(opened_by=("isPublic",)),
        band="stores",
    ),
)
