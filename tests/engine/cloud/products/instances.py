"""Instances: servers with a root volume, private interfaces that hold addresses, user data."""

from ..identities import ORGANIZATION, PROJECT
from ..refusals import invalid, not_found, precondition
from ..sdk import Route, now, sdk_class
from ..store import Answer, Cloud, Item, Request, handler, shaper, view
from .instance_catalogue import IMAGE, TYPES, stored
from .ipam import attach, private_ip


@handler("instance", "_create_server")
def create_server(cloud: Cloud, request: Request) -> Answer | None:
    body, zone = request.body, request.path["zone"]
    if body.get("commercial_type") not in TYPES:
        raise invalid("commercial_type", "unknown server type")
    item = stored(
        cloud,
        request,
        "instance.Server",
        volumes={},
        image=None,
        security_group=None,
        placement_group=None,
        public_ips=[],
    )
    root = (body.get("volumes") or {}).get("0") or {}
    vol = cloud.add(
        "block.Volume",
        sdk_class("block.v1", "Volume"),
        {"name": f"{item['name']}_root", "project_id": item["project"], "size": root.get("size") or 10_000_000_000},
        request.where,
    )
    vol.update(
        specs={"perf_iops": 5000, "class": "sbs"},
        type="sbs_5k",
        status="in_use",
        references=[
            {
                "id": cloud.new_id("ref"),
                "product_resource_type": "instance_server",
                "product_resource_id": item["id"],
                "created_at": now(),
                "type": "exclusive",
                "status": "attached",
            }
        ],
    )
    sg = (
        cloud.need("instance.SecurityGroup", body["security_group"], "instance_security_group")
        if body.get("security_group")
        else {"id": "55555555-5555-4555-8555-555555555555", "name": "Default security group"}
    )
    pg = cloud.kind("instance.PlacementGroup").get(body.get("placement_group"))
    volumes = {"0": {"id": vol["id"], "volume_type": "sbs_volume", "boot": False, "state": "available", "zone": zone}}
    for n, v in (body.get("volumes") or {}).items():
        if n != "0" and v.get("id"):
            kind, extra = cloud.find(v["id"])
            volumes[n] = {
                "id": v["id"],
                "volume_type": "sbs_volume" if kind == "block.Volume" else extra["volume_type"],
                "boot": False,
                "state": "available",
                "zone": zone,
                "name": extra["name"],
                "size": extra["size"],
            }
            extra["status" if kind == "block.Volume" else "state"] = "in_use" if kind == "block.Volume" else "available"
    item.update(
        arch="x86_64",
        hostname=item["name"],
        state="stopped",
        state_detail="",
        boot_type="local",
        volumes=volumes,
        _root=vol["id"],
        _sg=sg["id"],
        _data={},
        private_nics=[],
        maintenances=[],
        image={
            "id": body.get("image") or IMAGE,
            "name": "Ubuntu 22.04",
            "organization": ORGANIZATION,
            "project": PROJECT,
            "root_volume": {"id": cloud.new_id("snap"), "name": "", "size": 0, "volume_type": "sbs_snapshot"},
            "extra_volumes": {},
            "public": True,
            "arch": "x86_64",
            "creation_date": now(),
            "modification_date": now(),
            "from_server": "",
            "state": "available",
            "tags": [],
            "zone": zone,
        },
        security_group={"id": sg["id"], "name": sg["name"]},
        placement_group={
            "id": pg["id"],
            "name": pg["name"],
            "policy_type": pg["policy_type"],
            "policy_mode": "optional",
            "tags": [],
            "organization": ORGANIZATION,
            "project": item["project"],
            "policy_respected": True,
            "zone": zone,
        }
        if pg
        else None,
        public_ip=None,
        public_ips=[],
        mac_address="de:00:01:27:16:15",
        routed_ip_enabled=True,
        ipv6=None,
        private_ip=None,
        location=None,
        filesystems=[],
        end_of_service=False,
        allowed_actions=["poweron", "backup"],
        dns=f"{item['id']}.pub.instances.scw.cloud",
        enable_ipv6=False,
    )
    return 201, {"server": view(item)}


@handler("instance", "server_action")
def server_action(cloud: Cloud, request: Request) -> Answer | None:
    item, act = cloud.need("instance.Server", request.path["server_id"], "instance_server"), request.body.get("action")
    if act == "terminate":
        cloud.drop(item)
        for v in item["volumes"].values():
            _k, vol = cloud.find(v["id"])
            if vol:
                cloud.drop(vol)
    item["state"] = {"poweron": "running", "poweroff": "stopped", "stop_in_place": "stopped in place"}.get(
        act, item["state"]
    )
    return 202, {
        "task": {
            "id": cloud.new_id("task"),
            "description": act,
            "status": "success",
            "progress": 100,
            "href_from": "",
            "href_result": "",
            "started_at": now(),
            "terminated_at": now(),
            "zone": request.path["zone"],
        }
    }


