"""The observatory's own tests, written as one of its engineers would: with Pulumi's mocks, and with Socle's plans and rules."""

import pulumi
from observatory import deploy

from socle.plan import Plan
from socle.rules import Result
from socle.testing import CaptureProgram, Mode, StrictMocks, findings

CONFIG = {
    "observatory:project-id": "99999999-9999-4999-8999-999999999999",
    "observatory:deployer-application-id": "99999999-9999-4999-8999-999999999901",
    "observatory:break-glass-user-id": "99999999-9999-4999-8999-999999999902",
}


def planned(capture_program: CaptureProgram, mode: Mode) -> Plan:
    return capture_program(
        lambda: deploy(pulumi.Config("observatory")), stack="prod", project="observatory", config=CONFIG, mode=mode
    )


@pulumi.runtime.test
def test_mocks_take_every_component() -> pulumi.Output[None]:
    pulumi.runtime.set_mocks(StrictMocks(), project="observatory", preview=False)
    pulumi.runtime.set_all_config(CONFIG)

    def check(id_: str) -> None:
        assert id_.startswith("fr-par/")

    return deploy(pulumi.Config("observatory")).id.apply(check)


def test_everything_that_is_cloud_goes_to_the_observatorys_project(capture_program: CaptureProgram, mode: Mode) -> None:
    plan = planned(capture_program, mode)
    custom = [resource for resource in plan if resource.custom]

    assert len(custom) >= 60
    assert {each.inputs["projectId"] for each in custom if "projectId" in each.inputs} == {
        CONFIG["observatory:project-id"]
    }


def test_no_rule_that_blocks_is_broken(capture_program: CaptureProgram) -> None:
    plan = planned(capture_program, "preview")

    assert [each for each in findings([plan]) if each.result is Result.FAIL and each.severity.blocks] == []


def test_older_versions_of_surveys_end_too(capture_program: CaptureProgram) -> None:
    bucket = planned(capture_program, "preview").under("surveys").one("scaleway:object/bucket:Bucket")
    (rule,) = bucket.inputs["lifecycleRules"]

    assert (rule["expiration"]["days"], rule["noncurrentVersionExpiration"]["noncurrentDays"]) == (730, 90)
