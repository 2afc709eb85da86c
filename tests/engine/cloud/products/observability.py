"""Cockpit: sources, tokens shown once, the alert manager of a project."""

from ..calls import Answer, Item, Request, view
from ..generic import generic
from ..store import Cloud, handler, shaper


@shaper("cockpit.DataSource")
def shape_data_source(cloud: Cloud, item: Item, request: Request) -> None:
    item.update(
        origin="custom",
        synchronized_with_grafana=False,
        current_month_usage=0,
        url=f"https://{item['id']}.{item['type']}.cockpit.{request.path['region']}.scw.cloud",
    )


@handler("cockpit", "create_token")
def create_token(cloud: Cloud, request: Request) -> Answer | None:
    """The secret key is in this answer, and in no other."""
    status, made = generic(cloud, request)
    return status, {**made, "secret_key": cloud.new_id("cockpit")}


@shaper("cockpit.Token")
def shape_token(cloud: Cloud, item: Item, request: Request) -> None:
    item["scopes"] = request.body.get("token_scopes") or item["scopes"]
    item["secret_key"] = None


@handler(
    "cockpit",
    "get_alert_manager",
    "enable_alert_manager",
    "disable_alert_manager",
    "enable_managed_alerts",
    "disable_managed_alerts",
)
def get_alert_manager(cloud: Cloud, request: Request) -> Answer | None:
    pid = request.body.get("project_id") or request.asked("project_id")
    cloud.need("account.Project", pid, "project")
    am = cloud.kind("cockpit.AlertManager").setdefault(
        f"{request.path['region']}/{pid}",
        {
            "alert_manager_enabled": False,
            "managed_alerts_enabled": False,
            "alert_manager_url": None,
            "region": request.path["region"],
            "_contacts": [],
            "_rules": [],
            "_kind": "cockpit.AlertManager",
            "_key": "",
            "_path": {},
        },
    )
    fn = request.route.name
    if fn.endswith("alert_manager") and not fn.startswith("get"):
        am["alert_manager_enabled"] = fn.startswith("enable")
        am["alert_manager_url"] = (
            f"https://{pid}.alertmanager.cockpit.{request.path['region']}.scw.cloud"
            if fn.startswith("enable")
            else None
        )
    if fn.endswith("managed_alerts"):
        am["managed_alerts_enabled"] = fn.startswith("enable")
    return 200, view(am)


def manager(cloud: Cloud, request: Request) -> Answer | None:
    return cloud.need(
        "cockpit.AlertManager",
        f"{request.path['region']}/{request.body.get('project_id') or request.asked('project_id')}",
    )


@handler("cockpit", "create_contact_point", "list_contact_points", "update_contact_point", "delete_contact_point")
def create_contact_point(cloud: Cloud, request: Request) -> Answer | None:
    am, fn = manager(cloud, request), request.route.name
    if fn == "list_contact_points":
        pts = am["_contacts"]
        return 200, {
            "contact_points": pts if request.asked("page", "1") == "1" else [],
            "has_additional_receivers": False,
            "has_additional_contact_points": False,
            "total_count": len(pts),
        }
    if fn == "delete_contact_point":
        am["_contacts"] = [p for p in am["_contacts"] if p["email"] != request.body.get("email")]
        return 204, None
    p = {
        "email": request.body.get("email"),
        "region": request.path["region"],
        "send_resolved_notifications": request.body.get("send_resolved_notifications") is not False,
    }
    am["_contacts"] = [x for x in am["_contacts"] if x["email"] != p["email"]] + [p]
    return 200, p


@handler("cockpit", "enable_alert_rules", "disable_alert_rules", "list_alerts")
def enable_alert_rules(cloud: Cloud, request: Request) -> Answer | None:
    am, ids = manager(cloud, request), request.body.get("rule_ids") or []
    if request.route.name == "list_alerts":
        rows = [
            {
                "region": request.path["region"],
                "preconfigured": True,
                "name": i,
                "rule": "",
                "duration": "",
                "rule_status": "enabled",
                "enabled": True,
                "annotations": {},
                "state": None,
                "preconfigured_data": {
                    "preconfigured_rule_id": i,
                    "display_name": i,
                    "display_description": "",
                    "product_name": "",
                    "product_family": "",
                },
                "data_source_id": "",
            }
            for i in am["_rules"]
        ]
        return 200, {"alerts": rows if request.asked("page", "1") == "1" else [], "total_count": len(rows)}
    on = request.route.name == "enable_alert_rules"
    am["_rules"] = sorted(set(am["_rules"]) | set(ids)) if on else [i for i in am["_rules"] if i not in ids]
    return 200, {"enabled_rule_ids" if on else "disabled_rule_ids": ids}
