"""Credentials and the configuration of stacks against an estate: what the program refuses, told beforehand, stack by stack."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from socle.messages import said
from socle.project import Need
from socle.readiness.account import account, clouds_of, configuration
from socle.readiness.live import versioned
from socle.readiness.quotas import judged, quotas
from tests.checkout import edit

from .machines import ORGANIZATION, demo, machine, project, repository, states, told

SOUND = {
    "SCW_ACCESS_KEY": "SCWAAAAAAAAAAAAAAAAA",
    "SCW_SECRET_KEY": "7f3c1e62-0b9d-4c55-9c1e-51a2b8e0d94f",
    "SCW_DEFAULT_ORGANIZATION_ID": ORGANIZATION,
    "SCW_DEFAULT_PROJECT_ID": "11111111-1111-4111-8111-111111111111",
}
AZURE = {
    "ARM_SUBSCRIPTION_ID": "00000000-0000-4000-8000-000000000001",
    "ARM_TENANT_ID": "00000000-0000-4000-8000-000000000002",
}


def test_sound_stacks_are_told_together_and_the_others_at_their_line(tmp_path: Path) -> None:
    there = project(tmp_path)
    lines = list(configuration(there, ["demo-platform", "demo-cluster"]))
    assert states(lines) == [("ok", "configuration")]
    assert "demo-platform, demo-cluster" in told(lines)
    edit(there.stack_file("demo-cluster"), ("config:\n", "config:\n  kubernetes:kubeconfig: far-away\n"))
    lines = list(configuration(there, ["demo-platform", "demo-cluster"]))
    assert [each.state.value for each in lines] == ["wrong", "ok"]
    assert "far-away" not in told(lines)
    assert told(lines[1:]).count("demo-cluster") == 0


def test_a_secret_setting_of_a_provider_is_told_and_a_line_is_named(tmp_path: Path) -> None:
    there = project(tmp_path)
    edit(there.stack_file("demo-platform"), ("config:\n", "config:\n  scaleway:secretKey: 7f3c1e62\n"))
    lines = list(configuration(there, ["demo-platform"]))
    assert lines[0].place.endswith("Pulumi.demo-platform.yaml:2")
    assert "7f3c1e62" not in told(lines)


@pytest.mark.parametrize(
    ("stacks", "more", "expected"),
    [
        (("demo-platform",), {}, ["ok"]),
        (("demo-legacy",), AZURE, ["ok"]),
        (("demo-platform", "demo-legacy"), AZURE, ["ok", "ok"]),
        (("demo-platform",), {"SCW_PROFILE": "mine"}, ["wrong"]),
        (("demo-legacy",), {**AZURE, "ARM_ENVIRONMENT": "china"}, ["wrong"]),
        (("demo-legacy",), {}, ["wrong", "wrong"]),
    ],
)
def test_each_cloud_of_the_stacks_is_asked_about(
    tmp_path: Path, stacks: tuple[str, ...], more: dict[str, str], expected: list[str]
) -> None:
    lines = list(account(repository(), stacks, demo(), machine(tmp_path, **SOUND, **more)))
    assert [each.state.value for each in lines] == expected
    assert SOUND["SCW_SECRET_KEY"] not in told(lines)


def test_clouds_are_those_of_the_layers() -> None:
    assert clouds_of(repository(), ["demo-platform"]) == {"scaleway"}
    assert clouds_of(repository(), ["demo-legacy"]) == {"azure"}
    assert clouds_of(repository(), ["demo-bridge"]) == {"scaleway", "azure"}
    assert clouds_of(repository(), ["nosuch"]) == frozenset()


@pytest.mark.parametrize(
    ("unread", "most", "found"),
    [
        (2, None, ("not-known", "quota.unread")),
        (2, 100, ("not-known", "quota.unread")),
        (2, 5, ("wrong", "quota.small")),
        (0, 8, ("ok", "quota.fits.first")),
    ],
)
def test_what_nobody_counts_is_not_said_to_fit(unread: int, most: int | None, found: tuple[str, str]) -> None:
    assert states(judged([Need("buckets", {"demo": 8}, most, unread)], {})) == [found]


@pytest.fixture
def planned(monkeypatch: pytest.MonkeyPatch) -> None:
    """One bucket of a quota of five, and a stack that cannot be read."""
    run = SimpleNamespace(plans={}, failures={"demo-cluster": "it fails"})
    monkeypatch.setattr("socle.readiness.quotas.capture_stacks", lambda *_, **__: run)
    monkeypatch.setattr("socle.readiness.quotas.needs", lambda *_, **__: [Need("buckets", {"demo": 4}, 5)])


@pytest.mark.usefixtures("planned")
@pytest.mark.parametrize(
    ("answer", "found"),
    [
        (None, [("ok", "quota.fits.first")]),
        ({"buckets": 3}, [("wrong", "quota.small")]),
        (said("doctor.why.closed"), [("not-known", "quota.silent"), ("ok", "quota.fits.first")]),
    ],
)
def test_the_organisation_is_asked_for_its_quotas_where_that_may_be(answer: Any, found: list[tuple[str, str]]) -> None:
    lines = list(quotas(repository(), ORGANIZATION, (lambda: answer) if answer is not None else None))
    assert states(lines) == [("not-known", "quota.uncaptured"), *found]
    assert "demo-cluster" in told(lines)


@pytest.mark.parametrize("given", [{}, {"AWS_ACCESS_KEY_ID": "x"}, {"AWS_SECRET_ACCESS_KEY": "x"}])
def test_half_a_key_asks_no_bucket(tmp_path: Path, given: dict[str, str]) -> None:
    assert versioned(machine(tmp_path, **given)) is None


def test_without_the_sdk_no_bucket_is_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("socle.readiness.live.can_ask", lambda: False)
    assert versioned(machine(tmp_path, AWS_ACCESS_KEY_ID="x", AWS_SECRET_ACCESS_KEY="x")) is None
