"""Random small programs: the plan does not depend on order, and its URNs are those of a reference function.

The reference is written from the definition of a URN, not from the code under test.
"""

import asyncio
import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pulumi
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pulumiverse_scaleway import network

from socle.capture.run import capture
from socle.plan import Plan, from_json

ROOTS = -1


@dataclass(frozen=True)
class Node:
    """One resource of a program: below an earlier component (or none), after earlier resources."""

    component: bool
    parent: int
    after: tuple[int, ...]
    protect: bool | None


@st.composite
def programs(draw: st.DrawFn) -> tuple[Node, ...]:
    nodes: list[Node] = []
    for index in range(draw(st.integers(1, 7))):
        components = [at for at, node in enumerate(nodes) if node.component]
        vpcs = [at for at, node in enumerate(nodes) if not node.component]
        nodes.append(
            Node(
                component=draw(st.booleans()),
                parent=draw(st.sampled_from([ROOTS, *components])),
                after=tuple(draw(st.lists(st.sampled_from(vpcs), unique=True, max_size=2))) if vpcs else (),
                protect=draw(st.sampled_from([None, True, False])),
            )
        )
        assert len(nodes) == index + 1
    return tuple(nodes)


def type_of(index: int, node: Node) -> str:
    return f"test:index:C{index % 3}" if node.component else "scaleway:network/vpc:Vpc"


def urn(nodes: tuple[Node, ...], index: int) -> str:
    """Every ancestor's type from the outermost in, joined by `$`; the stack is no ancestor here."""
    types, at = [type_of(index, nodes[index])], nodes[index].parent
    while at != ROOTS:
        types.insert(0, type_of(at, nodes[at]))
        at = nodes[at].parent
    return f"urn:pulumi:dev::demo::{'$'.join(types)}::r{index}"


def protected(nodes: tuple[Node, ...], index: int) -> bool:
    node = nodes[index]
    if node.protect is not None:
        return node.protect
    return node.parent != ROOTS and protected(nodes, node.parent)


def run(nodes: tuple[Node, ...], shuffle: Callable[[list[Any]], None] = lambda _: None) -> Plan:
    async def program() -> None:
        made: dict[int, Any] = {}
        waiting = list(range(len(nodes)))
        shuffle(waiting)
        while waiting:
            index = next(i for i in waiting if {*nodes[i].after, nodes[i].parent} - {ROOTS} <= made.keys())
            waiting.remove(index)
            made[index] = make(index, made)
            await asyncio.sleep(0)

    def make(index: int, made: dict[int, Any]) -> Any:
        node = nodes[index]
        opts = pulumi.ResourceOptions(
            parent=made.get(node.parent), depends_on=[made[a] for a in node.after], protect=node.protect
        )
        if node.component:
            return pulumi.ComponentResource(type_of(index, node), f"r{index}", {"index": index}, opts)
        return network.Vpc(f"r{index}", name=f"r{index}", tags=[made[a].id for a in node.after], opts=opts)

    return capture(program, stack="dev", project="demo", mode="up")


@pytest.mark.slow
@settings(max_examples=40)
@given(programs(), st.randoms(use_true_random=False))
def test_a_plan_is_the_engines_tree_whatever_the_order(nodes: tuple[Node, ...], chance: random.Random) -> None:
    plan = run(nodes)

    assert set(plan.by_urn) == {urn(nodes, i) for i in range(len(nodes))} | {plan.resources[0].urn}
    for index, node in enumerate(nodes):
        found = plan.by_urn[urn(nodes, index)]
        assert found.parent == (plan.resources[0].urn if node.parent == ROOTS else urn(nodes, node.parent))
        assert found.dependencies == tuple(sorted(urn(nodes, a) for a in node.after))
        assert found.protect == protected(nodes, index)
    assert run(nodes, chance.shuffle).to_json() == plan.to_json()
    assert from_json(plan.to_json()) == plan
