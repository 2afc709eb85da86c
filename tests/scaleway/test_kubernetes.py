"""KubernetesCluster: private nodes, one closed door, nothing replaced unseen. Does not prove what the host does with it."""

from typing import Any

import pulumi
import pytest
from pulumiverse_scaleway import network

from socle.estate.data_class import DataClass
from socle.estate.platform.kubernetes import AdminSource, Autoscale, KubernetesSpec, OidcSpec, PoolSpec, Taint
from socle.plan.model import SECRET, Plan, Resource
from socle.scaleway.kubernetes import KubernetesCluster
from socle.scaleway.tenancy import Tenancy
from socle.testing.mocks import StrictMocks
from socle.testing.plugin import CaptureComponent, Mode

from .conftest import PROJECT

CLUSTER = "scaleway:kubernetes/cluster:Cluster"
POOL = "scaleway:kubernetes/pool:Pool"
ACL = "scaleway:kubernetes/acl:Acl"
GROUP = "scaleway:instance/securityGroup:SecurityGroup"
GATEWAY = "scaleway:network/gatewayNetwork:GatewayNetwork"
NETWORK = f"fr-par/{PROJECT}"


def spec_of(**more: Any) -> KubernetesSpec:
    values: dict[str, Any] = {
        "data_class": DataClass.INTERNAL,
        "network": "apps",
        "version": "1.34",
        "pools": {"apps": PoolSpec(node_type="POP2-4C-16G", zone="fr-par-1", nodes=3)},
    }
    return KubernetesSpec(**{**values, **more})


def make(tenancy: Tenancy, spec: KubernetesSpec | None = None, **more: Any) -> KubernetesCluster:
    way_out = network.GatewayNetwork(
        "way-out", gateway_id=f"fr-par-1/{PROJECT}", private_network_id=NETWORK, zone="fr-par-1"
    )
    wiring: dict[str, Any] = {
        "cluster_name": "acme-main",
        "private_network_id": NETWORK,
        "pod_range": "100.64.0.0/15",
        "service_range": "10.32.0.0/20",
        "egress": [way_out],
    }
    return KubernetesCluster("main", spec or spec_of(), tenancy=tenancy, **{**wiring, **more})


@pytest.fixture
def plan(capture_component: CaptureComponent, mode: Mode, tenancy: Tenancy) -> Plan:
    return capture_component(lambda: make(tenancy), mode=mode)


def the(plan: Plan, type_: str) -> dict[str, Any]:
    return plan.one(type_).inputs


def pool_of(capture_component: CaptureComponent, tenancy: Tenancy, **more: Any) -> Resource:
    values: dict[str, Any] = {"node_type": "POP2-4C-16G", "zone": "fr-par-1", "nodes": 3}
    spec = spec_of(
        pools={
            "apps": PoolSpec(**{**values, **more}),
            "stays": PoolSpec(node_type="POP2-2C-8G", zone="fr-par-1", nodes=1),
        }
    )
    return capture_component(lambda: make(tenancy, spec)).named("main-pool-apps")


def test_nodes_have_no_public_address(plan: Plan) -> None:
    assert the(plan, POOL)["publicIpDisabled"] is True


def test_nodes_heal_and_let_nothing_in(plan: Plan, mode: Mode) -> None:
    assert the(plan, POOL)["autohealing"] is True
    group = the(plan, GROUP)
    assert (group["inboundDefaultPolicy"], group["stateful"], group["enableDefaultSecurity"]) == ("drop", True, True)
    assert "inboundRules" not in group
    assert plan.one(GROUP).urn in plan.one(POOL).property_dependencies["securityGroupId"]


def test_nodes_wait_for_the_way_out_and_for_the_closed_door(plan: Plan) -> None:
    assert {plan.one(GATEWAY).urn, plan.one(ACL).urn} <= set(plan.one(POOL).dependencies)


def test_a_cluster_without_a_way_out_is_refused(capture_component: CaptureComponent, tenancy: Tenancy) -> None:
    with pytest.raises(ValueError, match="never become ready"):
        capture_component(lambda: make(tenancy, egress=[]))


