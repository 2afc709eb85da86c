"""Each rule passes on its compliant fixture and fails on its violating one, and so dies if its check is inverted."""

from dataclasses import replace
from typing import Any

import pytest

from socle.facts.scaleway import current_type
from socle.plan import UNKNOWN, Plan
from socle.reach import Declared
from socle.report.words import Language, Words
from socle.report.words.catalogue import TONGUES
from socle.rules import RULES, Context, Finding, Result, Rule, Runner, run

from ..reach.platform import DECLARED
from .cases import CASES, DB, FN, HEALTH, POL, SG, B, Fixture, S, inbound, plan_of, sets
from .estates import DAY, ESTATES, HEALTH_DATABASE, claiming, leaking, network, with_claim

BY_ID = {rule.id: rule for rule in RULES}
OUTPUTS = "output-not-secret"
OF_CONFIG = "config-secret-encrypted"
"""Its fixtures are programs: `tests/capture/test_wrapped_secrets.py`."""


def judged(rule: str, fixture: Fixture, **context: Any) -> list[Finding]:
    return run([plan_of(fixture)], Context(as_of=DAY, **context), [BY_ID[rule]])


def results(rule: str, fixture: Fixture, **context: Any) -> set[Result]:
    return {finding.result for finding in judged(rule, fixture, **context)}


def test_there_are_many_rules_each_with_an_id_of_its_own() -> None:
    assert len(BY_ID) == len(RULES) >= 40


def test_every_rule_has_its_fixtures() -> None:
    assert {*CASES, *ESTATES, OUTPUTS, OF_CONFIG} == set(BY_ID)
    assert set(CASES).isdisjoint(ESTATES)


@pytest.mark.parametrize("rule", ESTATES)
def test_a_rule_on_an_estate_passes_and_fails_on_its_fixtures(rule: str) -> None:
    (kept, context), (broken, other) = ESTATES[rule].kept(), ESTATES[rule].broken()

    assert {each.result for each in run(kept, context, [BY_ID[rule]])} == {Result.PASS}
    failed = [each for each in run(broken, other, [BY_ID[rule]]) if each.result is Result.FAIL]
    assert failed
    assert all(Words().text(each.message) for each in failed)


def test_a_claim_about_another_region_or_product_covers_nothing() -> None:
    rule = [BY_ID["database-volume-attestation"]]
    for claim in (claiming("managed-postgresql", region="nl-ams"), claiming("instances")):
        assert {each.result for each in run(*with_claim(claim, HEALTH_DATABASE), rule)} == {Result.FAIL}


@pytest.mark.parametrize(("zone", "result"), [("fr-par-2", Result.PASS), ("nl-ams-1", Result.FAIL)])
def test_a_database_of_a_zone_is_in_the_region_of_it(zone: str, result: Result) -> None:
    plans, context = with_claim(claiming("managed-postgresql"), (DB, {"tags": HEALTH, "zone": zone}))

    assert {each.result for each in run(plans, context, [BY_ID["database-volume-attestation"]])} == {result}


def test_a_database_of_no_region_is_undetermined() -> None:
    plans, context = with_claim(claiming("managed-postgresql"), (DB, {"tags": HEALTH}))

    assert {each.result for each in run(plans, context, [BY_ID["database-volume-attestation"]])} == {
        Result.UNDETERMINED
    }


def test_a_path_that_nobody_declared_is_laid_at_the_resource_that_opens_it() -> None:
    found = run(*network(leaking("undeclared-path")), [BY_ID["flows-declared"]])

    assert {(each.name, each.file) for each in found} == {("acl", "demo/estate.yaml")}


def observed(leak: str = "", declared: Declared = DECLARED) -> tuple[list[Plan], Context]:
    """The platform beside a legacy estate that is only observed."""
    plans, context = network(leak, declared)
    seen = [replace(each, external=True, inputs={}) for each in plans[1]]
    plans[1] = replace(plans[1], resources=tuple(seen))
    return plans, context


