"""Findings in a test, and the recorded list that they are held against."""

import warnings
from datetime import date
from pathlib import Path

import pytest

from socle.plan import UNKNOWN
from socle.rules import Context, Result
from socle.testing import FindingGone, findings
from socle.testing.recorded import new_findings, record

from ..rules.cases import DB, B, plan_of

VERSIONED = "bucket-versioned"


def buckets(*versioned: object):
    return plan_of([(B, {"versioning": {"enabled": each}}) for each in versioned])


def test_findings_are_what_is_not_kept() -> None:
    found = {(each.rule, each.result) for each in findings(buckets(True, UNKNOWN))}

    assert (VERSIONED, Result.UNDETERMINED) in found
    assert not {Result.PASS, Result.NOT_APPLICABLE} & {result for _, result in found}
    assert VERSIONED not in {each.rule for each in findings(buckets(True))}


def test_several_plans_are_judged_together() -> None:
    key = "scaleway:object/bucketPolicy:BucketPolicy"
    policy = plan_of([(key, {"bucket": "b", "policy": "{}"})])
    bucket = plan_of([(B, {"name": "b"})])

    assert "bucket-has-policy" in {each.rule for each in findings(bucket)}
    assert "bucket-has-policy" not in {each.rule for each in findings([bucket, policy])}


def test_dates_count_with_the_day_of_a_context() -> None:
    key = plan_of([("scaleway:iam/apiKey:ApiKey", {"expiresAt": "2020-01-01T00:00:00Z"})])
    result = {each.rule: each.result for each in findings(key, context=Context(as_of=date(2026, 11, 30)))}

    assert result["api-key-expires-in-time"] is Result.FAIL
    assert {each.rule: each.result for each in findings(key)}["api-key-expires-in-time"] is Result.UNDETERMINED


def test_what_is_recorded_is_not_new(tmp_path: Path) -> None:
    recorded = tmp_path / "findings.txt"
    record(findings(buckets(False)), recorded)

    assert new_findings(findings(buckets(False)), recorded) == []
    assert "fail high bucket-versioned s::r0" in recorded.read_text("utf-8").splitlines()


def test_a_new_finding_is_told_with_its_remedy(tmp_path: Path) -> None:
    recorded = tmp_path / "findings.txt"
    record(findings(buckets(False, True)), recorded)
    new = new_findings(findings(buckets(False, False)), recorded)

    assert new == ["fail high bucket-versioned s::r1: A bucket keeps versions. Set versioning.enabled to true."]


def test_a_second_finding_of_one_rule_on_one_resource_is_new(tmp_path: Path) -> None:
    recorded = tmp_path / "findings.txt"
    private = {"region": "fr-par", "projectId": "p", "privateNetwork": {"pnId": "x"}}
    record(findings(plan_of([(DB, private | {"loadBalancer": {}})])), recorded)
    del private["privateNetwork"]
    new = new_findings(findings(plan_of([(DB, private | {"loadBalancer": {}})])), recorded)

    assert [line.split(":")[0] for line in new] == ["fail critical database-private s"]


def test_what_becomes_undecided_is_new(tmp_path: Path) -> None:
    recorded = tmp_path / "findings.txt"
    record(findings(buckets(True)), recorded)

    assert any(
        "undetermined high bucket-versioned" in each for each in new_findings(findings(buckets(UNKNOWN)), recorded)
    )


def test_without_a_list_everything_is_new(tmp_path: Path) -> None:
    assert new_findings(findings(buckets(False)), tmp_path / "findings.txt")


def test_what_is_gone_is_warned_of(tmp_path: Path) -> None:
    recorded = tmp_path / "findings.txt"
    record(findings(buckets(False)), recorded)

    with pytest.warns(FindingGone, match="take it out: fail high bucket-versioned s::r0"):
        assert new_findings(findings(buckets(True)), recorded) == []


def test_a_reason_stays_when_the_list_is_written_anew(tmp_path: Path) -> None:
    recorded = tmp_path / "findings.txt"
    record(findings(buckets(False, True)), recorded)
    line = "fail high bucket-versioned s::r0"
    recorded.write_text(recorded.read_text("utf-8").replace(line, f"{line}  # copied elsewhere"), "utf-8")

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert new_findings(findings(buckets(False, True)), recorded) == []
    record(findings(buckets(False, False)), recorded)
    assert f"{line}  # copied elsewhere" in recorded.read_text("utf-8").splitlines()


@pytest.mark.slow
def test_the_fixture_fails_on_what_the_list_does_not_have(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        import pulumi

        def program():
            pulumi.CustomResource("scaleway:object/bucket:Bucket", "b", {"name": "b"})

        def test_it(capture_component, recorded_findings):
            recorded_findings(capture_component(program), "findings.txt")
        """
    )
    ran = pytester.runpytest_subprocess("-p", "no:cacheprovider")
    ran.assert_outcomes(failed=1)
    ran.stdout.fnmatch_lines(["*fail high bucket-versioned test::b: A bucket keeps versions.*"])

    pytester.runpytest_subprocess("-p", "no:cacheprovider", "--record-findings").assert_outcomes(passed=1)
    pytester.runpytest_subprocess("-p", "no:cacheprovider").assert_outcomes(passed=1)
