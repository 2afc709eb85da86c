"""DNS zones and records."""

from ..calls import Answer, Item, Request, view
from ..refusals import conflict
from ..sdk import now, sdk_class
from ..store import Cloud, handler


def zone_name(z):
    return ".".join(x for x in (z["subdomain"], z["domain"]) if x)


@handler("domain", "list_dns_zones")
def list_dns_zones(cloud: Cloud, request: Request) -> Answer | None:
    want = [z for z in request.query.get("dns_zones", []) + request.query.get("dns_zone", []) if z]
    zones = [
        view(z)
        for z in cloud.all("domain.DNSZone")
        if (not want or zone_name(z) in want)
        and request.asked("domain", "") in ("", z["domain"])
        and request.asked("project_id", z["project_id"]) == z["project_id"]
    ]
    return 200, {"dns_zones": zones if request.asked("page", "1") == "1" else [], "total_count": len(zones)}


@handler("domain", "create_dns_zone")
def create_dns_zone(cloud: Cloud, request: Request) -> Answer | None:
    name = zone_name({"subdomain": request.body.get("subdomain"), "domain": request.body["domain"]})
    if name in cloud.kind("domain.DNSZone"):
        raise conflict("dns_zone", name)
    ns = ["ns0.dom.scw.cloud", "ns1.dom.scw.cloud"]
    item = cloud.add(
        "domain.DNSZone",
        sdk_class(request.route.module, "DNSZone"),
        {**request.body, "ns": ns, "ns_default": ns},
        key=name,
    )
    item.update(ns_master=[], status="active", updated_at=now())
    return 200, view(item)


@handler("domain", "delete_dns_zone")
def delete_dns_zone(cloud: Cloud, request: Request) -> Answer | None:
    item = cloud.need("domain.DNSZone", request.path["dns_zone"], "dns_zone")
    if not item["subdomain"]:
        return 403, {"message": "root zone can't be deleted"}
    cloud.drop(item)
    return 200, {}


@handler("domain", "update_dns_zone_records")
def update_dns_zone_records(cloud: Cloud, request: Request) -> Answer | None:
    zone = request.path["dns_zone"]
    cloud.need("domain.DNSZone", zone, "dns_zone")
    put: list[Item] = []
    for change in request.body.get("changes") or []:
        added = (change.get("add") or {}).get("records") or []
        put += [_put(cloud, zone, record) for record in added]
        if change.get("set"):
            put += _set(cloud, zone, change["set"])
        gone = _matching(cloud, zone, change["delete"]) if change.get("delete") else []
        for record in cloud.all("domain.Record", _zone=zone) if change.get("clear") is not None else gone:
            cloud.drop(record)
    return 200, {"records": [view(record) for record in put]}


def _set(cloud: Cloud, zone: str, change: Item) -> list[Item]:
    old = _matching(cloud, zone, change)
    for record in old:
        cloud.drop(record)
    kept = [record["id"] for record in old]
    given = change.get("records") or []
    return [_put(cloud, zone, record, kept[n] if n < len(kept) else "") for n, record in enumerate(given)]


def _matching(cloud: Cloud, zone: str, change: Item) -> list[Item]:
    fields = change.get("id_fields") or {}

    def meant(record: Item) -> bool:
        same = fields and all(record[name] == fields.get(name) for name in ("name", "type"))
        return bool(same and fields.get("data") in (None, record["data"]))

    records = cloud.all("domain.Record", _zone=zone)
    return [record for record in records if record["id"] == change.get("id") or meant(record)]


def _put(cloud: Cloud, zone: str, given: Item, ident: str = "") -> Item:
    values = {name: value for name, value in given.items() if name != "id"}
    record = cloud.add("domain.Record", sdk_class("domain.v2beta1", "Record"), values, ident=ident)
    record.update(_zone=zone, updated_at=now())
    return record


@handler("domain", "list_dns_zone_records")
def list_dns_zone_records(cloud: Cloud, request: Request) -> Answer | None:
    cloud.need("domain.DNSZone", request.path["dns_zone"], "dns_zone")
    rows = [
        view(x)
        for x in cloud.all("domain.Record", _zone=request.path["dns_zone"])
        if (not request.asked("name") or request.asked("name") == x["name"])
        and request.asked("type", "unknown") in ("unknown", x["type"])
        and request.asked("id", x["id"]) in ("", x["id"])
    ]
    return 200, {"records": rows if request.asked("page", "1") == "1" else [], "total_count": len(rows)}
