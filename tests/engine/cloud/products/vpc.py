"""VPC: networks that may not overlap, filters by address family, routes, connectors."""

import ipaddress

from ..calls import Answer, Item, Request, view
from ..refusals import invalid, over_quota
from ..sdk import Route, sdk_class, shaped
from ..store import Cloud, handler, shaper
from .tables import PER_ACL, PER_VPC


@shaper("vpc.VPC")
def shape_vpc(cloud: Cloud, item: Item, request: Request) -> None:
    item["routing_enabled"] = True
    if request.route.name == "create_vpc":
        item.update(
            custom_routes_propagation_enabled=True,
            transitivity_enabled=bool(request.body.get("enable_transitivity")),
            object_storage_private_access_enabled=False,
        )
    if request.route.name.endswith("object_storage_private_access"):
        item["object_storage_private_access_enabled"] = request.route.name.startswith("enable")


@handler("vpc", "get_vpc")
def get_vpc(cloud: Cloud, request: Request) -> Answer | None:
    cloud.need("vpc.VPC", request.path["vpc_id"])["private_network_count"] = len(
        cloud.all("vpc.PrivateNetwork", vpc_id=request.path["vpc_id"])
    )


@handler("vpc", "create_private_network")
def create_private_network(cloud: Cloud, request: Request) -> Answer | None:
    siblings = [n for n in cloud.all("vpc.PrivateNetwork") if n["vpc_id"] == request.body.get("vpc_id")]
    if len(siblings) >= PER_VPC:
        raise over_quota("private_network", PER_VPC)
    for want in request.body.get("subnets") or []:
        net = ipaddress.ip_network(want)
        for s in (s for n in siblings for s in n["subnets"]):
            other = ipaddress.ip_network(s["subnet"])
            if other.version == net.version and other.overlaps(net):
                raise invalid("subnets", f"{want} overlaps with {other} in the same VPC")


@shaper("vpc.PrivateNetwork")
def shape_private_network(cloud: Cloud, item: Item, request: Request) -> None:
    if request.route.name != "create_private_network":
        return
    if not item["vpc_id"]:
        vpcs = [v for v in cloud.all("vpc.VPC", project_id=item["project_id"]) if v["is_default"]]
        item["vpc_id"] = (
            vpcs
            or [
                cloud.add(
                    "vpc.VPC",
                    sdk_class(request.route.module, "VPC"),
                    {"name": "default", "is_default": True, "project_id": item["project_id"], "routing_enabled": True},
                    request.where,
                )
            ]
        )[0]["id"]
    subs, n = list(request.body.get("subnets") or []), len(cloud.kind("vpc.PrivateNetwork"))
    if not any(":" not in s for s in subs):
        subs.insert(0, f"172.16.{4 * n % 256}.0/22")
    if not any(":" in s for s in subs):
        subs.append(f"fd5f:519c:6d46:{n:x}::/64")
    item["dhcp_enabled"] = True
    item["subnets"] = [
        shaped(
            {
                "id": cloud.new_id("subnet"),
                "subnet": s,
                "project_id": item["project_id"],
                "private_network_id": item["id"],
                "vpc_id": item["vpc_id"],
            },
            sdk_class(request.route.module, "Subnet"),
        )
        for s in subs
    ]


@handler("vpc", "set_acl")
def set_acl(cloud: Cloud, request: Request) -> Answer | None:
    cloud.need("vpc.VPC", request.path["vpc_id"], "vpc")
    rules = [{**x, "description": x.get("description")} for x in request.body.get("rules") or []]
    for i, x in enumerate(rules):
        for side in ("source", "destination"):
            if (":" in str(x.get(side))) != bool(request.body.get("is_ipv6")):
                raise invalid(f"rules[{i}].{side}", "address family does not match the ACL")
    if len(rules) > PER_ACL:
        raise over_quota("acl_rules", PER_ACL)
    acl = {"rules": rules, "default_policy": request.body.get("default_policy") or "accept"}
    cloud.kind("vpc.Acl")[f"{request.path['vpc_id']}/{'ipv6' if request.body.get('is_ipv6') else 'ipv4'}"] = {
        **acl,
        "_kind": "vpc.Acl",
        "_key": "",
        "_path": {},
    }
    return 200, acl


@handler("vpc", "get_acl")
def get_acl(cloud: Cloud, request: Request) -> Answer | None:
    cloud.need("vpc.VPC", request.path["vpc_id"], "vpc")
    a = cloud.kind("vpc.Acl").get(
        f"{request.path['vpc_id']}/{'ipv6' if request.asked('is_ipv6') == 'true' else 'ipv4'}"
    )
    return 200, view(a) if a else {"rules": [], "default_policy": "accept"}


@shaper("vpc.Route")
def shape_route(cloud: Cloud, item: Item, request: Request) -> None:
    item.update(is_read_only=False, type="custom")
    if (
        request.route.name == "create_route"
        and sum(
            bool(request.body.get(k))
            for k in ("nexthop_resource_id", "nexthop_private_network_id", "nexthop_vpc_connector_id")
        )
        == 0
    ):
        raise invalid("nexthop", "a next hop is required")


Cloud.more_routes.append(
    Route("vpc", "vpc.v2", "routes_with_nexthop", "GET", "/vpc/v2/regions/{region}/routes-with-nexthop", None)
)


@handler("vpc", "routes_with_nexthop")
def routes_with_nexthop(cloud: Cloud, request: Request) -> Answer | None:
    unnamed = {"nexthop_ip": None, "nexthop_name": None, "nexthop_resource_type": "unknown_type"}
    found = [route for route in cloud.all("vpc.Route") if request.asked("vpc_id", route["vpc_id"]) == route["vpc_id"]]
    return 200, {"routes": [{"route": view(route), **unnamed} for route in found], "total_count": len(found)}


def peers(cloud):
    for k in cloud.all("vpc.VPCConnector"):
        twin = [
            x
            for x in cloud.all("vpc.VPCConnector")
            if (x["vpc_id"], x["target_vpc_id"]) == (k["target_vpc_id"], k["vpc_id"])
        ]
        k["status"] = "peered" if twin else "orphan"


@shaper("vpc.VPCConnector")
def shape_vpcconnector(cloud: Cloud, item: Item, request: Request) -> None:
    item["project_id"] = cloud.need("vpc.VPC", item["vpc_id"])["project_id"]
    item["organization_id"] = cloud.organization(item["project_id"])
    peers(cloud)


@handler("vpc", "get_vpc_connector", "list_vpc_connectors")
def get_vpc_connector(cloud: Cloud, request: Request) -> Answer | None:
    peers(cloud)
