"""The table of offers, refreshed from answers as the host's SDK would give them. That the host gives such answers is not proved here."""

import json
from datetime import date, datetime
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
from tools.refresh_offers import TABLE, Answers, asked, refreshed, written

from socle.facts.offers import read_offers

TODAY = date(2027, 2, 1)
TEXT = TABLE.read_text("utf-8")


def rows(text: str) -> dict[tuple[str, str], Any]:
    return {(row.kind, row.name): row for row in read_offers(text)}


def answers(**kinds: dict[str, dict[str, Any]]) -> Answers:
    return {name.replace("_", " "): answer for name, answer in kinds.items()}


def test_the_table_is_written_as_it_stands() -> None:
    assert written(json.loads(TEXT)) == TEXT


def test_what_the_host_answers_has_todays_date_and_the_rest_its_own() -> None:
    found = refreshed(TEXT, answers(redis={"7.2.11": {}, "7.4.1": {"released": "2027-01-10"}}), TODAY)

    after = rows(found.text)
    assert (found.added, found.gone, found.changed) == (["7.4.1"], [], [])
    assert after["redis", "7.4.1"].released == date(2027, 1, 10)
    assert after["redis", "7.2.11"].read == TODAY
    assert after["kubernetes", "1.36"] == rows(TEXT)["kubernetes", "1.36"]


def test_a_day_that_the_host_gives_takes_the_place_of_the_one_that_was_read() -> None:
    known = {name: {} for kind, name in rows(TEXT) if kind == "kubernetes"}
    found = refreshed(TEXT, answers(kubernetes={**known, "1.35": {"closed": "2027-03-01"}}), TODAY)

    assert found.changed == ["1.35"]
    after = rows(found.text)["kubernetes", "1.35"]
    assert (after.closed, after.ends) == (date(2027, 3, 1), date(2027, 3, 19))


def test_what_the_host_no_longer_answers_is_offered_no_more_on_a_day_that_is_not_known() -> None:
    found = refreshed(TEXT, answers(image={"ubuntu_noble": {}}), TODAY)

    assert found.gone == ["debian_bookworm", "debian_trixie", "ubuntu_jammy"]
    row = rows(found.text)["image", "ubuntu_jammy"]
    assert (row.offered, row.closed, row.standing(TODAY)) == (False, None, "closed")


def test_a_row_that_was_closed_before_says_no_more_than_it_did() -> None:
    found = refreshed(TEXT, answers(kubernetes={"1.36": {}}), TODAY)

    assert found.gone == []
    assert rows(found.text)["kubernetes", "1.33"].closed == date(2026, 9, 4)


def test_a_node_whose_size_nobody_has_written_is_left_out_and_named() -> None:
    known = {name: {"offered": True} for kind, name in rows(TEXT) if kind == "database node"}
    found = refreshed(TEXT, answers(database_node={**known, "DB-POP9-2C-8G": {"offered": True}}), TODAY)

    assert (found.added, found.unsized) == ([], ["DB-POP9-2C-8G"])


def test_an_empty_answer_changes_nothing() -> None:
    with pytest.raises(ValueError, match="names no machine at all"):
        refreshed(TEXT, answers(machine={}), TODAY)


def test_the_sdk_is_asked_for_each_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    day = datetime(2027, 1, 1)
    version = SimpleNamespace(name="1.36.2", released_at=day, deprecated_at=day, end_of_life_at=None)
    engine = SimpleNamespace(version="17", disabled=True, release_date=None, end_of_life=day)
    apis: dict[str, dict[str, Any]] = {
        "k8s.v1.K8SV1API": {"list_versions": SimpleNamespace(versions=[version])},
        "rdb.v1.RdbV1API": {
            "list_database_engines_all": [SimpleNamespace(name="PostgreSQL", versions=[engine])],
            "list_node_types_all": [SimpleNamespace(name="DB-DEV-S", disabled=False)],
        },
        "redis.v1.RedisV1API": {
            "list_cluster_versions_all": [SimpleNamespace(version="7.2.11", released_at=day, end_of_life_at=None)]
        },
        "instance.v1.InstanceV1API": {
            "list_servers_types": SimpleNamespace(servers={"POP2-2C-8G": SimpleNamespace(end_of_service=False)})
        },
        "marketplace.v2.MarketplaceV2API": {
            "list_images_all": [SimpleNamespace(label="ubuntu_noble", created_at=day, valid_until=None)]
        },
    }
    for path, calls in apis.items():
        module, _, name = path.rpartition(".")
        made = ModuleType(f"scaleway.{module}")
        api = SimpleNamespace(**{call: lambda _answer=answer, **_kwargs: _answer for call, answer in calls.items()})
        setattr(made, name, lambda _client, api=api: api)
        for part in ("scaleway", f"scaleway.{Path(module).stem}", f"scaleway.{module}"):
            monkeypatch.setitem(__import__("sys").modules, part, made)

    assert asked(None) == {
        "kubernetes": {"1.36": {"released": "2027-01-01", "closed": "2027-01-01"}},
        "database engine": {"PostgreSQL-17": {"ends": "2027-01-01", "offered": False}},
        "database node": {"DB-DEV-S": {"offered": True}},
        "redis": {"7.2.11": {"released": "2027-01-01"}},
        "machine": {"POP2-2C-8G": {"zones": ["fr-par-1", "fr-par-2", "fr-par-3"], "offered": True}},
        "image": {"ubuntu_noble": {"released": "2027-01-01"}},
    }
