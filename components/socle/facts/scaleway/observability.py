"""Cockpit: logs, metrics, traces, and who reads them."""

from ..rows import Kind, Silent

KINDS: tuple[Kind, ...] = (
    Kind("scaleway:observability/alertManager:AlertManager", standard="", product="cockpit", meters=()),
    Kind("scaleway:observability/cockpit:Cockpit", standard="OpenTelemetry", product="cockpit"),
    Kind(
        "scaleway:observability/exporter:Exporter",
        standard="OpenTelemetry",
        product="cockpit",
        silent=Silent(("datasourceId", "datadogDestination", "otlpDestination"), "cockpit/exporter.go"),
    ),
    Kind("scaleway:observability/grafanaUser:GrafanaUser", standard="", product="cockpit"),
    Kind(
        "scaleway:observability/source:Source",
        standard="OpenTelemetry",
        holds="the logs, metrics or traces kept in it",
        product="cockpit",
        computed={"origin": "custom", "synchronizedWithGrafana": False},
        metered_by="source",
    ),
    Kind(
        "scaleway:observability/token:Token",
        standard="OpenTelemetry",
        product="cockpit",
        computed={"secretKey": "{secret}"},
        meters=(),
    ),
)
