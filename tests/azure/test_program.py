"""The program itself on the demo's legacy stack: what it plans, and that it refuses in the plain program what the file lets go of."""

import runpy
import shutil
from functools import cache
from pathlib import Path
from typing import Any

import pulumi
import pytest
import yaml

from socle.azure.last import LegacyRefused
from socle.capture.run import capture
from socle.estate.load import load
from socle.plan.model import Plan
from tests.checkout import before_ledgers, copied

from .legacy_data import OTHER, SUBSCRIPTION, TENANT, state_of

ROOT = Path(__file__).parents[2]
CONFIG = {"socle:estate": "demo", "socle:layer": "legacy"}


def plan_of(root: Path, **more: Any) -> Plan:
    return capture(root / "infra", stack="demo-legacy", project="socle", config=CONFIG, **more)


@cache
def demo() -> Plan:
    return plan_of(ROOT)


@cache
def deployed() -> dict[str, Any]:
    return state_of(plan_of(ROOT, mode="up"))


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    return copied(tmp_path)


def file(checkout: Path) -> Path:
    return checkout / "stacks/estates/demo/legacy.yaml"


def without_waves(checkout: Path) -> Path:
    """A copy of the demo before anything of it was to be cut over."""
    shutil.rmtree(file(checkout).with_name("cutover"))
    file(checkout).with_name("cutover.yaml").unlink()
    return checkout


@pytest.fixture(scope="module")
def deployed_without_waves(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return state_of(plan_of(without_waves(copied(tmp_path_factory.mktemp("before"))), mode="up"))


def rewrite(checkout: Path, section: str, key: str, **values: Any) -> None:
    data = yaml.safe_load(file(checkout).read_text("utf-8"))
    if values:
        data[section][key].update(values)
    else:
        del data[section][key]
    file(checkout).write_text(yaml.safe_dump(data), "utf-8")


def created(plan: Plan) -> list[str]:
    """What a plan makes on Azure, which it neither reads nor imports."""
    azure = [one for one in plan if one.custom]
    assert azure
    assert {one.type.split(":")[0] for one in azure} == {"azure-native"}
    return [one.name for one in azure if not one.external and not one.import_id]


def test_the_demo_is_planned_as_reads_imports_and_the_lock_that_its_frozen_wave_lets_it_make() -> None:
    assert created(demo()) == ["legacy-locks-security-resource"]
    lock = demo().named("legacy-locks-security-resource")
    assert (lock.protect, lock.retain_on_delete) == (True, True)


def test_the_demo_is_planned_as_reads_and_imports_only_until_a_wave_is_frozen(checkout: Path) -> None:
    assert created(plan_of(before_ledgers(checkout))) == []


def test_all_that_the_demo_adopts_is_frozen() -> None:
    adopted = [one for one in demo() if one.import_id]
    assert len(adopted) > 20
    assert [one.name for one in adopted if not one.protect or not one.retain_on_delete or not one.ignore_changes] == []


def test_the_demo_knows_in_which_subscription_each_resource_is() -> None:
    legacy = load(ROOT / "stacks/estates/demo").estate.legacy
    assert legacy
    other = {one.id for one in demo() if one.external and legacy.subscription_id not in one.id}
    assert other
    assert not [one.import_id for one in demo() if one.import_id and legacy.subscription_id not in one.import_id]


def test_the_plan_names_file_and_line() -> None:
    origin = demo().origin_of(demo().named("legacy-storage-accounts-lake-containers-raw"))
    assert origin
    assert origin.file == "demo/legacy.yaml"
    line = (ROOT / "stacks/estates/demo/legacy.yaml").read_text("utf-8").splitlines()[origin.line - 1]
    assert line.strip() == "lake:"


def test_a_second_deployment_of_the_demo_is_not_refused() -> None:
    assert len(plan_of(ROOT, prior=deployed())) == len(demo())


def test_the_plain_program_refuses_what_leaves_the_file(checkout: Path, deployed_without_waves: dict[str, Any]) -> None:
    rewrite(without_waves(checkout), "storage_accounts", "archive")
    with pytest.raises(pulumi.RunError, match=r"storage_accounts.archive is gone from the file"):
        plan_of(checkout, prior=deployed_without_waves)


def test_the_plain_program_refuses_a_downgraded_lock(checkout: Path) -> None:
    rewrite(checkout, "locks", "data", mode="observe", level="ReadOnly")
    with pytest.raises(pulumi.RunError, match=r"the mode of locks.data changed from adopt to observe"):
        plan_of(checkout, prior=deployed())


def test_the_plain_program_refuses_an_estate_without_its_file(
    checkout: Path, deployed_without_waves: dict[str, Any]
) -> None:
    file(without_waves(checkout)).unlink()
    file(checkout).with_name("bridge.yaml").unlink()
    with pytest.raises(pulumi.RunError, match=r"has no legacy.yaml"):
        plan_of(checkout, prior=deployed_without_waves)


def test_a_refusal_names_the_nearest_line_that_is_still_written(
    checkout: Path, deployed_without_waves: dict[str, Any]
) -> None:
    text = file(without_waves(checkout)).read_text("utf-8")
    file(checkout).write_text(text.replace("      raw: {data_class: health}\n", ""), "utf-8")
    with pytest.raises(LegacyRefused) as caught:
        plan_of(checkout, prior=deployed_without_waves)
    (problem,) = caught.value.refusals
    assert (problem.place.file, problem.at) == ("demo/legacy.yaml", "legacy.storage_accounts.lake.containers.raw")
    assert text.splitlines()[problem.place.line - 1].strip() == "lake:"


def with_an_engine(monkeypatch: pytest.MonkeyPatch, **environment: str) -> Plan:
    """The demo as if registrations reached an engine, with only the given variables set."""

    def program() -> None:
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setattr("pulumi.runtime.mocks.MockMonitor", type("SomethingElse", (), {}))
        runpy.run_path(str(ROOT / "infra"), run_name="__main__")

    return capture(program, stack="demo-legacy", project="socle", config=CONFIG)


OWN = {"ARM_SUBSCRIPTION_ID": SUBSCRIPTION, "ARM_TENANT_ID": TENANT}


def test_an_engine_is_listened_to_with_the_estates_own_credentials_and_no_scaleway_ones(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    expected = len(demo())  # before the program is made to believe in an engine
    assert len(with_an_engine(monkeypatch, **OWN)) == expected


def test_another_subscription_is_refused_before_anything_is_registered(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(
        pulumi.RunError, match=r"nothing was deployed:(.|\n)*ARM_SUBSCRIPTION_ID is not the subscription"
    ):
        with_an_engine(monkeypatch, **{**OWN, "ARM_SUBSCRIPTION_ID": OTHER})