def test_flows_inside_a_network_that_is_only_observed_are_undetermined() -> None:
    found = run(*observed(), [BY_ID["legacy-flows-declared"]])

    assert [each.result for each in found] == [Result.UNDETERMINED]
    assert "only observed" in Words().text(found[0].message)


def test_flows_of_the_platform_are_decided_against_the_ranges_that_the_estate_names() -> None:
    rule = [BY_ID["flows-declared"]]

    assert {each.result for each in run(*observed(), rule)} == {Result.PASS}
    assert {each.result for each in run(*observed(leaking("undeclared-path")), rule)} == {Result.FAIL}


def test_a_legacy_network_outside_the_ranges_that_the_estate_names_leaves_all_flows_undetermined() -> None:
    plans, context = network(declared=replace(DECLARED, flows=(), outside=()))
    vnet = [each for each in plans[1] if each.type.endswith(":VirtualNetwork")]
    subnets = [replace(each, external=True, inputs={}) for each in plans[1] if each.type.endswith(":Subnet")]
    legacy = replace(plans[1], resources=(*vnet, *subnets))

    found = run([legacy], context, [BY_ID["flows-declared"]])
    assert [each.result for each in found] == [Result.UNDETERMINED]


@pytest.mark.parametrize("rule", CASES)
def test_a_rule_passes_on_its_compliant_fixture(rule: str) -> None:
    assert results(rule, CASES[rule][0]) <= {Result.PASS, Result.NOT_APPLICABLE}


@pytest.mark.parametrize("rule", CASES)
def test_a_rule_fails_on_its_violating_fixture(rule: str) -> None:
    failed = [each for each in judged(rule, CASES[rule][1]) if each.result is Result.FAIL]

    assert failed
    assert all(each.message and each.severity is BY_ID[rule].severity for each in failed)


def test_an_output_in_plain_is_seen() -> None:
    context = Context()
    rule = [BY_ID[OUTPUTS]]

    assert run([plan_of([], {"url": "https://h"})], context, rule)[0].result is Result.PASS
    assert run([plan_of([], {"url": "postgres://u:passw0rd@h"})], context, rule)[0].result is Result.FAIL


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_says_why_and_what_to_do(rule: Rule) -> None:
    assert rule.title
    assert rule.why.endswith((".", ")."))
    assert rule.remedy.endswith(".")
    assert rule.controls
    assert (rule.check is None) != (rule.stack_check is None)


def test_every_rule_has_a_title_in_french() -> None:
    assert set(TONGUES[Language.FRENCH].rules) == set(BY_ID)


def test_the_old_flat_names_are_judged_as_their_successors() -> None:
    assert current_type(S + "index/objectBucket:ObjectBucket") == B
    assert results("bucket-versioned", [(S + "index/objectBucket:ObjectBucket", {})]) == {Result.FAIL}


def test_a_value_that_is_not_known_is_undetermined() -> None:
    assert results("database-encrypted", [(DB, {"encryptionAtRest": UNKNOWN})]) == {Result.UNDETERMINED}


def test_an_unknown_on_one_resource_hides_no_violation_on_another() -> None:
    fixture: Fixture = [(DB, {"encryptionAtRest": UNKNOWN}), (DB, {})]

    assert results("database-encrypted", fixture) == {Result.UNDETERMINED, Result.FAIL}


@pytest.mark.parametrize("first", [True, False])
def test_an_unknown_row_hides_no_other_row(first: bool) -> None:
    rows = [{**inbound()["inboundRules"][0], "ipRange": UNKNOWN}, inbound(ipRange="0.0.0.0/0")["inboundRules"][0]]

    assert results("security-group-no-everybody", [(SG, {"inboundRules": rows if first else rows[::-1]})]) == {
        Result.FAIL
    }


@pytest.mark.parametrize("public", [{}, {"id": "x"}, [{"id": "x"}]])
def test_a_public_network_beside_a_private_one_is_seen(public: object) -> None:
    redis = CASES["data-service-private"][0][0][0]
    private = {"privateNetworks": [{"id": "x"}]}

    assert results("data-service-private", [(redis, {**private, "publicNetwork": public})]) == {Result.FAIL}
    assert results("data-service-private", [(redis, {**private, "publicNetworks": []})]) == {Result.PASS}


