"""What only the host can say, against stand-ins on the loopback: whose key it is, what it may do, quotas, versions, the time.

Does not prove what the host itself answers: the forms of answers are those of its SDK.
"""

import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from socle.estate import LAYERS
from socle.estate.foundation import OVER_IDENTITIES, ROLES
from socle.project import Need
from socle.readiness.doctor import examined
from socle.readiness.live import Bearer, Host, within
from socle.readiness.machine import Machine
from socle.readiness.quotas import judged
from socle.readiness.rights import RULING, rights

from .machines import ORGANIZATION, demo, machine, repository, states, told
from .stand_in import ACCESS, SECRET, listening

pytest.importorskip("scaleway")

PLATFORM = "11111111-1111-4111-8111-111111111111"
APPLICATION, GROUP, POLICY, USER = (f"5555555{n}-5555-4555-8555-555555555555" for n in range(4))
IAM = "/iam/v1alpha1"
NOW = datetime(2026, 12, 1, tzinfo=UTC)


def key(**more: Any) -> dict[str, Any]:
    return {
        "access_key": ACCESS, "application_id": APPLICATION, "user_id": None, "description": "", "default_project_id": PLATFORM,
        "editable": True, "deletable": True, "managed": False, "creation_ip": "", "expires_at": "2026-12-02T00:00:00Z", **more,
    }  # fmt: skip


def page(name: str, *items: dict[str, Any]) -> dict[str, Any]:
    return {name: list(items), "total_count": len(items)}


def rule(*sets: str, projects: tuple[str, ...] = (), organization: str | None = None) -> dict[str, Any]:
    return {
        "id": "r", "permission_sets_scope_type": "projects", "condition": "", "permission_set_names": list(sets),
        "project_ids": list(projects) or None, "organization_id": organization, "account_root_user_id": None,
    }  # fmt: skip


def named(id_: str, **more: Any) -> dict[str, Any]:
    return {
        "id": id_, "name": "n", "description": "", "organization_id": ORGANIZATION, "editable": True, "deletable": True,
        "managed": False, "nb_api_keys": 1, "tags": [], "user_ids": [], "application_ids": [], "nb_rules": 1, "nb_scopes": 1,
        "nb_permission_sets": 1, **more,
    }  # fmt: skip


ANSWERS: dict[str, Any] = {
    f"{IAM}/api-keys/{ACCESS}": key(),
    f"{IAM}/applications/{APPLICATION}": named(APPLICATION),
    f"{IAM}/groups": page("groups", named(GROUP)),
    f"{IAM}/policies": page("policies", named(POLICY)),
    f"{IAM}/rules": page("rules", rule("KubernetesReadOnly", projects=(PLATFORM,)), rule("IAMReadOnly", organization=ORGANIZATION)),
    f"{IAM}/quota": page("quota", {
        "name": "buckets_count", "pretty_name": "Buckets", "unit": "", "description": "", "locality_type": "global", "limits": [],
        "limit": 7, "unlimited": False,
    }, {
        "name": "x", "pretty_name": "Secrets", "unit": "", "description": "", "locality_type": "global", "limits": [],
        "limit": None, "unlimited": True,
    }),
}  # fmt: skip


def here(folder: Path, url: str, **variables: str) -> Machine:
    return machine(folder, SCW_API_URL=url, SCW_ACCESS_KEY=ACCESS, SCW_SECRET_KEY=SECRET, **variables)


def bearer(folder: Path, answers: dict[str, Any]) -> object:
    with listening(answers) as stand_in:
        return Host(here(folder, stand_in.url), ORGANIZATION).bearer()


def test_a_key_is_told_with_its_rights_and_those_of_its_groups(tmp_path: Path) -> None:
    found = bearer(tmp_path, ANSWERS)
    assert found == Bearer(
        owner=False,
        organization_id=ORGANIZATION,
        default_project_id=PLATFORM,
        expires_at=datetime(2026, 12, 2, tzinfo=UTC),
        rights={PLATFORM: frozenset({"KubernetesReadOnly"}), "": frozenset({"IAMReadOnly"})},
    )


def test_policies_of_groups_are_asked_for_by_their_groups(tmp_path: Path) -> None:
    with listening(ANSWERS) as stand_in:
        Host(here(tmp_path, stand_in.url), ORGANIZATION).bearer()
    queries = [query for path, query in stand_in.asked if path.endswith("/policies")]
    assert any(f"application_ids={APPLICATION}" in query for query in queries)
    assert any(f"group_ids={GROUP}" in query for query in queries)


