"""Kubernetes: clusters and their access lists."""

import base64
import json

from socle.facts.offers import offers

from ..calls import Answer, Item, Request, view
from ..refusals import invalid, not_found
from ..sdk import now
from ..store import Cloud, handler, shaper

VERSIONS = tuple(f"{row.name}.3" for row in reversed(offers("kubernetes")))
"""One patch of each minor version that facts know of the host, ended ones too: an older revision deploys one of its day."""
CNIS = ("cilium", "cilium_native", "calico", "kilo", "none")

_OIDC = {
    "issuer_url": "",
    "client_id": "",
    "username_claim": "",
    "username_prefix": "",
    "groups_claim": [],
    "groups_prefix": "",
    "required_claim": [],
}
_SCALING = {
    "scale_down_disabled": False,
    "scale_down_delay_after_add": "10m",
    "estimator": "binpacking",
    "expander": "random",
    "ignore_daemonsets_utilization": False,
    "balance_similar_node_groups": False,
    "expendable_pods_priority_cutoff": 0,
    "scale_down_unneeded_time": "10m",
    "scale_down_utilization_threshold": 0.5,
    "max_graceful_termination_sec": 0,
    "skip_nodes_with_local_storage": False,
    "log_level": 2,
}
"""What the host fills in where nothing is asked for."""


@handler("k8s", "list_versions", "list_cluster_available_versions", "get_version")
def list_versions(cloud: Cloud, request: Request) -> Answer | None:
    rows = [_version(name, request.path["region"]) for name in VERSIONS]
    if request.route.name == "get_version":
        return 200, next((row for row in rows if row["name"] == request.path["version_name"]), rows[0])
    return 200, {"versions": rows}


def _version(name: str, region: str) -> Item:
    return {
        "name": name,
        "label": f"Kubernetes {name}",
        "region": region,
        "available_cnis": list(CNIS),
        "available_container_runtimes": ["containerd"],
        "available_feature_gates": ["HPAScaleToZero"],
        "available_admission_plugins": ["AlwaysPullImages", "PodNodeSelector"],
        "available_kubelet_args": {"maxPods": "uint16"},
        "additional_components": {},
        "deprecated_at": None,
        "end_of_life_at": None,
        "released_at": None,
    }


@shaper("k8s.Cluster")
def shape_cluster(cloud: Cloud, item: Item, request: Request) -> None:
    body = request.body
    if request.route.name == "create_cluster":
        _refuse(body)
        item.update(**_fresh(item, body, request.path["region"]), _acl=[_rule(cloud, {"ip": "0.0.0.0/0"})])
    if request.route.name == "upgrade_cluster" and body.get("upgrade_pools"):
        for pool in cloud.all("k8s.Pool", cluster_id=item["id"]):
            pool["version"] = body["version"]
    if request.route.name == "set_cluster_type":
        item["type"] = body["type"]


def _refuse(body: Item) -> None:
    if body.get("version") not in VERSIONS:
        raise invalid("version", f"unknown version {body.get('version')}")
    if body.get("cni") not in CNIS:
        raise invalid("cni", "unknown CNI")
    if not body.get("private_network_id"):
        raise invalid("private_network_id", "a Private Network is required")


def _fresh(item: Item, body: Item, region: str) -> Item:
    """What a new cluster has, asked for or not."""
    oidc, scaling = body.get("open_id_connect_config") or {}, body.get("autoscaler_config") or {}
    said = {
        name: value for name, value in scaling.items() if value is not None and not str(value).startswith("unknown")
    }
    return {
        "type": body.get("type") or "kapsule",
        "cluster_url": f"https://{item['id']}.api.k8s.{region}.scw.cloud:6443",
        "dns_wildcard": f"*.{item['id']}.nodes.k8s.{region}.scw.cloud",
        "autoscaler_config": {**_SCALING, **said},
        "open_id_connect_config": {name: oidc.get(name) or usual for name, usual in _OIDC.items()},
        "upgrade_available": body["version"] != VERSIONS[0],
        "acl_available": True,
        "iam_nodes_group_id": "",
        "commitment_ends_at": now(),
        "auto_upgrade": _auto_upgrade(body.get("auto_upgrade") or {}),
        "pod_cidr": body.get("pod_cidr") or "100.64.0.0/15",
        "service_cidr": body.get("service_cidr") or "10.32.0.0/20",
        "service_dns_ip": body.get("service_dns_ip") or "10.32.0.10",
    }


