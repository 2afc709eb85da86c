"""The policy pack against what the engine would send: what blocks, what an unknown hides, exemptions, and what is not decided."""

import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import grpc
import pytest
from google.protobuf.empty_pb2 import Empty
from pulumi.runtime.proto.analyzer_pb2_grpc import AnalyzerStub

from socle.estate import Estate, ExemptionSpec, load
from socle.messages import Refused
from socle.plan import UNKNOWN, Plan, Resource
from socle.policy import context_of, policies
from socle.rules import KNOWS, RULES, Context, Rule, Runner

from ..cli.conftest import write
from ..rules.cases import BP, CASES, DB, HEALTH, SRV, SSE, B, plan_of, policy
from ..rules.estates import DEMO
from .engine import Engine, reported

DAY = date(2026, 11, 30)
OF_THE_ESTATE = ("attestations-valid", "break-glass-drilled", "health-data-under-european-law")
"""Rules that ask the estate of every run, whatever is in its plans."""
PACK = Context(Runner.PACK, as_of=DAY)


def run(plan: Plan, context: Context = PACK) -> Engine:
    return Engine(policies(context)).run(plan)


def permitting(rule: str, resource: str, until: date = date(2027, 6, 30)) -> Context:
    """A context whose estate exempts one resource from one rule."""
    spec = ExemptionSpec.model_validate(
        {
            "rule": rule,
            "resource": resource,
            "reason": "the copies are made elsewhere every night",
            "owner": "Security office",
            "granted_on": date(2026, 7, 1),
            "expires_on": until,
        }
    )
    estate: Estate = DEMO.model_copy(update={"exemptions": {"one": spec}})
    return replace(PACK, estate=estate)


def test_every_rule_that_a_policy_can_judge_is_a_policy_of_its_name() -> None:
    names = [each.name for each in policies(PACK)]

    assert len(names) == len(set(names))
    assert set(names) == {rule.id for rule in RULES if rule.needs <= KNOWS[Runner.PACK]} | {
        "exemption-expired",
        "exempt",
        "not-decided",
    }


@pytest.mark.parametrize(
    "rule", [each for each in RULES if each.id in CASES and each.needs <= KNOWS[Runner.PACK]], ids=lambda rule: rule.id
)
def test_a_rule_of_high_severity_blocks_and_others_advise(rule: Rule) -> None:
    engine = run(plan_of(CASES[rule.id][1]))

    assert (rule.id in {name for name, _ in reported(engine.mandatory)}) == rule.severity.blocks
    assert (rule.id in {name for name, _ in reported(engine.advisory)}) == (not rule.severity.blocks)


def test_an_unknown_on_one_resource_hides_nothing_on_another() -> None:
    fixture = [(DB, {"encryptionAtRest": UNKNOWN}), (DB, {}), (DB, {"encryptionAtRest": UNKNOWN})]

    assert ("database-encrypted", "r1") in reported(run(plan_of(fixture)).mandatory)


def test_an_unknown_in_the_graph_hides_nothing_on_another() -> None:
    """A bucket's policy of an unknown bucket: whose it is cannot be said, and two policies of one bucket are seen all the same."""
    fixture = [(B, {"name": "b"}), (BP, policy()), (BP, policy()), (BP, {"bucket": UNKNOWN, "policy": UNKNOWN})]
    engine = run(plan_of(fixture))

    assert ("bucket-one-policy", "r0") in reported(engine.mandatory)
    assert any("\ncritical bucket-policy-names-principals: r3: " in text for text in engine.texts("not-decided"))


def test_an_unknown_inside_a_value_hides_nothing_beside_it() -> None:
    opened = {"action": "accept", "port": 22, "ipRange": "0.0.0.0/0"}
    rows = [{**opened, "ipRange": UNKNOWN}, opened]
    group = "scaleway:instance/securityGroup:SecurityGroup"

    assert ("security-group-no-everybody", "r0") in reported(run(plan_of([(group, {"inboundRules": rows})])).mandatory)


def test_the_data_class_of_a_component_reaches_its_resources() -> None:
    above = Resource("urn:pulumi:s::p::t::above", "t", custom=False, inputs={"spec": {"data_class": "health"}})
    server = Resource(f"urn:pulumi:s::p::t${SRV}::m", SRV, custom=True, parent=above.urn, inputs={"type": "DEV1-S"})
    alone = replace(server, parent="")

    assert ("machine-eligible", "m") in reported(run(Plan("s", "p", (above, server))).mandatory)
    assert ("machine-eligible", "m") not in reported(run(Plan("s", "p", (above, alone))).mandatory)


def test_what_was_only_read_is_not_decided() -> None:
    engine = run(plan_of([(B, {}, {"external": True})]))

    assert "bucket-encrypted" not in {name for name, _ in reported(engine.mandatory)}
    assert any("bucket-encrypted: r0: it is only read" in text for text in engine.texts("not-decided"))


def test_what_depends_on_a_bucket_is_known_at_the_end() -> None:
    bucket, configuration = plan_of([(B, {"name": UNKNOWN}), (SSE, {"bucket": UNKNOWN})])
    linked = replace(configuration, property_dependencies={"bucket": (bucket.urn,)})

    assert ("bucket-encrypted", "r0") not in reported(run(Plan("s", "p", (bucket, linked))).mandatory)
    assert ("bucket-encrypted", "r0") in reported(run(Plan("s", "p", (bucket,))).mandatory)


