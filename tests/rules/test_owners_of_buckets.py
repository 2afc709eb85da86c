"""Whom a bucket's policy may let rule it: the deployer by the id that the estate gives, or that its foundation makes, and break-glass.

What actions rule a bucket is in `test_adversaries.py`.
"""

import json
from typing import Any

import pytest

from socle.estate import Estate
from socle.estate.foundation import AUDIT_BUCKETS, FOUNDER, STATE_BUCKETS
from socle.plan import UNKNOWN, Plan
from socle.rules import Context, Result, run

from .cases import BP, S, plan_of
from .estates import DAY, DEMO
from .test_catalogue import BY_ID

GIVEN, MADE, OTHER = (f"{n}{n}{n}{n}{n}{n}{n}{n}-{n * 4}-4{n * 3}-8{n * 3}-{n * 12}" for n in "679")
BREAK_GLASS = f"user_id:{DEMO.scaleway.break_glass_user_id}"
DEPLOYER = f"{DEMO.name_prefix}-deployer"


def estate(*, given: str | None, existing: str | None) -> Estate:
    """The demo's, with the deployer's id in the estate, in the foundation, or in neither of them."""
    foundation = DEMO.foundation
    assert foundation
    deployer = foundation.applications[foundation.deployer].model_copy(update={"existing": existing})
    applications = {**foundation.applications, foundation.deployer: deployer}
    return DEMO.model_copy(
        update={
            "scaleway": DEMO.scaleway.model_copy(update={"deployer_application_id": given}),
            "foundation": foundation.model_copy(update={"applications": applications}),
        }
    )


def ruled_by(*principals: str, made: dict[str, str], bucket: str = "") -> Plan:
    """A bucket's policy, beside applications by name and id."""
    statement = {"Effect": "Allow", "Principal": {"SCW": list(principals)}, "Action": "s3:PutBucketPolicy", "Resource": "*"}  # fmt: skip
    document = json.dumps({"Version": "2023-04-17", "Statement": [statement]})
    applications: list[tuple[Any, ...]] = [(S + "iam/application:Application", {"name": name}) for name in made]
    plan = plan_of([(BP, {"policy": document, "bucket": bucket}), *applications])
    ids = ["", *made.values()]
    kept = tuple(
        each if not id_ else type(each)(each.urn, each.type, custom=True, inputs=each.inputs, id=id_)
        for each, id_ in zip(plan.resources, ids, strict=True)
    )
    return Plan("s", "p", kept, {})


@pytest.mark.parametrize(
    ("given", "existing", "made", "deployer"),
    [
        (GIVEN, None, {DEPLOYER: MADE}, GIVEN),
        (GIVEN, OTHER, {}, GIVEN),
        (None, GIVEN, {DEPLOYER: MADE}, GIVEN),
        (None, GIVEN, {}, GIVEN),
        (None, None, {DEPLOYER: MADE, f"{DEMO.name_prefix}-loader": OTHER}, MADE),
    ],
)
def test_the_deployer_and_break_glass_alone_rule(
    given: str | None, existing: str | None, made: dict[str, str], deployer: str
) -> None:
    context = Context(as_of=DAY, estate=estate(given=given, existing=existing))

    def result(*principals: str) -> set[Result]:
        plan = ruled_by(*principals, made=made)
        return {each.result for each in run([plan], context, [BY_ID["bucket-policy-owners-rule"]])}

    assert result(f"application_id:{deployer}", BREAK_GLASS) == {Result.PASS}
    for stranger in {GIVEN, MADE, OTHER} - {deployer}:
        assert result(f"application_id:{stranger}", BREAK_GLASS) == {Result.FAIL}
    assert result(f"user_id:{deployer}") == {Result.FAIL}


@pytest.mark.parametrize("made", [{}, {DEPLOYER: UNKNOWN}, {f"{DEMO.name_prefix}-loader": OTHER}])
def test_a_deployer_that_is_in_no_plan_is_not_known(made: dict[str, str]) -> None:
    context = Context(as_of=DAY, estate=estate(given=None, existing=None))
    plan = ruled_by(BREAK_GLASS, made=made)

    found = run([plan], context, [BY_ID["bucket-policy-owners-rule"]])
    assert {each.result for each in found} == {Result.UNDETERMINED}


FOUNDER_NAME = f"{DEMO.name_prefix}-{FOUNDER}"


@pytest.mark.parametrize("called", sorted({*STATE_BUCKETS.values(), *AUDIT_BUCKETS.values()}))
def test_the_founder_rules_buckets_of_bootstrap_and_people_those_of_states_alone(called: str) -> None:
    bootstrap = DEMO.foundation and DEMO.foundation.bootstrap
    assert bootstrap
    [first, *others] = [f"user_id:{each}" for each in bootstrap.administrators]
    context = Context(as_of=DAY, estate=DEMO)

    def result(*principals: str) -> set[Result]:
        plan = ruled_by(*principals, made={FOUNDER_NAME: MADE}, bucket=f"{DEMO.name_prefix}-{called}")
        return {each.result for each in run([plan], context, [BY_ID["bucket-policy-owners-rule"]])}

    assert result(f"application_id:{MADE}", BREAK_GLASS) == {Result.PASS}
    assert result(f"application_id:{DEMO.scaleway.deployer_application_id or GIVEN}") == {Result.FAIL}
    assert result(first, *others) == {Result.PASS if called in STATE_BUCKETS.values() else Result.FAIL}
