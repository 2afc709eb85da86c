"""Health data under foreign law: a finding unless an authority has decided, and never harmless where nobody has said what is held.

Proves nothing about whose law reaches an operator: that is a table of facts.
"""

from datetime import date
from typing import Any

import pytest

from socle.estate import SupplierSpec
from socle.plan import Plan, Resource
from socle.report.words import Language, Words
from socle.rules import RULES, Context, Finding, Result, judged

from .cases import HEALTH
from .estates import DAY, DEMO, on_azure

(LAW,) = [rule for rule in RULES if rule.law]


def found(type_: str, name: str, day: date = DAY, **inputs: Any) -> Finding:
    """What the rule says of one resource in the demo's estate."""
    resource = Resource(f"urn:pulumi:s::p::{type_}::{name}", type_, custom=True, inputs=inputs, id="")
    (one,) = [
        each
        for each in judged([Plan("s", "p", (resource,), {})], Context(as_of=day, estate=DEMO), [LAW])
        if each.rule == LAW.id
    ]
    return one


@pytest.mark.parametrize(
    ("type_", "name", "result"),
    [
        ("azure-native:storage:BlobContainer", "legacy-storage-accounts-archive-containers-audit", Result.PASS),
        ("azure-native:storage:StorageAccount", "legacy-storage-accounts-scratch-resource-observed", Result.UNDETERMINED),
        ("azure-native:keyvault:Vault", "legacy-vaults-keys-resource", Result.PASS),
        ("aws:s3/bucket:Bucket", "elsewhere", Result.PASS),
    ],
)  # fmt: skip
def test_what_holds_no_health_data_passes_and_what_nobody_has_classed_is_not_decided(
    type_: str, name: str, result: Result
) -> None:
    assert found(type_, name).result is result


def test_health_data_at_an_operator_whom_nobody_has_looked_up_is_a_finding() -> None:
    assert found("aws:s3/bucket:Bucket", "elsewhere", tags={"data-class": "health"}).result is Result.FAIL


def test_health_data_at_the_host_of_the_platform_is_none() -> None:
    assert found("scaleway:object/bucket:Bucket", "here", tags=HEALTH).result is Result.PASS


def test_the_finding_says_where_a_decision_that_does_not_hold_stands() -> None:
    plans, context = on_azure(date(2026, 4, 12))
    (early,) = [each for each in judged(plans, context, [LAW]) if each.rule == LAW.id]
    assert early.result is Result.FAIL
    assert "the derogation has not begun" in Words(Language.ENGLISH).text(early.message)


@pytest.mark.parametrize(
    ("law", "sees", "result"),
    [
        ("foreign", "health", Result.FAIL),
        ("foreign", "accounts", Result.PASS),
        ("foreign", None, Result.UNDETERMINED),
        ("not-known", "health", Result.UNDETERMINED),
        ("european", "health", Result.PASS),
    ],
)
def test_a_supplier_that_sees_health_data_under_foreign_law_is_a_finding(
    law: str, sees: str | None, result: Result
) -> None:
    spec = {
        "role": "support",
        "operator": "Somebody",
        "country": "US",
        "law": law,
        "sees": sees,
        "reason": "answers calls",
    }
    estate = DEMO.model_copy(update={"suppliers": {"desk": SupplierSpec.model_validate(spec)}})
    found = judged([Plan("s", "p", (), {})], Context(as_of=DAY, estate=estate), [LAW])
    assert {each.result for each in found if each.rule == LAW.id} == {result}
