"""A managed Redis: where it answers, over what, and what its class asks for. Does not prove that the host takes the values."""

from typing import Any

import pulumi
import pytest
import yaml

from socle.estate import DataClass, Estate, RedisSpec
from socle.facts.scaleway import facts
from socle.facts.updates import said_of_update
from socle.messages import Refused
from socle.plan import SECRET, Plan
from socle.scaleway import RedisCluster, SovereignPlatform, Tenancy
from socle.scaleway.wiring import declared_as
from socle.testing.plugin import CaptureComponent, Mode
from tests.estate.written import SOUND

CLUSTER = "scaleway:redis/cluster:Cluster"
REASON = "sessions: whoever signs in again has a new one"
SPEC: dict[str, Any] = {
    "data_class": "internal",
    "key": "logs",
    "network": "data",
    "zone": "fr-par-1",
    "node_type": "RED1-MICRO",
    "version": "7.2.4",
    "refilled_from": REASON,
}


def spec(**more: Any) -> RedisSpec:
    return RedisSpec.model_validate({**SPEC, **more})


def estate(**more: Any) -> Estate:
    return Estate.model_validate({**yaml.safe_load(SOUND), "redis": {"sessions": {**SPEC, **more}}})


NETWORK_ID = "fr-par/77777777-7777-4777-8777-777777777777"


def made(
    capture: CaptureComponent, declared: RedisSpec, mode: Mode = "up", network: str = NETWORK_ID, **tenancy: Any
) -> Plan:
    place = Tenancy(project_id="11111111-1111-4111-8111-111111111111", name_prefix="acme", **tenancy)
    return capture(
        lambda: RedisCluster(
            "sessions",
            declared,
            tenancy=place,
            cluster_name="acme-sessions",
            private_network_id=network,
            key_id="66666666-6666-4666-8666-666666666666",
        ),
        mode=mode,
    )


def test_it_answers_in_its_private_network_only_and_over_tls(capture_component: CaptureComponent, mode: Mode) -> None:
    cluster = made(capture_component, spec(), mode).one(CLUSTER)
    assert cluster.inputs["privateNetworks"] == [{"id": NETWORK_ID}]
    assert cluster.inputs["tlsEnabled"] is True
    assert not {"publicNetwork", "acls"} & cluster.inputs.keys()
    assert cluster.protect


def test_its_password_is_generated_and_kept_before_it_is_used(capture_component: CaptureComponent) -> None:
    plan = made(capture_component, spec())
    cluster, secret = plan.one(CLUSTER), plan.one("scaleway:secrets/secret:Secret")
    assert cluster.inputs["password"] == SECRET
    assert secret.inputs["name"] == "acme-sessions-socle"
    assert secret.protect
    assert plan.one("scaleway:secrets/version:Version").urn in cluster.dependencies


