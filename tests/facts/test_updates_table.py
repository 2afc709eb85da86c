"""What is said before an update or a removal, by type: boundaries of amounts, versions and endpoints, and types that no check knows.

Does not prove that the engine asks: the guards of `tests/scaleway` and the recordings of `tests/diff` do.
"""

from typing import Any

import pytest

from socle.facts.updates import Warned, cluster_update, guard_of, pool_update, said_of_removal, said_of_update

REDIS = "scaleway:redis/cluster:Cluster"
SOURCE = "scaleway:observability/source:Source"
DATABASE = "scaleway:databases/instance:Instance"
TUNNEL = "scaleway:s2svpn/connection:Connection"
NETWORK, OTHER = "88888888-8888-4888-8888-888888888888", "99999999-9999-4999-8999-999999999999"


def kinds(found: list[Warned]) -> list[str]:
    """For each thing said: whether the host refuses it, a guard does, or it is only announced."""
    return ["host" if each.host else "refused" if each.refused else "announced" for each in found]


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("version", "7.2.4", "7.0.12", ["host"]),
        ("version", "7.10.0", "7.9.0", ["host"]),
        ("version", "7.9.0", "7.10.0", ["announced"]),
        ("version", "7.2.4", "7.2.4", []),
        ("version", None, "7.2.4", []),
        ("nodeType", "RED1-S", "RED1-XS", ["announced"]),
        ("nodeType", "RED1-XS", "RED1-S", ["announced"]),
        ("clusterSize", 1, 3, []),
        ("privateNetworks", [{"id": f"fr-par/{NETWORK}"}], [{"id": NETWORK}], []),
        ("privateNetworks", [{"id": f"fr-par/{NETWORK}"}], [{"id": f"fr-par/{OTHER}"}], ["refused"]),
        ("privateNetworks", [{"id": NETWORK}], [], ["refused"]),
        ("privateNetworks", [{"id": NETWORK}], None, ["refused"]),
        ("privateNetworks", {"id": NETWORK}, [{"id": NETWORK}], []),
        ("privateNetworks", None, [{"id": NETWORK}], []),
    ],
)
def test_an_update_of_a_store_is_said_by_what_its_row_says(name: str, old: Any, new: Any, said: list[str]) -> None:
    sides = ({} if value is None else {name: value} for value in (old, new))
    found = said_of_update(REDIS, *sides)
    assert kinds(found) == said
    assert all(bool(each.remedy) is each.refused for each in found)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [(30, 29, ["announced"]), (30, 30, []), (30, 31, []), (None, 3, []), (30, None, []), (30, "x", []), ("x", 3, [])],
)
def test_a_shorter_retention_is_said_and_none_that_is_not_known(old: Any, new: Any, said: list[str]) -> None:
    assert kinds(said_of_update(SOURCE, {"retentionDays": old}, {"retentionDays": new})) == said


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("1.34", "1.35", ["announced"]), ("1.34", "1.36", ["host"]), ("1.34", "1.33", ["host"]), ("1.34", "1.34.2", []),
        ("1.34", "1", []), ("1", "1.34", []), ("1.x", "1.34", []), ("1.34", None, []),
    ],
)  # fmt: skip
def test_minor_versions_are_compared_where_both_are_known(old: Any, new: Any, said: list[str]) -> None:
    sides = ({} if value is None else {"version": value} for value in (old, new))
    assert kinds(list(cluster_update(*sides))) == said


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ({"size": 3}, {"size": 3}, 0), ({"size": 3}, {"size": 2}, 1), ({"size": 3}, {}, 0), ({}, {"size": 3}, 0),
        ({"size": 3}, {"size": 2, "autoscaling": False}, 1), ({"size": 3, "autoscaling": True}, {"size": 2}, 1),
        ({"size": 3}, {"size": 2, "autoscaling": True}, 0), ({"size": 3, "maxSize": 9}, {"size": 2, "maxSize": 8}, 2),
        ({"maxSize": 9}, {"maxSize": 8, "autoscaling": True}, 1), ({"size": "x"}, {"size": 2}, 0),
    ],
)  # fmt: skip
def test_nodes_that_go_are_said_for_both_sizes(old: dict[str, Any], new: dict[str, Any], said: int) -> None:
    assert kinds(list(pool_update(old, new))) == ["announced"] * said


def test_the_estate_consents_to_the_move_of_a_database_and_to_nothing_else() -> None:
    moved = ({"privateNetwork": {"pnId": NETWORK}}, {"privateNetwork": {"pnId": OTHER}})
    assert kinds(said_of_update(DATABASE, *moved)) == ["refused"]
    assert kinds(said_of_update(DATABASE, *moved, consented=True)) == ["announced"]
    smaller = ({"volumeSizeInGb": 50}, {"volumeSizeInGb": 49})
    assert kinds(said_of_update(DATABASE, *smaller, consented=True)) == ["host"]
    shrunk = ({"version": "7.2"}, {"version": "7.0"})
    assert kinds(said_of_update(REDIS, *shrunk, consented=True)) == ["host"]


@pytest.mark.parametrize(
    ("old", "new", "refused"),
    [
        (True, None, True), (True, True, True), (True, False, False), (False, None, False), (None, None, False),
    ],
)  # fmt: skip
def test_a_tunnel_that_carries_routes_does_not_go(old: Any, new: Any, refused: bool) -> None:
    sides = ({} if value is None else {"enableRoutePropagation": value} for value in (old, new))
    assert kinds(said_of_removal(TUNNEL, *sides)) == ["refused"] * refused


def test_of_a_type_without_a_check_nothing_is_said() -> None:
    for type_ in ("scaleway:network/vpc:Vpc", "nobody:x/y:Z"):
        assert said_of_update(type_, {"name": "a"}, {"name": "b"}) == said_of_removal(type_, {}, {}) == []


@pytest.mark.parametrize(
    ("name", "guard"), [("a-guard", "guard"), ("a-shut-first", "shut-first"), ("guard", ""), ("guards", ""), ("", "")]
)
def test_a_guard_is_known_by_the_end_of_its_name(name: str, guard: str) -> None:
    assert guard_of(name) == guard
