"""ClusterBaseline and the layer that deploys it: into the cluster it was given, and into no other."""

from pathlib import Path
from typing import Any

import pulumi
import pytest
import yaml

from socle.capture import UnknownStackError
from socle.capture.run import capture
from socle.estate.data_class import DataClass
from socle.estate.platform.baseline import BaselineSpec, NamespaceSpec, PodFlowSpec
from socle.estate.posture import Posture
from socle.kubernetes.access import LEADS_NOWHERE, never_ambient
from socle.kubernetes.baseline import ClusterBaseline
from socle.kubernetes.manifests import baseline_manifests
from socle.plan.model import SECRET, Plan
from socle.testing.plugin import CaptureComponent, Mode

PROVIDER = "pulumi:providers:kubernetes"
NAMESPACE = "kubernetes:core/v1:Namespace"
ROOT = Path(__file__).parents[2]
PLANTED = "planted-kubeconfig-51f0"


@pytest.fixture
def spec() -> BaselineSpec:
    sly = PodFlowSpec(direction="in", namespace="a", ports=("80",), reason="its name could be another policy's")
    return BaselineSpec(
        namespaces={
            name: NamespaceSpec(data_class=DataClass.INTERNAL, readers=("readers",), flows={"default-deny": sly})
            for name in ("a", "a-flow")
        }
    )


def make(spec: BaselineSpec, **more: Any) -> ClusterBaseline:
    wiring: dict[str, Any] = {
        "kubeconfig": PLANTED,
        "cluster_id": "fr-par/1",
        "version": "1.34",
        "group_prefix": "oidc:",
        "owner": "acme",
    }
    return ClusterBaseline("main", spec, **{**wiring, **more})


@pytest.fixture
def plan(capture_component: CaptureComponent, mode: Mode, spec: BaselineSpec) -> Plan:
    return capture_component(lambda: make(spec), mode=mode)


def inside(plan: Plan) -> list[Any]:
    return [resource for resource in plan if resource.type.startswith("kubernetes:")]


def test_everything_goes_through_the_clusters_own_provider(plan: Plan) -> None:
    access = plan.one(PROVIDER).urn
    assert inside(plan)
    assert {resource.provider.rpartition("::")[0] for resource in inside(plan)} == {access}


def test_the_kubeconfig_is_a_secret_in_the_plan(plan: Plan) -> None:
    assert plan.one(PROVIDER).inputs["kubeconfig"] == SECRET
    assert PLANTED not in plan.to_json()


def test_only_another_cluster_replaces_the_provider(plan: Plan) -> None:
    assert plan.one(PROVIDER).inputs["clusterIdentifier"] == "fr-par/1"


def test_the_shell_cannot_make_the_provider_forget_an_unreachable_cluster(
    capture_component: CaptureComponent, monkeypatch: pytest.MonkeyPatch, spec: BaselineSpec
) -> None:
    monkeypatch.setenv("PULUMI_K8S_DELETE_UNREACHABLE", "true")
    monkeypatch.setenv("PULUMI_K8S_SKIP_UPDATE_UNREACHABLE", "true")
    monkeypatch.setenv("PULUMI_K8S_ENABLE_SERVER_SIDE_APPLY", "false")
    inputs = capture_component(lambda: make(spec)).one(PROVIDER).inputs
    assert (inputs["deleteUnreachable"], inputs["skipUpdateUnreachable"]) == ("false", "false")
    assert inputs["enableServerSideApply"] == "true"


@pytest.mark.parametrize("missing", [None, ""])
def test_an_empty_kubeconfig_leads_nowhere_and_not_to_this_machines_cluster(missing: str | None) -> None:
    text = never_ambient(missing)
    assert text == LEADS_NOWHERE
    (cluster,) = yaml.safe_load(text)["clusters"]
    assert cluster["cluster"]["server"].endswith(".invalid")


def test_an_unknown_kubeconfig_hides_nothing(capture_component: CaptureComponent, spec: BaselineSpec) -> None:
    def unknown() -> None:
        make(spec, kubeconfig=pulumi.Output.from_input(pulumi.runtime.rpc.UNKNOWN).apply(lambda text: text))

    manifests = baseline_manifests(spec, version="1.34", group_prefix="oidc:", owner="acme")
    assert len(inside(capture_component(unknown))) == len(manifests)


def test_what_is_in_a_namespace_waits_for_it(plan: Plan) -> None:
    namespaces = {resource.inputs["metadata"]["name"]: resource.urn for resource in plan.all(NAMESPACE)}
    for resource in inside(plan):
        namespace = resource.inputs["metadata"].get("namespace")
        if namespace:
            assert namespaces[namespace] in resource.dependencies


def test_namespaces_are_protected_with_all_that_is_in_them(plan: Plan) -> None:
    assert all(resource.protect for resource in plan.all(NAMESPACE))


def test_a_rehearsal_protects_nothing(capture_component: CaptureComponent, spec: BaselineSpec) -> None:
    plan = capture_component(lambda: make(spec, posture=Posture(protected=False)))
    assert [resource.name for resource in plan if resource.protect] == []


def test_a_caller_may_lift_the_protection(capture_component: CaptureComponent, spec: BaselineSpec) -> None:
    plan = capture_component(lambda: make(spec, opts=pulumi.ResourceOptions(protect=False)))
    assert not any(resource.protect for resource in plan.all(NAMESPACE))


def test_the_intent_is_recorded_without_defaults(plan: Plan) -> None:
    recorded = plan.named("main", "socle:kubernetes:ClusterBaseline").inputs["spec"]
    assert recorded["namespaces"]["a"].keys() == {"data_class", "readers", "flows"}


def layer(stack: str, mode: Mode = "preview", **more: Any) -> Plan:
    estate, _, name = stack.rpartition("-")
    config = {"socle:estate": estate, "socle:layer": name}
    return capture(ROOT / "infra", stack=stack, project="socle", mode=mode, config=config, **more)


@pytest.mark.parametrize("estate", ["demo", "rehearsal"])
def test_the_cluster_layer_takes_its_access_from_the_platform(estate: str, mode: Mode) -> None:
    platform = layer(f"{estate}-platform", mode)
    assert platform.outputs["kubeconfig-main"] == SECRET
    cluster = layer(f"{estate}-cluster", mode, references={f"{estate}-platform": platform})
    assert cluster.one(PROVIDER).inputs["kubeconfig"] == SECRET
    assert cluster.one(PROVIDER).inputs["clusterIdentifier"] == platform.outputs["cluster-main"]
    assert len(inside(cluster)) >= 12
    assert all(resource.protect is (estate == "demo") for resource in cluster.all(NAMESPACE))


def test_the_cluster_layer_stops_when_there_is_no_platform() -> None:
    with pytest.raises(UnknownStackError, match="demo-platform"):
        layer("demo-cluster")


def test_a_platform_without_the_cluster_leads_nowhere(mode: Mode) -> None:
    """The stack exists and was deployed before the cluster was declared: nothing may end up elsewhere."""
    plan = layer("demo-cluster", mode, references={"demo-platform": {}})
    assert plan.one(PROVIDER).inputs["kubeconfig"] == SECRET


def test_every_manifest_of_the_demo_is_valid_for_its_cluster() -> None:
    import kubernetes_validate

    platform = layer("demo-platform")
    plan = layer("demo-cluster", references={"demo-platform": platform})
    for resource in inside(plan):
        kubernetes_validate.validate(resource.inputs, "1.34", strict=True)
