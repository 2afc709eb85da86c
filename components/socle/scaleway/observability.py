"""Logs, metrics and traces of the platform.

Left out on purpose: dashboards and Grafana users (people enter through IAM), preconfigured alerts (their ids are read from
the account, which a preview does not ask), and exports to Datadog.
"""

from collections.abc import Mapping

import pulumi
from pulumiverse_scaleway import observability

from socle.estate import ExporterSpec, ObservabilitySpec, SecretSpec, TokenSpec
from socle.facts.updates import retention_shortened

from .component import Component
from .secrets import SecretEntry
from .tenancy import Tenancy
from .update_guard import guarded
from .wiring import key_refusals

Headers = pulumi.Input[Mapping[str, pulumi.Input[str]]]

_SWITCHES = (
    "query_logs",
    "query_metrics",
    "query_traces",
    "setup_alerts",
    "setup_logs_rules",
    "setup_metrics_rules",
    "write_logs",
    "write_metrics",
    "write_traces",
)


class Observability(Component):
    """Stores for signals, tokens that each do one thing, an alert manager that calls somebody, and declared exports.

    Every switch of a token is written, since the host lets a token write logs and metrics where nothing is said. The secret
    of a token is kept in Secret Manager and nowhere else outside the state.

    Args:
        key_id: the bare UUID of a symmetric key (`KeyRing.bare_id`), which encrypts the tokens.
        exporter_headers: for each exporter that is authenticated, its headers, as secrets.

    Raises:
        ValueError: headers are missing for an exporter that is authenticated, or given for one that is not.
    """

    source_ids: dict[str, pulumi.Output[str]]
    """By the estate's name of the source."""
    push_urls: dict[str, pulumi.Output[str]]
    """Where collectors send signals, by the name of the source."""
    token_secret_ids: dict[str, pulumi.Output[str]]
    """Ids of the secrets that hold the tokens, by the name of the token."""

    def __init__(
        self,
        name: str,
        spec: ObservabilitySpec,
        *,
        tenancy: Tenancy,
        key_id: pulumi.Input[str],
        exporter_headers: Mapping[str, Headers] | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        exporter_headers = exporter_headers or {}
        _refuse_wrong_headers(name, spec, exporter_headers)
        super().__init__(name, spec, tenancy, opts, wiring=key_refusals(key_id, spec.key, spec.data_class))
        self._name, self._spec, self._key_id = name, spec, key_id

        sources = {key: self._source(key) for key in spec.sources}
        self.source_ids = {key: source.id for key, source in sources.items()}
        self.push_urls = {key: source.push_url for key, source in sources.items()}
        self.token_secret_ids = {key: self._token(key, token) for key, token in spec.tokens.items()}
        observability.AlertManager(
            f"{name}-alerts",
            contact_points=[
                observability.AlertManagerContactPointArgs(email=spec.contacts[key].email)
                for key in sorted(spec.contacts)
            ],
            project_id=tenancy.project_id,
            region=tenancy.region,
            opts=self.child(observability.AlertManager),
        )
        for key, exporter in spec.exporters.items():
            self._exporter(key, exporter, exporter_headers.get(key))
        self.register_outputs(
            {"source_ids": self.source_ids, "push_urls": self.push_urls, "token_secret_ids": self.token_secret_ids}
        )

    def _source(self, key: str) -> observability.Source:
        declared = self._spec.sources[key]
        return observability.Source(
            f"{self._name}-source-{key}",
            name=self.tenancy.cloud_name(key),
            type=declared.type,
            retention_days=declared.retention_days,
            project_id=self.tenancy.project_id,
            region=self.tenancy.region,
            opts=self.child(
                observability.Source, stateful=True, hooks=guarded(f"{self._name}-source-{key}", retention_shortened)
            ),
        )

    def _token(self, key: str, declared: TokenSpec) -> pulumi.Output[str]:
        granted = {scope.replace("-", "_") for scope in declared.scopes}
        token = observability.Token(
            f"{self._name}-token-{key}",
            name=self.tenancy.cloud_name(key),
            scopes=observability.TokenScopesArgs(**{switch: switch in granted for switch in _SWITCHES}),
            project_id=self.tenancy.project_id,
            region=self.tenancy.region,
            opts=self.child(observability.Token),
        )
        return SecretEntry(
            f"{self._name}-secret-{key}",
            SecretSpec(
                data_class=self._spec.data_class, key=self._spec.key, content="given", description=declared.reason[:200]
            ),
            tenancy=self.tenancy,
            secret_name=self.tenancy.cloud_name(key),
            path="/observability",
            key_id=self._key_id,
            value=token.secret_key,
            opts=self.nested(),
        ).id

    def _exporter(self, key: str, declared: ExporterSpec, headers: Headers | None) -> None:
        observability.Exporter(
            f"{self._name}-exporter-{key}",
            name=self.tenancy.cloud_name(key),
            description=declared.reason,
            datasource_id=declared.source_id,
            exported_products=sorted(declared.products),
            otlp_destination=observability.ExporterOtlpDestinationArgs(
                endpoint=declared.endpoint, headers=None if headers is None else pulumi.Output.secret(headers)
            ),
            project_id=self.tenancy.project_id,
            region=self.tenancy.region,
            # Headers carry credentials, and the provider does not mark them.
            opts=self.child(observability.Exporter, additional_secret_outputs=["otlpDestination"]),
        )


def _refuse_wrong_headers(name: str, spec: ObservabilitySpec, headers: Mapping[str, Headers]) -> None:
    wanted = {key for key, exporter in spec.exporters.items() if exporter.authenticated}
    for key in sorted(wanted - headers.keys()):
        raise ValueError(
            f"{name}: the exporter {key} is authenticated and has no headers: its destination would refuse everything; set "
            f"the secret config socle:exporter-{key}, or write authenticated: false"
        )
    for key in sorted(headers.keys() - wanted):
        raise ValueError(
            f"{name}: headers are given for {key}, which is no authenticated exporter: they would be ignored; write "
            "authenticated: true, or remove them"
        )
