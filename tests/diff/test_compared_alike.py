"""What two sides of a comparison have in common: numbers, spellings of places, what stays, and what a step without states is taken for."""

from typing import Any

import pytest

from socle.diff.compare import compare
from socle.diff.walk import differences
from socle.plan.model import Plan, Resource

from .test_engine_closed import VPC, asked, state, step

COMPONENT = "urn:pulumi:dev::acme::acme:index:Store::store"


@pytest.mark.parametrize(
    ("old", "new", "alike"),
    [(1, 1.0, True), (0, 0.0, True), (1, 2.0, False), (1, True, False), (False, 0, False), (True, True, True), (1, "1", False)],
)  # fmt: skip
def test_a_number_is_the_same_with_a_point_and_a_truth_is_none(old: Any, new: Any, alike: bool) -> None:
    for sides in ((old, new), (new, old)):
        before, after = ({"a": [side]} for side in sides)
        assert (not list(differences(before, after, lambda _path: False))) is alike


def changes(type_: str, name: str, old: str, new: str) -> bool:
    sides = [
        Plan("s", "p", (Resource(f"urn:pulumi:s::p::{type_}::r", type_, custom=True, inputs={name: text}),))
        for text in (new, old)
    ]
    return any(each.effective for change in compare(*sides).changes for each in change.properties)


def test_only_the_place_of_what_is_on_azure_is_spelled_in_two_ways() -> None:
    storage, vpc = "azure-native:storage:StorageAccount", "scaleway:network/vpc:Vpc"

    assert not changes(storage, "location", "West Europe", "westeurope")
    assert changes(storage, "location", "West Europe", "northeurope")
    assert changes(storage, "accountName", "West Europe", "westeurope")
    assert changes(vpc, "location", "West Europe", "westeurope")


@pytest.mark.parametrize("number", [0, 1, 5])
def test_what_stays_is_counted(number: int) -> None:
    urns = [f"urn:pulumi:s::p::scaleway:network/vpc:Vpc::v{each}" for each in range(number)]
    plan = Plan("s", "p", tuple(Resource(urn, urn.split("::")[2], custom=True, inputs={"name": urn}) for urn in urns))

    found = compare(plan, plan)
    assert (found.changes, found.unchanged) == ((), number)


def test_components_of_before_are_kept_and_nothing_else() -> None:
    made: dict[str, Any] = {**state(COMPONENT), "custom": False, "id": ""}
    found = asked(
        step("same", made, made), step("same", state(VPC), state(VPC)), step("create", None, state(f"{VPC}2"))
    )

    assert [each.urn for each in found.formerly] == [COMPONENT]


@pytest.mark.parametrize("op", ["create", "delete", "update"])
def test_a_step_without_states_is_of_a_resource_of_the_cloud(op: str) -> None:
    (change,) = asked({"op": op, "urn": VPC}).changes

    assert change.resource.custom
