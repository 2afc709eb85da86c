"""Logs and alarms: who may read them, how long they are kept, and where they are sent."""

import re
from collections.abc import Iterator
from dataclasses import replace

from socle.access import reaches
from socle.facts import address_parts, host_in
from socle.messages import Said, Text, said

from ..graph import Graph
from ..rule import Severity, Topic
from ..view import State, Unknown, View

SOURCE = "scaleway:observability/source:Source"
TOKEN = "scaleway:observability/token:Token"  # noqa: S105 - a type token
EXPORTER = "scaleway:observability/exporter:Exporter"
ALERTS = "scaleway:observability/alertManager:AlertManager"
_ALARMS = (ALERTS, "scaleway:billing/budgetAlertNotification:BudgetAlertNotification")
GRAFANA = "scaleway:observability/grafanaUser:GrafanaUser"
_READS = ("queryLogs", "queryMetrics", "queryTraces")
_WRITES = ("writeLogs", "writeMetrics", "writeTraces")
_SETS = ("setupAlerts", "setupLogsRules", "setupMetricsRules")
_OF_THE_HOST = (".scw.cloud", ".scaleway.com")
"""Domains of the host. Every customer has names in them, so that the domain alone says nothing of the receiver."""
_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_OF_EVERYBODY = frozenset(
    (
        "free.fr", "gmail.com", "gmx.com", "googlemail.com", "hotmail.com", "icloud.com", "laposte.net", "live.com", "mail.com",
        "orange.fr", "outlook.com", "proton.me", "protonmail.com", "sfr.fr", "wanadoo.fr", "yahoo.com", "yahoo.fr",
    )
)  # fmt: skip
"""Domains in which anybody gets a mailbox: an address there is of no owner."""

topic = Topic("observability")


@topic.on(
    "logs-kept", Severity.HIGH, "Logs are kept half a year", SOURCE,
    why="An intrusion is found after months; what was logged must still be there (SecNumCloud 12.6).",
    remedy="Set retention_days to 180 or more; 365 for access logs of health data.",
    declared="Write retention_days: 180 or more on the source.",
    controls=("SecNumCloud 12.6", "CNIL SEC-JOU", "EHDS 73"),
    when=lambda view: view.text("type") == "logs",
)  # fmt: skip
def _kept(view: View) -> Iterator[Text]:
    days = float(view.get("retentionDays", default=0))
    if days < 180:
        yield said("found.logs_days", n=f"{days:g}")


@topic.on(
    "token-narrow", Severity.HIGH, "A token does one thing", TOKEN,
    why="A token that reads everything shows whoever finds it what the platform knows of itself, and often data.",
    remedy="Give it one query scope, or write scopes alone.",
    declared="Leave one query scope, or write scopes alone, in the token's scopes.", controls=("SecNumCloud 9.3", "SecNumCloud 12.7"),
)  # fmt: skip
def _narrow(view: View) -> Iterator[Text]:
    def given(scopes: tuple[str, ...]) -> list[str]:
        return [scope for scope in scopes if view.value(f"scopes.{scope}").value is True]

    reads, writes = given(_READS), given(_WRITES)
    if len(reads) > 1:
        yield said("found.token_reads", scopes=", ".join(reads))
    if reads and writes:
        yield said("found.token_both")
    if given(_SETS):
        yield said("found.token_sets")
    list(view.is_on(*(f"scopes.{scope}" for scope in (*_READS, *_WRITES, *_SETS))))


@topic.on(
    "token-log-reader-declared", Severity.MEDIUM, "A token that reads logs is exempted by name", TOKEN,
    why="Logs of a health platform hold traces of people; each reader is a decision (SecNumCloud 12.7).",
    remedy="Exempt the token with its owner and reason, or take queryLogs away.",
    declared="Exempt the token with its owner and reason, or take query-logs out of its scopes.",
    controls=("SecNumCloud 12.7", "CNIL SEC-JOU"),
)  # fmt: skip
def _reads_logs(view: View) -> Iterator[Text]:
    if view.on("scopes.queryLogs"):
        yield said("found.reads_logs")


@topic.on(
    "export-declared", Severity.CRITICAL, "No logs leave the host undecided", EXPORTER,
    why="An exporter sends logs and traces, the audit trail too, to whoever owns the address.",
    remedy="Remove it, or declare it under observability.exporters with the receiver's countries and the reason.",
    declared="Write the exporter under observability.exporters with its endpoint, countries and reason.",
    controls=("SOV-7", "SecNumCloud 19.2", "HDS 29"),
)  # fmt: skip
def _exporter(view: View) -> Iterator[Text]:
    if view.value("datadogDestination").state is not State.ABSENT:
        yield said("found.datadog")
    if view.value("otlpDestination").state is State.ABSENT:
        if view.value("datadogDestination").state is State.ABSENT:
            yield said("found.sends_unsaid")
        return
    endpoint = view.text("otlpDestination.endpoint")
    if not (_is_declared(view, endpoint) or _is_own(view, endpoint)):
        yield said("found.sends_to", host=host_in(endpoint)) if host_in(endpoint) else said("found.sends_unsaid")


