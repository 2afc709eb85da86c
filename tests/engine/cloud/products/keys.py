"""Key Manager: a key is protected unless it is made otherwise, and is scheduled for deletion, never gone at once."""

from ..calls import Answer, Item, Request, view
from ..refusals import invalid, precondition
from ..sdk import now
from ..store import Cloud, handler, shaper


@shaper("key_manager.Key")
def shape_key(cloud: Cloud, item: Item, request: Request) -> None:
    fn = request.route.name
    if fn == "create_key":
        external = request.body.get("origin") == "external"
        if not any((request.body.get("usage") or {}).values()):
            raise invalid("usage", "a usage with its algorithm is required")
        item.update(
            protected=not request.body.get("unprotected"),
            locked=False,
            origin="external" if external else "scaleway_kms",
            usage=request.body["usage"],
            state="pending_key_material" if external else "enabled",
            rotation_count=0 if external else 1,
            rotated_at=None if external else now(),
            protection_level=request.body.get("protection_level") or "software",
        )
    if fn == "rotate_key":
        item["rotation_count"] += 1
        item["rotated_at"] = now()
    if fn in ("protect_key", "unprotect_key"):
        item["protected"] = fn == "protect_key"
    if fn in ("enable_key", "disable_key", "import_key_material", "restore_key"):
        item["state"] = "disabled" if fn == "disable_key" else "enabled"
    if fn == "restore_key":
        item["deletion_requested_at"] = None
    pol = item.get("rotation_policy")
    if pol and pol.get("rotation_period"):
        secs = float(str(pol["rotation_period"]).rstrip("s"))
        pol["rotation_period"] = f"{int(secs)}s"
        if not 86400 <= secs <= 31536000:
            raise invalid("rotation_policy.rotation_period", "must be between 24 hours and 1 year")
        pol["next_rotation_at"] = (
            (request.body.get("rotation_policy") or {}).get("next_rotation_at")
            or pol.get("next_rotation_at")
            or now(secs)
        )


@handler("key_manager", "delete_key")
def delete_key(cloud: Cloud, request: Request) -> Answer | None:
    item = cloud.need("key_manager.Key", request.path["key_id"], "key")
    if item["protected"]:
        raise precondition("protected_resource", "cannot delete a protected key")
    item.update(state="scheduled_for_deletion", deletion_requested_at=now())
    return 204, None


@handler("key_manager", "list_keys")
def list_keys(cloud: Cloud, request: Request) -> Answer | None:
    if request.asked("scheduled_for_deletion") == "false":
        request.query.pop("scheduled_for_deletion")
        keys = [
            view(k)
            for k in cloud.all("key_manager.Key")
            if not k["deletion_requested_at"]
            and request.asked("project_id", k["project_id"]) == k["project_id"]
            and request.asked("name", k["name"]) == k["name"]
        ]
        return 200, {"keys": keys, "total_count": len(keys)}
    return None
