"""An option that changes has the same effects, whether two programs, a state or the engine's two states show it.

Left out is what a state of the engine does not record: `delete_before_replace`, versions and sources of providers, imports. That
something is not certain is no effect: the engine has asked the provider.
"""

from typing import Any

import pytest

from socle.diff.baseline import baseline_of_state
from socle.diff.compare import Comparison, compare
from socle.diff.engine import read_engine_preview
from socle.plan.model import Plan
from socle.plan.state import read_resource
from socle.review.danger import Danger, dangers

TYPE = "scaleway:registry/namespace:Namespace"
URN = f"urn:pulumi:dev::acme::{TYPE}::a"
OTHER = f"urn:pulumi:dev::acme::{TYPE}::b"
ROW = {"urn": URN, "type": TYPE, "custom": True, "id": "1", "inputs": {"name": "a"}}
BESIDE = {**ROW, "urn": OTHER, "id": "2"}
OWN = "urn:pulumi:dev::acme::pulumi:providers:scaleway::own::6f4e"

EDITS: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({"protect": True}, {}),
    ({}, {"protect": True}),
    ({"retainOnDelete": True}, {}),
    ({}, {"retainOnDelete": True}),
    ({}, {"ignoreChanges": ["isPublic"]}),
    ({"ignoreChanges": ["isPublic"]}, {}),
    ({"replaceOnChanges": ["name"]}, {}),
    ({}, {"replaceOnChanges": ["name"]}),
    ({"additionalSecretOutputs": ["endpoint"]}, {}),
    ({}, {"hideDiff": ["isPublic"]}),
    ({"hideDiff": ["isPublic"]}, {}),
    ({"dependencies": [OTHER]}, {}),
    ({}, {"dependencies": [OTHER]}),
    ({}, {"deletedWith": OTHER}),
    ({}, {"replaceWith": [OTHER]}),
    ({"provider": OWN}, {}),
    ({"resourceHooks": {"before-update": ["a-guard"]}}, {}),
    ({}, {"resourceHooks": {"before-update": ["a-guard"]}}),
    ({"customTimeouts": {"delete": 3600}}, {}),
    ({"customTimeouts": {"delete": 3600}}, {"customTimeouts": {"delete": 1}}),
    ({}, {"customTimeouts": {"create": 60}}),
    ({}, {"customTimeouts": {"create": 7200}}),
    ({"customTimeouts": {"create": 60}}, {"customTimeouts": {"create": 3600}}),
    ({"customTimeouts": {"create": 60}}, {}),
    ({}, {"replacementTrigger": "2"}),
]


def by_base(old: dict[str, Any], new: dict[str, Any]) -> Comparison:
    sides = (Plan("dev", "acme", tuple(map(read_resource, ({**ROW, **side}, BESIDE)))) for side in (new, old))
    return compare(*sides)


def by_state(old: dict[str, Any], new: dict[str, Any]) -> Comparison:
    state = {"deployment": {"resources": [{**ROW, **old}, BESIDE]}}
    return compare(Plan("dev", "acme", tuple(map(read_resource, ({**ROW, **new}, BESIDE)))), baseline_of_state(state))


def by_engine(old: dict[str, Any], new: dict[str, Any]) -> Comparison:
    steps = [
        {"op": "same", "urn": URN, "oldState": {**ROW, **old}, "newState": {**ROW, **new}},
        {"op": "same", "urn": OTHER, "oldState": BESIDE, "newState": BESIDE},
    ]
    return read_engine_preview({"steps": steps})


@pytest.mark.parametrize(("old", "new"), EDITS, ids=str)
def test_an_option_has_the_same_effects_at_every_level(old: dict[str, Any], new: dict[str, Any]) -> None:
    told = [
        [
            (change.urn, set(dangers(change)) - {Danger.UNCERTAIN}, len(change.options))
            for change in level(old, new).changes
        ]
        for level in (by_base, by_state, by_engine)
    ]

    assert told[0] == told[1] == told[2]
