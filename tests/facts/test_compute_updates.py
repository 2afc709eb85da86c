"""What guards say of updates of clusters, pools and machines. Does not prove that the engine asks them."""

from typing import Any

import pytest

from socle.facts.updates import Check, Warned, cluster_update, pool_update, server_update


def said(check: Check, old: dict[str, Any], new: dict[str, Any]) -> list[Warned]:
    return list(check(old, new))


@pytest.mark.parametrize(
    ("old", "new", "refused", "words"),
    [
        ("1.34", "1.33", True, "back to 1.33"),
        ("1.34", "1.36", True, "write 1.35"),
        ("1.34", "1.35", False, "cannot be taken back"),
    ],
)
def test_a_version_goes_up_by_one(old: str, new: str, refused: bool, words: str) -> None:
    (warned,) = said(cluster_update, {"version": old}, {"version": new})
    assert warned.refused is refused
    assert words in str(warned)


def test_another_control_plane_is_announced() -> None:
    (warned,) = said(cluster_update, {"type": "kapsule"}, {"type": "kapsule-dedicated-4"})
    assert not warned.refused


def test_a_pool_that_shrinks_is_announced() -> None:
    (warned,) = said(pool_update, {"size": 4}, {"size": 2})
    assert "from 4 to 2 nodes" in warned.what
    assert not warned.refused
    assert said(pool_update, {"size": 2}, {"size": 4}) == []


def test_the_first_size_of_a_pool_that_scales_itself_means_nothing() -> None:
    assert said(pool_update, {"size": 4, "autoscaling": True}, {"size": 2, "autoscaling": True}) == []
    (warned,) = said(pool_update, {"maxSize": 6, "autoscaling": True}, {"maxSize": 3, "autoscaling": True})
    assert "from 6 to 3" in warned.what


def test_other_taints_are_announced() -> None:
    (warned,) = said(pool_update, {}, {"taints": [{"key": "retiring"}]})
    assert not warned.refused


def test_another_machine_type_is_announced_since_the_volume_closes() -> None:
    (warned,) = said(server_update, {"type": "POP2-2C-8G"}, {"type": "POP2-4C-16G"})
    assert "until a token is handed over" in warned.what
    assert not warned.refused
    assert said(server_update, {"type": "POP2-2C-8G"}, {"type": "pop2-2c-8g"}) == []


@pytest.mark.parametrize("check", [cluster_update, pool_update, server_update])
def test_what_stays_the_same_is_not_mentioned(check: Check) -> None:
    same = {"version": "1.34", "type": "kapsule", "size": 3, "maxSize": 5, "taints": []}
    assert said(check, same, dict(same)) == []


@pytest.mark.parametrize("check", [cluster_update, pool_update, server_update])
def test_values_that_are_not_known_yet_stop_nothing(check: Check) -> None:
    assert not [warned for warned in said(check, {}, {"version": "?", "size": None}) if warned.refused]
