"""A compliant and a violating estate for each rule that asks for more than resources: the plans of its stacks, and its context."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from socle.estate import AttestationSpec, Estate, load
from socle.plan import Plan, Resource
from socle.reach import Declared
from socle.rules import Context

from ..reach.platform import DECLARED, flow, sound
from ..reach.test_leaks import LEAKS
from .cases import AM, DB, EXP, HEALTH, plan_of

DAY = date(2026, 11, 30)
DEMO = load(Path(__file__).parents[2] / "stacks/estates/demo").estate
REGISTRY = "scaleway:registry/namespace:Namespace"

Judged = tuple[list[Plan], Context]


def claiming(product: str, until: date = date(2027, 11, 30), region: str = "fr-par") -> Estate:
    """The demo's estate with one claim alone."""
    claim = AttestationSpec.model_validate(
        {
            "scheme": "hds",
            "product": product,
            "region": region,
            "reference": "DEMO-HDS-0000",
            "valid_until": until,
            "claimed_by": "Security office",
        }
    )
    return DEMO.model_copy(update={"attestations": {"one": claim}})


def drilled(**more: Any) -> Estate:
    """The demo's estate with a drill of its emergency, or without one: `drill=None`."""
    drill = {
        "held_on": date(2026, 11, 2),
        "valid_until": DAY,
        "alarm_came": True,
        "reference": "DRILL-2026-1",
        "claimed_by": "Security office",
        **more,
    }
    emergency = {
        "key": {"issued_on": date(2026, 11, 1), "expires_on": date(2027, 4, 30)},
        "alarm": {
            "contacts": {"desk": {"email": "securite@plateforme.example"}},
            "reference": "alert 1",
            "set_on": date(2026, 11, 1),
        },
        "drill": None if "drill" in more else drill,
    }
    foundation = DEMO.foundation
    assert foundation
    declared = type(foundation).model_validate({**foundation.model_dump(), "break_glass": emergency})
    return DEMO.model_copy(update={"foundation": declared})


def with_claim(estate: Estate, *resources: tuple[str, dict[str, Any]]) -> Judged:
    return [plan_of(list(resources))], Context(as_of=DAY, estate=estate)


def network(leak: str = "", declared: Declared = DECLARED) -> Judged:
    """The sound platform, with one leak planted by its name."""
    estate = sound()
    for each in LEAKS:
        if each.name == leak:
            each.plant(estate)
    return estate.plans, Context(as_of=DAY, estate=DEMO, declared=declared)


def leaking(proof: str) -> str:
    """The name of a leak that one proof finds."""
    return next(each.name for each in LEAKS if each.proof == proof)


HEALTH_DATABASE = (DB, {"region": "fr-par", "tags": HEALTH})
HEALTH_IMAGES = (REGISTRY, {"region": "fr-par", "tags": HEALTH})
ENDED = date(2026, 11, 29)
WAYLESS = replace(DECLARED, flows=(*DECLARED.flows, flow("data-to-services", "10.20.32.0/22", "10.20.40.0/22", "443")))


CONTACT = "astreinte@plateforme.example"
ELSEWHERE = "https://logs.attacker.example/v1"


def exporting(endpoint: str) -> Estate:
    """The demo's estate with one declared way out for signals."""
    spec = {
        "source_id": "22222222-2222-4222-8222-222222222222",
        "endpoint": endpoint,
        "country": "FR",
        "operator_country": "FR",
        "products": ["vpc"],
        "reason": "the desk of the group reads them",
    }
    observability = DEMO.observability
    assert observability
    declared = type(observability).model_validate({**observability.model_dump(), "exporters": {"desk": spec}})
    return DEMO.model_copy(update={"observability": declared})


def sending(endpoint: str, estate: Estate = DEMO) -> Judged:
    return with_claim(estate, (EXP, {"otlpDestination": {"endpoint": endpoint}}))


def alarming(*emails: str, estate: Estate = DEMO) -> Judged:
    return with_claim(estate, (AM, {"contactPoints": [{"email": email} for email in emails]}))


def on_azure(day: date, estate: Estate = DEMO) -> Judged:
    """The demo's raw extracts, which stay on Azure by a decision of an authority until 2027-06-30."""
    type_, name = "azure-native:storage:BlobContainer", "legacy-storage-accounts-lake-containers-raw"
    resource = Resource(f"urn:pulumi:s::p::{type_}::{name}", type_, custom=True, inputs={}, id="")
    return [Plan("s", "p", (resource,), {})], Context(as_of=day, estate=estate)


@dataclass(frozen=True)
class Pair:
    """A compliant and a violating estate, each with what it is in words."""

    kept_by: str
    kept: Callable[[], Judged]
    broken_by: str
    broken: Callable[[], Judged]


_SOUND = "a network whose every path is a declared flow"
ESTATES: dict[str, Pair] = {
    "flows-declared": Pair(
        _SOUND,
        network,
        f"the same with {leaking('undeclared-path')}",
        lambda: network(leaking("undeclared-path")),
    ),
    "legacy-flows-declared": Pair(
        _SOUND,
        network,
        "the same with a public address in Azure",
        lambda: network("a public address in Azure"),
    ),
    "endpoints-guarded": Pair(
        _SOUND, network, f"the same with {leaking('open-endpoint')}", lambda: network(leaking("open-endpoint"))
    ),
    "flows-have-paths": Pair(
        _SOUND, network, "the same with a flow that no filter lets through", lambda: network(declared=WAYLESS)
    ),
    "export-declared": Pair(
        "an exporter whose endpoint the estate declares, with the receiver's countries",
        lambda: sending("https://otlp.groupe.example/v1", exporting("https://otlp.groupe.example/v1")),
        f"one that sends to {ELSEWHERE}",
        lambda: sending(ELSEWHERE, exporting("https://otlp.groupe.example/v1")),
    ),
    "alerts-one-domain": Pair(
        "alarms go to the contacts of the estate",
        lambda: alarming(CONTACT, "security@plateforme.example"),
        "alarms also go to eve@attacker.example",
        lambda: alarming(CONTACT, "eve@attacker.example"),
    ),
    "break-glass-drilled": Pair(
        "a drill on its last day, of which somebody was told",
        lambda: with_claim(drilled()),
        "the same on the day after",
        lambda: with_claim(drilled(valid_until=ENDED)),
    ),
    "health-data-under-european-law": Pair(
        "health data on Azure on the last day of its derogation",
        lambda: on_azure(date(2027, 6, 30)),
        "the same on the day after",
        lambda: on_azure(date(2027, 7, 1)),
    ),
    "attestations-valid": Pair(
        "a claim on its last day",
        lambda: with_claim(claiming("instances", DAY)),
        "a claim on the day after",
        lambda: with_claim(claiming("instances", ENDED)),
    ),
    "database-volume-attestation": Pair(
        "a database of health data, and a claim (hds, managed-postgresql) that lasts",
        lambda: with_claim(claiming("managed-postgresql"), HEALTH_DATABASE),
        "the same, and the claim has ended",
        lambda: with_claim(claiming("managed-postgresql", ENDED), HEALTH_DATABASE),
    ),
    "service-health-attested": Pair(
        "a registry of health data, and a claim (hds, container-registry) that lasts",
        lambda: with_claim(claiming("container-registry"), HEALTH_IMAGES),
        "the same, and the claim has ended",
        lambda: with_claim(claiming("container-registry", ENDED), HEALTH_IMAGES),
    ),
}
