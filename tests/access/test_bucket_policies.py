"""Bucket policies drawn by chance, against an evaluator that tries every request of a small universe.

Whoever may do after a change what nobody of that kind could do before is gained by some reach. The converse is not asked: a right
that another statement forbids is told too.
"""

import json
import random
from itertools import product
from typing import Any

import pytest

from socle.access import gained, reaches
from socle.plan import UNKNOWN, Resource
from socle.report.words import Words

PRINCIPALS = ("user_id:1", "application_id:2", "stranger")
ACTIONS = ("s3:GetObject", "s3:PutObject", "s3:DeleteBucket")
TARGETS = ("studies", "studies/*")


def policy(document: Any) -> Resource:
    type_ = "scaleway:object/bucketPolicy:BucketPolicy"
    return Resource(
        "urn:pulumi:s::p::t::r", type_, custom=True, inputs={"bucket": "studies", "policy": json.dumps(document)}
    )


def some(draw: random.Random, universe: tuple[str, ...]) -> Any:
    chosen = ["*"] if draw.random() < 0.15 else draw.sample(universe, draw.randint(1, len(universe)))
    return chosen[0] if len(chosen) == 1 and draw.random() < 0.5 else chosen


def drawn(draw: random.Random) -> dict[str, Any]:
    statements: list[dict[str, Any]] = []
    for _ in range(draw.randint(0, 3)):
        made: dict[str, Any] = {"Effect": "Deny" if draw.random() < 0.25 else "Allow"}
        who = some(draw, PRINCIPALS[:2])
        made["NotPrincipal" if draw.random() < 0.15 else "Principal"] = who if who == "*" else {"SCW": who}
        made["NotAction" if draw.random() < 0.15 else "Action"] = some(draw, ACTIONS)
        made["NotResource" if draw.random() < 0.1 else "Resource"] = some(draw, TARGETS)
        statements.append(made)
    return {"Version": "2023-04-17", "Statement": statements}


def listed(value: Any) -> list[str]:
    value = value["SCW"] if isinstance(value, dict) else value
    return value if isinstance(value, list) else [value]


def matches(statement: dict[str, Any], request: tuple[str, str, str]) -> bool:
    for key, asked in zip(("Principal", "Action", "Resource"), request, strict=True):
        if key in statement and not {asked, "*"} & set(listed(statement[key])):
            return False
        if f"Not{key}" in statement and {asked, "*"} & set(listed(statement[f"Not{key}"])):
            return False
    return True


def allowed(document: dict[str, Any]) -> set[tuple[str, str, str]]:
    """Every request of the universe that a policy allows and does not deny."""
    rows = document["Statement"]
    return {
        request
        for request in product(PRINCIPALS, ACTIONS, TARGETS)
        if any(r["Effect"] == "Allow" and matches(r, request) for r in rows)
        and not any(r["Effect"] == "Deny" and matches(r, request) for r in rows)
    }


@pytest.mark.parametrize("seed", range(300))
def test_whatever_a_policy_newly_allows_is_gained(seed: int) -> None:
    draw = random.Random(seed)  # noqa: S311 - a test
    before, after = drawn(draw), drawn(draw)
    found = gained(policy(before), policy(after), {})

    if allowed(after) - allowed(before):
        assert found
    if before == after:
        assert found == []
    if any(who == "stranger" for who, *_ in allowed(after)):
        assert any(reach.public for reach in reaches(policy(after), {}))


@pytest.mark.parametrize("seed", range(50))
def test_order_sids_and_lists_of_one_change_nothing(seed: int) -> None:
    draw = random.Random(seed)  # noqa: S311 - a test
    before = drawn(draw)
    after = json.loads(json.dumps(before))
    draw.shuffle(after["Statement"])
    for index, row in enumerate(after["Statement"]):
        row["Sid"] = str(index)
        row.update({key: listed(row[key]) for key in ("Action", "Resource") if key in row})

    assert gained(policy(before), policy(after), {}) == []


@pytest.mark.parametrize("document", [UNKNOWN, "{", "[]", '{"Statement": "x"}', '{"Statement": [7]}', 7])
def test_a_policy_that_cannot_be_read_is_a_right_of_nobody_knows_whom(document: Any) -> None:
    resource = policy({})

    for inputs in ({"bucket": "b", "policy": document}, {"bucket": "b"}):
        assert len(reaches(Resource(resource.urn, resource.type, custom=True, inputs=inputs), {})) == 1


def test_principals_of_another_cloud_are_strangers() -> None:
    statement = {
        "Effect": "Allow",
        "Principal": {"AWS": "arn:aws:iam::1:root"},
        "Action": "s3:GetObject",
        "Resource": "studies",
    }

    assert [reach.public for reach in reaches(policy({"Statement": [statement]}), {})] == [True]


def test_a_single_statement_that_is_no_list_is_read() -> None:
    statement = {
        "Effect": "Allow",
        "Principal": "*",
        "Action": "s3:GetObject",
        "Resource": "studies",
        "Condition": {"a": 1},
    }
    (reach,) = reaches(policy({"Statement": statement}), {})

    assert reach.public
    assert Words().text(reach.action) == 's3:GetObject if {"a": 1}'
