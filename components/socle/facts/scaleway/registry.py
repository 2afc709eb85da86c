"""Registries of container images, and code that the host runs without a machine of its own, which answers everybody unless told to ask."""

from ..rows import Kind, Meter, Public

_ASKS = Public(closed_by=(("privacy", "private"),))

KINDS: tuple[Kind, ...] = (
    Kind("scaleway:containers/container:Container", standard="OCI", public=_ASKS),
    Kind("scaleway:functions/function:Function", standard="", public=_ASKS),
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
