"""Logs, metrics and traces, as the estate declares them: how long they stay, who may write them, who is called.

Left out on purpose: dashboards (people make them in Grafana, entered through IAM) and Datadog exports (the operator is
outside the European Economic Area).
"""

import re
from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal
from urllib.parse import urlsplit

from pydantic import Field, StringConstraints

from socle.messages import Refusal
from socle.specs import Form, Key, Reason, Spec, Unbound, Uuid

from ..data_class import DataClass
from ..shared import encrypts

Scope = Literal[
    "query-logs",
    "query-metrics",
    "query-traces",
    "setup-alerts",
    "setup-logs-rules",
    "setup-metrics-rules",
    "write-logs",
    "write-metrics",
    "write-traces",
]
"""What a token may do, one word for each switch of the host's tokens."""

LONGEST_RETENTION_DAYS = 365
"""The provider refuses more (its own check, measured)."""

EEA = frozenset(
    "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK".split()  # noqa: SIM905
)
"""The European Economic Area, ISO 3166-1 codes."""

OUTSIDE_THE_EEA = (
    "amazonaws.com",
    "azure.com",
    "coralogix.com",
    "datadoghq.com",
    "datadoghq.eu",
    "dynatrace.com",
    "elastic-cloud.com",
    "google.com",
    "googleapis.com",
    "grafana.net",
    "honeycomb.io",
    "lightstep.com",
    "logz.io",
    "newrelic.com",
    "nr-data.net",
    "splunkcloud.com",
    "sumologic.com",
    "windows.net",
)
"""Domains of services whose operator is established outside the Area, wherever the machine stands: a list of the common
ones, so that a country written by mistake is noticed. It proves nothing about any other domain."""

_FUNCTIONS = (
    "admin alert alerte alertes alerts astreinte cert cloud csirt devops dpo exploitation infra infrastructure it noc "
    "oncall ops platform plateforme production rssi secops securite security soc sre supervision support systeme team"
)
FUNCTIONS = frozenset(_FUNCTIONS.split())
"""Words that name a function. A mailbox without any of them may be a person's, and files of the estate name nobody."""

Mailbox = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z0-9]+([._+-][a-z0-9]+)*@[a-z0-9-]+(\.[a-z0-9-]+)+$", max_length=200),
    Form("an e-mail address in lower case", "astreinte@example.org"),
]
"""An address in lower case."""

Country = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$"), Form("a country's code of two capitals", "FR")]
"""An ISO 3166-1 code, such as FR."""


Endpoint = Annotated[
    str,
    StringConstraints(pattern=r"^https://[a-z0-9.-]+(:[0-9]{1,5})?(/[^\s?#@]*)?$", max_length=300),
    Form("an address that begins with https://, without user, query or fragment", "https://otlp.example.org/v1/logs"),
]
"""Where signals are sent, over TLS. Credentials never stand in it."""


class SourceSpec(Spec):
    """A store for one kind of signal. Its name and type are identity: another one is another store, and the old data goes."""

    type: Literal["logs", "metrics", "traces"]
    """What it holds."""
    retention_days: int = Field(default=LONGEST_RETENTION_DAYS, ge=1, le=LONGEST_RETENTION_DAYS)
    """Days that data stays, 1 to 365 (the provider's range). Copy what must stay longer to a locked bucket."""


class TokenSpec(Spec):
    """A secret with which a machine writes or reads signals. Its scopes are identity: other ones make another token."""

    scopes: tuple[Scope, ...] = Field(min_length=1)
    """What it may do; everything else is refused. The host's own default, to write metrics and logs, is never implied."""
    reason: Reason
    """Who uses it for what."""

    def refusals(self) -> Iterator[Refusal]:
        if len(set(self.scopes)) != len(self.scopes):
            yield Refusal(
                "a scope is named twice", "the token does not say what was meant", "name each scope once", at="scopes"
            )
        verbs = {scope.split("-", maxsplit=1)[0] for scope in self.scopes}
        if {"write", "query"} <= verbs:
            yield Refusal(
                "one token both writes and reads",
                "a collector that is broken into could read everything that was ever collected",
                "make two tokens",
                at="scopes",
            )


_BETWEEN_WORDS = r"[._+-]"


