"""Cockpit: logs, metrics, traces, and who reads them."""

from ..rows import Kind, Silent

KINDS: tuple[Kind, ...] = (
    Kind("scaleway:observability/alertManager:AlertManager", product="cockpit", meters=()),
    Kind("scaleway:observability/cockpit:Cockpit", product="cockpit"),
    Kind(
        "scaleway:observability/exporter:Exporter",
        product="cockpit",
        silent=Silent(("datasourceId", "datadogDestination", "otlpDestination"), "cockpit/exporter.go"),
    ),
    Kind("scaleway:observability/grafanaUser:GrafanaUser", product="cockpit"),
    Kind(
        "scaleway:observability/source:Source",
        holds="the logs, metrics or traces kept in it",
        product="cockpit",
        computed={"origin": "custom", "synchronizedWithGrafana": False},
        metered_by="source",
    ),
    Kind("scaleway:observability/token:Token", product="cockpit", computed={"secretKey": "{secret}"}, meters=()),
)
