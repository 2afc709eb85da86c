"""Budgets and their alerts."""

from ..calls import Answer, Item, Request, view
from ..identities import ORGANIZATION
from ..store import Cloud, handler, shaper


def money(v):
    return v if isinstance(v, dict) else {"currency_code": "", "units": int(v), "nanos": 0}


@shaper("billing.Budget")
def shape_budget(cloud: Cloud, item: Item, request: Request) -> None:
    if request.body.get("consumption_limit") is not None:
        item["consumption_limit"] = money(request.body["consumption_limit"])
    item["organization_id"] = item["organization_id"] or request.body.get("organization_id") or ORGANIZATION


@handler("billing", "get_budget", "list_budgets")
def get_budget(cloud: Cloud, request: Request) -> Answer | None:
    for body in cloud.all("billing.Budget"):
        body["alerts"] = [view(a) for a in cloud.all("billing.BudgetAlert", _budget=body["id"])]
        for a in body["alerts"]:
            a["notifications"] = [
                view(n) for n in cloud.all("billing.BudgetAlertNotification") if n["_alert"] == a["id"]
            ]


@shaper("billing.BudgetAlert")
def shape_budget_alert(cloud: Cloud, item: Item, request: Request) -> None:
    item["_budget"] = request.body.get("budget_id") or item.get("_budget")


@shaper("billing.BudgetAlertNotification")
def shape_budget_alert_notification(cloud: Cloud, item: Item, request: Request) -> None:
    item["_alert"] = request.body.get("budget_alert_id") or item.get("_alert")
    for k, kind in (("email_addresses", "email"), ("sms_phone_numbers", "sms"), ("webhook_urls", "webhook")):
        if request.body.get(k):
            item.update(type=kind, recipients=request.body[k])
