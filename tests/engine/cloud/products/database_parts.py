"""What is inside a managed database: its access list, users, databases, privileges, replicas and snapshots."""

from ..calls import Answer, Item, Request, view
from ..refusals import conflict, over_quota
from ..sdk import merge, now, sdk_class
from ..store import Cloud, handler, shaper
from .database_endpoints import endpoint, holder_of
from .databases import put_child
from .tables import REPLICAS


def acl_rule(x):
    return {
        "ip": x["ip"],
        "description": x.get("description") or "IP allowed",
        "port": 5432,
        "protocol": "tcp",
        "direction": "inbound",
        "action": "allow",
    }


@handler(
    "rdb", "set_instance_acl_rules", "add_instance_acl_rules", "delete_instance_acl_rules", "list_instance_acl_rules"
)
def set_instance_acl_rules(cloud: Cloud, request: Request) -> Answer | None:
    item, fn = cloud.need("rdb.Instance", request.path["instance_id"]), request.route.name
    rules = item.setdefault("_acl", [acl_rule({"ip": "0.0.0.0/0"})])
    if fn.startswith("set"):
        rules = item["_acl"] = [acl_rule(x) for x in request.body.get("rules") or []]
    if fn.startswith("add"):
        rules += [acl_rule(x) for x in request.body.get("rules") or []]
    if fn.startswith("delete"):
        gone = request.body.get("acl_rule_ips") or request.query.get("acl_rule_ips") or []
        rules = item["_acl"] = [x for x in rules if x["ip"] not in gone]
    return 200, {"rules": rules if request.asked("page", "1") == "1" else [], "total_count": len(rules)}


@handler("rdb", "create_user", "create_database")
def create_user(cloud: Cloud, request: Request) -> Answer | None:
    kind = "rdb.User" if request.route.name == "create_user" else "rdb.Database"
    inst = cloud.need("rdb.Instance", request.path["instance_id"])
    if f"{inst['id']}/{request.body['name']}" in cloud.kind(kind):
        raise conflict(kind, "name is taken")
    src = (
        request.body
        if kind == "rdb.User"
        else {"name": request.body["name"], "managed": True, "owner": "_rdb_superadmin", "size": 7739059}
    )
    return 200, view(
        put_child(
            cloud, kind, sdk_class(request.route.module, request.route.answer), inst["id"], request.body["name"], src
        )
    )


@handler("rdb", "update_user", "delete_user", "delete_database")
def update_user(cloud: Cloud, request: Request) -> Answer | None:
    kind = "rdb.Database" if request.route.name.endswith("database") else "rdb.User"
    item = cloud.need(kind, f"{request.path['instance_id']}/{request.path['name']}")
    if request.route.name == "update_user":
        merge(item, request.body, cloud.classes[kind])
        return 200, view(item)
    field = "database_name" if kind == "rdb.Database" else "user_name"
    for p in cloud.all("rdb.Privilege"):
        if p["_path"]["instance_id"] == request.path["instance_id"] and p[field] == request.path["name"]:
            cloud.drop(p)
    cloud.drop(item)
    return 204, None


@handler("rdb", "set_privilege")
def set_privilege(cloud: Cloud, request: Request) -> Answer | None:
    i, body = request.path["instance_id"], request.body
    cloud.need("rdb.Database", f"{i}/{body['database_name']}")
    cloud.need("rdb.User", f"{i}/{body['user_name']}")
    return 200, view(
        put_child(
            cloud,
            "rdb.Privilege",
            sdk_class(request.route.module, "Privilege"),
            i,
            f"{body['database_name']}/{body['user_name']}",
            body,
        )
    )


@shaper("rdb.ReadReplica")
def shape_read_replica(cloud: Cloud, item: Item, request: Request) -> None:
    if request.route.name == "create_read_replica":
        source = cloud.need("rdb.Instance", item["instance_id"])
        if len(cloud.all("rdb.ReadReplica", instance_id=source["id"])) > REPLICAS:
            raise over_quota("read_replica", REPLICAS)
        item["endpoints"] = _endpoints(cloud, item, request, source["name"])
        item["same_zone"] = request.body.get("same_zone") is not False


@handler("rdb", "create_read_replica_endpoint")
def create_read_replica_endpoint(cloud: Cloud, request: Request) -> Answer | None:
    item = cloud.need("rdb.ReadReplica", request.path["read_replica_id"])
    item["endpoints"] += _endpoints(cloud, item, request, "replica")
    return 200, view(item)


def _endpoints(cloud: Cloud, item: Item, request: Request, name: str) -> list[Item]:
    asked = request.body.get("endpoint_spec") or []
    return [endpoint(cloud, each, request.path["region"], holder_of(item["id"], name)) for each in asked]


@shaper("rdb.Snapshot")
def shape_snapshot(cloud: Cloud, item: Item, request: Request) -> None:
    i = cloud.need("rdb.Instance", request.path.get("instance_id") or item.get("instance_id"))
    item.update(
        instance_id=i["id"],
        instance_name=i["name"],
        node_type=i["node_type"],
        size=i["volume"]["size"],
        volume_type=i["volume"],
        expires_at=item.get("expires_at") or now(7 * 86400),
    )


@handler("rdb", "create_instance_from_snapshot")
def create_instance_from_snapshot(cloud: Cloud, request: Request) -> Answer | None:
    snap = cloud.need("rdb.Snapshot", request.path["snapshot_id"])
    src = cloud.need("rdb.Instance", snap["instance_id"])
    body = {
        "name": request.body.get("instance_name"),
        "engine": src["engine"],
        "node_type": request.body.get("node_type") or src["node_type"],
        "project_id": src["project_id"],
        "is_ha_cluster": bool(request.body.get("is_ha_cluster")),
        "volume_type": src["volume"]["type"],
        "volume_size": src["volume"]["size"],
        "encryption": src["encryption"],
    }
    request.body.clear()
    request.body.update(body)  # a restored instance gets a public endpoint, whatever the source had (TF issue 2978)
    item = cloud.add("rdb.Instance", cloud.classes["rdb.Instance"], body, request.where)
    cloud.shape_up(item, request)
    cloud.settle(item)
    return 200, view(item)
