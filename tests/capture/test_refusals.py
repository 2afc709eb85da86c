"""A capture refuses what Pulumi's mocks accept in silence, and says everything at once."""

import pulumi
import pytest
from pulumiverse_scaleway import databases, network, observability
from pulumiverse_scaleway import object as storage

from socle.capture.run import capture
from socle.messages import Refused


def refused(program: object) -> Refused:
    with pytest.raises(Refused) as caught:
        capture(program, stack="dev", project="demo", root="/")  # type: ignore[arg-type]
    return caught.value


def test_a_urn_registered_twice_is_refused_with_both_lines() -> None:
    def program() -> None:
        network.Vpc("same")
        network.Vpc("same")

    (refusal,) = refused(program).refusals

    assert "registered twice under the URN urn:pulumi:dev::demo::scaleway:network/vpc:Vpc::same" in refusal.what
    first, second = refusal.what.split("(first at ")[1].rstrip(")"), refusal.place.line
    assert second == int(first.split("#")[1]) + 1


def test_two_resources_of_one_name_under_different_parents_are_fine() -> None:
    class Box(pulumi.ComponentResource):
        def __init__(self, type_: str) -> None:
            super().__init__(type_, "box")
            network.Vpc("same", opts=pulumi.ResourceOptions(parent=self))

    def program() -> None:
        Box("a:b:C")
        Box("a:b:D")

    assert len(capture(program, stack="dev", project="demo").all("scaleway:network/vpc:Vpc")) == 2


def test_everything_wrong_is_said_at_once_with_resource_path_and_line() -> None:
    def program() -> None:
        observability.Source("logs", name="logs", type="logs", retention_days=900)
        storage.Bucket("b", name="b", versioning={"enable": True})  # type: ignore[arg-type]
        databases.Instance("db", node_type=5)  # type: ignore[arg-type]

    error = refused(program)

    assert [(r.place.resource, r.at) for r in error.refusals] == [
        ("db", "nodeType"),
        ("b", "versioning.enable"),
        ("logs", "retentionDays"),
    ]
    assert str(error).startswith('3 things are refused:\n- scaleway:databases/instance:Instance "db" (')
    assert "tests/capture/test_refusals.py:" in str(error)
    assert "retentionDays: 900 is not accepted: the provider refuses it in the preview; write 1 to 365" in str(error)


def test_a_missing_nested_field_is_refused() -> None:
    def program() -> None:
        storage.Bucket("b", name="b", lifecycle_rules=[{"id": "old"}])  # type: ignore[list-item]

    assert [r.at for r in refused(program).refusals] == ["lifecycleRules[0].enabled"]


def test_transforms_are_refused_rather_than_left_out() -> None:
    def program() -> None:
        network.Vpc("vpc", opts=pulumi.ResourceOptions(transforms=[lambda _: None]))

    assert "transforms" in refused(program).refusals[0].what


def test_a_transform_of_the_whole_stack_is_refused() -> None:
    def program() -> None:
        pulumi.runtime.register_resource_transform(lambda _: None)

    with pytest.raises(NotImplementedError, match="register_stack_transformation"):
        capture(program, stack="dev", project="demo")


def test_transformations_run_in_the_program_and_are_seen() -> None:
    def rename(args: pulumi.ResourceTransformationArgs) -> pulumi.ResourceTransformationResult | None:
        if args.type_ != "scaleway:network/vpc:Vpc":
            return None
        return pulumi.ResourceTransformationResult({**args.props, "name": "renamed"}, args.opts)

    def program() -> None:
        pulumi.runtime.register_stack_transformation(rename)
        network.Vpc("vpc")

    assert capture(program, stack="dev", project="demo").named("vpc").inputs == {"name": "renamed"}


def test_a_wrong_value_inside_a_secret_or_unknown_passes() -> None:
    def program() -> None:
        vpc = network.Vpc("vpc")
        network.PrivateNetwork("pn", vpc_id=vpc.id, project_id=pulumi.Output.secret("not a uuid"))

    assert len(capture(program, stack="dev", project="demo")) == 3
