"""Where a managed database answers: in a private network, directly, or behind the host's load balancer."""

from ..calls import Answer, Item, Request
from ..refusals import not_found
from ..store import Cloud, handler
from .ipam import private_ip, public_ip

_PORT, _BALANCED_PORT = 5432, 9758


def endpoint(cloud: Cloud, asked: Item, region: str, holder: Item) -> Item:
    """A new endpoint as it is asked for; `holder` says what it leads to, as an address does: type, id and name."""
    made = dict.fromkeys(("ip", "name", "hostname", "private_network", "load_balancer", "direct_access"))
    made = {"id": cloud.new_id("endpoint"), "port": _PORT, **made}
    if asked.get("private_network"):
        return {**made, **_private(cloud, asked["private_network"], region, holder)}
    if asked.get("direct_access") is not None:
        return {**made, "ip": public_ip(cloud), "direct_access": {}}
    hostname = f"rw-{holder['id']}.rdb.{region}.scw.cloud"
    return {**made, "ip": public_ip(cloud), "port": _BALANCED_PORT, "load_balancer": {}, "hostname": hostname}


def _private(cloud: Cloud, asked: Item, region: str, holder: Item) -> Item:
    network, wanted = asked["private_network_id"], asked.get("service_ip")
    address = private_ip(cloud, network, region, holder, wanted=wanted, tags=["managed", "scwdbaas"])["address"]
    shown = {
        "private_network_id": network,
        "service_ip": address,
        "zone": f"{region}-1",
        "provisioning_mode": "static" if wanted else "ipam",
    }
    return {"ip": address.split("/")[0], "private_network": shown}


def holder_of(ident: str, name: str) -> Item:
    """What an endpoint of a database or of a replica leads to."""
    return {"type": "rdb_instance", "id": ident, "name": name}


@handler("rdb", "create_endpoint")
def create_endpoint(cloud: Cloud, request: Request) -> Answer | None:
    item = cloud.need("rdb.Instance", request.path["instance_id"])
    made = endpoint(
        cloud, request.body.get("endpoint_spec") or {}, request.path["region"], holder_of(item["id"], item["name"])
    )
    item["endpoints"].append(made)
    cloud.shape_up(item, request)
    return 200, made


@handler("rdb", "delete_endpoint", "get_endpoint")
def delete_endpoint(cloud: Cloud, request: Request) -> Answer | None:
    ident = request.path["endpoint_id"]
    for item in cloud.all("rdb.Instance") + cloud.all("rdb.ReadReplica"):
        found = next((each for each in item["endpoints"] if each["id"] == ident), None)
        if found and request.route.name == "get_endpoint":
            return 200, found
        if found:
            _close(cloud, item, found)
            return 204, None
    raise not_found("endpoint", ident)


def _close(cloud: Cloud, item: Item, gone: Item) -> None:
    item["endpoints"].remove(gone)
    place = gone["private_network"]
    if place:
        address, network = place["service_ip"], place["private_network_id"]
        for booked in cloud.all("ipam.IP", address=address, _pn=network):
            cloud.drop(booked)
    if item["_kind"] == "rdb.Instance":
        item["endpoint"] = balanced(item)


def balanced(item: Item) -> Item | None:
    """The endpoint behind the load balancer, which the API also shows by itself."""
    return next((each for each in item["endpoints"] if each.get("load_balancer") is not None), None)