class ContactSpec(Spec):
    """Where alerts go."""

    email: Mailbox
    """A functional mailbox, such as `astreinte@example.org`."""

    def refusals(self) -> Iterator[Refusal]:
        name = self.email.partition("@")[0]
        if FUNCTIONS.isdisjoint((*re.split(_BETWEEN_WORDS, name), re.sub(_BETWEEN_WORDS, "", name))):
            yield Refusal(
                f"{self.email} does not look like a functional mailbox",
                "a person's address would be kept in every copy of this file, and alerts would be lost with the person",
                f"use one whose name says what it is for ({', '.join(sorted(FUNCTIONS))})",
                at="email",
            )


class ExporterSpec(Spec):
    """Signals of the host's own products, sent to another place: a way out for data, so each says where and why."""

    source_id: Uuid
    """The host's own source (origin `scaleway`) that is sent; only these can be exported."""
    endpoint: Endpoint
    """Where it goes, an OTLP endpoint over TLS. Headers, where it needs any, are the secret config `socle:exporter-<name>`."""
    country: Country
    """Where the machines stand."""
    operator_country: Country
    """Where the operator and whoever controls it are established: SecNumCloud 19.6 asks for both."""
    products: tuple[Annotated[Key, Unbound("a product of the host")], ...] = Field(min_length=1)
    """The host's products whose signals are sent. `all` is refused: a product added later would be sent unseen."""
    reason: Reason
    """Why it leaves the platform."""
    authenticated: bool = True
    """Whether headers are given as a secret."""

    @property
    def host(self) -> str:
        """The machine that receives the signals."""
        return (urlsplit(self.endpoint).hostname or "").lower()

    def refusals(self) -> Iterator[Refusal]:
        if "all" in self.products:
            yield Refusal(
                "an exporter of all products",
                "the logs of every product added later would leave too, with nobody having looked",
                "name the products",
                at="products",
            )
        if self.country in EEA and self.operator_country in EEA and self._known_outside():
            yield Refusal(
                f"{self.host} belongs to an operator outside the European Economic Area",
                "the country written here would hide it from every report",
                "write the operator's country, or another destination",
                at="operator_country",
            )

    def _known_outside(self) -> bool:
        return any(self.host == domain or self.host.endswith(f".{domain}") for domain in OUTSIDE_THE_EEA)


class ObservabilitySpec(Spec):
    """What the platform records of itself."""

    BECOMES: ClassVar[str] = "scaleway:observability/source:Source"

    data_class: DataClass = DataClass.INTERNAL
    """What logs may hold. Class health needs a claim that the host's certificate covers its observability product."""
    key: Annotated[Key, encrypts("tokens")]
    """The entry of `keys` that encrypts the tokens. It must be of the same data class."""
    sources: dict[Annotated[Key, Unbound("a source of the platform's own logs")], SourceSpec] = Field(min_length=1)
    """Stores by name."""
    tokens: dict[Key, TokenSpec] = Field(default_factory=dict[Key, TokenSpec])
    """Tokens by name, each kept as a secret."""
    contacts: dict[Key, ContactSpec] = Field(min_length=1)
    """Who is called; at least one, or alerts would reach nobody."""
    exporters: dict[Key, ExporterSpec] = Field(default_factory=dict[Key, ExporterSpec])
    """Ways out of the platform for signals; none by default."""

    @property
    def secret_count(self) -> int:
        """How many secrets it makes: one a token."""
        return len(self.tokens)

    def refusals(self) -> Iterator[Refusal]:
        floor = self.data_class.floor
        for name, source in self.sources.items():
            if source.retention_days < floor.log_days:
                yield Refusal(
                    f"{source.type} of class {self.data_class} are kept {source.retention_days} days",
                    "what happened could no longer be shown when it is asked for",
                    f"write retention_days: {floor.log_days} or more",
                    at=f"sources.{name}.retention_days",
                )
        for name, exporter in self.exporters.items():
            yield from self._leaving(name, exporter)

    def _leaving(self, name: str, exporter: ExporterSpec) -> Iterator[Refusal]:
        floor = self.data_class.floor
        if not floor.exports:
            yield Refusal(
                f"an exporter of signals of class {self.data_class}",
                "health data in logs would leave the host that is certified to hold it",
                "remove it, or keep health data out of the logs and write data_class: internal",
                at=f"exporters.{name}",
            )
        for field, country in (("country", exporter.country), ("operator_country", exporter.operator_country)):
            if floor.european_destinations and country not in EEA:
                yield Refusal(
                    f"signals of class {self.data_class} go to {country}",
                    "they would be read under a law from outside the European Economic Area",
                    "choose a destination in the Area whose operator is established there",
                    at=f"exporters.{name}.{field}",
                )
