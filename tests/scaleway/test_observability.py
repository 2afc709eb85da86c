"""Observability: kept long enough, least rights, somebody is called. Does not prove that anything sends signals."""

from typing import Any

import pytest

from socle.estate.platform.observability import ObservabilitySpec
from socle.facts.updates import retention_shortened
from socle.plan.model import SECRET, Plan
from socle.scaleway.observability import Observability
from socle.scaleway.tenancy import Tenancy
from socle.testing.plugin import CaptureComponent, Mode

from .conftest import PROJECT

SOURCE = "scaleway:observability/source:Source"
TOKEN = "scaleway:observability/token:Token"
ALERTS = "scaleway:observability/alertManager:AlertManager"
EXPORTER = "scaleway:observability/exporter:Exporter"
VERSION = "scaleway:secrets/version:Version"
KEY = "66666666-6666-4666-8666-666666666666"
PLANTED = "planted-header-91ab"

DECLARED: dict[str, Any] = {
    "key": "internal",
    "sources": {"audit": {"type": "logs"}, "speed": {"type": "metrics", "retention_days": 200}},
    "tokens": {"collector": {"scopes": ["write-logs", "write-traces"], "reason": "the collector sends what it sees"}},
    "contacts": {"zeta": {"email": "ops@example.org"}, "desk": {"email": "security@example.org"}},
}
SIEM: dict[str, Any] = {
    "source_id": "77777777-7777-4777-8777-777777777777",
    "endpoint": "https://otlp.siem.example/v1/logs",
    "country": "FR",
    "operator_country": "FR",
    "products": ["rdb", "lb"],
    "reason": "the ministry watches its databases",
}


def make(tenancy: Tenancy, headers: Any = None, **more: Any) -> Observability:
    spec = ObservabilitySpec.model_validate({**DECLARED, **more}, strict=False)
    return Observability("watch", spec, tenancy=tenancy, key_id=KEY, exporter_headers=headers)


@pytest.fixture
def plan(capture_component: CaptureComponent, mode: Mode, tenancy: Tenancy) -> Plan:
    return capture_component(lambda: make(tenancy), mode=mode)


def test_signals_stay_a_year_where_nothing_else_is_said(plan: Plan) -> None:
    assert plan.named("watch-source-audit").inputs["retentionDays"] == 365
    assert plan.named("watch-source-speed").inputs["retentionDays"] == 200


def test_stores_of_signals_are_protected(plan: Plan) -> None:
    assert [source.protect for source in plan.all(SOURCE)] == [True, True]


def test_everything_names_its_project_and_region(plan: Plan) -> None:
    for resource in (r for r in plan if r.type.startswith("scaleway:observability/")):
        assert (resource.inputs["projectId"], resource.inputs["region"]) == (PROJECT, "fr-par"), resource.urn


def test_a_token_may_do_what_is_declared_and_every_other_switch_is_off(plan: Plan) -> None:
    scopes = plan.one(TOKEN).inputs["scopes"]
    assert {name for name, given in scopes.items() if given} == {"writeLogs", "writeTraces"}
    assert len(scopes) == 9
    assert scopes["writeMetrics"] is False  # the host's own default is true


def test_a_token_is_kept_in_secret_manager_and_nowhere_else(plan: Plan, tenancy: Tenancy) -> None:
    version = plan.one(VERSION)
    assert version.inputs["data"] == SECRET
    assert version.property_dependencies["data"] == (plan.one(TOKEN).urn,)
    assert plan.one("scaleway:secrets/secret:Secret").inputs["keyId"] == KEY
    assert "secret" not in {key for key in plan.one("socle:scaleway:Observability").outputs if "id" not in key}


def test_every_contact_is_called_in_a_fixed_order(plan: Plan) -> None:
    assert plan.one(ALERTS).inputs["contactPoints"] == [{"email": "security@example.org"}, {"email": "ops@example.org"}]


def test_nothing_leaves_the_platform_unless_it_is_declared(plan: Plan) -> None:
    assert plan.all(EXPORTER) == []


def test_an_exporter_sends_named_products_to_its_declared_place(
    capture_component: CaptureComponent, tenancy: Tenancy, mode: Mode
) -> None:
    plan = capture_component(
        lambda: make(tenancy, {"siem": {"Authorization": PLANTED}}, exporters={"siem": SIEM}), mode=mode
    )
    exporter = plan.one(EXPORTER)
    assert exporter.inputs["exportedProducts"] == ["lb", "rdb"]
    assert exporter.inputs["otlpDestination"]["endpoint"] == SIEM["endpoint"]
    assert "datadogDestination" not in exporter.inputs


def test_the_headers_of_an_exporter_are_secret_in_plan_and_state(
    capture_component: CaptureComponent, tenancy: Tenancy, mode: Mode, capfd: pytest.CaptureFixture[str]
) -> None:
    plan = capture_component(
        lambda: make(tenancy, {"siem": {"Authorization": PLANTED}}, exporters={"siem": SIEM}), mode=mode
    )
    assert plan.one(EXPORTER).inputs["otlpDestination"]["headers"] == SECRET
    assert "otlpDestination" in plan.one(EXPORTER).additional_secret_outputs
    assert PLANTED not in plan.to_json() + "".join(capfd.readouterr())


def test_a_changed_destination_never_passes_as_an_update(capture_component: CaptureComponent, tenancy: Tenancy) -> None:
    plan = capture_component(lambda: make(tenancy, exporters={"siem": {**SIEM, "authenticated": False}}))
    assert {"datasourceId", "otlpDestination"} <= set(plan.one(EXPORTER).replace_on_changes)


@pytest.mark.parametrize(
    ("headers", "authenticated", "said"),
    [(None, True, "would refuse everything"), ({"siem": {"Authorization": PLANTED}}, False, "would be ignored")],
)
def test_headers_that_are_missing_or_ignored_are_refused_without_quoting_them(
    capture_component: CaptureComponent, tenancy: Tenancy, headers: Any, authenticated: bool, said: str
) -> None:
    with pytest.raises(ValueError, match=said) as refused:
        capture_component(lambda: make(tenancy, headers, exporters={"siem": {**SIEM, "authenticated": authenticated}}))
    assert PLANTED not in str(refused.value)


def test_a_shorter_retention_is_announced_and_a_longer_one_is_not() -> None:
    (warned,) = retention_shortened({"retentionDays": 365}, {"retentionDays": 200})
    assert (warned.refused, "older than 200 days is deleted" in warned.what) == (False, True)
    assert list(retention_shortened({"retentionDays": 200}, {"retentionDays": 365})) == []


def test_the_stores_of_a_rehearsal_can_be_destroyed(capture_component: CaptureComponent) -> None:
    plan = capture_component(lambda: make(Tenancy(project_id=PROJECT, name_prefix="acme", rehearsal=True)))
    assert not any(resource.protect for resource in plan if resource.custom)