@handler("instance", "delete_server")
def delete_server(cloud: Cloud, request: Request) -> Answer | None:
    item = cloud.need("instance.Server", request.path["server_id"], "instance_server")
    if item["protected"]:
        raise precondition("protected_resource", "the server is protected")
    for n in cloud.all("instance.PrivateNetworkInterface", server_id=item["id"]):
        cloud.drop(n)
    root = cloud.kind("block.Volume").get(item["_root"])
    if root:
        root.update(status="available", references=[])


@handler("instance", "list_server_user_data")
def list_server_user_data(cloud: Cloud, request: Request) -> Answer | None:
    return 200, {
        "user_data": list(cloud.need("instance.Server", request.path["server_id"], "instance_server")["_data"])
    }


Cloud.more_routes += [
    Route(
        "instance",
        "instance.v1",
        f"{fn}_user_data",
        m,
        "/instance/v1/zones/{zone}/servers/{server_id}/user_data/{key}",
        None,
    )
    for fn, m in (("get", "GET"), ("set", "PATCH"), ("set", "PUT"))
] + [Route("vpc", "vpc.v2", "routes_with_nexthop", "GET", "/vpc/v2/regions/{region}/routes-with-nexthop", None)]


@handler("instance", "get_user_data", "set_user_data", "delete_server_user_data")
def get_user_data(cloud: Cloud, request: Request) -> Answer | None:
    data, key = (
        cloud.need("instance.Server", request.path["server_id"], "instance_server")["_data"],
        request.path["key"],
    )
    if request.route.name == "set_user_data":
        data[key] = request.body.get("_raw", "")
        return 204, None
    if key not in data:
        raise not_found("user_data", key)
    if request.route.name.startswith("delete"):
        data.pop(key)
        return 204, None
    return 200, data[key].encode()


@handler("vpc", "routes_with_nexthop")
def routes_with_nexthop(cloud: Cloud, request: Request) -> Answer | None:
    rows = [
        {"route": view(x), "nexthop_ip": None, "nexthop_name": None, "nexthop_resource_type": "unknown_type"}
        for x in cloud.all("vpc.Route")
        if request.asked("vpc_id", x["vpc_id"]) == x["vpc_id"]
    ]
    return 200, {"routes": rows, "total_count": len(rows)}


@handler("instance", "_update_server")
def update_server(cloud: Cloud, request: Request) -> Answer | None:
    item, body = cloud.need("instance.Server", request.path["server_id"], "instance_server"), dict(request.body)
    if isinstance(body.get("security_group"), dict):
        item["security_group"] = {k: body["security_group"].get(k) for k in ("id", "name")}
        item["_sg"] = body["security_group"].get("id")
    for k in ("name", "tags", "protected", "boot_type", "commercial_type"):
        if body.get(k) is not None:
            item[k] = body[k]
    return 200, {"server": view(item)}


@shaper("instance.PrivateNetworkInterface")
def shape_private_network_interface(cloud: Cloud, item: Item, request: Request) -> None:
    if request.route.name == "create_private_network_interface":
        srv = cloud.need("instance.Server", item["server_id"], "instance_server")
        res = {"type": "instance_private_nic", "id": item["id"], "name": srv["name"]}
        for i in request.body.get("ip_ids") or []:
            attach(cloud.need("ipam.IP", i, "ip"), res)
        region = request.path["zone"].rsplit("-", 1)[0]
        item["ip_ids"] = list(request.body.get("ip_ids") or []) or [
            private_ip(cloud, item["private_network_id"], region, res, v6=v6, project=item["project_id"])["id"]
            for v6 in (False, True)
        ]
        item["mac_address"] = "02:00:00:11:29:a9"
        srv["private_nics"].append(
            {
                "id": item["id"],
                "server_id": srv["id"],
                "private_network_id": item["private_network_id"],
                "mac_address": item["mac_address"],
                "state": "available",
                "tags": [],
                "zone": request.path["zone"],
                "creation_date": now(),
                "modification_date": now(),
                "ipam_ip_ids": item["ip_ids"],
            }
        )


@handler("instance", "delete_private_network_interface")
def delete_private_network_interface(cloud: Cloud, request: Request) -> Answer | None:
    item = cloud.need("instance.PrivateNetworkInterface", list(request.path.values())[-1], "instance_private_nic")
    srv = cloud.kind("instance.Server").get(item["server_id"])
    if srv:
        srv["private_nics"] = [n for n in srv["private_nics"] if n["id"] != item["id"]]
