"""Exemptions with their dates, and a state judged by the command."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from socle.cli.app import commands
from socle.estate import ExemptionSpec
from socle.rules import EXPIRED, UNUSED, Finding, Result, Severity, exempted, unknown_rules

BROKEN = Finding("bucket-versioned", Severity.HIGH, Result.FAIL, "versioning is off", name="studies")


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