def test_what_an_exemption_permits_does_not_block_and_is_said() -> None:
    plan = plan_of(CASES["bucket-versioned"][1])
    engine = run(plan, permitting("bucket-versioned", "r0*"))

    assert ("bucket-versioned", "r0") in reported(run(plan).mandatory)
    assert "bucket-versioned" not in {name for name, _ in reported(engine.mandatory)}
    (said,) = engine.texts("exempt")
    assert "bucket-versioned: r0: versioning is off; Security office permits it until 2027-06-30" in said


def test_an_exemption_that_has_ended_blocks() -> None:
    engine = run(plan_of(CASES["bucket-versioned"][1]), permitting("bucket-versioned", "r0*", date(2026, 11, 29)))

    assert {"bucket-versioned", "exemption-expired"} <= {name for name, _ in reported(engine.mandatory)}


def test_an_exemption_of_another_stack_is_not_said_to_be_unused() -> None:
    engine = run(plan_of([]), permitting("bucket-versioned", "other*"))

    assert not [text for text in engine.texts("not-decided") if "exemption" in text]


def test_an_exemption_from_no_rule_stops_the_pack() -> None:
    with pytest.raises(Refused, match="there is no rule bucket-versionned"):
        policies(permitting("bucket-versionned", "studies"))


def test_rules_that_no_policy_can_judge_are_named() -> None:
    said = "\n".join(run(plan_of([])).texts("not-decided"))

    for rule in RULES:
        assert (rule.id in said) == (not rule.needs <= KNOWS[Runner.PACK] or rule.id in OF_THE_ESTATE), rule.id


def test_no_report_has_a_secret_that_the_engine_sends_in_plain() -> None:
    password = "postgres://u:Sup3rS3cret@h/d"
    secret = "scaleway:secrets/version:Version"
    plan = plan_of([(SRV, {"userData": {"cloud-init": password}}), (secret, {"data": "Sup3rS3cret"})])
    engine = run(plan)

    assert ("user-data-without-secrets", "r0") in reported(engine.mandatory)
    assert "Sup3rS3cret" not in str((engine.mandatory, engine.advisory))


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    write(tmp_path / "Pulumi.yaml", "name: small\nruntime: python\nstackConfigDir: stacks\n")
    write(tmp_path / "stacks/Pulumi.demo-a.yaml", "config:\n  socle:estate: demo\n")
    demo = Path(__file__).parents[2] / "stacks/estates/demo/estate.yaml"
    write(tmp_path / "stacks/estates/demo/estate.yaml", demo.read_text("utf-8"))
    monkeypatch.setenv("PULUMI_PROJECT", "small")
    monkeypatch.setenv("PULUMI_STACK", "demo-a")
    return tmp_path


def test_the_estate_is_the_one_that_the_stack_names(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    context = context_of(checkout / "stacks", DAY)

    assert (context.runner, context.as_of) == (Runner.PACK, DAY)
    assert context.estate is not None
    assert {"nodes-way-out", "security-desk-reads-logs"} < context.estate.exemptions.keys()
    assert (
        context.estate.exemptions.keys()
        == load(Path(__file__).parents[2] / "stacks/estates/demo").estate.exemptions.keys()
    )
    monkeypatch.setenv("PULUMI_STACK", "organization/small/demo-a")
    assert context_of(checkout, DAY).estate is not None


@pytest.mark.parametrize(
    ("name", "value"), [("PULUMI_STACK", "demo-b"), ("PULUMI_PROJECT", "other"), ("PULUMI_PROJECT", "zoo")]
)
def test_the_stack_of_another_project_has_no_estate_of_this_one(
    checkout: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)

    assert context_of(checkout, DAY).estate is None


def test_without_a_project_no_estate_counts(tmp_path: Path) -> None:
    assert context_of(tmp_path, DAY).estate is None


def test_a_refused_estate_stops_the_pack(checkout: Path) -> None:
    write(checkout / "stacks/estates/demo/estate.yaml", "name: demo\nownr: x\n")

    with pytest.raises(Refused):
        context_of(checkout, DAY)


def test_health_data_of_a_database_is_decided_with_the_estate(checkout: Path) -> None:
    plan = plan_of([(DB, {"region": "fr-par", "tags": HEALTH})])
    asked = ("database-volume-attestation", "r0")

    assert asked in reported(run(plan, context_of(checkout, DAY)).advisory)
    assert asked not in reported(run(plan).advisory)


@pytest.mark.slow
def test_the_pack_of_the_repository_serves_its_policies() -> None:
    """As the engine starts it: a process that prints its port and answers there."""
    pack = Path(__file__).parents[2] / "policies"
    with subprocess.Popen([sys.executable, "-u", str(pack)], stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout
            channel = grpc.insecure_channel(f"127.0.0.1:{int(process.stdout.readline())}")
            info = AnalyzerStub(channel).GetAnalyzerInfo(Empty(), timeout=30)
        finally:
            process.terminate()

    assert info.name == "socle"
    assert "bucket-versioned" in {each.name for each in info.policies}
    assert (pack / "PulumiPolicy.yaml").is_file()
