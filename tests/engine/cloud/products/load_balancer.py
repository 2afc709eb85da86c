"""Load balancers, their backends, frontends and addresses."""

from ..calls import Answer, Item, Request, view
from ..sdk import now, sdk_class
from ..store import Cloud, handler, shaper
from .ipam import attach, private_ip, public_ip


def region_of(request):
    return request.path.get("region") or request.path["zone"].rsplit("-", 1)[0]


@shaper("lb.Ip")
def shape_ip(cloud: Cloud, item: Item, request: Request) -> None:
    if not item["ip_address"]:
        item.update(
            ip_address=public_ip(cloud),
            region=region_of(request),
            reverse=f"{item['id'][:8]}.lb.{region_of(request)}.scw.cloud",
        )


@shaper("lb.Lb")
def shape_lb(cloud: Cloud, item: Item, request: Request) -> None:
    if request.route.name == "create_lb":
        ids = [i for i in [request.body.get("ip_id")] + (request.body.get("ip_ids") or []) if i]
        ips = [cloud.need("lb.Ip", i) for i in ids]
        if not ips and request.body.get("assign_flexible_ip"):
            ips = [
                cloud.add(
                    "lb.Ip",
                    sdk_class(request.route.module, "Ip"),
                    {"project_id": item["project_id"], "ip_address": public_ip(cloud), "region": region_of(request)},
                    request.where,
                )
            ]
        for ip in ips:
            ip["lb_id"] = item["id"]
        item.update(
            ip=[view(i) for i in ips],
            _ip=ips[0]["id"] if ips else None,
            instances=[],
            region=region_of(request),
            subscriber=None,
            _pns={},
            type=(request.body.get("type") or "lb-s").lower(),
        )
    for k in ("backend", "frontend"):
        item[f"{k}_count"] = len([x for x in cloud.all(f"lb.{k.title()}") if x["_path"].get("lb_id") == item["id"]])
    item["private_network_count"] = len(item["_pns"])


@handler("lb", "delete_lb")
def delete_lb(cloud: Cloud, request: Request) -> Answer | None:
    item = cloud.need("lb.Lb", request.path["lb_id"])
    item["_ip"] = None
    for ip in cloud.all("lb.Ip", lb_id=item["id"]):
        ip["lb_id"] = None
        if request.asked("release_ip") == "true":
            cloud.drop(ip)


@handler("lb", "attach_private_network")
def attach_private_network(cloud: Cloud, request: Request) -> Answer | None:
    item, pn = (
        cloud.need("lb.Lb", request.path["lb_id"]),
        request.path.get("private_network_id") or request.body.get("private_network_id"),
    )
    ids = list(request.body.get("ipam_ids") or [])
    res = {"type": "lb_server", "id": item["id"], "name": item["name"]}
    for i in ids:
        attach(cloud.need("ipam.IP", i, "ip"), res)
    if not ids:
        ids = [private_ip(cloud, pn, region_of(request), res)["id"]]
    item["_pns"][pn] = {
        "private_network_id": pn,
        "ipam_ids": ids,
        "status": "ready",
        "static_config": None,
        "dhcp_config": {"ip_id": ids[0]},
        "ipam_config": None,
        "created_at": now(),
        "updated_at": now(),
    }
    cloud.shape_up(item, request)
    return 200, {**item["_pns"][pn], "lb": view(item)}


@handler("lb", "detach_private_network")
def detach_private_network(cloud: Cloud, request: Request) -> Answer | None:
    item = cloud.need("lb.Lb", request.path["lb_id"])
    gone = item["_pns"].pop(request.path.get("private_network_id") or request.body.get("private_network_id"), {})
    for i in gone.get("ipam_ids", []):
        ip = cloud.kind("ipam.IP").get(i)
        if ip:
            ip["resource"], ip["_busy"] = None, None
            if ip["_managed"]:
                cloud.drop(ip)
    cloud.shape_up(item, request)
    return 204, None


@handler("lb", "list_lb_private_networks")
def list_lb_private_networks(cloud: Cloud, request: Request) -> Answer | None:
    item = cloud.need("lb.Lb", request.path["lb_id"])
    rows = [{**p, "lb": view(item)} for p in item["_pns"].values()]
    return 200, {"private_network": rows if request.asked("page", "1") == "1" else [], "total_count": len(rows)}


@shaper("lb.Backend")
def shape_backend(cloud: Cloud, item: Item, request: Request) -> None:
    body = request.body
    if request.route.name == "create_backend":
        item["_path"]["lb_id"] = request.path["lb_id"]
        item["pool"], item["host"] = list(body.get("server_ip") or []), ""
    if request.route.name == "set_backend_servers":
        item["pool"] = list(body.get("server_ip") or [])
    hc = item.get("health_check") or {}
    if isinstance(hc.get("transient_check_delay"), str):
        hc["transient_check_delay"] = f"{float(hc['transient_check_delay'].rstrip('s')):g}s"
    if (
        hc
        and not any(
            hc.get(k)
            for k in ("http_config", "https_config", "mysql_config", "pgsql_config", "redis_config", "ldap_config")
        )
        and hc.get("tcp_config") is None
    ):
        hc["tcp_config"] = {}
    if isinstance(item.get("timeout_queue"), str):
        item["timeout_queue"] = f"{float(item['timeout_queue'].rstrip('s')):g}s"
    for k in ("ssl_bridging", "send_proxy_v2"):
        item[k] = bool(item.get(k))
    lb = cloud.kind("lb.Lb")[item["_path"]["lb_id"]]
    cloud.shape_up(lb, request)
    item["lb"] = view(lb)


@handler("lb", "update_health_check")
def update_health_check(cloud: Cloud, request: Request) -> Answer | None:
    item = cloud.need("lb.Backend", request.path["backend_id"])
    item["health_check"] = {**{k: v for k, v in request.body.items() if v is not None}}
    cloud.shape_up(item, request)
    return 200, item["health_check"]


@shaper("lb.Frontend")
def shape_frontend(cloud: Cloud, item: Item, request: Request) -> None:
    if request.route.name == "create_frontend":
        item["_path"]["lb_id"] = request.path["lb_id"]
    if request.body.get("backend_id"):
        item["_backend"] = request.body["backend_id"]
        item["backend"] = view(cloud.need("lb.Backend", item["_backend"]))
    item["certificate"], item["certificate_ids"] = None, item.get("certificate_ids") or []
    item["connection_rate_limit"] = item.get("connection_rate_limit") or None
    lb = cloud.kind("lb.Lb")[item["_path"]["lb_id"]]
    cloud.shape_up(lb, request)
    item["lb"] = view(lb)