def test_a_person_may_own_the_organisation(tmp_path: Path) -> None:
    user = {
        "id": USER, "email": "", "username": "", "first_name": "", "last_name": "", "phone_number": "", "locale": "",
        "organization_id": ORGANIZATION, "deletable": True, "type": "owner", "status": "activated", "mfa": True,
        "account_root_user_id": "", "tags": [], "locked": False, "send_password_email": False, "send_welcome_email": False,
    }  # fmt: skip
    answers = {
        **ANSWERS,
        f"{IAM}/api-keys/{ACCESS}": key(application_id=None, user_id=USER),
        f"{IAM}/users/{USER}": user,
    }
    found = bearer(tmp_path, answers)
    assert isinstance(found, Bearer)
    assert found.owner


def test_what_the_key_may_not_read_is_not_known(tmp_path: Path) -> None:
    found = bearer(tmp_path, {f"{IAM}/api-keys/{ACCESS}": key()})
    assert isinstance(found, Bearer)
    assert (found.organization_id, found.rights) == ("", None)
    assert ("not-known", "right.unread") in states(rights(found, demo(), ["platform"], machine(tmp_path)))


@pytest.mark.parametrize(("status", "why"), [(401, "may not read it"), (404, "answered 404"), (500, "answered 500")])
def test_a_refusal_is_told_without_what_the_host_said(tmp_path: Path, status: int, why: str) -> None:
    said = str(bearer(tmp_path, {f"{IAM}/api-keys/{ACCESS}": status}))
    assert why in said
    assert SECRET not in said


def test_nobody_there_is_not_known(tmp_path: Path) -> None:
    said = str(Host(here(tmp_path, "http://127.0.0.1:1"), ORGANIZATION).bearer())
    assert "nobody answered" in said


def test_an_answer_that_does_not_come_is_not_waited_for() -> None:
    assert "within 0 seconds" in str(within(threading.Event().wait, seconds=0.01))


@pytest.mark.parametrize(("ahead", "off"), [(0, 0), (-400, 400), (400, -400)])
def test_the_clock_is_compared_with_the_hosts(tmp_path: Path, ahead: int, off: int) -> None:
    with listening({}, seconds=ahead) as stand_in:
        found = Host(here(tmp_path, stand_in.url), ORGANIZATION).seconds_off()
    assert isinstance(found, int)
    assert abs(found - off) <= 2


def test_quotas_that_have_one_number_are_taken(tmp_path: Path) -> None:
    with listening(ANSWERS) as stand_in:
        assert Host(here(tmp_path, stand_in.url), ORGANIZATION).limits() == {"buckets": 7}


@pytest.mark.parametrize(
    ("real", "planned", "most", "found"),
    [
        ({}, 8, 100, ("ok", "quota.fits.first")),
        ({"buckets": 7}, 8, 100, ("wrong", "quota.small")),
        ({"buckets": 8}, 8, 100, ("ok", "quota.fits")),
        ({"buckets": 900}, 800, 100, ("ok", "quota.fits")),
        ({}, 800, 100, ("wrong", "quota.small")),
        ({}, 8, None, ("not-known", "quota.unpublished")),
        ({"buckets": 9}, 8, None, ("ok", "quota.fits")),
    ],
)
def test_the_organisations_own_quota_counts_before_what_it_has_at_first(
    real: dict[str, int], planned: int, most: int | None, found: tuple[str, str]
) -> None:
    assert states(judged([Need("buckets", {"demo": planned}, most)], real)) == [found]


@pytest.mark.parametrize(
    ("planned", "most", "found"),
    [
        (8, None, ("not-known", "quota.unread")),
        (8, 100, ("not-known", "quota.unread")),
        (0, None, ("not-known", "quota.unread")),
        (101, 100, ("wrong", "quota.small")),
    ],
)
def test_a_need_that_nobody_knows_whole_does_not_fit(planned: int, most: int | None, found: tuple[str, str]) -> None:
    assert states(judged([Need("GB of volumes", {"demo": planned}, most, unread=2)], {})) == [found]


ALLOWED = frozenset(ROLES["deployer"].by_layer["platform"])
WHOLE = Bearer(
    owner=False, organization_id=ORGANIZATION, default_project_id=PLATFORM, expires_at=NOW + timedelta(days=1), rights={PLATFORM: ALLOWED}
)  # fmt: skip


