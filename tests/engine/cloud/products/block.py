"""Block volumes and snapshots."""

from ..calls import Item, Request
from ..store import Cloud, shaper


@shaper("block.Volume")
def shape_volume(cloud: Cloud, item: Item, request: Request) -> None:
    body = request.body
    if request.route.name == "create_volume":
        snap = body.get("from_snapshot") or {}
        size = (
            (body.get("from_empty") or {}).get("size")
            or snap.get("size")
            or (cloud.need("block.Snapshot", snap["snapshot_id"])["size"] if snap.get("snapshot_id") else 0)
        )
        item.update(size=size, parent_snapshot_id=snap.get("snapshot_id"), references=[])
    iops = body.get("perf_iops") or (item.get("specs") or {}).get("perf_iops") or 5000
    item.update(specs={"perf_iops": iops, "class": "sbs"}, type=f"sbs_{iops // 1000}k")


@shaper("block.Snapshot")
def shape_snapshot(cloud: Cloud, item: Item, request: Request) -> None:
    if request.route.name == "create_snapshot":
        v = cloud.need("block.Volume", request.body.get("volume_id"), "volume")
        item.update(
            parent_volume={k: v[k] for k in ("id", "name", "type", "status")},
            size=v["size"],
            references=[],
            public=False,
        )
        item["class"] = "sbs"
