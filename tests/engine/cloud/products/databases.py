"""Managed databases: engines, sizes, endpoints, and a volume that cannot shrink."""

import base64
from typing import Any

from ..refusals import invalid, not_found
from ..sdk import now, sdk_class
from ..store import Answer, Cloud, Item, Request, handler, shaper, view
from .ipam import private_ip, public_ip

ENGINES = {"PostgreSQL": ["14", "15", "16", "17"], "MySQL": ["8"]}


SETTINGS = [
    "max_connections",
    "work_mem",
    "maintenance_work_mem",
    "effective_cache_size",
    "max_parallel_workers",
    "max_parallel_workers_per_gather",
    "log_min_duration_statement",
    "rdb.enable_logical_replication",
    "hot_standby_feedback",
    "sync_replication_slots",
    "idle_in_transaction_session_timeout",
    "log_connections",
    "log_disconnections",
    "ssl_min_protocol_version",
    "password_encryption",
    "log_statement",
]


AUTO = {
    "effective_cache_size": "1300",
    "maintenance_work_mem": "150",
    "max_connections": "100",
    "max_parallel_workers": "0",
    "max_parallel_workers_per_gather": "0",
    "work_mem": "4",
}


def endpoint(cloud, spec, region, rid, name, kind="rdb_instance"):
    e = {
        "id": cloud.new_id("endpoint"),
        "ip": None,
        "port": 5432,
        "name": None,
        "hostname": None,
        "private_network": None,
        "load_balancer": None,
        "direct_access": None,
    }
    pn = spec.get("private_network")
    if pn:
        wanted = pn.get("service_ip")
        ip = private_ip(
            cloud,
            pn["private_network_id"],
            region,
            {"type": kind, "id": rid, "name": name},
            wanted=wanted,
            tags=["managed", "scwdbaas"],
        )
        e.update(
            ip=ip["address"].split("/")[0],
            private_network={
                "private_network_id": pn["private_network_id"],
                "service_ip": ip["address"],
                "zone": region + "-1",
                "provisioning_mode": "static" if wanted else "ipam",
            },
        )
    elif spec.get("direct_access") is not None:
        e.update(ip=public_ip(cloud), direct_access={})
    else:
        e.update(ip=public_ip(cloud), port=9758, load_balancer={}, hostname=f"rw-{rid}.rdb.{region}.scw.cloud")
    return e


@handler("rdb", "create_instance")
def create_instance(cloud: Cloud, request: Request) -> Answer | None:
    body = request.body
    engine, _, major = body.get("engine", "").partition("-")
    if major not in ENGINES.get(engine, []):
        raise invalid("engine", f"unknown engine {body.get('engine')}")
    if body.get("password") and (
        len(body["password"]) < 8
        or not all(
            any(f(ch) for ch in body["password"])
            for f in (str.isupper, str.islower, str.isdigit, lambda x: not x.isalnum())
        )
    ):
        raise invalid(
            "password",
            "8 to 128 characters with an upper-case letter, a lower-case letter, a digit and a special character",
        )
    if (body.get("volume_size") or 0) % 5_000_000_000:
        raise invalid("volume_size", "must be a multiple of 5 GB")


@shaper("rdb.Instance")
def shape_instance(cloud: Cloud, item: Item, request: Request) -> None:
    body = request.body
    if request.route.name in ("create_instance", "create_instance_from_snapshot"):
        _begin(cloud, item, request)
    for name, given in (
        ("frequency", "backup_schedule_frequency"),
        ("retention", "backup_schedule_retention"),
        ("disabled", "is_backup_schedule_disabled"),
    ):
        if body.get(given) is not None:
            item["backup_schedule"][name] = body[given]
    if request.route.name == "upgrade_instance":
        _upgrade(item, body)
    item["endpoint"] = next((each for each in item["endpoints"] if each.get("load_balancer") is not None), None)


def _begin(cloud: Cloud, item: Item, request: Request) -> None:
    """A new instance: what the platform decides, its endpoints, its first user and database."""
    body = request.body
    local = (body.get("volume_type") or "lssd") == "lssd"
    item.update(
        backup_schedule={
            "frequency": 24,
            "retention": 7,
            "disabled": bool(body.get("disable_backup")),
            "next_run_at": now(86400),
        },
        volume={
            "type": body.get("volume_type") or "lssd",
            "class": "lssd" if local else "sbs",
            "size": body.get("volume_size") or (5_000_000_000 if local else 10_000_000_000),
        },
        logs_policy={"max_age_retention": 30, "total_disk_retention": None},
        maintenances=[],
        read_replicas=[],
        upgradable_version=[],
        encryption={"enabled": bool((body.get("encryption") or {}).get("enabled"))},
        settings=[{"name": name, "value": value} for name, value in AUTO.items()],
        high_availability_mode="zonal" if body.get("is_ha_cluster") else "none",
        init_settings=body.get("init_settings") or [],
    )
    region = request.path["region"]
    wanted = body.get("init_endpoints") or [{}]
    item["endpoints"] = [endpoint(cloud, spec, region, item["id"], item["name"]) for spec in wanted]
    module, user = request.route.module, body.get("user_name")
    if user:
        first = {"name": user, "is_admin": True}
        put_child(cloud, "rdb.User", sdk_class(module, "User"), item["id"], user, first)
    own = {"name": "rdb", "owner": user or "_rdb_superadmin", "managed": True, "size": 7739059}
    put_child(cloud, "rdb.Database", sdk_class(module, "Database"), item["id"], "rdb", own)