def test_nobody_reaches_the_api_server_unless_declared(plan: Plan) -> None:
    assert the(plan, ACL)["noIpAllowed"] is True
    assert "aclRules" not in the(plan, ACL)


def test_declared_administrators_reach_the_api_server_and_nobody_else(
    capture_component: CaptureComponent, mode: Mode, tenancy: Tenancy
) -> None:
    office = AdminSource(range="203.0.113.0/28", reason="the office of the operators")
    plan = capture_component(lambda: make(tenancy, spec_of(admins={"office": office})), mode=mode)
    assert the(plan, ACL)["aclRules"] == [
        {"ip": "203.0.113.0/28", "description": "office: the office of the operators"}
    ]
    assert "noIpAllowed" not in the(plan, ACL)


def test_the_access_list_is_never_deleted_since_that_opens_the_door(plan: Plan) -> None:
    assert plan.one(ACL).retain_on_delete


def test_a_cluster_takes_nothing_along_when_it_goes(plan: Plan) -> None:
    assert the(plan, CLUSTER)["deleteAdditionalResources"] is False


def test_a_cluster_is_protected_and_moves_to_no_other_network_unseen(plan: Plan) -> None:
    assert plan.one(CLUSTER).protect
    assert plan.one(CLUSTER).replace_on_changes == ("privateNetworkId",)


def test_the_host_installs_patches_of_the_declared_minor_version(plan: Plan) -> None:
    cluster = the(plan, CLUSTER)
    assert cluster["version"] == "1.34"
    assert cluster["autoUpgrade"] == {
        "enable": True,
        "maintenanceWindowDay": "sunday",
        "maintenanceWindowStartHour": 3,
    }
    assert cluster["upgradePools"] is True


def test_addresses_of_pods_and_services_are_those_of_the_plan(plan: Plan) -> None:
    cluster = the(plan, CLUSTER)
    assert (cluster["podCidr"], cluster["serviceCidr"]) == ("100.64.0.0/15", "10.32.0.0/20")


def test_everything_names_its_project_and_place(plan: Plan) -> None:
    for resource in plan:
        if resource.type in {CLUSTER, GROUP}:
            assert resource.inputs["projectId"] == PROJECT
        if resource.type in {CLUSTER, POOL, ACL}:
            assert resource.inputs["region"] == "fr-par"
        if resource.type in {POOL, GROUP}:
            assert resource.inputs["zone"] == "fr-par-1"


def test_people_sign_in_under_a_prefix_of_their_own(capture_component: CaptureComponent, tenancy: Tenancy) -> None:
    oidc = OidcSpec(issuer_url="https://login.example.org/realms/platform", client_id="kubernetes")
    plan = capture_component(lambda: make(tenancy, spec_of(oidc=oidc)))
    declared = the(plan, CLUSTER)["openIdConnectConfig"]
    assert (declared["usernamePrefix"], declared["groupsPrefix"], declared["usernameClaim"]) == (
        "oidc:",
        "oidc:",
        "sub",
    )


def test_the_kubeconfig_is_a_secret_in_every_output(
    capture_component: CaptureComponent, mode: Mode, tenancy: Tenancy
) -> None:
    plan = capture_component(lambda: pulumi.export("kubeconfig", make(tenancy).kubeconfig), mode=mode)
    assert plan.outputs == {"kubeconfig": SECRET}
    assert "kubeconfig" not in plan.under("main").outputs


@pulumi.runtime.test
async def test_the_kubeconfig_is_a_secret_even_if_the_provider_does_not_say_so(tenancy: Tenancy) -> None:
    """Pulumi's own mocks answer in plain text, as a provider would that forgets to mark it."""
    pulumi.runtime.set_mocks(StrictMocks(), preview=False)
    assert await make(tenancy).kubeconfig.is_secret()


