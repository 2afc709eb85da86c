"""IPAM: every attachment to a private network holds an address of it."""

import ipaddress
import zlib

from ..calls import Answer, Item, Request, view
from ..refusals import conflict, invalid, precondition
from ..sdk import sdk_class
from ..store import Cloud, handler


def private_ip(cloud, pn_id, region, resource=None, wanted=None, v6=False, project=None, tags=(), managed=True):
    """Book an address of a Private Network, as the platform does for every attachment."""
    pn = cloud.need("vpc.PrivateNetwork", pn_id)
    sub = next(s for s in pn["subnets"] if (":" in s["subnet"]) == v6)
    net = ipaddress.ip_network(sub["subnet"])
    used = {
        i["address"].split("/")[0]
        for i in cloud.all("ipam.IP")
        if (i.get("source") or {}).get("subnet_id") == sub["id"]
    }
    if wanted:
        addr = str(wanted).split("/")[0]
        if ipaddress.ip_address(addr) not in net:
            raise invalid("address", f"{addr} is not in {net}")
        if addr in used:
            raise conflict("ip", f"{addr} is already reserved")
    else:
        addr = str(next(net[n] for n in range(2, 60000) if str(net[n]) not in used))
    cls = sdk_class("ipam.v1", "IP")
    item = cloud.add(
        "ipam.IP",
        cls,
        {
            "address": f"{addr}/{net.prefixlen}",
            "is_ipv6": v6,
            "project_id": project or pn["project_id"],
            "tags": list(tags),
        },
        {"region": region},
    )
    item["source"] = {
        "subnet_id": sub["id"],
        "private_network_id": None,
        "vpc_id": None,
        "zonal": None,
        "regional": None,
    }
    item["_pn"], item["_managed"], item["resource"], item["zone"] = pn_id, managed, None, None
    if resource:
        attach(item, resource)
    return item


def attach(ip, resource):
    ip["resource"] = {
        "mac_address": "02:00:00:{:02x}:{:02x}:{:02x}".format(
            *tuple(zlib.crc32(ip["id"].encode()).to_bytes(4, "big")[:3])
        ),
        "name": None,
        **resource,
    }
    ip["_busy"] = ip["_pn"]


@handler("ipam", "book_ip")
def book_ip(cloud: Cloud, request: Request) -> Answer | None:
    src = request.body.get("source") or {}
    if not src.get("private_network_id"):
        raise invalid("source", "the emulator books addresses of Private Networks only")
    item = private_ip(
        cloud,
        src["private_network_id"],
        request.path["region"],
        wanted=request.body.get("address"),
        v6=bool(request.body.get("is_ipv6")),
        project=request.body.get("project_id"),
        tags=request.body.get("tags") or [],
        managed=False,
    )
    if request.body.get("resource"):
        attach(item, {"type": "custom", "id": item["id"], **request.body["resource"]})
    return 200, view(item)


@handler("ipam", "release_ip")
def release_ip(cloud: Cloud, request: Request) -> Answer | None:
    item = cloud.need("ipam.IP", request.path["ip_id"])
    if item["resource"] and item["resource"]["type"] != "custom":
        raise precondition("resource_still_in_use", "the IP is attached to a resource")


@handler("ipam", "list_i_ps")
def list_ips(cloud: Cloud, request: Request) -> Answer | None:
    def ok(item):
        res = item.get("resource") or {}
        tests = {
            "private_network_id": item["_pn"],
            "resource_id": res.get("id"),
            "resource_type": res.get("type"),
            "resource_name": res.get("name"),
            "project_id": item["project_id"],
            "is_ipv6": str(item["is_ipv6"]).lower(),
            "ip_ids": item["id"],
            "mac_address": res.get("mac_address"),
            "subnet_id": (item.get("source") or {}).get("subnet_id"),
            "attached": str(bool(res)).lower(),
            "resource_ids": res.get("id"),
        }
        return all(
            tests[k] in v for k, v in request.query.items() if k in tests and v[0] and not v[0].startswith("unknown")
        )

    ips = [view(item) for item in cloud.all("ipam.IP") if ok(item)]
    return 200, {"ips": ips if request.asked("page", "1") == "1" else [], "total_count": len(ips)}


def public_ip(cloud: Cloud) -> str:
    """An address of the Internet that nothing else has."""
    two = zlib.crc32(cloud.new_id("address").encode()).to_bytes(4, "big")[:2]
    return f"51.15.{two[0]}.{two[1]}"


def release(cloud: Cloud, gone: Item) -> None:
    """Give back the addresses of what is gone: those that the platform booked vanish, others are free again."""
    for address in cloud.all("ipam.IP"):
        if (address.get("resource") or {}).get("id") == gone["_key"]:
            if address["_managed"]:
                cloud.drop(address)
            else:
                address.update(resource=None, _busy=None)


Cloud.when_gone.append(release)
