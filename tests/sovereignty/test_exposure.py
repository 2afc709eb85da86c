"""What is exposed on Azure, how it goes down by plan, and what keeps the last day from being known."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from socle.estate import Estate, SupplierSpec, load
from socle.messages import Said
from socle.sovereignty import Stored, burn_down, exposure_of

DEMO = load(Path(__file__).parents[2] / "stacks/estates/demo").estate
DAY = date(2026, 12, 1)
NOBODY = frozenset[str]()


def with_waves(**changes: dict[str, Any]) -> Estate:
    cutover = DEMO.cutover
    assert cutover
    waves = {name: wave.model_copy(update=changes.get(name, {})) for name, wave in cutover.waves.items()}
    return DEMO.model_copy(update={"cutover": cutover.model_copy(update={"waves": waves})})


def stores(estate: Estate = DEMO, retired: frozenset[str] = NOBODY) -> dict[str, Stored]:
    return {each.key: each for each in exposure_of(estate, retired).stores}


def held(store: Stored) -> set[str]:
    return {each.key.removeprefix("sovereignty.held.") for each in store.held if isinstance(each, Said)}


def test_a_store_is_a_container_or_a_database_and_not_what_they_are_in() -> None:
    assert set(stores()) == {
        "storage_accounts.lake.raw", "storage_accounts.lake.curated", "storage_accounts.lake.exports",
        "storage_accounts.archive.audit", "storage_accounts.scratch", "databases.catalogue.catalogue",
        "databases.catalogue.cohorts", "vaults.keys", "log_workspaces.audit", "generic.notebooks",
    }  # fmt: skip


def test_a_size_that_nobody_has_counted_is_not_known_and_a_disk_is_at_most() -> None:
    found = stores()
    assert found["storage_accounts.lake.raw"].gigabytes is None
    assert (found["databases.catalogue.cohorts"].gigabytes, found["databases.catalogue.cohorts"].at_most) == (512, True)


def test_a_store_goes_with_its_wave_and_never_before_its_lock_ends() -> None:
    early = with_waves(evidence={"leave_by": date(2027, 6, 1)})
    assert stores()["storage_accounts.archive.audit"].gone == date(2027, 10, 15)
    assert stores(early)["storage_accounts.archive.audit"].gone == date(2027, 9, 30)
    assert held(stores()["storage_accounts.archive.audit"]) == {"locked"}


def test_a_wave_without_a_day_gives_none_and_is_named() -> None:
    raw = stores()["storage_accounts.lake.raw"]
    assert raw.gone is None
    assert held(raw) == {"no_leave"}
    assert stores(with_waves(studies={"leave_by": date(2027, 8, 1)}))["storage_accounts.lake.raw"].gone == date(
        2027, 8, 1
    )


def test_what_is_left_out_or_in_no_wave_has_no_day() -> None:
    found = stores()
    assert (found["databases.catalogue.cohorts"].gone, held(found["databases.catalogue.cohorts"])) == (
        None,
        {"left_out"},
    )
    assert (found["generic.notebooks"].gone, held(found["generic.notebooks"])) == (None, {"no_wave"})


def test_keys_go_last_and_their_day_is_known_only_with_all_others() -> None:
    assert stores()["vaults.keys"].gone is None
    assert held(stores()["vaults.keys"]) == {"vault", "rest"}


def known() -> Estate:
    """The demo with a day for everything."""
    waves = {name: {"leave_by": date(2027, 8, 1)} for name in ("catalogue", "studies")}
    estate = with_waves(**waves)
    legacy, cutover = estate.legacy, estate.cutover
    assert legacy
    assert cutover
    server = legacy.databases["catalogue"]
    server = server.model_copy(update={"databases": {"catalogue": server.databases["catalogue"]}})
    accounts = {key: each for key, each in legacy.storage_accounts.items() if key != "scratch"}
    without = {"storage_accounts": accounts, "databases": {"catalogue": server}, "log_workspaces": {}, "generic": {}}
    return estate.model_copy(update={"legacy": legacy.model_copy(update=without)})


def test_the_last_day_is_that_of_the_keys_once_every_day_is_known() -> None:
    down = burn_down(exposure_of(known(), NOBODY), DAY)
    assert down.zero == date(2028, 1, 13)  # the archive on 15 October, and 90 days of purge protection
    assert [each.stores for each in down.steps] == [6, 2, 1, 0]
    assert [each.health for each in down.steps] == [2, 0, 0, 0]


def test_one_store_without_a_day_leaves_the_last_day_unknown() -> None:
    down = burn_down(exposure_of(DEMO, NOBODY), DAY)
    assert down.zero is None
    assert {what for what, _ in down.holds} >= {
        "storage_accounts.lake.raw",
        "generic.notebooks",
        "databases.catalogue.cohorts",
    }


def test_a_day_that_has_passed_without_proof_removes_nothing() -> None:
    down = burn_down(exposure_of(known(), NOBODY), date(2027, 9, 1))
    assert down.zero is None
    assert down.steps[0].stores == 6
    assert [str(what) for what, why in down.holds if isinstance(why, Said) and why.key.endswith("late")] == [
        "storage_accounts.lake.raw", "storage_accounts.lake.curated", "storage_accounts.lake.exports",
        "databases.catalogue.catalogue",
    ]  # fmt: skip


def test_what_signed_records_say_is_erased_is_left_no_more() -> None:
    found = exposure_of(DEMO, frozenset({"studies"}))
    assert not {each.key for each in found.left} & {"storage_accounts.lake.raw", "storage_accounts.lake.curated"}
    assert len(found.left) == len(found.stores) - 3


def test_gigabytes_are_summed_only_where_all_are_counted() -> None:
    found = exposure_of(known(), NOBODY)
    assert burn_down(found, DAY).steps[0].gigabytes is None
    counted = tuple(each if each.gigabytes else replace(each, gigabytes=10.0) for each in found.stores)
    assert burn_down(replace(found, stores=counted), DAY).steps[0].gigabytes == 40 + 512


def test_a_role_that_nobody_has_declared_is_there_and_not_known() -> None:
    found = {each.role: each for each in exposure_of(DEMO, NOBODY).suppliers}
    assert found["registrar"].spec is None
    assert found["forge"].spec is not None
    assert "registrar" in {what for what, _ in burn_down(exposure_of(DEMO, NOBODY), DAY).holds}


def supplier(role: str, **more: Any) -> SupplierSpec:
    return SupplierSpec.model_validate({"role": role, "operator": "Somebody", "reason": "because it is needed", **more})


def test_reliance_on_others_ends_when_each_of_them_is_european_or_left() -> None:
    roles = [each.role for each in exposure_of(DEMO, NOBODY).suppliers]
    ours = {role: supplier(role, law="european") for role in roles}
    estate = DEMO.model_copy(update={"suppliers": ours})
    assert burn_down(exposure_of(estate, NOBODY), DAY).suppliers_zero == DAY
    ours["mail"] = supplier("mail", law="foreign", until=date(2027, 3, 1))
    assert burn_down(exposure_of(estate, NOBODY), DAY).suppliers_zero == date(2027, 3, 1)
    ours["mail"] = supplier("mail")
    assert burn_down(exposure_of(estate, NOBODY), DAY).suppliers_zero is None
