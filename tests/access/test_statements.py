"""A bucket's policy read as statements: what each covers, whom it names, and when it is not read at all."""

import json
from typing import Any

import pytest

from socle.access import Principal, Reach, Statement, statements_of
from socle.plan import UNKNOWN


def only(**row: Any) -> Statement:
    found = statements_of({"Statement": [row]})
    assert found is not None
    return found[0]


@pytest.mark.parametrize(
    ("row", "covers"),
    [
        ({"Action": "s3:PutObject"}, True),
        ({"Action": "S3:putobject"}, True),
        ({"Action": ["s3:GetObject", "s3:Put*"]}, True),
        ({"Action": ["s3:GetObject"]}, False),
        ({"Action": [UNKNOWN]}, None),
        ({"Action": [UNKNOWN, "s3:PutObject"]}, True),
        ({"Action": []}, False),
        ({}, False),
        ({"NotAction": ["s3:GetObject"]}, True),
        ({"NotAction": ["s3:PutObject"]}, False),
        ({"NotAction": ["s3:*"]}, False),
        ({"NotAction": [UNKNOWN]}, None),
        ({"NotAction": [UNKNOWN, "s3:PutObject"]}, False),
        ({"NotAction": []}, True),
        ({"NotAction": ["s3:PutObject"], "Action": ["s3:PutObject"]}, True),
        ({"NotAction": ["s3:PutObject"], "Action": [UNKNOWN]}, None),
    ],
)
def test_an_action_is_covered_or_not_or_nobody_knows(row: dict[str, Any], covers: bool | None) -> None:
    assert only(**row).covers("s3:PutObject") is covers


@pytest.mark.parametrize(
    ("row", "everybody", "foreign"),
    [
        ({"Principal": "*"}, True, False),
        ({"Principal": {"SCW": "*"}}, True, False),
        ({"Principal": {"SCW": ["user_id:1", "user_id:*"]}}, True, False),
        ({"Principal": {"SCW": ["user_id:1"]}}, False, False),
        ({"Principal": {"AWS": "arn"}}, False, True),
        ({"Principal": {"SCW": "user_id:1", "AWS": "arn"}}, False, True),
        ({"Principal": "user_id:1"}, False, False),
        ({"NotPrincipal": {"SCW": "user_id:1"}}, True, False),
        ({}, False, False),
    ],
)
def test_whom_a_statement_names(row: dict[str, Any], everybody: bool, foreign: bool) -> None:
    found = only(**row)

    assert found.everybody is everybody
    assert any(each.foreign for each in found.principals) is foreign


def test_a_negation_names_nobody_by_itself_and_keeps_what_it_lists() -> None:
    found = only(
        NotPrincipal={"SCW": ["user_id:1"], "AWS": "x"}, NotAction="a", NotResource=["b"], Condition={"d": 1, "c": 2}
    )

    assert found.principals == ()
    assert found.but == {"Principal": ("user_id:1", "x"), "Action": ("a",), "Resource": ("b",)}
    assert found.condition == '{"c": 2, "d": 1}'
    assert only(NotPrincipal="x", Principal="user_id:1").principals == (Principal("", "user_id:1"),)
    assert only(NotAction="a").principals != ()


def test_what_is_not_an_explicit_denial_may_allow() -> None:
    assert [only(Effect=each).allows for each in ("Allow", "Deny", "deny", "", None)] == [True, False, True, True, True]
    assert only().allows


@pytest.mark.parametrize(
    "document",
    [
        None, 7, "{", "[]", "7", UNKNOWN, {}, {"Statement": "x"}, {"Statement": [7]}, {"Statement": [{}, 7]},
        '{"Statement": [{"Effect": "Deny", "Effect": "Allow"}]}', '{"Statement": [], "Statement": []}',
    ],
)  # fmt: skip
def test_a_document_that_two_readers_would_read_differently_is_not_read(document: Any) -> None:
    assert statements_of(document) is None


def test_a_document_is_read_as_text_or_object_with_one_statement_or_many() -> None:
    one = {"Effect": "Allow", "Principal": "*", "Action": "a", "Resource": ["b", "c"]}

    for document in ({"Statement": one}, {"Statement": [one]}, json.dumps({"Statement": one})):
        (found,) = statements_of(document) or ()
        assert (found.actions, found.targets, found.condition) == (("a",), ("b", "c"), "")
    assert statements_of({"Statement": []}) == []


@pytest.mark.parametrize("each", [Principal, Reach, Statement])
def test_what_is_read_does_not_change_while_it_is_compared(each: Any) -> None:
    assert each.__dataclass_params__.frozen


def test_a_reach_is_public_only_where_its_reader_says_so() -> None:
    assert not Reach("right", "a", "b", "c").public