def test_an_unknown_policy_hides_no_other_holder_of_two_duties() -> None:
    both = sets("KeyManagerKeyDelete", "ObjectStorageObjectsRead")

    assert results("duties-separated", [(POL, {"groupId": "g", "rules": UNKNOWN}), (POL, both)]) == {Result.FAIL}
    assert results("duties-separated", [(POL, {"groupId": "g", "rules": UNKNOWN})]) == {Result.UNDETERMINED}


def test_what_may_be_the_missing_companion_leaves_a_rule_undetermined() -> None:
    sse = CASES["bucket-encrypted"][0][1][0]

    assert results("bucket-encrypted", [(B, {"name": "b"}), (sse, {"bucket": UNKNOWN})]) == {Result.UNDETERMINED}


@pytest.mark.parametrize("rule", ["namespace-default-deny", "namespace-quota"])
def test_what_may_stand_in_a_namespace_leaves_it_undetermined(rule: str) -> None:
    kept, broken = CASES[rule]
    type_, inputs = kept[1]
    elsewhere = {**inputs, "metadata": {"name": "x", "namespace": UNKNOWN}}

    assert results(rule, [*broken, (type_, elsewhere)]) == {Result.UNDETERMINED}
    assert results(rule, [*kept, (type_, elsewhere)]) == {Result.PASS}


def test_a_runner_without_a_fact_says_undetermined() -> None:
    for rule, fixture in (
        ("guard-retained", CASES["guard-retained"][1]),
        ("secret-not-in-plain", CASES["secret-not-in-plain"][1]),
    ):
        assert results(rule, fixture, runner=Runner.PACK) == {Result.UNDETERMINED}


def test_without_a_day_nothing_is_said_of_dates() -> None:
    plan = plan_of([(S + "iam/apiKey:ApiKey", {"expiresAt": "2020-01-01"})])

    assert run([plan], Context(), [BY_ID["api-key-expires-in-time"]])[0].result is Result.UNDETERMINED


def test_what_is_only_read_is_undetermined() -> None:
    assert results("bucket-versioned", [(B, {}, {"external": True})]) == {Result.UNDETERMINED}


def test_a_rule_on_what_is_written_is_not_about_what_is_only_read() -> None:
    for rule in ("project-named", "place-named", "stateful-protected", "secret-not-in-plain"):
        assert results(rule, [(B, {}, {"external": True})]) == {Result.NOT_APPLICABLE}
    assert results("place-european", [(B, {}, {"external": True})]) == {Result.UNDETERMINED}


def test_a_reference_to_another_stack_is_of_no_place() -> None:
    reference = [("pulumi:pulumi:StackReference", {"name": "o/p/s"}, {"external": True})]

    assert results("place-european", reference) == {Result.NOT_APPLICABLE}
    assert results("secret-not-in-plain", reference) == {Result.NOT_APPLICABLE}


def test_a_rule_without_resources_is_not_applicable() -> None:
    assert results("serverless-private", []) == {Result.NOT_APPLICABLE}
    assert results("serverless-private", [(FN, {"privacy": "public"})]) == {Result.FAIL}


def test_a_finding_says_where_the_program_constructs_the_resource() -> None:
    finding = judged("bucket-versioned", [(B, {}, {"source_position": "project:///infra/main.py#12,4"})])[0]

    assert finding.place == "infra/main.py:12"


def test_a_rule_that_is_not_about_a_resource_is_not_undecided_for_want_of_a_fact() -> None:
    rule = "database-volume-attestation"

    assert results(rule, [(DB, {"tags": ["data-class=internal"]})]) == {Result.NOT_APPLICABLE}
    assert results(rule, [(DB, {"tags": HEALTH})]) == {Result.UNDETERMINED}
    assert results(rule, [(DB, {"tags": UNKNOWN})]) != {Result.PASS}
