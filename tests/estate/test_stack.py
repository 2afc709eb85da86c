"""A stack deploys what its name says."""

import pytest

from socle.estate.layers import LAYERS, Layer, StackName, stack_refusals

SPACES = {**LAYERS, "space": Layer("space", ("scaleway",), per="space")}


@pytest.mark.parametrize("layer", ["platform", "cluster", "legacy"])
def test_a_stack_named_after_estate_and_layer_is_accepted(layer: str) -> None:
    assert list(stack_refusals(f"demo-{layer}", StackName("demo", layer))) == []


@pytest.mark.parametrize(
    ("stack", "declared"),
    [
        ("demo-platform", StackName("rehearsal", "platform")),
        ("rehearsal-platform", StackName("demo", "platform")),
        ("demo-cluster", StackName("demo", "platform")),
        ("demo", StackName("demo", "platform")),
        ("demo-platform-2", StackName("demo", "platform")),
        ("demo-platform", StackName("", "platform")),
        ("demo-platform", StackName("../demo", "platform")),
    ],
)
def test_a_stack_that_is_configured_as_another_is_refused(stack: str, declared: StackName) -> None:
    (refusal,) = stack_refusals(stack, declared)

    assert refusal.at == "socle:estate"
    assert refusal.what == f"the stack {stack} is configured as {declared}"
    assert f"the state of {stack}" in refusal.consequence
    assert f"Pulumi.{stack}.yaml" in refusal.remedy


@pytest.mark.parametrize("layer", ["", "platfrom", "Platform", "plat form"])
def test_a_layer_that_does_not_exist_is_refused_with_those_that_do(layer: str) -> None:
    (refusal,) = stack_refusals(f"demo-{layer}", StackName("demo", layer))

    assert refusal.at == "socle:layer"
    assert "would not know what to deploy" in refusal.consequence
    assert "platform" in refusal.remedy


def test_a_stack_of_a_space_is_named_after_estate_layer_and_space() -> None:
    assert list(stack_refusals("my-demo-space-cardio-2", StackName("my-demo", "space", "cardio-2"), SPACES)) == []


@pytest.mark.parametrize(
    ("stack", "declared", "said"),
    [
        ("demo-space", StackName("demo", "space"), "names no space"),
        ("demo-platform-cardio", StackName("demo", "platform", "cardio"), "is of the whole estate"),
    ],
)
def test_a_space_is_named_where_the_layer_has_a_stack_for_each_and_only_there(
    stack: str, declared: StackName, said: str
) -> None:
    (refusal,) = stack_refusals(stack, declared, SPACES)

    assert refusal.at == "socle:space"
    assert said in refusal.what
    assert f"Pulumi.{stack}.yaml" in refusal.remedy
