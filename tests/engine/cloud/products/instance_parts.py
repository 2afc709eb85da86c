"""What a server is given: user data, and interfaces in private networks, which hold addresses."""

from ..calls import Answer, Item, Request
from ..refusals import not_found
from ..sdk import Route, now
from ..store import Cloud, handler, shaper
from .instances import LABEL, SERVER
from .ipam import attach, private_ip

_USER_DATA = "/instance/v1/zones/{zone}/servers/{server_id}/user_data/{key}"

Cloud.more_routes += [
    Route("instance", "instance.v1", f"{verb}_user_data", method, _USER_DATA, None)
    for verb, method in (("get", "GET"), ("set", "PATCH"), ("set", "PUT"))
]


@handler("instance", "list_server_user_data")
def list_server_user_data(cloud: Cloud, request: Request) -> Answer | None:
    return 200, {"user_data": list(cloud.need(SERVER, request.path["server_id"], LABEL)["_data"])}


@handler("instance", "get_user_data", "set_user_data", "delete_server_user_data")
def get_user_data(cloud: Cloud, request: Request) -> Answer | None:
    data, key = cloud.need(SERVER, request.path["server_id"], LABEL)["_data"], request.path["key"]
    if request.route.name == "set_user_data":
        data[key] = request.body.get("_raw", "")
        return 204, None
    if key not in data:
        raise not_found("user_data", key)
    if request.route.name.startswith("delete"):
        data.pop(key)
        return 204, None
    return 200, data[key].encode()


@shaper("instance.PrivateNetworkInterface")
def shape_private_network_interface(cloud: Cloud, item: Item, request: Request) -> None:
    if request.route.name != "create_private_network_interface":
        return
    server = cloud.need(SERVER, item["server_id"], LABEL)
    item["ip_ids"] = _addresses(cloud, item, request, server["name"])
    item["mac_address"] = "02:00:00:11:29:a9"
    server["private_nics"].append(_shown(item, request))


def _addresses(cloud: Cloud, item: Item, request: Request, name: str) -> list[str]:
    """Those that were reserved for it, or one of each family that the network gives."""
    holder = {"type": "instance_private_nic", "id": item["id"], "name": name}
    reserved = list(request.body.get("ip_ids") or [])
    for ident in reserved:
        attach(cloud.need("ipam.IP", ident, "ip"), holder)
    region = request.path["zone"].rsplit("-", 1)[0]
    where = (cloud, item["private_network_id"], region, holder)
    return reserved or [private_ip(*where, v6=v6, project=item["project_id"])["id"] for v6 in (False, True)]


def _shown(item: Item, request: Request) -> Item:
    """How a server shows an interface."""
    same = ("id", "server_id", "private_network_id", "mac_address")
    return {
        **{name: item[name] for name in same},
        "state": "available",
        "tags": [],
        "zone": request.path["zone"],
        "creation_date": now(),
        "modification_date": now(),
        "ipam_ip_ids": item["ip_ids"],
    }


@handler("instance", "delete_private_network_interface")
def delete_private_network_interface(cloud: Cloud, request: Request) -> Answer | None:
    item = cloud.need("instance.PrivateNetworkInterface", list(request.path.values())[-1], "instance_private_nic")
    server = cloud.kind(SERVER).get(item["server_id"])
    if server:
        server["private_nics"] = [each for each in server["private_nics"] if each["id"] != item["id"]]
    return None