def _upgrade(item: Item, body: Item) -> None:
    size, kind = body.get("volume_size"), body.get("volume_type")
    if size and size < item["volume"]["size"]:
        raise invalid("volume_size", "a volume cannot shrink")
    if size:
        item["volume"]["size"] = size
    if kind:
        item["volume"].update({"type": kind, "class": "sbs" if kind.startswith("sbs") else "lssd"})
    if body.get("enable_ha") is not None:
        item["is_ha_cluster"] = body["enable_ha"]
    if body.get("enable_encryption"):
        item["encryption"] = {"enabled": True}


@handler("rdb", "get_instance")
def get_instance(cloud: Cloud, request: Request) -> Answer | None:
    item = cloud.need("rdb.Instance", request.path["instance_id"])
    item["read_replicas"] = [view(x) for x in cloud.all("rdb.ReadReplica", instance_id=item["id"])]


@handler("rdb", "create_endpoint")
def create_endpoint(cloud: Cloud, request: Request) -> Answer | None:
    item = cloud.need("rdb.Instance", request.path["instance_id"])
    e = endpoint(cloud, request.body.get("endpoint_spec") or {}, request.path["region"], item["id"], item["name"])
    item["endpoints"].append(e)
    cloud.shape_up(item, request)
    return 200, e


@handler("rdb", "delete_endpoint", "get_endpoint")
def delete_endpoint(cloud: Cloud, request: Request) -> Answer | None:
    for item in cloud.all("rdb.Instance") + cloud.all("rdb.ReadReplica"):
        for e in item["endpoints"]:
            if e["id"] == request.path["endpoint_id"]:
                if request.route.name == "get_endpoint":
                    return 200, e
                item["endpoints"].remove(e)
                if e["private_network"]:
                    for ip in [
                        i
                        for i in cloud.all("ipam.IP")
                        if i["address"] == e["private_network"]["service_ip"]
                        and i["_pn"] == e["private_network"]["private_network_id"]
                    ]:
                        cloud.drop(ip)
                if item["_kind"] == "rdb.Instance":
                    item["endpoint"] = next((x for x in item["endpoints"] if x.get("load_balancer") is not None), None)
                return 204, None
    raise not_found("endpoint", request.path["endpoint_id"])


@handler("rdb", "get_instance_certificate")
def get_instance_certificate(cloud: Cloud, request: Request) -> Answer | None:
    item = cloud.need("rdb.Instance", request.path["instance_id"])
    pem = (
        "-----BEGIN CERTIFICATE-----\n"
        + base64.b64encode(item["id"].encode()).decode()
        + "\n-----END CERTIFICATE-----\n"
    )
    return 200, {
        "name": "ssl_certificate",
        "content_type": "application/x-pem-file",
        "content": base64.b64encode(pem.encode()).decode(),
    }


@handler("rdb", "set_instance_settings", "add_instance_settings", "delete_instance_settings")
def set_instance_settings(cloud: Cloud, request: Request) -> Answer | None:
    item, given = cloud.need("rdb.Instance", request.path["instance_id"]), request.body.get("settings") or []
    bad = [s["name"] for s in given if s["name"] not in SETTINGS]
    if bad:
        raise invalid("settings", f"unknown settings {bad}")
    keep = (
        []
        if request.route.name == "set_instance_settings"
        else [
            s
            for s in item["settings"]
            if s["name"] not in [g["name"] for g in given] + (request.body.get("setting_names") or [])
        ]
    )
    item["settings"] = keep + given
    return 200, {"settings": item["settings"]}


@handler("rdb", "list_database_engines")
def list_database_engines(cloud: Cloud, request: Request) -> Answer | None:
    def setting(n):
        return {
            "name": n,
            "default_value": AUTO.get(n, "0"),
            "hot_configurable": True,
            "description": n,
            "property_type": "STRING",
            "unit": None,
            "string_constraint": None,
            "int_min": None,
            "int_max": None,
            "float_min": None,
            "float_max": None,
        }

    rows = [
        {
            "name": e,
            "logo_url": "",
            "region": request.path["region"],
            "versions": [
                {
                    "version": v,
                    "name": f"{e}-{v}",
                    "end_of_life": "2030-01-01T00:00:00Z",
                    "disabled": False,
                    "beta": False,
                    "available_settings": [setting(n) for n in SETTINGS],
                    "available_init_settings": [],
                }
                for v in vs
            ],
        }
        for e, vs in ENGINES.items()
    ]
    return 200, {"engines": rows if request.asked("page", "1") == "1" else [], "total_count": len(rows)}


@handler("rdb", "list_node_types")
def list_node_types(cloud: Cloud, request: Request) -> Answer | None:
    return 200, {
        "node_types": [
            {
                "name": n,
                "stock_status": "available",
                "description": n,
                "vcpus": 4,
                "memory": 16_000_000_000,
                "disabled": False,
                "beta": False,
                "region": request.path["region"],
                "is_ha_required": False,
                "generation": "pop2",
                "instance_range": "",
                "available_volume_types": [],
            }
            for n in ("DB-DEV-S", "DB-GP-XS", "DB-POP2-4C-16G")
        ],
        "total_count": 3,
    }


def put_child(cloud: Cloud, kind: str, cls: Any, parent: str, name: str, given: Item) -> Item:
    """Store what is found by its name inside a database instance."""
    return cloud.add(kind, cls, given, {"instance_id": parent}, key=f"{parent}/{name}")
