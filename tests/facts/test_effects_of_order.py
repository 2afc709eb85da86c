"""What has no order is the same in any, and what has one is not: rules of roles, rows that all accept, a policy's spelling.

Every other row of the table is left to `test_effects_directions.py` and `test_effects_filters.py`.
"""

import json
import random
from typing import Any

import pytest

from socle.facts.effects import Effect

from .edited import does

ROLE = "kubernetes:rbac.authorization.k8s.io/v1:ClusterRole"
POLICY = "scaleway:object/bucketPolicy:BucketPolicy"
ROWS = [
    {"apiGroups": ["", "apps"], "resources": ["pods", "services", "configmaps"], "verbs": ["get", "list", "watch"]},
    {"apiGroups": ["batch"], "resources": ["jobs", "cronjobs"], "resourceNames": ["a", "b"], "verbs": ["get", "patch"]},
    {"nonResourceURLs": ["/healthz", "/metrics"], "verbs": ["get", "post"]},
]


def drawn(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 - a sample, not a secret


def shuffled(value: Any, chance: random.Random) -> Any:
    if isinstance(value, dict):
        return {key: shuffled(value[key], chance) for key in chance.sample(sorted(value), len(value))}
    return [shuffled(each, chance) for each in chance.sample(value, len(value))] if isinstance(value, list) else value


@pytest.mark.parametrize("seed", range(20))
def test_a_role_gives_the_same_in_any_order(seed: int) -> None:
    assert does(ROLE, "rules", ROWS, shuffled(ROWS, drawn(seed))) == set()


@pytest.mark.parametrize("seed", range(20))
def test_a_role_that_lists_one_thing_more_gives_a_right_in_any_order(seed: int) -> None:
    chance = drawn(seed)
    more = json.loads(json.dumps(ROWS))
    row = chance.choice(more)
    row[chance.choice([key for key in row if key != "apiGroups"])].append("more")

    assert Effect.GRANTS in does(ROLE, "rules", ROWS, shuffled(more, chance))


@pytest.mark.parametrize("type_", ["scaleway:databases/acl:Acl", "scaleway:kubernetes/acl:Acl"])
def test_rows_that_all_accept_have_no_order(type_: str) -> None:
    rows = [{"ip": "10.0.0.0/24"}, {"ip": "10.1.0.0/24"}, {"ip": "10.2.0.0/24"}]

    assert does(type_, "aclRules", rows, rows[::-1]) == set()
    assert Effect.GRANTS in does(type_, "aclRules", rows, [*rows[::-1], {"ip": "10.3.0.0/24"}])


def test_rows_that_accept_and_drop_have_an_order() -> None:
    ranges = {"10.0.0.0/8": "drop", "10.0.0.0/24": "accept"}
    rows = [{"ipRange": text, "action": action, "port": 22} for text, action in ranges.items()]

    assert does("scaleway:instance/securityGroup:SecurityGroup", "inboundRules", rows, rows[::-1])


DOCUMENTS = [
    {"Version": "2023-04-17", "Statement": []},
    {"Version": "2023-04-17", "Statement": [{"Effect": "Allow", "Principal": {"SCW": "user_id:1"}, "Action": "s3:GetObject"}]},
    {"Anything": [1, {"b": True}]},
]  # fmt: skip


@pytest.mark.parametrize("document", DOCUMENTS)
def test_a_policy_in_another_spelling_is_the_same(document: dict[str, Any]) -> None:
    written = json.dumps(document)

    for again in (json.dumps(document, indent=2), json.dumps(dict(reversed(document.items()))), f" {written}\n"):
        assert does(POLICY, "policy", written, again) == set()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('{"Statement": []}', '{"Statement": [], "Statement": []}'),
        ('{"Statement": [], "Statement": []}', '{"Statement": [],  "Statement": []}'),
        ('{"x": 1}', '{"x": true}'),
        ("{", "{ "),
        ('{"Statement": []}', '{"Statement": [], "Sid": "x"}'),
    ],
)
def test_a_policy_that_cannot_be_read_or_says_something_else_is_not_the_same(old: str, new: str) -> None:
    assert does(POLICY, "policy", old, new)
