"""Every fixture through every runner: where a runner has the facts that a rule needs, all say the same; elsewhere it is undetermined."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from socle.plan import UNKNOWN, Plan, read_state
from socle.policy.pack import Judged, policies_of
from socle.rules import KNOWS, RULES, Context, Finding, Result, Runner, Severity, run

from ..policy.engine import Engine
from .cases import CASES, Fixture, plan_of
from .estates import DAY, DEMO

FIXTURES = [
    (f"{rule}-{name}", fixture)
    for rule, pair in CASES.items()
    for name, fixture in zip(("kept", "broken"), pair, strict=True)
]
EVERYTHING: Fixture = [
    row for rule, pair in CASES.items() if rule != "quotas-hold" for fixture in pair for row in fixture
]

Said = set[tuple[str, str, Result]]


def said(findings: list[Finding]) -> Said:
    """Results by rule and resource; that a rule is about nothing is left out, since nobody has to say it."""
    return {(each.rule, each.urn, each.result) for each in findings if each.result is not Result.NOT_APPLICABLE}


def checked(plan: Plan) -> Said:
    return said(run([plan], Context(Runner.CHECK, as_of=DAY, estate=DEMO)))


def audited(plan: Plan, tmp_path: Path) -> Said:
    """The plan as an exported state, judged by the audit."""
    file = tmp_path / "state.json"
    file.write_text(json.dumps({"deployment": {"resources": json.loads(plan.to_json())["resources"]}}), "utf-8")
    return said(run([read_state(file)], Context(Runner.AUDIT, as_of=DAY, estate=DEMO)))


def enforced(plan: Plan) -> Said:
    """The plan as the engine sends it to the policy pack."""
    judged = Judged(Context(Runner.PACK, as_of=DAY, estate=DEMO.model_copy(update={"exemptions": {}})))
    Engine(policies_of(judged)).run(plan)
    return said([each for found in judged.found.values() for each in found])


def decided_by(runner: Runner, results: Said) -> Said:
    """What concerns the rules whose facts a runner has."""
    able = {rule.id for rule in RULES if rule.needs <= KNOWS[runner]}
    return {each for each in results if each[0] in able}


@pytest.mark.parametrize(("name", "fixture"), FIXTURES, ids=[name for name, _ in FIXTURES])
def test_runners_agree_where_they_have_the_facts(name: str, fixture: Fixture, tmp_path: Path) -> None:
    plan = plan_of(fixture)
    wanted = checked(plan)

    assert decided_by(Runner.AUDIT, audited(plan, tmp_path)) == decided_by(Runner.AUDIT, wanted)
    assert enforced(plan) == decided_by(Runner.PACK, wanted)


@pytest.mark.slow
def test_runners_agree_on_all_fixtures_at_once(tmp_path: Path) -> None:
    plan = plan_of(EVERYTHING)
    wanted = checked(plan)

    assert len({rule for rule, _, result in wanted if result is Result.FAIL}) > 100
    assert decided_by(Runner.AUDIT, audited(plan, tmp_path)) == decided_by(Runner.AUDIT, wanted)
    assert enforced(plan) == decided_by(Runner.PACK, wanted)


ROWS = [row for _, fixture in FIXTURES for row in fixture]


@pytest.mark.slow
@given(st.lists(st.sampled_from(ROWS), min_size=1, max_size=6), st.data())
@settings(max_examples=40)
def test_runners_agree_on_any_resources_with_anything_unknown(rows: Fixture, data: st.DataObject) -> None:
    fixture = [(type_, _with_unknowns(inputs, data), *more) for type_, inputs, *more in rows]
    plan = plan_of(fixture)
    wanted = checked(plan)

    with TemporaryDirectory() as folder:
        assert decided_by(Runner.AUDIT, audited(plan, Path(folder))) == decided_by(Runner.AUDIT, wanted)
    assert enforced(plan) == decided_by(Runner.PACK, wanted)


def _with_unknowns(value: Any, data: st.DataObject) -> Any:
    """The value with some of what is in it unknown, at any depth."""
    if isinstance(value, dict):
        return {key: _maybe(inner, data) for key, inner in value.items()}
    return [_maybe(inner, data) for inner in value] if isinstance(value, list) else value


def _maybe(value: Any, data: st.DataObject) -> Any:
    return UNKNOWN if data.draw(st.integers(0, 4)) == 0 else _with_unknowns(value, data)


@pytest.mark.slow
def test_a_runner_without_the_facts_decides_nothing(tmp_path: Path) -> None:
    plan = plan_of(EVERYTHING)
    for runner, results in ((Runner.AUDIT, audited(plan, tmp_path)), (Runner.PACK, enforced(plan))):
        undecided = results - decided_by(runner, results)
        assert {result for _, _, result in undecided} <= {Result.UNDETERMINED}


def test_no_rule_of_the_highest_severity_is_undetermined_everywhere() -> None:
    critical = [rule for rule in RULES if rule.severity is Severity.CRITICAL]

    assert critical
    assert all(any(rule.needs <= KNOWS[runner] for runner in Runner) for rule in critical)
    assert all(rule.needs <= KNOWS[Runner.CHECK] for rule in RULES)
