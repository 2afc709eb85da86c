"""PostgresDatabase: private, encrypted, backed up, with passwords that nobody sees. Does not prove what a live engine answers."""

from datetime import date
from typing import Any

import pytest

from socle.estate.platform.database_checks import DatabaseSpec
from socle.plan.model import SECRET, UNKNOWN, Plan, Resource
from socle.scaleway import database
from socle.scaleway.database import PostgresDatabase
from socle.scaleway.database_arguments import settings
from socle.scaleway.tenancy import Tenancy
from socle.testing.plugin import CaptureComponent, Mode

from .conftest import PROJECT

INSTANCE = "scaleway:databases/instance:Instance"
DATABASE = "scaleway:databases/database:Database"
USER = "scaleway:databases/user:User"
PRIVILEGE = "scaleway:databases/privilege:Privilege"
REPLICA = "scaleway:databases/readReplica:ReadReplica"
SECRET_TYPE = "scaleway:secrets/secret:Secret"
VERSION = "scaleway:secrets/version:Version"
PASSWORD = "random:index/randomPassword:RandomPassword"
KEY = "66666666-6666-4666-8666-666666666666"
NETWORK = "fr-par/88888888-8888-4888-8888-888888888888"
INTERNAL: dict[str, Any] = {
    "data_class": "internal",
    "key": "internal",
    "engine": "PostgreSQL-17",
    "node_type": "DB-PRO2-XXS",
    "network": "data",
    "volume_gb": 50,
    "databases": {"notes": {}, "catalogue": {}},
    "users": {
        "portal": {"access": {"catalogue": "all", "notes": "all"}},
        "desk": {"access": {"catalogue": "readonly"}},
    },
}
HEALTH: dict[str, Any] = {**INTERNAL, "data_class": "health", "key": "health", "node_type": "DB-POP2-4C-16G"}
MOVE = {"reason": "the data network is split in two", "until": date(2027, 3, 31)}


def spec(**more: Any) -> DatabaseSpec:
    return DatabaseSpec.model_validate({**INTERNAL, **more})


def make(declared: DatabaseSpec, tenancy: Tenancy, **more: Any) -> PostgresDatabase:
    wiring: dict[str, Any] = {"instance_name": "acme-cat", "private_network_id": NETWORK, "key_id": KEY}
    return PostgresDatabase("cat", declared, tenancy=tenancy, **{**wiring, **more})


@pytest.fixture
def plan(capture_component: CaptureComponent, mode: Mode, tenancy: Tenancy) -> Plan:
    return capture_component(
        lambda: make(spec(read_replicas={"reports": {"reason": "the reports"}}), tenancy), mode=mode
    )


@pytest.fixture
def instance(plan: Plan) -> Resource:
    return plan.one(INSTANCE)


def test_an_instance_answers_in_its_private_network_and_nowhere_else(instance: Resource) -> None:
    assert instance.inputs["privateNetwork"] == {"pnId": NETWORK, "enableIpam": True}
    assert "loadBalancer" not in instance.inputs


def test_a_public_endpoint_cannot_be_expressed() -> None:
    said = " ".join(DatabaseSpec.model_fields)
    assert not any(word in said for word in ("public", "load_balancer", "acl", "encryption_at_rest", "disable_backup"))


def test_an_instance_is_encrypted_and_backed_up_in_its_own_region(instance: Resource) -> None:
    wanted = {
        "encryptionAtRest": True,
        "disableBackup": False,
        "backupSameRegion": True,
        "backupScheduleFrequency": 24,
        "backupScheduleRetention": 30,
        "isHaCluster": True,
        "volumeType": "sbs_5k",  # backups of a local volume are not encrypted
        "volumeSizeInGb": 50,
        "engine": "PostgreSQL-17",
        "nodeType": "DB-PRO2-XXS",
    }
    assert {name: instance.inputs[name] for name in wanted} == wanted


def test_what_holds_data_is_protected(plan: Plan) -> None:
    assert all(r.protect for type_ in (INSTANCE, DATABASE, SECRET_TYPE) for r in plan.all(type_))


def test_everything_names_its_project_and_region(plan: Plan) -> None:
    assert (plan.one(INSTANCE).inputs["projectId"], plan.one(INSTANCE).inputs["region"]) == (PROJECT, "fr-par")
    inside = [r for r in plan if r.type.startswith("scaleway:databases/")]
    assert len(inside) == 9
    assert {r.inputs["region"] for r in inside} == {"fr-par"}


