"""Public gateways: one default route a private network, and an address that outlives the gateway."""

from ..calls import Answer, Item, Request, view
from ..refusals import conflict, over_quota
from ..sdk import sdk_class
from ..store import Cloud, handler, shaper
from .ipam import attach, private_ip, public_ip
from .tables import PER_GATEWAY


@shaper("vpcgw.IP")
def shape_ip(cloud: Cloud, item: Item, request: Request) -> None:
    if request.route.name == "create_ip":
        item["address"] = public_ip(cloud)
        item["reverse"] = "-".join(reversed(item["address"].split("."))) + ".instances.scw.cloud"


@shaper("vpcgw.Gateway")
def shape_gateway(cloud: Cloud, item: Item, request: Request) -> None:
    if request.route.name == "create_gateway":
        ip = (
            cloud.need("vpcgw.IP", request.body["ip_id"], "ip")
            if request.body.get("ip_id")
            else cloud.add(
                "vpcgw.IP",
                sdk_class(request.route.module, "IP"),
                {"project_id": item["project_id"], "address": public_ip(cloud)},
                request.where,
            )
        )
        if ip["gateway_id"]:
            raise conflict("ip", "the IP is already attached")
        ip["gateway_id"] = item["id"]
        item.update(
            ipv4=view(ip),
            _ip=ip["id"],
            bandwidth=100,
            bastion_allowed_ips=["0.0.0.0/0"],
            bastion_port=request.body.get("bastion_port") or 61000,
            bastion_enabled=bool(request.body.get("enable_bastion")),
            smtp_enabled=bool(request.body.get("enable_smtp")),
            is_legacy=False,
            version="0.7.4",
        )


@handler("vpcgw", "get_gateway")
def get_gateway(cloud: Cloud, request: Request) -> Answer | None:
    g = cloud.need("vpcgw.Gateway", request.path["gateway_id"])
    g["gateway_networks"] = [view(n) for n in cloud.all("vpcgw.GatewayNetwork", gateway_id=g["id"])]


@handler("vpcgw", "delete_gateway")
def delete_gateway(cloud: Cloud, request: Request) -> Answer | None:
    g = cloud.need("vpcgw.Gateway", request.path["gateway_id"])
    if not cloud.all("vpcgw.GatewayNetwork", gateway_id=g["id"]):
        ip = cloud.kind("vpcgw.IP").get(g["_ip"])
        g["_ip"] = None
        if ip:
            ip["gateway_id"] = None
            if request.asked("delete_ip") == "true":
                cloud.drop(ip)


@handler("vpcgw", "set_bastion_allowed_i_ps")
def set_bastion_allowed_ips(cloud: Cloud, request: Request) -> Answer | None:
    g = cloud.need("vpcgw.Gateway", request.path["gateway_id"])
    g["bastion_allowed_ips"] = list(request.body.get("ip_ranges") or [])
    return 200, {"ip_ranges": g["bastion_allowed_ips"]}


@handler("vpcgw", "create_gateway_network")
def create_gateway_network(cloud: Cloud, request: Request) -> Answer | None:
    g = cloud.need("vpcgw.Gateway", request.body.get("gateway_id"))
    if g["status"] != "running":
        raise conflict("gateway", "resource is in a transient state")
    nets = cloud.all("vpcgw.GatewayNetwork", gateway_id=g["id"])
    if any(n["private_network_id"] == request.body.get("private_network_id") for n in nets):
        raise conflict("gateway_network", "the Private Network is already attached to this gateway")
    if len(nets) >= PER_GATEWAY:
        raise over_quota("gateway_network", PER_GATEWAY)


@shaper("vpcgw.GatewayNetwork")
def shape_gateway_network(cloud: Cloud, item: Item, request: Request) -> None:
    if request.route.name == "create_gateway_network":
        g, region = cloud.kind("vpcgw.Gateway")[item["gateway_id"]], request.path["zone"].rsplit("-", 1)[0]
        res = {"type": "vpc_gateway_network", "id": item["id"], "name": g["name"]}
        if request.body.get("ipam_ip_id"):
            ip = cloud.need("ipam.IP", request.body["ipam_ip_id"], "ip")
            attach(ip, res)
        else:
            ip = private_ip(cloud, item["private_network_id"], region, res, project=g["project_id"])
        item.update(ipam_ip_id=ip["id"], mac_address=ip["resource"]["mac_address"])
    if request.body.get("push_default_route"):  # one default route per Private Network
        for n in cloud.all("vpcgw.GatewayNetwork", private_network_id=item["private_network_id"]):
            if n is not item and n["push_default_route"]:
                cloud.drop(item)
                raise conflict("gateway_network", "another gateway already announces the default route")


def free_address(cloud: Cloud, gone: Item) -> None:
    """The address of a gateway that is gone can be given to another one."""
    for address in cloud.all("vpcgw.IP", gateway_id=gone["_key"]):
        address["gateway_id"] = None


Cloud.when_gone.append(free_address)
