"""The manifests of a baseline: valid for the API server's own schemas, closed by default, generous to nobody.

Proves what is asked of the API server. It does not prove that a network plugin enforces it.
"""

from typing import Any

import kubernetes_validate
import pytest

from socle.estate.data_class import DataClass
from socle.estate.platform.baseline import BaselineSpec, NamespaceSpec, PodFlowSpec, QuotaSpec
from socle.kubernetes.manifests import baseline_manifests

VERSIONS = ("1.32", "1.33", "1.34", "1.35")
STANDARD = "pod-security.kubernetes.io"


def spec_of(**more: Any) -> BaselineSpec:
    values: dict[str, Any] = {
        "data_class": DataClass.INTERNAL,
        "flows": {
            "catalogue": PodFlowSpec(
                direction="out", range="10.20.32.0/22", ports=("5432", "8000-8010"), reason="reads the catalogue"
            ),
            "from-pipelines": PodFlowSpec(
                direction="in",
                namespace="pipelines",
                ports=("8443",),
                pods={"app": "api"},
                reason="pipelines call the API",
            ),
        },
        "readers": ("portal-readers",),
        "operators": ("portal-operators",),
    }
    return BaselineSpec(
        readers=("everyone",),
        namespaces={
            "portal": NamespaceSpec(**{**values, **more}),
            "pipelines": NamespaceSpec(data_class=DataClass.HEALTH),
        },
    )


def manifests(version: str = "1.34", **more: Any) -> dict[str, dict[str, Any]]:
    return baseline_manifests(spec_of(**more), version=version, group_prefix="oidc:", owner="acme")


def of_kind(kind: str, **more: Any) -> list[dict[str, Any]]:
    return [manifest for manifest in manifests(**more).values() if manifest["kind"] == kind]


def rules_of(role: str) -> list[dict[str, Any]]:
    return manifests()[role]["rules"]


def allowed(role: str) -> set[tuple[str, str]]:
    return {(resource, verb) for rule in rules_of(role) for resource in rule["resources"] for verb in rule["verbs"]}


@pytest.mark.parametrize("version", VERSIONS)
def test_every_manifest_is_valid_for_its_minor_version(version: str) -> None:
    for manifest in manifests(version).values():
        kubernetes_validate.validate(manifest, version, strict=True)


def test_a_wrong_manifest_is_found() -> None:
    policy = manifests()["portal.default-deny"]
    with pytest.raises(kubernetes_validate.ValidationError):
        kubernetes_validate.validate({**policy, "spec": {**policy["spec"], "podSelektor": {}}}, "1.34", strict=True)


def test_no_two_manifests_are_the_same_object() -> None:
    objects = [(m["kind"], m["metadata"].get("namespace"), m["metadata"]["name"]) for m in manifests().values()]
    assert len(set(objects)) == len(objects)


def test_a_namespace_comes_before_what_is_in_it() -> None:
    seen: set[str] = set()
    for manifest in manifests().values():
        if manifest["kind"] == "Namespace":
            seen.add(manifest["metadata"]["name"])
        else:
            assert manifest["metadata"].get("namespace", "portal") in {*seen, "portal"}
            assert manifest["metadata"].get("namespace") in {*seen, None}


@pytest.mark.parametrize("namespace", ["portal", "pipelines"])
def test_pods_keep_the_restricted_standard_of_the_clusters_version(namespace: str) -> None:
    labels = manifests()[namespace]["metadata"]["labels"]
    assert {f"{STANDARD}/{mode}": "restricted" for mode in ("enforce", "audit", "warn")}.items() <= labels.items()
    assert labels[f"{STANDARD}/enforce-version"] == "v1.34"


def test_a_weaker_standard_is_still_watched() -> None:
    weaker = manifests(pod_security="baseline", pod_security_reason="an old application needs root")["portal"]
    labels = weaker["metadata"]["labels"]
    assert (labels[f"{STANDARD}/enforce"], labels[f"{STANDARD}/warn"]) == ("baseline", "restricted")


@pytest.mark.parametrize("namespace", ["portal", "pipelines"])
def test_a_namespace_is_closed_in_both_directions(namespace: str) -> None:
    policy = manifests()[f"{namespace}.default-deny"]
    assert policy["spec"] == {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}
    assert policy["metadata"]["namespace"] == namespace


