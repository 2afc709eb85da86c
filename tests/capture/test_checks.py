"""What the provider would refuse is refused, by path; what nobody can know passes."""

from typing import Any

import pytest

from socle.capture.checks import faults
from socle.capture.formats import expected
from socle.facts.scaleway.schema import about, facts, known_types, nested_type
from socle.plan.model import SECRET, UNKNOWN

BUCKET = "scaleway:object/bucket:Bucket"
SOURCE = "scaleway:observability/source:Source"
ACL = "scaleway:network/acl:Acl"
DATABASE = "scaleway:databases/instance:Instance"


def found(type_: str, **inputs: Any) -> list[str]:
    known = facts(type_)
    assert known is not None
    return [f"{fault.at}: {fault.what}; {fault.remedy}" for fault in faults(known, inputs)]


@pytest.mark.parametrize(
    ("type_", "inputs", "says"),
    [
        (BUCKET, {"nme": "x"}, "nme: unknown key; write name"),
        (BUCKET, {"versioning": {"enable": True}}, "versioning.enable: unknown key; write enabled"),
        (BUCKET, {"name": 5}, "name: a number where the provider wants a text; pass a text"),
        (BUCKET, {"forceDestroy": "yes"}, "forceDestroy: a text where the provider wants True or False"),
        (BUCKET, {"forceDestroy": 1}, "forceDestroy: a number where the provider wants True or False"),
        (BUCKET, {"tags": ["a"]}, "tags: a list where the provider wants an object"),
        (BUCKET, {"tags": {"a": 5}}, "tags.a: a number where the provider wants a text"),
        (BUCKET, {"versioning": True}, "versioning: true or false where the provider wants an object"),
        (
            BUCKET,
            {"lifecycleRules": [{"enabled": True, "expiration": {"days": "30"}}]},
            "lifecycleRules[0].expiration.days: a text where the provider wants a whole number",
        ),
        (BUCKET, {"lifecycleRules": [{}]}, "lifecycleRules[0].enabled: missing; give enabled a value"),
        (BUCKET, {"projectId": "main"}, "projectId: 'main' is not accepted; write a UUID, alone or after"),
        (
            BUCKET,
            {"lifecycleRules": [{"enabled": True, "transitions": [{"storageClass": "COLD"}]}]},
            "lifecycleRules[0].transitions[0].storageClass: 'COLD' is not accepted; write one of STANDARD, GLACIER",
        ),
        (DATABASE, {}, "nodeType: missing; give node_type a value"),
        (
            DATABASE,
            {"nodeType": "DB", "volumeSizeInGb": 52},
            "volumeSizeInGb: 52 is not accepted; write a multiple of 5",
        ),
        (DATABASE, {"nodeType": "DB", "volumeSizeInGb": 52.5}, "volumeSizeInGb: a fraction where the provider wants"),
        (SOURCE, {"retentionDays": 366}, "retentionDays: 366 is not accepted; write 1 to 365"),
        (SOURCE, {"retentionDays": 0}, "retentionDays: 0 is not accepted; write 1 to 365"),
        (
            ACL,
            {"vpcId": UNKNOWN, "defaultPolicy": "deny", "rules": []},
            "defaultPolicy: 'deny' is not accepted; write one of accept, drop",
        ),
    ],
)
def test_what_the_provider_refuses_is_named_by_its_path(type_: str, inputs: dict[str, Any], says: str) -> None:
    assert any(line.startswith(says) for line in found(type_, **inputs)), found(type_, **inputs)


def test_unknown_and_secret_values_pass_at_any_depth() -> None:
    assert found(DATABASE, nodeType=UNKNOWN, volumeSizeInGb=SECRET, privateNetwork={"pnId": UNKNOWN}) == []
    assert found(BUCKET, lifecycleRules=UNKNOWN, versioning=SECRET, tags={"a": SECRET}) == []


def test_a_correct_registration_has_no_fault() -> None:
    assert (
        found(
            BUCKET,
            name="a",
            versioning={"enabled": True},
            tags={"a": "b"},
            projectId="fr-par/11111111-1111-4111-8111-111111111111",
        )
        == []
    )
    assert found(SOURCE, retentionDays=365) == []


def test_an_input_newer_than_the_measured_provider_is_accepted_with_any_type() -> None:
    assert (
        found("scaleway:keymanager/key:Key", usage="symmetric_encryption", algorithm="aes_256_gcm", protectionLevel=3)
        == []
    )


@pytest.mark.parametrize(
    ("check", "good", "bad"),
    [
        (
            {"format": "uuid"},
            ["11111111-1111-4111-8111-111111111111"],
            ["main", "", "fr-par/11111111-1111-4111-8111-111111111111"],
        ),
        (
            {"format": "uuid, or locality/uuid"},
            ["11111111-1111-4111-8111-111111111111", "fr-par-1/11111111-1111-4111-8111-111111111111"],
            ["paris/11111111-1111-4111-8111-111111111111", "11111111"],
        ),
        ({"format": "cidr"}, ["10.0.0.0/22", "10.0.0.1/22", "fd00::/8"], ["10.0.0.1", "10.0.0.0/33", "all"]),
        ({"format": "ip"}, ["10.0.0.1", "::1"], ["10.0.0.0/22", "300.0.0.1"]),
        (
            {"format": "rfc3339"},
            ["2027-01-01T00:00:00Z", "2027-01-01T00:00:00+02:00"],
            ["2027-01-01", "soon", "2027-01-01T00:00:00"],
        ),
        ({"format": "port"}, [0, 443, 65535], [-1, 65536]),
        ({"format": "mac"}, ["02:00:00:00:00:01"], ["02:00"]),
        ({"format": "email"}, ["a@b.fr"], ["a", "a@b"]),
        ({"format": "url"}, ["https://a.fr/x"], ["a.fr", ""]),
        ({"one_of": ["a", "b"]}, ["a"], ["A", ""]),
        ({"range": [2, 2]}, ["fr"], ["fra", "f"]),
        ({"range": [1, 3]}, [1, 3], [0, 4]),
        ({"min": 1}, [1, 99], [0]),
        ({"divisible_by": 5}, [0, 50], [51]),
    ],
)
def test_formats_and_limits(check: dict[str, Any], good: list[Any], bad: list[Any]) -> None:
    assert [value for value in good if expected(check, value)] == []
    assert [value for value in bad if not expected(check, value)] == []


def test_every_check_of_the_facts_is_one_that_is_understood() -> None:
    understood = {"format", "one_of", "range", "min", "divisible_by", "says"}
    checks = [check for token in known_types() for check in (facts(token) or pytest.fail(token)).checks.values()]

    assert {key for check in checks for key in check} == understood
    assert [check for check in checks if set(check) == {"says"}] == []


def test_every_nested_type_that_the_facts_name_is_described() -> None:
    named = {
        field.type.removeprefix("list<").removeprefix("map<").removesuffix(">")
        for token in known_types()
        for field in (facts(token) or pytest.fail(token)).inputs.values()
    }

    assert [token for token in named if ":" in token and nested_type(token) is None] == []


def test_the_facts_say_when_they_were_measured_and_what_replaces() -> None:
    database = facts(DATABASE)
    assert database is not None

    assert "November 2026" in about()
    assert {"userName", "projectId", "region"} <= database.replacing
    assert database.required == ("nodeType",)
    assert facts("azure-native:storage:StorageAccount") is None
