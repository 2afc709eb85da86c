"""Names: DNS zones and records, edge services."""

from ..rows import Kind, Meter, Quota

KINDS: tuple[Kind, ...] = (
    Kind("scaleway:domain/record:Record", standard="DNS", meters=()),
    Kind("scaleway:domain/registration:Registration", standard="DNS"),
    Kind(
        "scaleway:domain/zone:Zone",
        standard="DNS",
        holds="every record in it, and the names that others resolve",
        meters=(Meter("external domain zone", "hour", key={"meter": "external domain zone"}),),
    ),
    Kind("scaleway:edgeservices/backendStage:BackendStage", standard="HTTP"),
    Kind("scaleway:edgeservices/cacheStage:CacheStage", standard="HTTP"),
    Kind("scaleway:edgeservices/dnsStage:DnsStage", standard="HTTP"),
    Kind("scaleway:edgeservices/headStage:HeadStage", standard="HTTP"),
    Kind("scaleway:edgeservices/pipeline:Pipeline", standard="HTTP", quota=Quota(20, "edge pipelines")),
    Kind("scaleway:edgeservices/plan:Plan", standard="HTTP", meters=(Meter("plan", "month", by={"name": None}),)),
    Kind("scaleway:edgeservices/routeStage:RouteStage", standard="HTTP"),
    Kind("scaleway:edgeservices/tlsStage:TlsStage", standard="HTTP"),
    Kind("scaleway:edgeservices/wafStage:WafStage", standard="HTTP"),
)
