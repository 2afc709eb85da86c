"""Logs and alarms: who may read them, how long they are kept, and where they are sent."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from ..graph import Graph
from ..rule import Severity, Topic
from ..view import Unknown, View

SOURCE = "scaleway:observability/source:Source"
TOKEN = "scaleway:observability/token:Token"  # noqa: S105 - a type token
EXPORTER = "scaleway:observability/exporter:Exporter"
ALERTS = "scaleway:observability/alertManager:AlertManager"
GRAFANA = "scaleway:observability/grafanaUser:GrafanaUser"
_READS = ("queryLogs", "queryMetrics", "queryTraces")
_SETS = ("setupAlerts", "setupLogsRules", "setupMetricsRules")
_HOST = (".scw.cloud", ".scaleway.com")

topic = Topic("observability")


@topic.on(
    "logs-kept", Severity.HIGH, "Logs are kept half a year", SOURCE,
    why="An intrusion is found after months; what was logged must still be there (SecNumCloud 12.6).",
    remedy="Set retention_days to 180 or more; 365 for access logs of health data.",
    controls=("SecNumCloud 12.6", "CNIL SEC-JOU", "EHDS 73"),
    when=lambda view: view.text("type") == "logs",
)  # fmt: skip
def _kept(view: View) -> Iterator[str]:
    days = float(view.get("retentionDays", default=0))
    if days < 180:
        yield f"logs are kept {days:g} days"


@topic.on(
    "token-narrow", Severity.HIGH, "A token does one thing", TOKEN,
    why="A token that reads everything shows whoever finds it what the platform knows of itself, and often data.",
    remedy="Give it one query scope, or write scopes alone.", controls=("SecNumCloud 9.3", "SecNumCloud 12.7"),
)  # fmt: skip
def _narrow(view: View) -> Iterator[str]:
    reads = [scope for scope in _READS if view.get(f"scopes.{scope}", default=False) is True]
    writes = [s for s in ("writeLogs", "writeMetrics", "writeTraces") if view.get(f"scopes.{s}", default=False) is True]
    if len(reads) > 1:
        yield f"it reads {', '.join(reads)}"
    if reads and writes:
        yield "it reads and writes"
    if any(view.get(f"scopes.{scope}", default=False) is True for scope in _SETS):
        yield "it changes rules or alarms"


@topic.on(
    "token-log-reader-declared", Severity.MEDIUM, "A token that reads logs is exempted by name", TOKEN,
    why="Logs of a health platform hold traces of people; each reader is a decision (SecNumCloud 12.7).",
    remedy="Exempt the token with its owner and reason, or take queryLogs away.",
    controls=("SecNumCloud 12.7", "CNIL SEC-JOU"),
)  # fmt: skip
def _reads_logs(view: View) -> Iterator[str]:
    if view.get("scopes.queryLogs", default=False) is True:
        yield "it reads all logs"


@topic.on(
    "export-declared", Severity.CRITICAL, "No logs leave the host undecided", EXPORTER,
    why="An exporter sends logs and traces, the audit trail too, to whoever owns the address.",
    remedy="Remove it, or exempt it with the receiver's name, country and contract.",
    controls=("SOV-7", "SecNumCloud 19.2", "HDS 29"),
)  # fmt: skip
def _exporter(view: View) -> Iterator[str]:
    if view.value("datadogDestination").state.value != "absent":
        yield "it sends to Datadog, an American operator"
        return
    host = urlsplit(view.text("otlpDestination.endpoint")).hostname or "an address that is not said"
    if not host.endswith(_HOST):
        yield f"it sends to {host}"


@topic.on(
    "export-encrypted", Severity.HIGH, "What an exporter sends is encrypted", EXPORTER,
    why="Logs cross the Internet in plain.", remedy="Give an address that begins with https.",
    controls=("SecNumCloud 10.2",),
)  # fmt: skip
def _encrypted(view: View) -> Iterator[str]:
    endpoint = view.text("otlpDestination.endpoint")
    if endpoint and urlsplit(endpoint).scheme != "https":
        yield "it sends in plain"


@topic.over_all(
    "alerts-one-domain", Severity.HIGH, "Alarms go to the owner's own addresses",
    why="An alarm tells what is broken and where; a second domain among the receivers is most often a stranger's.",
    remedy="Write addresses of one domain; let it forward to others.", controls=("SecNumCloud 12.9", "SOV-7"),
)  # fmt: skip
def _contacts(graph: Graph) -> Iterator[tuple[View | None, str]]:
    unknown: Unknown | None = None
    domains: dict[str, View] = {}
    for view in graph.all(ALERTS):
        for row in view.rows("contactPoints"):
            try:
                domains.setdefault(row.text("email").rpartition("@")[2].lower(), view)
            except Unknown as error:
                unknown = error
    if len(domains) > 1:
        yield next(iter(domains.values())), f"alarms go to {', '.join(sorted(domains))}"
    if unknown:
        raise unknown


@topic.on(
    "alerts-received", Severity.MEDIUM, "Somebody receives alarms", ALERTS,
    why="An alarm without receiver is none.", remedy="Give contact_points.", controls=("SecNumCloud 12.9",),
)  # fmt: skip
def _received(view: View) -> Iterator[str]:
    if not view.has("contactPoints"):
        yield "nobody receives them"


@topic.on(
    "grafana-no-editor", Severity.MEDIUM, "People of Grafana only look", GRAFANA,
    why="An editor changes what others see, and sends alarms elsewhere.",
    remedy="Set role to viewer; the host ends these users in favour of IAM.", controls=("SecNumCloud 9.3",),
)  # fmt: skip
def _editor(view: View) -> Iterator[str]:
    if view.text("role") != "viewer":
        yield f"the role is {view.text('role')}"


RULES = topic.rules
