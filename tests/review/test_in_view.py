"""What was there before and is only looked at, taken over, or called by another name: nothing opens, and nobody gains anything.

Does not prove that an import would pass: only the engine compares its inputs with what is there.
"""

from dataclasses import replace
from typing import Any

import pytest

from socle.diff.change import Change, Op
from socle.diff.compare import Comparison, compare
from socle.plan.model import Plan, Resource
from socle.reach.build import model_of
from socle.reach.compare import PathChange, compare_paths
from socle.review.danger import Danger, dangers
from socle.review.gathered import as_now
from socle.review.model import review
from tests.reach.estates import Stack

STORE = "azure-native:storage:StorageAccount"
PUBLIC = {"publicNetworkAccess": "Enabled", "allowBlobPublicAccess": True}


def one(type_: str, name: str, inputs: dict[str, Any], **more: Any) -> Resource:
    return Resource(f"urn:pulumi:demo::socle::{type_}::{name}", type_, custom=True, inputs=inputs, **more)


def new(store: Resource) -> Comparison:
    return compare(Plan("demo", "socle", (store,)))


@pytest.mark.parametrize("more", [{"external": True, "id": "x"}, {"import_id": "x", "id": "x"}])
def test_a_public_store_that_comes_into_view_is_no_new_right_and_no_new_path(more: dict[str, Any]) -> None:
    made, seen = (review([new(one(STORE, "lake", PUBLIC, **each))], baseline="main") for each in ({}, more))

    assert made.rights
    assert not seen.rights
    assert not seen.paths


def test_what_is_only_read_lets_nobody_in_and_what_is_imported_is_told_where_it_is_open() -> None:
    store = one(STORE, "lake", PUBLIC)

    assert Danger.EXPOSES not in dangers(Change("demo", Op.READ, None, replace(store, external=True)))
    assert Danger.EXPOSES in dangers(Change("demo", Op.IMPORT, None, store))


def test_a_public_endpoint_under_another_name_opens_nothing() -> None:
    type_ = "scaleway:functions/function:Function"
    before = one(type_, "old", {"privacy": "public", "memoryLimit": 128})
    after = one(type_, "new", {"privacy": "public", "memoryLimit": 256}, aliases=(before.urn,))
    found = review([compare(Plan("demo", "socle", (after,)), Plan("demo", "socle", (before,)))], baseline="main")

    assert found.number
    assert not found.paths


def machine(name: str, group: str, **more: Any) -> Plan:
    """A machine with an address on the Internet, and what filters it."""
    stack = Stack("demo-platform")
    network = stack.network(stack.vpc("vpc"), "services", "10.0.1.0/24")
    guard = stack.add("instance/securityGroup:SecurityGroup", group, inboundDefaultPolicy="accept")
    address = stack.add("instance/ip:Ip", "address", address="51.15.0.1")
    server = stack.add("instance/server:Server", name, securityGroupId=guard.id, ipIds=[address.id], ipId=address.id)
    stack.add("instance/privateNic:PrivateNic", "card", serverId=server.id, privateNetworkId=network.id)
    plan = stack.plan
    return replace(plan, resources=tuple(replace(r, **more) if r.name == name else r for r in plan))


def paths(after: Plan, before: Plan) -> list[PathChange]:
    comparison = compare(after, before)
    return compare_paths(model_of([as_now(before, comparison)]), model_of([after]))


def from_the_internet(changes: list[PathChange]) -> set[tuple[str, str]]:
    return {(each.change, each.target) for each in changes if each.public}


def test_a_machine_that_is_called_otherwise_neither_closes_nor_opens_its_way_to_the_internet() -> None:
    old = machine("worker", "guard")
    former = next(r.urn for r in old if r.name == "worker")

    assert from_the_internet(paths(machine("relay", "guard"), old)) == {("opened", "relay"), ("closed", "worker")}
    assert from_the_internet(paths(machine("relay", "guard", aliases=(former,)), old)) == set()


@pytest.mark.parametrize("more", [{"external": True}, {"import_id": "x"}])
def test_what_is_looked_at_from_now_on_was_reached_before(more: dict[str, Any]) -> None:
    after = machine("worker", "guard")
    seen = replace(after, resources=tuple(replace(r, **more) for r in after))
    before = Plan("demo-platform", "socle", ())

    assert from_the_internet(paths(after, before)) == {("opened", "worker")}
    assert paths(seen, before) == []
    if "external" in more:
        assert paths(before, seen) == []