def test_a_pinned_instance_answers_at_its_address(
    capture_component: CaptureComponent, tenancy: Tenancy, mode: Mode
) -> None:
    plan = capture_component(lambda: make(spec(address="10.20.32.9"), tenancy, address="10.20.32.9/22"), mode=mode)
    assert plan.one(INSTANCE).inputs["privateNetwork"] == {"pnId": NETWORK, "ipNet": "10.20.32.9/22"}
    host = plan.one("socle:scaleway:PostgresDatabase").outputs["host"]
    assert host == {"preview": UNKNOWN, "up": "10.20.32.9"}[mode]


@pytest.mark.parametrize(("declared", "given"), [("10.20.32.9", None), (None, "10.20.32.9/22")])
def test_an_address_that_is_declared_and_not_given_is_refused(
    capture_component: CaptureComponent, tenancy: Tenancy, declared: str | None, given: str | None
) -> None:
    with pytest.raises(ValueError, match="not be where its clients look"):
        capture_component(lambda: make(spec(address=declared), tenancy, address=given))


def test_the_administrators_password_is_in_secret_manager_before_the_engine_knows_it(plan: Plan) -> None:
    instance, version = plan.one(INSTANCE), plan.named("cat-secret-admin-version-1")
    assert instance.inputs["password"] == SECRET
    assert instance.property_dependencies["password"] == (plan.named("cat-secret-admin-password-1").urn,)
    assert version.urn in instance.dependencies


def test_passwords_are_encrypted_with_the_key_of_the_class_and_kept_as_pairs(plan: Plan) -> None:
    secrets = plan.all(SECRET_TYPE)
    assert {secret.inputs["name"] for secret in secrets} == {"acme-cat-socle_admin", "acme-cat-portal", "acme-cat-desk"}
    for secret in secrets:
        kept = (secret.inputs["keyId"], secret.inputs["type"], secret.inputs["path"], secret.inputs["protected"])
        assert kept == (KEY, "basic_credentials", "/databases", True)


def test_no_two_users_share_a_password(plan: Plan) -> None:
    sources = [user.property_dependencies["password"] for user in plan.all(USER)]
    assert len(set(sources)) == len(sources) == 2


def test_users_of_applications_are_no_administrators(plan: Plan) -> None:
    assert [user.inputs["isAdmin"] for user in plan.all(USER)] == [False, False]


def test_what_is_inside_is_made_one_after_the_other(plan: Plan) -> None:
    """The host refuses two changes at a time."""
    order = [
        *(plan.named(f"cat-database-{name}") for name in ("catalogue", "notes")),
        *(plan.named(f"cat-user-{name}") for name in ("desk", "portal")),
        *(plan.named(f"cat-privilege-{name}") for name in ("desk-catalogue", "portal-catalogue", "portal-notes")),
        plan.one(REPLICA),
    ]
    for before, after in zip([plan.one(INSTANCE), *order], order, strict=False):
        assert before.urn in after.dependencies, after.name


def test_privileges_are_those_that_do_not_drift(plan: Plan) -> None:
    found = {
        r.name: (r.inputs["userName"], r.inputs["databaseName"], r.inputs["permission"]) for r in plan.all(PRIVILEGE)
    }
    assert found == {
        "cat-privilege-desk-catalogue": ("desk", "catalogue", "readonly"),
        "cat-privilege-portal-catalogue": ("portal", "catalogue", "all"),
        "cat-privilege-portal-notes": ("portal", "notes", "all"),
    }
    assert not any(r.ignore_changes for r in plan.all(PRIVILEGE))


def test_a_privilege_never_silently_stays_with_another_user(plan: Plan) -> None:
    assert set(plan.named("cat-privilege-desk-catalogue").replace_on_changes) == {"userName", "databaseName"}


def test_a_replica_is_private_and_in_the_same_zone(plan: Plan) -> None:
    replica = plan.one(REPLICA)
    assert replica.inputs["privateNetwork"] == {"privateNetworkId": NETWORK, "enableIpam": True}
    assert replica.inputs["sameZone"] is True
    assert "directAccess" not in replica.inputs
    assert "instanceId" in replica.replace_on_changes


def test_outputs_carry_what_a_client_needs_and_no_password(plan: Plan) -> None:
    outputs = plan.one("socle:scaleway:PostgresDatabase").outputs
    assert outputs.keys() == {"id", "host", "port", "certificate", "databases", "admin_secret_id", "user_secret_ids"}
    assert outputs["databases"] == ["catalogue", "notes"]
    assert outputs["user_secret_ids"].keys() == {"desk", "portal"}