def _is_declared(view: View, endpoint: str) -> bool:
    """Whether the estate declares that something is sent there, with the receiver's country and a reason."""
    estate = view.graph.context.estate
    declared = estate.observability.exporters.values() if estate and estate.observability else ()
    return any(endpoint == each.endpoint for each in declared)


def _is_own(view: View, endpoint: str) -> bool:
    """Whether the address is that of a resource of these plans: its id, which nobody else can have, in a domain of the host."""
    host = host_in(endpoint)
    return host.endswith(_OF_THE_HOST) and any(view.graph.named(found.group()) for found in _ID.finditer(host))


@topic.on(
    "export-encrypted", Severity.HIGH, "What an exporter sends is encrypted", EXPORTER,
    why="Logs cross the Internet in plain.", remedy="Give an address that begins with https.",
    controls=("SecNumCloud 10.2",),
)  # fmt: skip
def _encrypted(view: View) -> Iterator[Text]:
    endpoint = view.text("otlpDestination.endpoint")
    parts = address_parts(endpoint)
    if endpoint and (parts is None or parts.scheme != "https"):
        yield said("found.sends_plain")


@topic.over_all(
    "alerts-one-domain", Severity.HIGH, "Alarms go to the owner's own addresses",
    why="An alarm tells what is broken and where; a receiver that the estate does not name is most often a stranger.",
    remedy="Write addresses of one domain that the estate names under observability.contacts; let it forward to others.",
    declared="Write observability.contacts of one domain of the owner.",
    controls=("SecNumCloud 12.9", "SOV-7"),
)  # fmt: skip
def _contacts(graph: Graph) -> Iterator[tuple[View | None, Text]]:
    domains: dict[str, View] = {}
    unknown: list[Unknown] = []
    declared = _declared_contacts(graph)
    for view, receiver in _receivers(graph, unknown):
        domain = receiver.rpartition("@")[2]
        if not domain or domain in _OF_EVERYBODY or (declared and receiver not in declared):
            yield view, said("found.alarms_stranger", who=receiver)
        domains.setdefault(domain, view)
    apart_ = [each for each in domains if not any(each.endswith(f".{other}") for other in domains)]
    if len(apart_) > 1:
        yield domains[apart_[0]], said("found.alarms_domains", domains=", ".join(sorted(apart_)))
    if unknown:
        raise unknown.pop()
    if domains and not declared:
        raise Unknown(said("found.alarms_unnamed", domains=", ".join(sorted(domains))))


def _declared_contacts(graph: Graph) -> set[str]:
    """Who is called, and who is told of the organisation's budget."""
    estate = graph.context.estate
    called = estate.observability.contacts.values() if estate and estate.observability else ()
    budget = estate.foundation.budget if estate and estate.foundation else None
    told = budget.alerts.values() if budget else ()
    return {*(each.email for each in called), *(email for each in told for email in each.emails)}


def _receivers(graph: Graph, unknown: list[Unknown]) -> Iterator[tuple[View, str]]:
    """Whoever receives alarms: every address in what each contact has. What is not known is added to `unknown`."""
    for view in graph.all(*_ALARMS):
        for reach in reaches(replace(view.resource, inputs=view.inputs), {}):
            if isinstance(reach.source, Said):
                unknown.append(Unknown("contactPoints"))
            else:
                yield from ((view, each.strip("<>").lower()) for each in re.split(r"[,;\s]+", reach.source) if each)


@topic.on(
    "alerts-received", Severity.MEDIUM, "Somebody receives alarms", ALERTS,
    why="An alarm without receiver is none.", remedy="Give contact_points.", controls=("SecNumCloud 12.9",),
)  # fmt: skip
def _received(view: View) -> Iterator[Text]:
    if not view.has("contactPoints"):
        yield said("found.no_receiver")


@topic.on(
    "grafana-no-editor", Severity.MEDIUM, "People of Grafana only look", GRAFANA,
    why="An editor changes what others see, and sends alarms elsewhere.",
    remedy="Set role to viewer; the host ends these users in favour of IAM.", controls=("SecNumCloud 9.3",),
)  # fmt: skip
def _editor(view: View) -> Iterator[Text]:
    if view.text("role") != "viewer":
        yield said("found.role", name=view.text("role"))


RULES = topic.rules
