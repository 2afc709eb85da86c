"""Pools of clusters, and the nodes in them."""

from ..calls import Answer, Item, Request, view
from ..refusals import conflict
from ..sdk import now
from ..store import Cloud, handler, shaper

_ROOT_BYTES = 20_000_000_000


@shaper("k8s.Pool")
def shape_pool(cloud: Cloud, item: Item, request: Request) -> None:
    if request.route.name != "create_pool":
        return
    item["cluster_id"] = request.path["cluster_id"]
    cluster = cloud.need("k8s.Cluster", item["cluster_id"])
    beside = cloud.all("k8s.Pool", cluster_id=item["cluster_id"])
    if any(pool is not item and pool["name"] == item["name"] for pool in beside):
        cloud.drop(item)
        raise conflict("pool", "a pool with this name already exists in the cluster")
    body = request.body
    item.update(
        **_bounds(body),
        **_disk(body),
        version=cluster["version"],
        container_runtime="containerd",
        security_group_id=item.get("security_group_id") or cloud.new_id("sg"),
        region=request.path["region"],
        upgrade_policy=_upgrades(body.get("upgrade_policy") or {}),
        placement_group_id=body.get("placement_group_id"),
        error_message=None,
        private_network_id=body.get("private_network_id"),
    )
    if item["public_ip_disabled"] and not _has_a_way_out(cloud, cluster["private_network_id"]):
        item["error_message"] = "no default route: nodes without public IP cannot reach the control plane"


def _bounds(body: Item) -> Item:
    """Between which sizes a pool scales; without a word it does not."""
    low, high = body.get("min_size"), body.get("max_size")
    least = 0 if body.get("autoscaling") else 1
    return {"min_size": least if low is None else low, "max_size": body.get("size") if high is None else high}


def _disk(body: Item) -> Item:
    kind = body.get("root_volume_type")
    named = kind not in (None, "", "default_volume_type")
    return {
        "root_volume_type": kind if named else "sbs_5k",
        "root_volume_size": body.get("root_volume_size") or _ROOT_BYTES,
    }


def _upgrades(asked: Item) -> Item:
    missing = asked.get("max_unavailable")
    return {"max_unavailable": 1 if missing is None else missing, "max_surge": asked.get("max_surge") or 0}


def _has_a_way_out(cloud: Cloud, network: str) -> bool:
    attached = cloud.all("vpcgw.GatewayNetwork", private_network_id=network)
    return any(each["push_default_route"] for each in attached)


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
