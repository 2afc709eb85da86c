"""Exemptions with their dates, and a state judged by the command."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from socle.cli.app import commands
from socle.estate import ExemptionSpec
from socle.origin import Origin
from socle.rules import EXPIRED, UNUSED, Context, Finding, Result, Severity, exempted, judged, unknown_rules

from .estates import DEMO

BROKEN = Finding("bucket-versioned", Severity.HIGH, Result.FAIL, "versioning is off", name="studies")

UNDECIDED = replace(BROKEN, result=Result.UNDETERMINED)


def spec(**more: Any) -> ExemptionSpec:
    return ExemptionSpec.model_validate(
        {
            "rule": "bucket-versioned",
            "resource": "studies*",
            "reason": "the copies are made elsewhere every night",
            "owner": "Security office",
            "granted_on": date(2026, 1, 1),
            "expires_on": date(2026, 6, 30),
            **more,
        }
    )


@pytest.mark.parametrize(
    ("day", "found"),
    [
        (date(2026, 6, 30), {("bucket-versioned", Result.EXEMPT)}),
        (date(2026, 7, 1), {("bucket-versioned", Result.FAIL), (EXPIRED, Result.FAIL)}),
        (None, {("bucket-versioned", Result.FAIL)}),
    ],
)
def test_an_exemption_counts_until_its_last_day(day: date | None, found: set[tuple[str, Result]]) -> None:
    assert {(each.rule, each.result) for each in exempted([BROKEN], {"e": spec()}, day)} == found


def test_an_exemption_that_covers_nothing_is_said() -> None:
    assert [each.rule for each in exempted([], {"e": spec()}, date(2026, 2, 1))] == [UNUSED]


def test_where_one_exemption_has_ended_another_that_lasts_counts() -> None:
    ended, lasting = spec(), spec(resource="stud*", expires_on=date(2026, 12, 31))
    found = exempted([BROKEN], {"ended": ended, "lasting": lasting}, date(2026, 7, 1))

    assert [(each.rule, each.exemption) for each in found] == [("bucket-versioned", "lasting"), (EXPIRED, "ended")]
    assert found[0].result is Result.EXEMPT


@pytest.mark.parametrize(
    "finding",
    [
        replace(BROKEN, rule="bucket-encrypted"),
        replace(BROKEN, rule="bucket-without"),
        replace(BROKEN, name="other"),
        replace(BROKEN, name=""),
        replace(BROKEN, result=Result.UNDETERMINED),
    ],
)
def test_an_exemption_permits_what_it_names_and_nothing_else(finding: Finding) -> None:
    found = exempted([finding], {"e": spec(resource="stud*")}, date(2026, 2, 1))

    assert finding in found
    assert UNUSED in {each.rule for each in found}


@pytest.mark.parametrize(
    ("finding", "needed"),
    [
        (UNDECIDED, True),
        (replace(UNDECIDED, name=""), True),
        (replace(UNDECIDED, name="other"), False),
        (replace(UNDECIDED, rule="bucket-encrypted"), False),
        (replace(UNDECIDED, rule="bucket-without"), False),
        (replace(UNDECIDED, result=Result.PASS), False),
    ],
)
def test_an_exemption_may_be_needed_where_its_rule_is_not_decided(finding: Finding, needed: bool) -> None:
    unused = UNUSED in {each.rule for each in exempted([finding], {"e": spec()}, date(2026, 2, 1), sure=False)}
    assert unused is not needed


def test_where_not_every_stack_was_judged_no_exemption_is_said_to_be_unused() -> None:
    assert exempted([], {"e": spec()}, date(2026, 2, 1), whole=False) == []
    assert [each.rule for each in exempted([], {"e": spec()}, date(2026, 7, 1), whole=False)] == [EXPIRED]


def test_an_exemption_that_has_ended_is_found_where_it_is_written() -> None:
    estate = DEMO.model_copy(update={"exemptions": {"e": spec(), "f": spec(resource="never*")}})
    asked: list[str] = []

    def where(key: str) -> Origin | None:
        asked.append(key)
        return Origin("demo/estate.yaml", 7, key) if key == "exemptions.e" else None

    context = Context(as_of=date(2026, 7, 1), estate=estate, where=where)
    found = [each for each in judged([], context) if each.rule == EXPIRED]

    assert {(each.exemption, each.file, each.line, each.declared) for each in found} == {
        ("e", "demo/estate.yaml", 7, True),
        ("f", "", 0, False),
    }
    assert set(asked) == {"exemptions.e", "exemptions.f"}


def test_a_finding_as_json_leaves_out_what_is_empty() -> None:
    assert BROKEN.as_json(str) == {
        "rule": "bucket-versioned",
        "severity": "high",
        "result": "fail",
        "message": "versioning is off",
        "name": "studies",
    }


def test_an_exemption_from_no_rule_is_refused() -> None:
    assert list(unknown_rules({"e": spec()})) == []
    assert [each.what for each in unknown_rules({"e": spec(rule="bucket-versionned")})] == [
        "there is no rule bucket-versionned"
    ]


@pytest.mark.parametrize(("protect", "versioned", "code"), [(True, True, 0), (True, False, 1)])
def test_a_state_is_audited(tmp_path: Path, protect: bool, versioned: bool, code: int) -> None:
    row = {
        "urn": "urn:pulumi:s::p::scaleway:object/bucketLockConfiguration:BucketLockConfiguration::lock",
        "type": "scaleway:object/bucketLockConfiguration:BucketLockConfiguration",
        "custom": True,
        "id": "fr-par/b",
        "protect": protect,
        "inputs": {
            "region": "fr-par",
            "projectId": "p",
            "rule": {"defaultRetention": {"days": 365 if versioned else 1}},
        },
    }
    file = tmp_path / "state.json"
    file.write_text(json.dumps({"version": 3, "deployment": {"resources": [row]}}))

    done = CliRunner().invoke(commands(), ["audit", str(file), "--as-of", "2026-11-30"])

    assert done.exit_code == code, done.output
    assert ("bucket-lock-lasts" in done.output) == bool(code)


def test_no_exemption_waives_a_law() -> None:
    """An exemption that stands in an estate is refused by a check, and counts in no other runner."""
    law = replace(BROKEN, rule="health-data-under-european-law")
    (found,) = [each for each in exempted([law], {"e": spec(rule=law.rule)}, date(2026, 2, 1)) if each.rule == law.rule]
    assert found.result is Result.FAIL
    assert ["is a law" in each.what for each in unknown_rules({"e": spec(rule=law.rule)})] == [True]
