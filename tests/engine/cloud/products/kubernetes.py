"""Kubernetes: clusters, their pools, nodes and access lists."""

import base64
import json

from ..refusals import conflict, invalid, not_found
from ..sdk import now
from ..store import Answer, Cloud, Item, Request, handler, shaper, view

K8S = ["1.35.3", "1.34.6", "1.33.10", "1.32.13"]


CNIS = ["cilium", "cilium_native", "calico", "kilo", "none"]


@handler("k8s", "list_versions", "list_cluster_available_versions", "get_version")
def list_versions(cloud: Cloud, request: Request) -> Answer | None:
    rows = [
        {
            "name": v,
            "label": f"Kubernetes {v}",
            "region": request.path["region"],
            "available_cnis": CNIS,
            "available_container_runtimes": ["containerd"],
            "available_feature_gates": ["HPAScaleToZero"],
            "available_admission_plugins": ["AlwaysPullImages", "PodNodeSelector"],
            "available_kubelet_args": {"maxPods": "uint16"},
            "additional_components": {},
            "deprecated_at": None,
            "end_of_life_at": None,
            "released_at": None,
        }
        for v in K8S
    ]
    if request.route.name == "get_version":
        return 200, next((x for x in rows if x["name"] == request.path["version_name"]), rows[0])
    return 200, {"versions": rows}