def _auto_upgrade(asked: Item) -> Item:
    window = asked.get("maintenance_window") or {}
    when = {"start_hour": window.get("start_hour") or 0, "day": window.get("day") or "any"}
    return {"enabled": bool(asked.get("enable")), "maintenance_window": when}


@handler("k8s", "get_cluster")
def get_cluster(cloud: Cloud, request: Request) -> Answer | None:
    item = cloud.need("k8s.Cluster", request.path["cluster_id"])
    if not cloud.tick(item):
        raise not_found("cluster", request.path["cluster_id"])
    if item["status"] in ("ready", "pool_required"):
        item["status"] = "ready" if cloud.all("k8s.Pool", cluster_id=item["id"]) else "pool_required"
    return 200, view(item)


@handler("k8s", "delete_cluster")
def delete_cluster(cloud: Cloud, request: Request) -> Answer | None:
    """With its additional resources goes the private network, where nothing else uses it."""
    network = cloud.need("k8s.Cluster", request.path["cluster_id"])["private_network_id"]
    answer = cloud.delete(request, request.path["cluster_id"])
    beside = (
        item.get(field) == network for kind, field, _ in Cloud.blocks["vpc.PrivateNetwork"] for item in cloud.all(kind)
    )
    found = cloud.kind("vpc.PrivateNetwork").get(network)
    if request.asked("with_additional_resources") == "true" and found and not any(beside):
        cloud.drop(found)
    return answer


@handler("k8s", "_get_cluster_kube_config")
def get_cluster_kube_config(cloud: Cloud, request: Request) -> Answer | None:
    item = cloud.need("k8s.Cluster", request.path["cluster_id"])
    name, authority = item["name"], base64.b64encode(b"emulated").decode()
    token = cloud.organization(item["project_id"])[:8] + item["id"]
    config = {
        "apiVersion": "v1",
        "kind": "Config",
        "current-context": f"admin@{name}",
        "preferences": {},
        "clusters": [
            {"name": name, "cluster": {"certificate-authority-data": authority, "server": item["cluster_url"]}}
        ],
        "contexts": [{"name": f"admin@{name}", "context": {"cluster": name, "user": f"{name}-admin"}}],
        "users": [{"name": f"{name}-admin", "user": {"token": token}}],
    }
    content = base64.b64encode(json.dumps(config).encode()).decode()
    return 200, {"name": "kubeconfig", "content_type": "application/octet-stream", "content": content}


@handler("k8s", "list_cluster_acl_rules", "set_cluster_acl_rules", "add_cluster_acl_rules")
def list_cluster_acl_rules(cloud: Cloud, request: Request) -> Answer | None:
    item = cloud.need("k8s.Cluster", request.path["cluster_id"])
    if request.route.name == "list_cluster_acl_rules":
        return 200, {"rules": item["_acl"] if request.first_page else [], "total_count": len(item["_acl"])}
    new = [_rule(cloud, asked) for asked in request.body.get("acls") or []]
    item["_acl"] = new if request.route.name.startswith("set") else item["_acl"] + new
    return 200, {"rules": item["_acl"]}


def _rule(cloud: Cloud, asked: Item) -> Item:
    return {
        "id": cloud.new_id("acl"),
        "region": "",
        "ip": asked.get("ip"),
        "scaleway_ranges": asked.get("scaleway_ranges"),
        "description": asked.get("description") or "",
    }
