"""Options that no estate uses together: a program that gives all of them, changed, and each side's view of every step.

A preview tells aliases only of what it found by one, and what is deleted before it is replaced only by the order of its steps.
"""

import json
import re
from collections.abc import Iterator
from urllib import request

import pytest

from socle.capture import capture
from socle.diff import Comparison, baseline_of_state, compare
from socle.plan import Plan, read_preview, read_state
from tests.checkout import replaced

from .agreement import differences, identities, misplaced, new_states
from .cloud import PROJECT, Emulation
from .deployed import Document, errors
from .drawn_edits import differences as disagreements
from .workplace import Workplace

STACK = "rehearsal-platform"

PROGRAM = """
import pulumi
from pulumi import Alias, CustomTimeouts, ResourceOptions
from pulumiverse_scaleway import network

where = {"region": "fr-par", "project_id": "11111111-1111-4111-8111-111111111111"}


class Group(pulumi.ComponentResource):
    def __init__(self, name, opts=None):
        super().__init__("own:index:Group", name, {}, opts)
        self.vpc = network.Vpc(f"{name}-vpc", name="of-group", opts=ResourceOptions(parent=self, replace_on_changes=["name"]), **where)
        self.net = network.PrivateNetwork(f"{name}-net", vpc_id=self.vpc.id, opts=ResourceOptions(parent=self), **where)
        self.register_outputs({})


group = Group("old", ResourceOptions(retain_on_delete=True))
alone = network.Vpc(
    "alone",
    name="alone",
    opts=ResourceOptions(
        depends_on=[group],
        delete_before_replace=True,
        ignore_changes=["tags"],
        replace_on_changes=["name"],
        additional_secret_outputs=["createdAt"],
        custom_timeouts=CustomTimeouts(create="5m"),
        aliases=[Alias(name="never-deployed")],
    ),
    tags=["first"],
    **where,
)
network.PrivateNetwork("beside", vpc_id=alone.id, opts=ResourceOptions(deleted_with=alone, replace_with=[group.vpc]), **where)
asked = pulumi.ResourceHook("asked", lambda args: None, pulumi.ResourceHookOptions(on_dry_run=True))
hooks = pulumi.ResourceHookBinding(before_update=[asked])
network.Vpc("kept", name="kept", opts=ResourceOptions(protect=True, hooks=hooks), **where)
here = dict(where, region="fr-par")
adopted = network.Vpc("adopted", name="found", opts=ResourceOptions(import_="ADOPTED"), **here)
network.PrivateNetwork("in-adopted", vpc_id=adopted.id, **here)
"""

READ_ON_ADOPTION = "::adopted inputs: .*enableRouting"
"""The state keeps as inputs what the provider read of what was adopted, until its first update."""

EDITS = {
    "a component is renamed, its children with it": [
        ('Group("old", ', 'Group("new", '),
        ("ResourceOptions(retain", 'ResourceOptions(aliases=[Alias(name="old")], retain'),
    ],
    "what is renamed moves to another region": [
        ('Group("old", ', 'Group("new", '),
        ("ResourceOptions(retain", 'ResourceOptions(aliases=[Alias(name="old")], retain'),
        ('"region": "fr-par"', '"region": "nl-ams"'),
        ("protect=True", "protect=False"),
    ],
    "what replaces is deleted first": [('name="alone"', 'name="other"')],
    "what replaces is made first": [('name="alone"', 'name="other"'), ("delete_before_replace=True", "protect=False")],
    "being replaced with another one comes before its own reasons": [
        ('name="of-group"', 'name="of-other"'),
        ('name="alone"', 'name="other"'),
        ("delete_before_replace=True", "protect=False"),
    ],
    "what is replaced with another one": [('name="of-group"', 'name="of-other"')],
    "what is ignored does not change": [('tags=["first"]', 'tags=["second"]')],
    "what is protected is not replaced": [('"region": "fr-par"', '"region": "nl-ams"')],
    "what is no longer declared goes, and what is retained stays": [('Group("old", ', 'Group("other", ')],
}


def write(place: Workplace, pairs: list[tuple[str, str]]) -> None:
    found = place.emulation.one("vpc.VPC", name="found")
    text = replaced(PROGRAM, *pairs).replace("ADOPTED", f"{found['region']}/{found['id']}")
    (place.project / "infra" / "__main__.py").write_text(text, "utf-8")


def captured(place: Workplace, state: Document | None) -> Plan:
    return capture(place.project / "infra", stack=STACK, project="socle", prior=state, root=place.project)


@pytest.fixture(scope="module")
def place() -> Iterator[Workplace]:
    with Emulation() as emulation, Workplace(emulation) as made:
        body = json.dumps({"name": "found", "project_id": PROJECT}).encode()
        request.urlopen(f"{emulation.api_url}/vpc/v2/regions/fr-par/vpcs", body)  # noqa: S310 - the loopback
        write(made, [])
        yield made


@pytest.fixture(scope="module")
def first(place: Workplace) -> tuple[Document, Document]:
    """The first preview, and the state after the deployment."""
    _, preview = place.digest(STACK)
    place.up(STACK).ok()
    return preview, place.export(STACK)


def test_every_option_of_a_capture_is_that_of_the_engine(place: Workplace, first: tuple[Document, Document]) -> None:
    preview, state = first
    write(place, [])

    assert differences(captured(place, None), read_preview(preview), outputs=False) == []
    assert misplaced(captured(place, None), new_states(preview)) == []
    found = differences(captured(place, state), read_state(state), outputs=True)
    assert [each for each in found if not re.search(READ_ON_ADOPTION, each)] == []


@pytest.mark.parametrize("says", EDITS)
def test_an_edit_of_options_ends_as_the_diff_says(
    place: Workplace, first: tuple[Document, Document], says: str
) -> None:
    _, state = first
    write(place, EDITS[says])
    code, document = place.digest(STACK)
    plan = captured(place, state)
    comparison: Comparison = compare(plan, baseline_of_state(state))

    assert bool(code) == (says == "what is protected is not replaced"), errors(document)
    assert disagreements(comparison, document, stopped=code != 0) == []
    assert identities(plan, document) == []
    if not code:
        assert differences(plan, read_preview(document), outputs=False) == []
        assert misplaced(plan, new_states(document)) == []
