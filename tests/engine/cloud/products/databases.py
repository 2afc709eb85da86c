"""Managed databases: instances, their certificate, and a volume that cannot shrink."""

import base64
from typing import Any

from ..calls import Answer, Item, Request, view
from ..refusals import invalid
from ..sdk import now, sdk_class
from ..store import Cloud, handler, shaper
from .database_catalogue import AUTO, ENGINES
from .database_endpoints import balanced, endpoint, holder_of

_STEP_BYTES = 5_000_000_000
_PASSWORD = "8 to 128 characters with an upper-case letter, a lower-case letter, a digit and a special character"


@handler("rdb", "create_instance")
def create_instance(cloud: Cloud, request: Request) -> Answer | None:
    body = request.body
    engine, _, major = body.get("engine", "").partition("-")
    if major not in ENGINES.get(engine, ()):
        raise invalid("engine", f"unknown engine {body.get('engine')}")
    if body.get("password") and not _is_strong(body["password"]):
        raise invalid("password", _PASSWORD)
    if (body.get("volume_size") or 0) % _STEP_BYTES:
        raise invalid("volume_size", "must be a multiple of 5 GB")
    return None


def _is_strong(password: str) -> bool:
    kinds = (str.isupper, str.islower, str.isdigit, lambda sign: not sign.isalnum())
    return len(password) >= 8 and all(any(map(kind, password)) for kind in kinds)


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
    item["endpoint"] = balanced(item)


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
    holder = holder_of(item["id"], item["name"])
    item["endpoints"] = [endpoint(cloud, asked, region, holder) for asked in wanted]
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
    item["read_replicas"] = [view(each) for each in cloud.all("rdb.ReadReplica", instance_id=item["id"])]
    return None


@handler("rdb", "get_instance_certificate")
def get_instance_certificate(cloud: Cloud, request: Request) -> Answer | None:
    item = cloud.need("rdb.Instance", request.path["instance_id"])
    inner = base64.b64encode(item["id"].encode()).decode()
    pem = f"-----BEGIN CERTIFICATE-----\n{inner}\n-----END CERTIFICATE-----\n"
    content = base64.b64encode(pem.encode()).decode()
    return 200, {"name": "ssl_certificate", "content_type": "application/x-pem-file", "content": content}


def put_child(cloud: Cloud, kind: str, cls: Any, parent: str, name: str, given: Item) -> Item:
    """Store what is found by its name inside a database instance."""
    return cloud.add(kind, cls, given, {"instance_id": parent}, key=f"{parent}/{name}")
