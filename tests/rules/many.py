"""A plan of many resources, of every kind that a rule is about, for measuring."""

from typing import Any

from socle.plan import Plan, Resource

from .cases import CASES

ROWS = [row for rule, pair in CASES.items() if rule != "quotas-hold" for fixture in pair for row in fixture]
PART = 40
"""Resources under one component, itself included."""


def plan_of_many(count: int) -> Plan:
    """The resources of all fixtures again and again, under components; each round has names of its own."""
    resources: list[Resource] = []
    for place in range(count):
        if place % PART == 0:
            resources.append(Resource(f"urn:pulumi:s::p::test:part::c{place}", "test:part", custom=False))
            continue
        type_, inputs, *more = ROWS[place % len(ROWS)]
        urn = f"urn:pulumi:s::p::test:part${type_}::r{place}"
        above = resources[place - place % PART].urn
        inputs = _of_round(inputs, place // len(ROWS))
        options = more[0] if more else {}
        resources.append(
            Resource(urn, type_, custom=True, parent=above, inputs=inputs, id=f"fr-par/r{place}", **options)
        )
    return Plan("s", "p", tuple(resources))


def _of_round(value: Any, round_: int, key: str = "") -> Any:
    if isinstance(value, dict):
        return {name: _of_round(inner, round_, name) for name, inner in value.items()}
    return f"{value}{round_}" if key in ("name", "bucket", "namespace") else value