@shaper("k8s.Cluster")
def shape_cluster(cloud: Cloud, item: Item, request: Request) -> None:
    body = request.body
    if request.route.name == "create_cluster":
        if body.get("version") not in K8S:
            raise invalid("version", f"unknown version {body.get('version')}")
        if body.get("cni") not in CNIS:
            raise invalid("cni", "unknown CNI")
        if not body.get("private_network_id"):
            raise invalid("private_network_id", "a Private Network is required")
        auto = body.get("auto_upgrade") or {}
        oidc = {
            k: (body.get("open_id_connect_config") or {}).get(k) or d
            for k, d in (
                ("issuer_url", ""),
                ("client_id", ""),
                ("username_claim", ""),
                ("username_prefix", ""),
                ("groups_claim", []),
                ("groups_prefix", ""),
                ("required_claim", []),
            )
        }
        scale = {
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
        scale.update(
            {
                k: v
                for k, v in (body.get("autoscaler_config") or {}).items()
                if v is not None and not str(v).startswith("unknown")
            }
        )
        window = auto.get("maintenance_window") or {}
        item.update(
            type=body.get("type") or "kapsule",
            cluster_url=f"https://{item['id']}.api.k8s.{request.path['region']}.scw.cloud:6443",
            dns_wildcard=f"*.{item['id']}.nodes.k8s.{request.path['region']}.scw.cloud",
            autoscaler_config=scale,
            open_id_connect_config=oidc,
            upgrade_available=body["version"] != K8S[0],
            acl_available=True,
            iam_nodes_group_id="",
            commitment_ends_at=now(),
            auto_upgrade={
                "enabled": bool(auto.get("enable")),
                "maintenance_window": {"start_hour": window.get("start_hour") or 0, "day": window.get("day") or "any"},
            },
            pod_cidr=body.get("pod_cidr") or "100.64.0.0/15",
            service_cidr=body.get("service_cidr") or "10.32.0.0/20",
            service_dns_ip=body.get("service_dns_ip") or "10.32.0.10",
            _acl=[
                {"id": cloud.new_id("acl"), "region": "", "ip": "0.0.0.0/0", "description": "", "scaleway_ranges": None}
            ],
        )
    if request.route.name == "upgrade_cluster":
        for p in [p for p in cloud.all("k8s.Pool", cluster_id=item["id"]) if body.get("upgrade_pools")]:
            p["version"] = body["version"]
    if request.route.name == "set_cluster_type":
        item["type"] = body["type"]


def pool_required(cloud, item):
    if item["status"] in ("ready", "pool_required"):
        item["status"] = "ready" if cloud.all("k8s.Pool", cluster_id=item["id"]) else "pool_required"


@handler("k8s", "get_cluster")
def get_cluster(cloud: Cloud, request: Request) -> Answer | None:
    item = cloud.need("k8s.Cluster", request.path["cluster_id"])
    if not cloud.tick(item):
        raise not_found("cluster", request.path["cluster_id"])
    pool_required(cloud, item)
    return 200, view(item)


@handler("k8s", "delete_cluster")
def delete_cluster(cloud: Cloud, request: Request) -> Answer | None:
    pn = cloud.need("k8s.Cluster", request.path["cluster_id"])["private_network_id"]
    out = cloud.delete(request, request.path["cluster_id"])
    if (
        request.asked("with_additional_resources") == "true"
    ):  # takes the Private Network along when nothing else uses it (TF issue 2214)
        net = cloud.kind("vpc.PrivateNetwork").get(pn)
        if net and not any(
            item.get(f) == pn for k, f, _ in Cloud.blocks["vpc.PrivateNetwork"] for item in cloud.all(k)
        ):
            cloud.drop(net)
    return out


@handler("k8s", "_get_cluster_kube_config")
def get_cluster_kube_config(cloud: Cloud, request: Request) -> Answer | None:
    item = cloud.need("k8s.Cluster", request.path["cluster_id"])
    conf = {
        "apiVersion": "v1",
        "kind": "Config",
        "current-context": f"admin@{item['name']}",
        "preferences": {},
        "clusters": [
            {
                "name": item["name"],
                "cluster": {
                    "certificate-authority-data": base64.b64encode(b"emulated").decode(),
                    "server": item["cluster_url"],
                },
            }
        ],
        "contexts": [
            {"name": f"admin@{item['name']}", "context": {"cluster": item["name"], "user": f"{item['name']}-admin"}}
        ],
        "users": [
            {
                "name": f"{item['name']}-admin",
                "user": {"token": cloud.organization(item["project_id"])[:8] + item["id"]},
            }
        ],
    }
    return 200, {
        "name": "kubeconfig",
        "content_type": "application/octet-stream",
        "content": base64.b64encode(json.dumps(conf).encode()).decode(),
    }


@handler("k8s", "list_cluster_acl_rules", "set_cluster_acl_rules", "add_cluster_acl_rules")
def list_cluster_acl_rules(cloud: Cloud, request: Request) -> Answer | None:
    item = cloud.need("k8s.Cluster", request.path["cluster_id"])
    if request.route.name != "list_cluster_acl_rules":
        new = [
            {
                "id": cloud.new_id("acl"),
                "region": "",
                "ip": x.get("ip"),
                "scaleway_ranges": x.get("scaleway_ranges"),
                "description": x.get("description") or "",
            }
            for x in request.body.get("acls") or []
        ]
        item["_acl"] = new if request.route.name.startswith("set") else item["_acl"] + new
        return 200, {"rules": item["_acl"]}
    return 200, {"rules": item["_acl"] if request.asked("page", "1") == "1" else [], "total_count": len(item["_acl"])}


@shaper("k8s.Pool")
def shape_pool(cloud: Cloud, item: Item, request: Request) -> None:
    body = request.body
    if request.route.name == "create_pool":
        item["cluster_id"] = request.path["cluster_id"]
        cl = cloud.need("k8s.Cluster", item["cluster_id"])
        if any(
            p is not item and p["name"] == item["name"] for p in cloud.all("k8s.Pool", cluster_id=item["cluster_id"])
        ):
            cloud.drop(item)
            raise conflict("pool", "a pool with this name already exists in the cluster")
        up = body.get("upgrade_policy") or {}
        lim = {
            k: body[k] if body.get(k) is not None else d
            for k, d in (("min_size", 1 if not body.get("autoscaling") else 0), ("max_size", body.get("size")))
        }
        item.update(
            version=cl["version"],
            **lim,
            container_runtime="containerd",
            root_volume_type=body.get("root_volume_type")
            if body.get("root_volume_type") not in (None, "", "default_volume_type")
            else "sbs_5k",
            root_volume_size=body.get("root_volume_size") or 20_000_000_000,
            security_group_id=item.get("security_group_id") or cloud.new_id("sg"),
            region=request.path["region"],
            upgrade_policy={
                "max_unavailable": up.get("max_unavailable") if up.get("max_unavailable") is not None else 1,
                "max_surge": up.get("max_surge") or 0,
            },
            placement_group_id=body.get("placement_group_id"),
            error_message=None,
            private_network_id=body.get("private_network_id"),
        )
        if item["public_ip_disabled"] and not any(
            n["push_default_route"]
            for n in cloud.all("vpcgw.GatewayNetwork", private_network_id=cl["private_network_id"])
        ):
            item["error_message"] = "no default route: nodes without public IP cannot reach the control plane"


@handler("k8s", "set_pool_labels", "set_pool_taints", "set_pool_startup_taints")
def set_pool_labels(cloud: Cloud, request: Request) -> Answer | None:
    item = cloud.need("k8s.Pool", request.path["pool_id"])
    field = request.route.name.removeprefix("set_pool_")
    item[field] = request.body.get(field) or ({} if field == "labels" else [])
    return 200, view(item)


@handler("k8s", "list_nodes")
def list_nodes(cloud: Cloud, request: Request) -> Answer | None:
    pools = (pool for pool in cloud.all("k8s.Pool", cluster_id=request.path["cluster_id"]))
    asked = [pool for pool in pools if request.asked("pool_id", pool["id"]) == pool["id"]]
    rows = [_node(request, pool, number) for pool in asked for number in range(pool["size"])]
    return 200, {"nodes": rows if request.first_page else [], "total_count": len(rows)}


def _node(request: Request, pool: Item, number: int) -> Item:
    ident = f"{pool['id'][:-2]}{number:02d}"
    return {
        "id": ident,
        "pool_id": pool["id"],
        "cluster_id": pool["cluster_id"],
        "provider_id": f"scaleway://instance/{pool['zone']}/{ident}",
        "region": request.path["region"],
        "name": f"scw-{pool['name']}-{number}",
        "public_ip_v4": None if pool["public_ip_disabled"] else f"51.15.0.{number}",
        "public_ip_v6": None,
        "conditions": {"Ready": "True"},
        "status": "ready",
        "error_message": None,
        "created_at": now(),
        "updated_at": now(),
    }


@shaper("registry.Namespace")
def shape_namespace(cloud: Cloud, item: Item, request: Request) -> None:
    if request.route.name == "create_namespace":
        if any(n is not item and n["name"] == item["name"] for n in cloud.all("registry.Namespace")):
            cloud.drop(item)
            raise conflict("namespace", "the name is taken (registry names are global to the region)")
        item["endpoint"] = f"rg.{request.path['region']}.scw.cloud/{item['name']}"