@pytest.mark.parametrize(("second", "nodes"), [(True, 2), (False, 1)])
def test_a_second_node_takes_over_unless_the_estate_says_otherwise(
    capture_component: CaptureComponent, second: bool, nodes: int
) -> None:
    assert made(capture_component, spec(high_availability=second)).one(CLUSTER).inputs["clusterSize"] == nodes
    assert spec().high_availability


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"data_class": "health", "high_availability": False}, "a Redis of class health without a second node"),
        ({"data_class": "health-identifying"}, "without a key of yours"),
    ],
)
def test_a_class_asks_for_more(more: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        spec(**more)


def test_health_data_needs_an_attestation_and_a_component_alone_asks_too(capture_component: CaptureComponent) -> None:
    said = "data of class health on managed-redis without an attestation"
    with pytest.raises(ValueError, match=said):
        estate(data_class="health", key="health")
    with pytest.raises(Refused, match=said):
        made(capture_component, spec(data_class="health", key="health"), hds_contract="HDS-2026-041")


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"zone": "fr-par-3"}, r"redis\.sessions\.zone: managed redis is not offered in fr-par-3"),
        ({"zone": "nl-ams-1"}, "nl-ams-1 is not among the estate's zones"),
        ({"network": "apps"}, r"redis\.sessions\.network: the private network apps is of purpose platform"),
        ({"network": "nowhere"}, "there is no private network nowhere"),
        ({"key": "health"}, "the key health is of class health and the password of class internal"),
        ({"node_type": "DB-DEV-S"}, "node_type"),
        ({"version": "latest"}, "version"),
    ],
)
def test_what_the_estate_refuses(more: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        estate(**more)


def test_an_estates_redis_is_made_and_gives_out_what_a_client_needs(capture_component: CaptureComponent) -> None:
    declared = estate()
    given: dict[str, Any] = {}

    def program() -> None:
        platform = SovereignPlatform("platform", declared, tenancy=Tenancy.of(declared, "platform"))
        given.update(platform.given_out)

    plan = capture_component(program)
    cluster = plan.one(CLUSTER)
    assert cluster.name == "platform-redis-sessions-cluster"
    assert cluster.inputs["name"] == f"{declared.name_prefix}-sessions"
    assert "privateNetworks[0].id" in cluster.property_dependencies or cluster.property_dependencies["privateNetworks"]
    assert {key: sorted(each) for key, each in given["redis"].items()} == {
        "sessions": ["certificate", "host", "port", "secret_id"]
    }


def test_a_kind_without_an_entry_is_not_given_out(capture_component: CaptureComponent) -> None:
    declared = Estate.model_validate(yaml.safe_load(SOUND))
    given: list[dict[str, Any]] = []
    capture_component(
        lambda: given.append(
            SovereignPlatform("platform", declared, tenancy=Tenancy.of(declared, "platform")).given_out
        )
    )
    assert given == [{}]


def test_what_the_provider_would_refuse_is_refused_before(capture_component: CaptureComponent) -> None:
    with pytest.raises(Refused, match=r"privateNetworks\[0\]\.id"):
        made(capture_component, spec(), network="data")


def test_it_stands_in_the_tenancy_and_says_what_it_holds(capture_component: CaptureComponent) -> None:
    cluster = made(capture_component, spec(), tags={"estate": "acme"}).one(CLUSTER)
    assert cluster.inputs["projectId"] == "11111111-1111-4111-8111-111111111111"
    assert cluster.inputs["zone"] == "fr-par-1"
    assert {"estate=acme", "data-class=internal"} <= set(cluster.inputs["tags"])


@pytest.mark.parametrize(
    ("key", "network", "said"),
    [
        ("other", "data", "the spec names the key logs, and the id of other is passed"),
        ("logs", "apps", "the spec names the private network data, and the id of apps is passed"),
    ],
)
def test_it_refuses_a_key_or_a_network_that_is_known_to_be_another(
    capture_component: CaptureComponent, key: str, network: str, said: str
) -> None:
    def program() -> None:
        RedisCluster(
            "sessions",
            spec(),
            tenancy=Tenancy(project_id="11111111-1111-4111-8111-111111111111", name_prefix="acme"),
            cluster_name="acme-sessions",
            private_network_id=declared_as(pulumi.Output.from_input(NETWORK_ID), network),
            key_id=declared_as(pulumi.Output.from_input("6"), key, DataClass.INTERNAL),
        )

    with pytest.raises(Refused, match=said) as refused:
        capture_component(program)
    assert "sessions" in str(refused.value)


def test_a_callers_protection_goes_down_to_the_secret(capture_component: CaptureComponent) -> None:
    plan = capture_component(
        lambda: RedisCluster(
            "sessions",
            spec(),
            tenancy=Tenancy(project_id="11111111-1111-4111-8111-111111111111", name_prefix="acme"),
            cluster_name="acme-sessions",
            private_network_id=NETWORK_ID,
            key_id="66666666-6666-4666-8666-666666666666",
            opts=pulumi.ResourceOptions(protect=False),
        )
    )
    assert not any(resource.protect for resource in plan)


NETWORK = [{"id": "fr-par/7"}]


@pytest.mark.parametrize(
    ("new", "said", "refused"),
    [
        ({"version": "7.0.5"}, "version would go from 7.2.4 back to 7.0.5", True),
        ({"version": "7.2.10"}, "another version: connections break", False),
        ({"nodeType": "RED1-S"}, "another nodeType: connections break", False),
        ({"privateNetworks": [{"id": "fr-par/8"}]}, "every client loses its connection", True),
        ({"privateNetworks": None}, "every client loses its connection", True),
    ],
)
def test_what_an_update_would_do_is_said_or_refused(new: dict[str, Any], said: str, refused: bool) -> None:
    old = {"version": "7.2.4", "nodeType": "RED1-MICRO", "privateNetworks": NETWORK, "password": "a"}
    (found,) = said_of_update(CLUSTER, old, {**old, **new, "password": "b"})
    assert said in found.what
    assert found.refused is refused


def test_the_same_network_under_either_form_is_no_change() -> None:
    old = {"version": "7.2.4", "nodeType": "RED1-MICRO", "privateNetworks": NETWORK}
    assert not said_of_update(CLUSTER, old, {**old, "privateNetworks": [{"id": "7"}]})


def test_another_number_of_nodes_is_another_cluster_in_a_preview_too() -> None:
    """The provider's own answer: no schema says so, and what reads the cluster's outputs must not see the old ones."""
    schema = facts(CLUSTER)
    assert schema
    assert schema.plan_logic == {"clusterSize"}


def test_its_updates_are_guarded(capture_component: CaptureComponent) -> None:
    assert made(capture_component, spec()).one(CLUSTER).hooks["before-update"]
