"""What managed databases are offered: engines with their settings, and sizes."""

from ..calls import Answer, Item, Request
from ..refusals import invalid
from ..store import Cloud, handler

ENGINES = {"PostgreSQL": ("14", "15", "16", "17"), "MySQL": ("8",)}

AUTO = {
    "effective_cache_size": "1300",
    "maintenance_work_mem": "150",
    "max_connections": "100",
    "max_parallel_workers": "0",
    "max_parallel_workers_per_gather": "0",
    "work_mem": "4",
}
"""Settings that the host derives from the size of a node where nobody sets any."""

_SETTINGS = (
    *AUTO,
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
)
_NODE_TYPES = ("DB-DEV-S", "DB-GP-XS", "DB-POP2-4C-16G")


@handler("rdb", "set_instance_settings", "add_instance_settings", "delete_instance_settings")
def set_instance_settings(cloud: Cloud, request: Request) -> Answer | None:
    item, given = cloud.need("rdb.Instance", request.path["instance_id"]), request.body.get("settings") or []
    unknown = [setting["name"] for setting in given if setting["name"] not in _SETTINGS]
    if unknown:
        raise invalid("settings", f"unknown settings {unknown}")
    gone = {setting["name"] for setting in given} | set(request.body.get("setting_names") or [])
    kept = [setting for setting in item["settings"] if setting["name"] not in gone]
    item["settings"] = given if request.route.name == "set_instance_settings" else kept + given
    return 200, {"settings": item["settings"]}


@handler("rdb", "list_database_engines")
def list_database_engines(cloud: Cloud, request: Request) -> Answer | None:
    region = request.path["region"]
    rows = [
        {"name": engine, "logo_url": "", "region": region, "versions": [_version(engine, each) for each in versions]}
        for engine, versions in ENGINES.items()
    ]
    return 200, {"engines": rows if request.first_page else [], "total_count": len(rows)}


def _version(engine: str, version: str) -> Item:
    return {
        "version": version,
        "name": f"{engine}-{version}",
        "end_of_life": "2030-01-01T00:00:00Z",
        "disabled": False,
        "beta": False,
        "available_settings": [_setting(name) for name in _SETTINGS],
        "available_init_settings": [],
    }


def _setting(name: str) -> Item:
    bounds = dict.fromkeys(("unit", "string_constraint", "int_min", "int_max", "float_min", "float_max"))
    return {
        "name": name,
        "default_value": AUTO.get(name, "0"),
        "hot_configurable": True,
        "description": name,
        "property_type": "STRING",
        **bounds,
    }


@handler("rdb", "list_node_types")
def list_node_types(cloud: Cloud, request: Request) -> Answer | None:
    rows = [_node_type(name, request.path["region"]) for name in _NODE_TYPES]
    return 200, {"node_types": rows, "total_count": len(rows)}


def _node_type(name: str, region: str) -> Item:
    return {
        "name": name,
        "stock_status": "available",
        "description": name,
        "vcpus": 4,
        "memory": 16_000_000_000,
        "disabled": False,
        "beta": False,
        "region": region,
        "is_ha_required": False,
        "generation": "pop2",
        "instance_range": "",
        "available_volume_types": [],
    }
