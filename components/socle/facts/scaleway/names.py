"""Names: DNS zones and records, edge services."""

from ..rows import Kind, Meter, Quota

KINDS: tuple[Kind, ...] = (
    Kind("scaleway:domain/record:Record", meters=()),
    Kind("scaleway:domain/registration:Registration"),
    Kind(
        "scaleway:domain/zone:Zone",
        holds="every record in it, and the names that others resolve",
        meters=(Meter("external domain zone", "hour", key={"meter": "external domain zone"}),),
    ),
    Kind("scaleway:edgeservices/backendStage:BackendStage"),
    Kind("scaleway:edgeservices/cacheStage:CacheStage"),
    Kind("scaleway:edgeservices/dnsStage:DnsStage"),
    Kind("scaleway:edgeservices/headStage:HeadStage"),
    Kind("scaleway:edgeservices/pipeline:Pipeline", quota=Quota(20, "edge pipelines")),
    Kind("scaleway:edgeservices/plan:Plan", meters=(Meter("plan", "month", by={"name": None}),)),
    Kind("scaleway:edgeservices/routeStage:RouteStage"),
    Kind("scaleway:edgeservices/tlsStage:TlsStage"),
    Kind("scaleway:edgeservices/wafStage:WafStage"),
)