def test_no_generated_password_is_in_plan_or_logs(plan: Plan, capfd: pytest.CaptureFixture[str]) -> None:
    for resource in plan:
        for name in ("password", "data"):
            assert resource.inputs.get(name) in (None, SECRET), resource.urn
    assert "password" not in "".join(capfd.readouterr()).lower()


def test_a_rotation_makes_a_new_password_for_that_user_alone(
    capture_component: CaptureComponent, tenancy: Tenancy
) -> None:
    users = {**INTERNAL["users"], "desk": {"access": {"catalogue": "readonly"}, "rotation": 2}}
    plan = capture_component(lambda: make(spec(users=users), tenancy))
    assert {r.name for r in plan.all(PASSWORD)} == {
        "cat-secret-admin-password-1",
        "cat-secret-user-desk-password-2",
        "cat-secret-user-portal-password-1",
    }


def test_a_rehearsal_can_be_destroyed(capture_component: CaptureComponent) -> None:
    rehearsal = Tenancy(project_id=PROJECT, name_prefix="acme", rehearsal=True)
    plan = capture_component(lambda: make(spec(), rehearsal))
    assert not any(r.protect for r in plan if r.custom)
    assert not any(r.inputs["protected"] for r in plan.all(SECRET_TYPE))


# What the engine is told


def test_settings_are_never_empty_and_keep_what_the_host_derives_from_the_size() -> None:
    assert settings(spec()) == {
        "effective_cache_size": "5500",
        "maintenance_work_mem": "600",
        "max_connections": "250",
        "max_parallel_workers": "0",
        "max_parallel_workers_per_gather": "0",
        "work_mem": "16",
        "log_min_duration_statement": "5000",
    }


@pytest.mark.parametrize(
    ("node", "cache", "maintenance", "connections", "work"),
    [("DB-DEV-S", 1300, 150, 100, 4), ("DB-DEV-M", 2700, 300, 150, 8)],
)
def test_derived_settings_equal_the_hosts_where_these_were_recorded(
    node: str, cache: int, maintenance: int, connections: int, work: int
) -> None:
    found = settings(spec(node_type=node))
    names = ("effective_cache_size", "maintenance_work_mem", "max_connections", "work_mem")
    assert [int(found[name]) for name in names] == [cache, maintenance, connections, work]


def test_what_the_estate_says_wins_over_what_follows_from_the_size() -> None:
    found = settings(spec(settings={"work_mem": 64, "random_page_cost": 1.1}))
    assert (found["work_mem"], found["random_page_cost"]) == ("64", "1.1")


def test_health_data_is_audited_and_never_in_the_text_of_statements() -> None:
    found = settings(DatabaseSpec.model_validate(HEALTH))
    assert found["log_min_duration_statement"] == "-1"
    assert (found["rdb.enable_pgaudit"], found["pgaudit.log"]) == ("on", "ROLE,DDL")


def test_logical_replication_is_on_demand_and_complete() -> None:
    names = {"rdb.enable_logical_replication", "hot_standby_feedback", "sync_replication_slots"}
    assert not names & settings(spec()).keys()
    found = settings(spec(logical_replication=True))
    assert {name: found[name] for name in names} == dict.fromkeys(names, "on")


# Updates that look harmless


MOVED = [{"privateNetwork": {"pnId": "a"}}, {"privateNetwork": {"pnId": "b"}}]


@pytest.mark.parametrize(("more", "refused"), [({}, True), ({"network_move": MOVE}, False)])
def test_the_engine_is_asked_to_check_every_update_of_the_instance(
    capture_component: CaptureComponent,
    tenancy: Tenancy,
    monkeypatch: pytest.MonkeyPatch,
    more: dict[str, Any],
    refused: bool,
) -> None:
    """With the consent that the spec gives, or does not."""
    asked: dict[str, Any] = {}

    def recorded(name: str, check: Any) -> Any:
        asked[name] = check
        return genuine(name, check)

    genuine = database.guarded
    monkeypatch.setattr(database, "guarded", recorded)
    plan = capture_component(lambda: make(spec(**more), tenancy))
    assert plan.one(INSTANCE).hooks == {"before-update": ("cat-guard",), "before-delete": ("socle-kept",)}
    assert [w.refused for w in asked["cat"]({"volumeSizeInGb": 50.0}, {"volumeSizeInGb": 10.0})] == [True]
    assert [w.refused for w in asked["cat"](*MOVED)] == [refused]
