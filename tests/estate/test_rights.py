"""Where rights of a role hold and when, which floors hold them up, and what names and ranges may not be: each side of each guard."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from socle.estate import DataClass, MoverClusterSpec, RedisSpec
from socle.estate.foundation import ROLES, ConditionSpec, given
from socle.estate.foundation.roles import RoleName
from socle.estate.platform.kubernetes import PoolSpec
from socle.specs.problems import refusals_of

REDIS: dict[str, Any] = {
    "data_class": "internal", "key": "logs", "network": "data", "zone": "fr-par-1", "node_type": "RED1-MICRO", "version": "7.2.4",
    "refilled_from": "the portal fills it again",
}  # fmt: skip
POOL: dict[str, Any] = {"node_type": "POP2-4C-16G", "zone": "fr-par-1", "nodes": 3}
MOVERS: dict[str, Any] = {
    "cluster": "main", "dataset": "studies.raw", "control": "moves", "application_id": "55555555-5555-4555-8555-555555555509",
    "registry": "images", "digest": "sha256:" + "5f" * 32, "source_ranges": ("10.100.4.0/28",), "store_ranges": ("51.159.62.0/24",),
    "secrets": {"source": "a", "back": "b", "store": "c", "tls": "d"},
}  # fmt: skip


def _refused(spec: type[Any], values: Mapping[str, Any]) -> set[str]:
    try:
        spec.model_validate(values)
    except ValidationError as error:
        return {each.at.removeprefix(f"{spec.__name__}.") for each in refusals_of(error)}
    return set()


@pytest.mark.parametrize("role", ROLES)
def test_a_role_is_given_each_right_where_it_says_and_nowhere_else(role: RoleName) -> None:
    said, layers = ROLES[role], ("platform", "cluster", "bridge")
    own = {*said.own, *(name for layer in layers for name in said.by_layer.get(layer, ()))}
    expected = {(name, where) for name in own for where in ("platform", "research")}
    expected |= {(name, "keys") for name in said.keys} | {(name, "audit") for name in said.audit}
    expected |= {(name, "everywhere") for name in said.everywhere}

    found = [
        (name, where)
        for one in given(role, ("platform", "research"), layers)
        for name in one.permission_sets
        for where in one.projects or ("everywhere",)
    ]

    assert sorted(found) == sorted(expected)
    assert all(one.permission_sets for one in given(role, ()))


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"from_ranges": ("203.0.113.0/28",)}, 'inIpRange(request.ip, "203.0.113.0/28")'),
        (
            {"from_ranges": ("203.0.113.0/28", "198.51.100.0/24")},
            '(inIpRange(request.ip, "203.0.113.0/28") || inIpRange(request.ip, "198.51.100.0/24"))',
        ),
        ({"name_begins": "/a/"}, '(resource.name.startsWith("/a/") || !has(resource.id))'),
        ({"name_begins": "/a/", "listing": False}, 'resource.name.startsWith("/a/")'),
        (
            {"from_ranges": ("203.0.113.0/28",), "name_begins": "/a/", "listing": False},
            'inIpRange(request.ip, "203.0.113.0/28") && resource.name.startsWith("/a/")',
        ),
    ],
)
def test_a_condition_asks_all_of_its_parts_and_one_of_each_list(values: dict[str, Any], expected: str) -> None:
    assert ConditionSpec(**values).expression == expected


@pytest.mark.parametrize("data_class", DataClass)
@pytest.mark.parametrize("second", [True, False])
def test_a_redis_holds_no_class_that_needs_a_key_and_has_the_second_node_that_its_class_asks_for(
    data_class: DataClass, second: bool
) -> None:
    floor = data_class.floor
    expected = {"data_class"} if floor.external_key else set[str]()
    expected |= {"high_availability"} if floor.high_availability and not second else set()

    assert _refused(RedisSpec, REDIS | {"data_class": data_class, "high_availability": second}) == expected


@pytest.mark.parametrize("field", ["labels", "taints"])
@pytest.mark.parametrize(
    ("key", "taken"),
    [
        ("kubernetes.io/role", True),
        ("node.kubernetes.io/role", True),
        ("k8s.io/role", True),
        ("k8s.scaleway.com/pool", True),
        ("acme.example/role", False),
        ("workload", False),
        ("kubernetes.io", False),
    ],
)
def test_a_pool_names_no_label_or_taint_of_kubernetes_or_the_host(field: str, key: str, taken: bool) -> None:
    value = "apps" if field == "labels" else {"value": "apps", "effect": "NoSchedule"}

    assert _refused(PoolSpec, POOL | {field: {key: value}}) == ({field} if taken else set())


@pytest.mark.parametrize("field", ["source_ranges", "store_ranges"])
@pytest.mark.parametrize(
    ("ranges", "refused"),
    [
        (("51.158.0.0/16",), ()),
        (("51.158.0.0/15",), (0,)),
        (("10.100.4.0/24",), ()),
        (("10.100.4.0/23",), (0,)),
        (("172.16.0.0/23", "192.168.0.0/23"), (0, 1)),
        (("9.0.0.0/16", "51.158.0.0/17"), None),
        (("51.158.0.0/17", "51.158.128.0/17"), ()),
        (("169.254.0.0/24",), (0,)),
        (("127.0.0.1/32", "100.64.0.0/24", "224.0.0.0/24", "0.0.0.0/24"), (0, 1, 2, 3)),
        (tuple(f"51.159.{number}.0/24" for number in range(16)), ()),
        (tuple(f"51.159.{number}.0/24" for number in range(17)), None),
    ],
)
def test_movers_reach_no_more_than_the_addresses_of_a_store(
    field: str, ranges: tuple[str, ...], refused: tuple[int, ...] | None
) -> None:
    """`None` stands for the whole list."""
    expected = {field} if refused is None else {f"{field}.{index}" for index in refused}

    assert _refused(MoverClusterSpec, MOVERS | {field: ranges}) == expected


@pytest.mark.parametrize(("last", "refused"), [("2027-01-31", True), ("2027-02-01", False), ("2027-02-02", False)])
def test_a_window_of_a_day_holds_and_one_that_ends_first_is_refused(last: str, refused: bool) -> None:
    values = {"not_before": date(2027, 2, 1), "not_after": date.fromisoformat(last)}

    assert _refused(ConditionSpec, values) == ({"not_after"} if refused else set())