def test_each_zone_has_a_security_group_of_its_own(capture_component: CaptureComponent, tenancy: Tenancy) -> None:
    zones = ("fr-par-1", "fr-par-2", "fr-par-2")
    pools = {f"p{i}": PoolSpec(node_type="POP2-2C-8G", zone=zone, nodes=1) for i, zone in enumerate(zones)}
    plan = capture_component(lambda: make(tenancy, spec_of(pools=pools)))
    groups = {group.inputs["zone"]: group.urn for group in plan.all(GROUP)}
    assert sorted(groups) == ["fr-par-1", "fr-par-2"]
    for pool in plan.all(POOL):
        assert pool.property_dependencies["securityGroupId"] == (groups[pool.inputs["zone"]],)


def test_a_pool_says_how_it_is_upgraded(capture_component: CaptureComponent, tenancy: Tenancy) -> None:
    assert pool_of(capture_component, tenancy, max_surge=2).inputs["upgradePolicy"] == {
        "maxSurge": 2,
        "maxUnavailable": 1,
    }


def test_a_pool_that_scales_itself_ignores_its_first_size(
    capture_component: CaptureComponent, tenancy: Tenancy
) -> None:
    pool = pool_of(capture_component, tenancy, autoscale=Autoscale(minimum=2, maximum=6))
    assert (pool.inputs["autoscaling"], pool.inputs["minSize"], pool.inputs["maxSize"]) == (True, 2, 6)
    assert pool.ignore_changes == ("size",)


def test_a_pool_of_fixed_size_follows_its_size(capture_component: CaptureComponent, tenancy: Tenancy) -> None:
    pool = pool_of(capture_component, tenancy)
    assert (pool.inputs["autoscaling"], pool.inputs["size"], pool.ignore_changes) == (False, 3, ())
    assert "minSize" not in pool.inputs


def test_a_pool_replaced_in_place_is_refused_and_would_go_first(
    capture_component: CaptureComponent, tenancy: Tenancy
) -> None:
    pool = pool_of(capture_component, tenancy)
    assert pool.protect
    assert pool.delete_before_replace


def test_a_retiring_pool_may_go_and_gets_nothing_new(capture_component: CaptureComponent, tenancy: Tenancy) -> None:
    pool = pool_of(capture_component, tenancy, retiring=True, taints={"gpu": Taint(value="yes")})
    assert not pool.protect
    assert pool.inputs["taints"] == [
        {"key": "gpu", "value": "yes", "effect": "NoSchedule"},
        {"key": "retiring", "value": "true", "effect": "NoSchedule"},
    ]


def test_a_rehearsal_protects_nothing(capture_component: CaptureComponent) -> None:
    tenancy = Tenancy(project_id=PROJECT, name_prefix="acme", rehearsal=True)
    plan = capture_component(lambda: make(tenancy))
    assert [resource.name for resource in plan if resource.protect] == []


def test_a_caller_may_lift_the_protection(capture_component: CaptureComponent, tenancy: Tenancy) -> None:
    plan = capture_component(lambda: make(tenancy, opts=pulumi.ResourceOptions(protect=False)))
    assert not plan.one(CLUSTER).protect


def test_a_new_pool_comes_beside_the_old_one(capture_component: CaptureComponent, tenancy: Tenancy) -> None:
    """The way to other nodes: the old pool's resource is untouched but for what lets it go, the new one has its own name."""
    old = PoolSpec(node_type="POP2-2C-8G", zone="fr-par-1", nodes=2)
    new = PoolSpec(node_type="POP2-4C-16G", zone="fr-par-1", nodes=2)
    before = capture_component(lambda: make(tenancy, spec_of(pools={"apps": old})))
    retiring = old.model_copy(update={"retiring": True})
    during = capture_component(lambda: make(tenancy, spec_of(pools={"apps": retiring, "apps-2": new})))
    after = capture_component(lambda: make(tenancy, spec_of(pools={"apps-2": new})))

    kept = during.named("main-pool-apps").inputs
    assert {key for key in kept if kept[key] != before.named("main-pool-apps").inputs.get(key)} == {"taints"}
    assert during.named("main-pool-apps-2").inputs["name"] == "apps-2"
    assert [pool.name for pool in after.all(POOL)] == ["main-pool-apps-2"]
