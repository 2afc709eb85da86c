"""Secret Manager: versions are numbered and never used again."""

import base64
import zlib

from ..calls import Answer, Item, Request, view
from ..refusals import conflict, invalid, not_found, over_quota, precondition
from ..sdk import now, sdk_class, shaped
from ..store import Cloud, handler, shaper
from .tables import PER_SECRET


@handler("secret", "create_secret")
def create_secret(cloud: Cloud, request: Request) -> Answer | None:
    if any(
        s["name"] == request.body.get("name")
        and s["path"] == (request.body.get("path") or "/")
        and s["project_id"] == request.body.get("project_id")
        and not s["deletion_requested_at"]
        for s in cloud.all("secret.Secret")
    ):
        raise conflict("secret", "a secret with this name and path already exists in the Project")
    if request.body.get("key_id"):
        cloud.need("key_manager.Key", request.body["key_id"], "key")


@shaper("secret.Secret")
def shape_secret(cloud: Cloud, item: Item, request: Request) -> None:
    item["type"], item["path"], item["used_by"] = (
        item["type"] if item["type"] not in ("", "unknown_type") else "opaque",
        item["path"] or "/",
        [],
    )
    if request.route.name == "create_secret":
        item.update(
            type=request.body.get("type") or "opaque",
            description=request.body.get("description"),
            managed=False,
            protected=bool(request.body.get("protected")),
            _versions={},
        )
    if request.route.name in ("protect_secret", "unprotect_secret"):
        item["protected"] = request.route.name == "protect_secret"


@handler("secret", "delete_secret")
def delete_secret(cloud: Cloud, request: Request) -> Answer | None:
    item = cloud.need("secret.Secret", request.path["secret_id"])
    if item["protected"]:
        raise precondition("protected_resource", "cannot delete a protected secret")
    item["deletion_requested_at"] = now()
    cloud.drop(item)
    return 204, None


def version(cloud: Cloud, request: Request) -> Answer | None:
    vs = cloud.need("secret.Secret", request.path["secret_id"])["_versions"]
    live = [n for n, v in vs.items() if v["status"] in ("enabled", "disabled")]
    rev = request.path["revision"]
    n = (
        max([n for n in live if rev == "latest" or vs[n]["status"] == "enabled"], default=0)
        if rev.startswith("latest")
        else int(rev)
        if rev.isdigit()
        else 0
    )
    if n not in vs:
        raise not_found("secret_version", rev)
    return vs[n]


@handler("secret", "create_secret_version")
def create_secret_version(cloud: Cloud, request: Request) -> Answer | None:
    s = cloud.need("secret.Secret", request.path["secret_id"])
    vs = s["_versions"]
    if len(vs) >= PER_SECRET:
        raise over_quota("secret_versions", PER_SECRET)
    if len(base64.b64decode(request.body.get("data") or "")) > 65536:
        raise invalid("data", "a version is at most 64 KiB")
    n = s["_last"] = s.get("_last", 0) + 1
    for v in vs.values():
        v["latest"] = False
        if request.body.get("disable_previous"):
            v["status"] = "disabled"
    v = shaped(
        {
            "revision": n,
            "secret_id": s["id"],
            "status": "enabled",
            "latest": True,
            "description": request.body.get("description"),
            "created_at": now(),
            "updated_at": now(),
            "region": request.path["region"],
        },
        sdk_class(request.route.module, "SecretVersion"),
    )
    vs[n] = {**v, "region": request.path["region"], "_data": request.body.get("data")}
    s["version_count"] = len(vs)
    return 200, view(vs[n])


@handler("secret", "get_secret_version", "update_secret_version", "enable_secret_version", "disable_secret_version")
def get_secret_version(cloud: Cloud, request: Request) -> Answer | None:
    v = version(cloud, request)
    if request.route.name.startswith(("enable", "disable")):
        v["status"] = request.route.name.split("_")[0] + "d"
    v.update({k: x for k, x in request.body.items() if x is not None})
    return 200, view(v)


@handler("secret", "access_secret_version")
def access_secret_version(cloud: Cloud, request: Request) -> Answer | None:
    v = version(cloud, request)
    if v["status"] != "enabled":
        raise precondition("resource_not_usable", "the version is disabled")
    return 200, {
        "secret_id": v["secret_id"],
        "revision": v["revision"],
        "data": v["_data"],
        "data_crc32": zlib.crc32(base64.b64decode(v["_data"] or "")),
        "type": cloud.need("secret.Secret", v["secret_id"])["type"],
    }


@handler("secret", "list_secret_versions")
def list_secret_versions(cloud: Cloud, request: Request) -> Answer | None:
    vs = [view(v) for v in reversed(list(cloud.need("secret.Secret", request.path["secret_id"])["_versions"].values()))]
    return 200, {"versions": vs if request.asked("page", "1") == "1" else [], "total_count": len(vs)}


@handler("secret", "delete_secret_version")
def delete_secret_version(cloud: Cloud, request: Request) -> Answer | None:
    v, s = version(cloud, request), cloud.need("secret.Secret", request.path["secret_id"])
    s["_versions"].pop(v["revision"])
    s["version_count"] = len(s["_versions"])
    return 204, None
