"""Site-to-site VPN: a connection makes its pre-shared key in Secret Manager when none is given."""

from ..calls import Answer, Item, Request, view
from ..refusals import invalid, precondition
from ..sdk import sdk_class
from ..store import Cloud, handler, shaper
from .ipam import attach, private_ip
from .tables import IN_USE


@shaper("s2s_vpn.VpnGateway")
def shape_vpn_gateway(cloud: Cloud, item: Item, request: Request) -> None:
    if request.route.name == "create_vpn_gateway":
        for v6, k in ((False, "ipam_private_ipv4_id"), (True, "ipam_private_ipv6_id")):
            res = {"type": "s2s_vpn_gateway", "id": item["id"], "name": item["name"]}
            if item[k]:
                attach(cloud.need("ipam.IP", item[k], "ip"), res)
            else:
                item[k] = private_ip(
                    cloud, item["private_network_id"], request.path["region"], res, v6=v6, project=item["project_id"]
                )["id"]
        given = request.body.get("public_config") or {}
        item.update(
            asn=12876,
            zone=request.body.get("zone") or request.path["region"] + "-1",
            private_config=None,
            public_config={
                "ipam_ipv4_id": given.get("ipam_ipv4_id") or cloud.new_id("pub4"),
                "ipam_ipv6_id": given.get("ipam_ipv6_id") or cloud.new_id("pub6"),
            },
        )


@shaper("s2s_vpn.CustomerGateway")
def shape_customer_gateway(cloud: Cloud, item: Item, request: Request) -> None:
    if request.body.get("asn") == 12876:
        raise invalid("asn", "12876 is reserved for Scaleway")
    for mine, theirs in (("public_ipv4", "ipv4_public"), ("public_ipv6", "ipv6_public")):
        if request.body.get(theirs):
            item[mine] = request.body[theirs].split("/")[0]


@handler("s2s_vpn", "create_connection")
def create_connection(cloud: Cloud, request: Request) -> Answer | None:
    body = request.body
    for k, kind in (("vpn_gateway_id", "s2s_vpn.VpnGateway"), ("customer_gateway_id", "s2s_vpn.CustomerGateway")):
        cloud.need(kind, body.get(k))
    for k in ("bgp_config_ipv4", "bgp_config_ipv6"):
        if body.get(k):
            pol = cloud.need("s2s_vpn.RoutingPolicy", body[k].get("routing_policy_id"))
            if pol["is_ipv6"] != (k[-1] == "6"):
                raise invalid(k, "the routing policy is of the other address family")
    item = cloud.add("s2s_vpn.Connection", sdk_class(request.route.module, "Connection"), body, request.where)

    def session(k, n):
        return (
            {
                "private_ip": f"169.254.{n}.0/31",
                "peer_private_ip": f"169.254.{n}.1/31",
                **{x: v for x, v in body[k].items() if v},
            }
            if body.get(k)
            else None
        )

    secret = body.get("secret_id")
    if not secret:  # the platform makes one in Secret Manager, outside of any programme
        s = cloud.add(
            "secret.Secret",
            sdk_class("secret.v1beta1", "Secret"),
            {"name": f"s2s-vpn-{item['id']}", "project_id": item["project_id"], "path": "/", "type": "opaque"},
            request.where,
        )
        s.update(managed=True, _versions={})
        secret = s["id"]
    item.update(
        status="down",
        tunnel_status="down",
        tunnel_status_ipv4=None,
        tunnel_status_ipv6=None,
        bgp_status_ipv4="down" if body.get("bgp_config_ipv4") else "disabled",
        bgp_status_ipv6="down" if body.get("bgp_config_ipv6") else "disabled",
        bgp_session_ipv4=session("bgp_config_ipv4", 10),
        bgp_session_ipv6=session("bgp_config_ipv6", 11),
        route_propagation_enabled=bool(body.get("enable_route_propagation")),
        secret_id=secret,
        secret_revision=body.get("secret_revision") or body.get("secret_version") or 1,
        initiation_policy=body.get("initiation_policy") or "unknown_initiation_policy",
    )
    for k, kind in (("vpn_gateway_id", "s2s_vpn.VpnGateway"), ("customer_gateway_id", "s2s_vpn.CustomerGateway")):
        cloud.kind(kind)[body[k]]["connection_ids"].append(item["id"])
    return 200, {"connection": view(item), "pre_shared_key": ""}


@handler("s2s_vpn", "delete_connection")
def delete_connection(cloud: Cloud, request: Request) -> Answer | None:
    k = cloud.need("s2s_vpn.Connection", request.path["connection_id"])
    s = cloud.kind("secret.Secret").get(k["secret_id"])
    if s and s["managed"]:  # assumption: the platform removes the secret it made
        cloud.drop(s)
    for kind in ("s2s_vpn.VpnGateway", "s2s_vpn.CustomerGateway"):
        for g in cloud.all(kind):
            g["connection_ids"] = [i for i in g["connection_ids"] if i != request.path["connection_id"]]


@handler("s2s_vpn", "delete_routing_policy")
def delete_routing_policy(cloud: Cloud, request: Request) -> Answer | None:
    for k in cloud.all("s2s_vpn.Connection"):
        if request.path["routing_policy_id"] in [
            (k.get(s) or {}).get("routing_policy_id") for s in ("bgp_session_ipv4", "bgp_session_ipv6")
        ]:
            raise precondition("resource_still_in_use", IN_USE)
