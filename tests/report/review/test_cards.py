"""Causes of which the same is to be said are one card, in every drawing, with each name and each line; who owns what is told of it.

Does not prove which order cards stand in: that is of `test_causes`.
"""

from dataclasses import replace
from typing import Any

import pytest

from socle.messages import Refusal
from socle.origin import Origin
from socle.plan.model import Plan, Resource
from socle.report.review.causes import cause_lines
from socle.report.review.json import as_data
from socle.report.review.lines import freeze_lines
from socle.report.review.sentences import headline
from socle.report.words import Language, Words
from socle.review import Freeze
from socle.review.model import Review

from .changes import made, place, plan, reviewed
from .test_causes import component

pytestmark = pytest.mark.slow

ENGLISH, FRENCH = Words(Language.ENGLISH), Words(Language.FRENCH)
STORE, ACCOUNT = "socle:scaleway:PrivateBucket", "socle:azure:LegacyStorageAccount"
NAMES = [f"b{number}" for number in range(6)]
OWNED = {"demo": "data office"}


def stores(**spec: Any) -> Plan:
    """Six buckets, each on a line of its own; all with the same fields but those that name one of them."""
    every: list[Resource] = []
    for line, name in enumerate(NAMES, 1):
        mine = {
            "data_class": "health",
            **{key: value for key, value in spec.items() if key not in NAMES},
            **spec.get(name, {}),
        }
        every.append(
            replace(
                component(mine, STORE, f"buckets.{name}"), origin=Origin("demo/estate.yaml", line, f"buckets.{name}")
            )
        )
    return plan(*every)


def lines(found: Review, words: Words = ENGLISH) -> list[str]:
    return cause_lines(found, words, str, place)


def test_six_that_lose_the_same_are_one_card_with_every_name_and_line() -> None:
    found = reviewed(stores(), stores(lock={"days": 365}), owners=OWNED)
    (line,) = lines(found)

    assert line.startswith("bucket b0 (health data), bucket b1 (health data), ")
    assert all(
        f"bucket {name} (health data)" in line and f"demo/estate.yaml:{at}" in line for at, name in enumerate(NAMES, 1)
    )
    assert line.count("object lock") == 1
    assert line.count("owner: data office") == 1
    assert all(f"l'espace de stockage {name}" in lines(found, FRENCH)[0] for name in NAMES)


def test_the_data_have_one_card_too_and_lose_no_change() -> None:
    found = reviewed(stores(), stores(lock={"days": 365}))
    (row,) = as_data(found, place)["causes"]

    assert [each["key"] for each in (row, *row["alike"])] == [f"buckets.{name}" for name in NAMES]
    assert [each["place"] for each in row["alike"]] == [f"demo/estate.yaml:{at}" for at in range(2, 7)]
    assert len(row["changes"]) == len(NAMES)


@pytest.mark.parametrize("other", [{"lock": {"days": 30}}, {"data_class": "internal"}, {"owner": "another office"}])
def test_one_of_which_something_else_is_said_has_its_own_card(other: dict[str, Any]) -> None:
    found = reviewed(stores(b3=other), stores(lock={"days": 365}, b3={**other, "lock": {"days": 365}}))

    assert len(lines(found)) == 2
    assert [line for line in lines(found) if "bucket b3" in line] == [
        line for line in lines(found) if line.startswith("bucket b3")
    ]


def test_several_that_come_or_go_are_told_in_the_plural() -> None:
    assert "are new" in lines(reviewed(stores(), plan()))[0]
    assert " go (" in lines(reviewed(plan(), stores(), owners=OWNED))[0]


def test_the_same_property_of_several_types_is_one_card_that_says_it() -> None:
    sides = [
        plan(*(made(type_, name, {"tags": {"owner": owner}}) for name, type_ in TAGGED)) for owner in ("new", "old")
    ]
    (line,) = lines(reviewed(sides[0], sides[1]))

    assert all(name in line for name, _ in TAGGED)
    assert "tags.owner old → new" in line
    assert line.count("an effect is not known") == 1


TAGGED = [
    ("gateway", "azure-native:network:VirtualNetworkGateway"),
    ("address", "azure-native:network:PublicIPAddress"),
]


def test_who_owns_a_part_of_the_estate_is_named_where_an_entry_names_nobody() -> None:
    key = "legacy.storage_accounts.lake"
    new, old = (
        {"owner": "data team", "shared_keys": on, "containers": {"raw": {"data_class": "health"}}}
        for on in (True, False)
    )
    (line,) = lines(reviewed(plan(component(new, ACCOUNT, key)), plan(component(old, ACCOUNT, key)), owners=OWNED))

    assert line.startswith("Azure storage account lake (health data): ")
    assert "owner: data team" in line
    assert "data office" not in line


def test_a_new_path_is_told_before_the_answers_that_it_needs() -> None:
    acl = "scaleway:network/acl:Acl"
    way = {"action": "accept", "protocol": "TCP"}
    here, there = "10.0.0.0/24", "10.1.0.0/24"
    asked = {**way, "source": here, "destination": there, "dstPortLow": 22, "dstPortHigh": 22}
    back = {**way, "source": there, "destination": here, "srcPortLow": 22, "srcPortHigh": 22}
    answered = {**back, "dstPortLow": 1024, "dstPortHigh": 65535}
    for rules in ([asked, answered], [answered, asked]):
        found = reviewed(plan(made(acl, "acl", {"rules": rules})), plan(made(acl, "acl", {"rules": []})))
        assert "from port" not in headline(found, ENGLISH, str)


def test_what_the_freeze_refuses_is_french_in_french() -> None:
    refusal = Refusal(
        "shared_keys of storage_accounts.lake changes from false to true",
        "the frozen estate would change while nobody may change it",
        "write shared_keys: false, or wait for a posture that allows close-stores",
    )
    (line,) = freeze_lines(reviewed(plan(), plan(), frozen=[Freeze("demo-legacy", (refusal,))]), FRENCH, str)

    assert "the frozen estate" not in line
    assert "wait for" not in line
    assert "changes from" not in line