@pytest.mark.parametrize(
    ("change", "layer", "found"),
    [
        ({}, "platform", ("ok", "right")),
        ({"rights": {"": ALLOWED}}, "platform", ("ok", "right")),
        ({"rights": {ORGANIZATION: ALLOWED}}, "platform", ("wrong", "right.missing")),
        ({"rights": {PLATFORM: ALLOWED - {"VPCFullAccess"}}}, "platform", ("wrong", "right.missing")),
        ({"rights": {PLATFORM: frozenset({"AllProductsFullAccess"})}}, "platform", ("ok", "right")),
        ({"rights": {}}, "platform", ("wrong", "right.missing")),
        ({"rights": None}, "platform", ("not-known", "right.unread")),
        ({"owner": True}, "platform", ("wrong", "right.too_much")),
        ({"owner": True}, "foundation", ("ok", "right.owner")),
        ({}, "foundation", ("wrong", "right.missing")),
        ({"rights": {"": frozenset(RULING)}}, "foundation", ("ok", "right")),
        ({"organization_id": PLATFORM}, "platform", ("wrong", "key.organization")),
        ({"organization_id": ""}, "platform", ("not-known", "key.bearer")),
        ({}, "platform", ("ok", "key.organization.own")),
        ({"expires_at": None}, "platform", ("wrong", "key.lasting")),
        ({"expires_at": NOW + timedelta(minutes=50)}, "platform", ("wrong", "key.ending")),
        ({"expires_at": NOW - timedelta(days=1)}, "platform", ("wrong", "key.ending")),
        ({}, "platform", ("ok", "key.expires")),
        ({"default_project_id": ORGANIZATION}, "platform", ("wrong", "key.project")),
        ({"rights": {"": frozenset({"AllProductsFullAccess"})}}, "foundation", ("wrong", "right.missing")),
        ({"rights": {"": frozenset({"AllProductsFullAccess", *OVER_IDENTITIES})}}, "foundation", ("ok", "right")),
        ({"rights": {"": frozenset(RULING)}}, "bootstrap", ("ok", "right")),
    ],
)
def test_a_bearer_is_held_against_the_estate(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: dict[str, Any], layer: str, found: tuple[str, str]
) -> None:
    monkeypatch.setattr(Machine, "now", lambda _: NOW)
    assert found in states(rights(replace(WHOLE, **change), demo(), [layer], machine(tmp_path)))


def test_the_founders_key_is_of_the_project_of_states(tmp_path: Path) -> None:
    """Which no estate names: its default project is wrong for a pipeline alone."""
    founder = replace(WHOLE, default_project_id=ORGANIZATION, rights={"": frozenset(RULING)})
    assert not [
        key for _, key in states(rights(founder, demo(), ["foundation"], machine(tmp_path))) if "project" in key
    ]


def test_without_the_sdk_nobody_is_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("socle.readiness.doctor.can_ask", lambda: False)
    own = {"SCW_DEFAULT_ORGANIZATION_ID": ORGANIZATION, "SCW_DEFAULT_PROJECT_ID": PLATFORM}
    with listening(ANSWERS) as stand_in:
        assert ("not-known", "live.absent") in whole(tmp_path, monkeypatch, here(tmp_path, stand_in.url, **own))
        assert stand_in.asked == []


def test_every_layer_that_a_pipeline_deploys_has_its_rights() -> None:
    of_host = [layer for layer in LAYERS.values() if "scaleway" in layer.clouds and not layer.by_hand]
    assert all(ROLES["deployer"].by_layer.get(layer.name) for layer in of_host)


def whole(folder: Path, monkeypatch: pytest.MonkeyPatch, here: Machine, *, live: bool = True) -> list[tuple[str, str]]:
    monkeypatch.setattr("socle.readiness.doctor.quotas", lambda *_: iter(()))
    monkeypatch.setattr("socle.readiness.doctor.tools", lambda *_: iter(()))
    lines = list(examined(repository(), ["demo-platform"], "demo", here, live=live))
    assert SECRET not in told(lines)
    assert ACCESS not in told(lines)
    return states(lines)


def test_the_host_is_asked_where_that_is_wanted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = {"SCW_DEFAULT_ORGANIZATION_ID": ORGANIZATION, "SCW_DEFAULT_PROJECT_ID": PLATFORM}
    with listening(ANSWERS) as stand_in:
        here_ = here(tmp_path, stand_in.url, **own)
        found = whole(tmp_path, monkeypatch, here_)
        assert {("ok", "account"), ("ok", "key.organization.own"), ("ok", "clock")} <= set(found)
        stand_in.asked.clear()
        (again := tmp_path / "again").mkdir()
        assert {("not-known", "rights.unasked"), ("not-known", "clock.unasked")} <= set(
            whole(again, monkeypatch, here_, live=False)
        )
        assert stand_in.asked == []


def test_no_key_is_sent_where_the_program_would_not_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The variables of another organisation, or of an endpoint that is nobody's: nothing is asked."""
    with listening(ANSWERS) as stand_in:
        found = whole(tmp_path, monkeypatch, here(tmp_path, stand_in.url))
        assert ("not-known", "live.refused") in found
        assert stand_in.asked == []
