"""What surrounds a server: security groups with the host's own rules, the catalogue of types and images, volumes of the old API."""

from typing import Any

from ..calls import Answer, Item, Request, view
from ..sdk import now, sdk_class
from ..store import Cloud, handler


def stored(cloud: Cloud, request: Request, kind: str, **more: Any) -> Item:
    """A new object of the old API, which names projects and dates in its own way."""
    cls = sdk_class(request.route.module, kind.split(".")[1])
    item = cloud.add(kind, cls, {**request.body, **more}, request.where)
    item.update(organization=cloud.organization(item.get("project")), creation_date=now(), modification_date=now())
    return item


@handler("instance", "create_security_group")
def create_security_group(cloud: Cloud, request: Request) -> Answer | None:
    item = stored(cloud, request, "instance.SecurityGroup")
    item.update(
        _rules=[],
        servers=[],
        state="available",
        description=request.body.get("description"),
        stateful=request.body.get("stateful") is not False,
        enable_default_security=request.body.get("enable_default_security") is not False,
    )
    return 201, {"security_group": view(item)}


BLOCK_SMTP = [
    {
        "id": f"11111111-2222-4333-8444-{n:012d}",
        "protocol": "TCP",
        "direction": "outbound",
        "ip_range": ip,
        "dest_ip_range": None,
        "dest_port_from": port,
        "dest_port_to": None,
        "position": n,
        "editable": False,
        "action": "drop",
    }
    for n, (ip, port) in enumerate([(i, p) for i in ("0.0.0.0/0", "::/0") for p in (25, 465, 587)], 1)
]


@handler("instance", "list_security_group_rules", "set_security_group_rules")
def list_security_group_rules(cloud: Cloud, request: Request) -> Answer | None:
    item = cloud.need("instance.SecurityGroup", request.path["security_group_id"], "instance_security_group")
    if request.route.name == "set_security_group_rules":
        item["_rules"] = [
            {
                "dest_ip_range": None,
                "dest_port_to": None,
                "dest_port_from": None,
                **x,
                "id": cloud.new_id("rule"),
                "position": n,
                "editable": True,
                "zone": request.path["zone"],
            }
            for n, x in enumerate(request.body.get("rules") or [], 1)
            if x.get("editable") is not False
        ]
    rules = item["_rules"] + (
        [{**x, "zone": request.path["zone"]} for x in BLOCK_SMTP] if item["enable_default_security"] else []
    )
    return 200, {"rules": rules if request.asked("page", "1") == "1" else [], "total_count": len(rules)}


TYPES = {
    "PLAY2-NANO": 2,
    "PRO2-XXS": 2,
    "PRO2-XS": 4,
    "PRO2-S": 8,
    "POP2-2C-8G": 2,
    "POP2-4C-16G": 4,
    "DEV1-S": 2,
    "GP1-XS": 4,
}


@handler("instance", "list_servers_types")
def list_servers_types(cloud: Cloud, request: Request) -> Answer | None:
    def row(n, cpu):
        vol = {"min_size": 0, "max_size": 0}
        net = {"internal_bandwidth": 700000000, "internet_bandwidth": 700000000}
        return {
            "alt_names": [],
            "arch": "x86_64",
            "ncpus": cpu,
            "ram": cpu * 4 * 2**30,
            "gpu": 0,
            "mig_profile": None,
            "volumes_constraint": vol,
            "per_volume_constraint": {"l_ssd": vol},
            "scratch_storage_max_size": 0,
            "scratch_storage_max_volumes_count": 0,
            "monthly_price": 1.0,
            "hourly_price": 0.1,
            "block_bandwidth": 131072000,
            "end_of_service": False,
            "capabilities": {
                "boot_types": ["local", "rescue"],
                "placement_groups": True,
                "block_storage": True,
                "hot_snapshots_local_volume": False,
                "private_network": 8,
                "max_file_systems": 0,
            },
            "network": {
                "ipv6_support": True,
                "sum_internal_bandwidth": 700000000,
                "sum_internet_bandwidth": 700000000,
                "interfaces": [net],
            },
        }

    return 200, {
        "servers": {n: row(n, cpu) for n, cpu in TYPES.items()} if request.asked("page", "1") == "1" else {},
        "total_count": len(TYPES),
    }


IMAGE = "4481c662-2357-432f-b0fd-dd6470c08c49"


@handler("marketplace", "list_local_images", "get_local_image")
def list_local_images(cloud: Cloud, request: Request) -> Answer | None:
    row = {
        "id": IMAGE,
        "arch": "x86_64",
        "zone": request.asked("zone", "fr-par-1"),
        "compatible_commercial_types": list(TYPES),
        "label": request.asked("image_label") or cloud.remembered.get("label", "ubuntu_jammy"),
        "type": request.asked("type", "instance_sbs"),
    }
    if row["type"].startswith("unknown"):
        row["type"] = "instance_sbs"
    cloud.remembered["label"] = row["label"]
    return 200, row if request.route.name == "get_local_image" else {"local_images": [row], "total_count": 1}


@handler("instance", "create_volume")
def create_volume(cloud: Cloud, request: Request) -> Answer | None:
    item = stored(cloud, request, "instance.Volume")
    item.update(state="available", server=None, export_uri=None, size=request.body.get("size") or 0)
    return 201, {"volume": view(item)}
