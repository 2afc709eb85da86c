"""Instances: servers with a root volume, the volumes that are attached to them, what may be done with them."""

from typing import Any

from ..calls import Answer, Item, Request, view
from ..identities import ORGANIZATION, PROJECT
from ..refusals import invalid, precondition
from ..sdk import now, sdk_class
from ..store import Cloud, handler
from .instance_catalogue import IMAGE, TYPES, stored

SERVER, LABEL = "instance.Server", "instance_server"

_DEFAULT_GROUP = {"id": "55555555-5555-4555-8555-555555555555", "name": "Default security group"}
_ROOT_BYTES = 10_000_000_000
_STATES = {"poweron": "running", "poweroff": "stopped", "stop_in_place": "stopped in place"}
"""What a server is after an action."""


@handler("instance", "_create_server")
def create_server(cloud: Cloud, request: Request) -> Answer | None:
    body = request.body
    if body.get("commercial_type") not in TYPES:
        raise invalid("commercial_type", "unknown server type")
    nothing: Item = {"volumes": {}, "image": None, "security_group": None, "placement_group": None, "public_ips": []}
    item = stored(cloud, request, SERVER, **nothing)
    root, group = _root_volume(cloud, item, request), _security_group(cloud, body)
    item.update(
        **_fresh(item),
        volumes={"0": _attached(root["id"], request), **_more_volumes(cloud, request)},
        image=_image(cloud, request),
        security_group={"id": group["id"], "name": group["name"]},
        placement_group=_placement(cloud, item, request),
        _root=root["id"],
        _sg=group["id"],
        _data={},
    )
    return 201, {"server": view(item)}


def _fresh(item: Item) -> Item:
    """What every new server has."""
    return {
        "arch": "x86_64",
        "hostname": item["name"],
        "state": "stopped",
        "state_detail": "",
        "boot_type": "local",
        "private_nics": [],
        "maintenances": [],
        "public_ip": None,
        "public_ips": [],
        "mac_address": "de:00:01:27:16:15",
        "routed_ip_enabled": True,
        "ipv6": None,
        "private_ip": None,
        "location": None,
        "filesystems": [],
        "end_of_service": False,
        "allowed_actions": ["poweron", "backup"],
        "dns": f"{item['id']}.pub.instances.scw.cloud",
        "enable_ipv6": False,
    }


def _root_volume(cloud: Cloud, item: Item, request: Request) -> Item:
    """The block volume that a server starts from; it comes with the server and is named after it."""
    asked = (request.body.get("volumes") or {}).get("0") or {}
    given = {"name": f"{item['name']}_root", "project_id": item["project"], "size": asked.get("size") or _ROOT_BYTES}
    volume = cloud.add("block.Volume", sdk_class("block.v1", "Volume"), given, request.where)
    holder = {
        "id": cloud.new_id("ref"),
        "product_resource_type": "instance_server",
        "product_resource_id": item["id"],
        "created_at": now(),
        "type": "exclusive",
        "status": "attached",
    }
    specs = {"perf_iops": 5000, "class": "sbs"}
    volume.update(specs=specs, type="sbs_5k", status="in_use", references=[holder])
    return volume


def _attached(ident: str, request: Request, **more: Any) -> Item:
    """How a server shows a volume."""
    shown = {"id": ident, "volume_type": "sbs_volume", "boot": False, "state": "available"}
    return {**shown, "zone": request.path["zone"], **more}


def _more_volumes(cloud: Cloud, request: Request) -> dict[str, Item]:
    """Volumes that exist already, of the block API or of the old one, by the slot that they take."""
    found: dict[str, Item] = {}
    for slot, asked in (request.body.get("volumes") or {}).items():
        kind, volume = cloud.find(asked.get("id") or "")
        if slot == "0" or volume is None:
            continue
        named = {"name": volume["name"], "size": volume["size"]}
        if kind == "block.Volume":
            volume["status"] = "in_use"
            found[slot] = _attached(volume["id"], request, **named)
        else:
            volume["state"] = "available"
            found[slot] = _attached(volume["id"], request, volume_type=volume["volume_type"], **named)
    return found


def _security_group(cloud: Cloud, body: Item) -> Item:
    named = body.get("security_group")
    return cloud.need("instance.SecurityGroup", named, "instance_security_group") if named else _DEFAULT_GROUP


def _image(cloud: Cloud, request: Request) -> Item:
    root = {"id": cloud.new_id("snap"), "name": "", "size": 0, "volume_type": "sbs_snapshot"}
    return {
        "id": request.body.get("image") or IMAGE,
        "name": "Ubuntu 22.04",
        "organization": ORGANIZATION,
        "project": PROJECT,
        "root_volume": root,
        "extra_volumes": {},
        "public": True,
        "arch": "x86_64",
        "creation_date": now(),
        "modification_date": now(),
        "from_server": "",
        "state": "available",
        "tags": [],
        "zone": request.path["zone"],
    }


def _placement(cloud: Cloud, item: Item, request: Request) -> Item | None:
    group = cloud.kind("instance.PlacementGroup").get(request.body.get("placement_group") or "")
    if group is None:
        return None
    return {
        "id": group["id"],
        "name": group["name"],
        "policy_type": group["policy_type"],
        "policy_mode": "optional",
        "tags": [],
        "organization": ORGANIZATION,
        "project": item["project"],
        "policy_respected": True,
        "zone": request.path["zone"],
    }


@handler("instance", "_update_server")
def update_server(cloud: Cloud, request: Request) -> Answer | None:
    item, body = cloud.need(SERVER, request.path["server_id"], LABEL), request.body
    group = body.get("security_group")
    if isinstance(group, dict):
        item["security_group"] = {name: group.get(name) for name in ("id", "name")}
        item["_sg"] = group.get("id")
    for name in ("name", "tags", "protected", "boot_type", "commercial_type"):
        if body.get(name) is not None:
            item[name] = body[name]
    return 200, {"server": view(item)}


@handler("instance", "server_action")
def server_action(cloud: Cloud, request: Request) -> Answer | None:
    item, asked = cloud.need(SERVER, request.path["server_id"], LABEL), request.body.get("action")
    if asked == "terminate":
        _terminate(cloud, item)
    item["state"] = _STATES.get(asked or "", item["state"])
    task = {
        "id": cloud.new_id("task"),
        "description": asked,
        "status": "success",
        "progress": 100,
        "href_from": "",
        "href_result": "",
        "started_at": now(),
        "terminated_at": now(),
        "zone": request.path["zone"],
    }
    return 202, {"task": task}


def _terminate(cloud: Cloud, item: Item) -> None:
    """A server goes with all its volumes."""
    cloud.drop(item)
    for attached in item["volumes"].values():
        volume = cloud.find(attached["id"])[1]
        if volume:
            cloud.drop(volume)


@handler("instance", "delete_server")
def delete_server(cloud: Cloud, request: Request) -> Answer | None:
    item = cloud.need(SERVER, request.path["server_id"], LABEL)
    if item["protected"]:
        raise precondition("protected_resource", "the server is protected")
    for interface in cloud.all("instance.PrivateNetworkInterface", server_id=item["id"]):
        cloud.drop(interface)
    root = cloud.kind("block.Volume").get(item["_root"])
    if root:
        root.update(status="available", references=[])
    return None
