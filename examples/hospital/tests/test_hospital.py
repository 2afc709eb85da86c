"""The hospital's own tests, written as one of its engineers would: with Pulumi's mocks, and with Socle's plans."""

import pulumi
import pytest
from hospital import IMAGES, deploy
from pydantic import ValidationError

from socle.estate import BucketSpec, DataClass
from socle.testing import CaptureProgram, Mode

CONFIG = {
    "hospital:project-id": "77777777-7777-4777-8777-777777777777",
    "hospital:deployer-application-id": "77777777-7777-4777-8777-777777777701",
    "hospital:break-glass-user-id": "77777777-7777-4777-8777-777777777702",
    "hospital:hds-contract": "HDS-2026-041",
}


class Cloud(pulumi.runtime.Mocks):
    """Pulumi's own mocks: every resource exists, with the inputs that it was given."""

    def new_resource(self, args: pulumi.runtime.MockResourceArgs) -> tuple[str, dict[str, object]]:
        return f"fr-par/{args.name}", args.inputs

    def call(self, args: pulumi.runtime.MockCallArgs) -> dict[str, object]:
        return {}


@pulumi.runtime.test
def test_the_archive_has_the_hospitals_name() -> pulumi.Output[None]:
    pulumi.runtime.set_mocks(Cloud(), project="hospital")
    pulumi.runtime.set_all_config(CONFIG)

    def check(name: str) -> None:
        assert name == "chu-imaging-images"

    return deploy(pulumi.Config("hospital")).name.apply(check)


def test_everything_goes_to_the_hospitals_project(capture_program: CaptureProgram, mode: Mode) -> None:
    plan = capture_program(
        lambda: deploy(pulumi.Config("hospital")), stack="prod", project="hospital", config=CONFIG, mode=mode
    )
    projects = {resource.inputs["projectId"] for resource in plan if "projectId" in resource.inputs}
    assert projects == {CONFIG["hospital:project-id"]}


def test_images_are_locked_for_ten_years_and_protected(capture_program: CaptureProgram) -> None:
    plan = capture_program(lambda: deploy(pulumi.Config("hospital")), stack="prod", project="hospital", config=CONFIG)
    lock = plan.under("images").one("scaleway:object/bucketLockConfiguration:BucketLockConfiguration")
    assert lock.inputs["rule"]["defaultRetention"]["days"] == 3_650
    assert plan.one("scaleway:object/bucket:Bucket").protect


def test_health_images_may_not_expire_by_themselves() -> None:
    with pytest.raises(ValidationError, match="HDS conditions forbid lifecycle rules"):
        BucketSpec(data_class=DataClass.HEALTH, key="imaging", client_encryption="client-side", expire_after_days=30)
    assert IMAGES.expire_after_days is None