def test_names_can_be_looked_up_in_the_cluster_only() -> None:
    (rule,) = manifests()["portal.dns"]["spec"]["egress"]
    assert rule["ports"] == [{"protocol": "UDP", "port": 53}, {"protocol": "TCP", "port": 53}]
    assert rule["to"] == [{"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "kube-system"}}}]


def test_a_flow_outwards_opens_its_range_and_ports_and_nothing_inwards() -> None:
    spec = manifests()["portal.flow-catalogue"]["spec"]
    assert spec["policyTypes"] == ["Egress"]
    assert spec["egress"] == [
        {
            "to": [{"ipBlock": {"cidr": "10.20.32.0/22"}}],
            "ports": [{"protocol": "TCP", "port": 5432}, {"protocol": "TCP", "port": 8000, "endPort": 8010}],
        }
    ]
    assert "ingress" not in spec


def test_a_flow_inwards_opens_one_namespace_to_the_named_pods() -> None:
    policy = manifests()["portal.flow-from-pipelines"]
    assert policy["spec"]["podSelector"] == {"matchLabels": {"app": "api"}}
    assert policy["spec"]["policyTypes"] == ["Ingress"]
    (rule,) = policy["spec"]["ingress"]
    assert rule["from"] == [{"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "pipelines"}}}]
    assert policy["metadata"]["annotations"] == {"reason": "pipelines call the API"}


def test_no_policy_has_an_empty_other_side() -> None:
    """An empty `from` or `to` means everyone."""
    for policy in of_kind("NetworkPolicy"):
        for rule in [*policy["spec"].get("ingress", []), *policy["spec"].get("egress", [])]:
            assert rule.get("from") or rule.get("to")
            assert rule["ports"]


def test_a_quota_counts_pods_and_leaves_no_door_of_its_own() -> None:
    hard = manifests(quota=QuotaSpec(cpu="1500m", memory="2Gi", pods=7))["portal.quota"]["spec"]["hard"]
    assert (hard["requests.cpu"], hard["limits.cpu"], hard["pods"]) == ("1500m", "3", "7")
    assert (hard["services.loadbalancers"], hard["services.nodeports"]) == ("0", "0")


def test_a_namespace_may_be_given_load_balancers() -> None:
    hard = manifests(quota=QuotaSpec(load_balancers=1))["portal.quota"]["spec"]["hard"]
    assert hard["services.loadbalancers"] == "1"
    assert "services.nodeports" not in hard


def test_a_container_that_says_nothing_is_limited() -> None:
    (limit,) = manifests()["portal.limits"]["spec"]["limits"]
    assert limit["default"] == {"cpu": "1", "memory": "512Mi"}
    assert limit["defaultRequest"] == {"cpu": "100m", "memory": "128Mi"}


def test_the_most_that_a_namespace_may_use_is_twice_what_it_asks_for() -> None:
    for cpu, limit in (("1", "2"), ("1500m", "3"), ("1250m", "2500m")):
        hard = manifests(quota=QuotaSpec(cpu=cpu))["portal.quota"]["spec"]["hard"]
        assert (hard["requests.cpu"], hard["limits.cpu"]) == (cpu, limit)


@pytest.mark.parametrize("role", ["role-reader", "role-operator", "role-cluster-reader"])
def test_no_role_reaches_secrets_rights_or_a_shell(role: str) -> None:
    resources = {resource for resource, _ in allowed(role)}
    assert not resources & {
        "*", "secrets", "pods/exec", "pods/attach", "pods/portforward", "pods/ephemeralcontainers", "nodes/proxy",
        "serviceaccounts", "serviceaccounts/token", "roles", "rolebindings", "clusterroles", "clusterrolebindings",
    }  # fmt: skip
    assert not {verb for _, verb in allowed(role)} & {"*", "escalate", "bind", "impersonate", "deletecollection"}
    assert all("*" not in rule["apiGroups"] for rule in rules_of(role))


@pytest.mark.parametrize("role", ["role-reader", "role-cluster-reader"])
def test_a_reader_changes_nothing_and_reads_no_logs(role: str) -> None:
    assert {verb for _, verb in allowed(role)} <= {"get", "list", "watch"}
    assert "pods/log" not in {resource for resource, _ in allowed(role)}


def test_an_operator_changes_neither_policies_nor_quotas() -> None:
    changed = {resource for resource, verb in allowed("role-operator") if verb not in {"get", "list", "watch"}}
    assert not changed & {"networkpolicies", "resourcequotas", "limitranges", "namespaces", "ingresses"}
    assert "deployments" in changed


def test_roles_are_bound_to_prefixed_groups_in_their_namespace() -> None:
    bound = manifests()["portal.operators"]
    assert (bound["kind"], bound["metadata"]["namespace"]) == ("RoleBinding", "portal")
    assert bound["roleRef"]["name"] == "socle-operator"
    assert [subject["name"] for subject in bound["subjects"]] == ["oidc:portal-operators"]
    assert {subject["kind"] for subject in bound["subjects"]} == {"Group"}


def test_only_the_cluster_readers_are_bound_to_the_whole_cluster() -> None:
    (bound,) = of_kind("ClusterRoleBinding")
    assert bound["roleRef"]["name"] == "socle-cluster-reader"


def test_a_namespace_without_groups_is_bound_to_nobody() -> None:
    assert "pipelines.readers" not in manifests()
    assert "pipelines.operators" not in manifests()
