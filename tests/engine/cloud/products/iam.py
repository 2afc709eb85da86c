"""IAM: who there is and what they may. Stored, not enforced, except that a key's owner decides about a bucket."""

import hashlib
from collections.abc import Iterator, Sequence
from typing import Any

from ..calls import Answer, Item, Request, view
from ..generic import generic
from ..identities import PROJECT
from ..refusals import conflict, invalid, not_found
from ..sdk import merge, sdk_class, shaped
from ..store import Cloud, handler, shaper

_OF_ORGANIZATIONS = (
    *("IAM", "Organization", "ProjectManager", "ProjectReadOnly", "Billing", "AuditTrail", "SupportTicket"),
    *("EnvironmentalFootprint", "Annotations"),
)
"""How the names of permission sets begin that are given on an organization, not on projects."""

_PRINCIPALS = ("user_id", "group_id", "application_id", "no_principal")


def _rules(cloud: Cloud, rules: Sequence[dict[str, Any]] | None) -> Iterator[Item]:
    for number, rule in enumerate(rules or []):
        yield {**shaped(_checked(cloud, number, rule), sdk_class("iam.v1alpha1", "Rule")), "id": cloud.new_id("rule")}


def _checked(cloud: Cloud, number: int, rule: dict[str, Any]) -> dict[str, Any]:
    sets = rule.get("permission_set_names") or []
    wide = [name for name in sets if name.startswith(_OF_ORGANIZATIONS)]
    if wide and len(wide) != len(sets):
        why = "all permission sets of a rule must have the same scope type (organization or projects)"
        raise invalid(f"rules[{number}].permission_set_names", why)
    if wide and rule.get("project_ids"):
        why = "organization-scoped permission sets cannot be given on projects"
        raise invalid(f"rules[{number}].project_ids", why)
    if bool(rule.get("project_ids")) == bool(rule.get("organization_id")):
        raise invalid(f"rules[{number}]", "exactly one of project_ids and organization_id is required")
    for project in rule.get("project_ids") or []:
        cloud.need("account.Project", project, "project")
    return {"permission_sets_scope_type": "organization" if wide else "projects", **rule}


@handler("iam", "create_policy")
def create_policy(cloud: Cloud, request: Request) -> Answer | None:
    if sum(bool(request.body.get(name)) for name in _PRINCIPALS) != 1:
        raise invalid("principal", "exactly one principal is required")
    request.body["_rules"] = list(_rules(cloud, request.body.get("rules")))
    return None


@shaper("iam.Policy")
def shape_policy(cloud: Cloud, item: Item, request: Request) -> None:
    if request.body.get("_rules") is not None:
        item["_rules"] = request.body["_rules"]
    if request.route.name == "update_policy":
        for name in _PRINCIPALS:
            if request.body.get(name):
                item.update({other: None for other in _PRINCIPALS if other != name})
    item.update(nb_rules=len(item.get("_rules", [])), editable=True, deletable=True, managed=False)


@handler("iam", "set_rules")
def set_rules(cloud: Cloud, request: Request) -> Answer | None:
    item = cloud.need("iam.Policy", request.body.get("policy_id"))
    item["_rules"] = list(_rules(cloud, request.body.get("rules")))
    item["nb_rules"] = len(item["_rules"])
    return 200, {"rules": item["_rules"]}


@handler("iam", "list_rules")
def list_rules(cloud: Cloud, request: Request) -> Answer | None:
    rules = cloud.need("iam.Policy", request.asked("policy_id"))["_rules"]
    return 200, {"rules": rules, "total_count": len(rules)}


@shaper("iam.Application", "iam.Group")
def shape_application(cloud: Cloud, item: Item, request: Request) -> None:
    item.update(editable=True, deletable=True, managed=False)


@shaper("iam.User")
def shape_user(cloud: Cloud, item: Item, request: Request) -> None:
    if request.route.name != "create_user":
        return
    member = request.body.get("member") or {}
    merge(item, member, cloud.classes["iam.User"])
    item.update(type="member", deletable=True, status="activated", mfa=False, two_factor_enabled=False)
    item.update(last_login_at=None, locked=False, locale=member.get("locale") or "en_US", account_root_user_id="")
    if any(other is not item for other in cloud.all("iam.User", email=item["email"])):
        cloud.drop(item)
        raise conflict("user", "email is already used")


@handler("iam", "add_group_member", "remove_group_member", "add_group_members", "set_group_members")
def change_members(cloud: Cloud, request: Request) -> Answer | None:
    group = cloud.need("iam.Group", request.path["group_id"])
    for kind, one in (("iam.User", "user_id"), ("iam.Application", "application_id")):
        many = f"{one}s"
        given = [*([request.body[one]] if request.body.get(one) else []), *(request.body.get(many) or [])]
        for ident in given:
            cloud.need(kind, ident)
        if request.route.name == "set_group_members":
            group[many] = list(given)
        elif request.route.name == "remove_group_member":
            _remove(group[many], given)
        else:
            group[many] += [ident for ident in given if ident not in group[many]]
    return 200, view(group)


def _remove(members: list[str], given: Sequence[str]) -> None:
    for ident in given:
        if ident not in members:
            raise not_found("", ident)
        members.remove(ident)


@handler("iam", "create_api_key")
def create_api_key(cloud: Cloud, request: Request) -> Answer | None:
    """The secret key is in this answer, and in no other."""
    if bool(request.body.get("application_id")) == bool(request.body.get("user_id")):
        raise invalid("bearer", "exactly one of application_id and user_id is required")
    access_key = "SCW" + hashlib.sha256(cloud.new_id("access").encode()).hexdigest()[:17].upper()
    made = generic(
        cloud, Request(request.route, request.path, request.query, {**request.body, "access_key": access_key})
    )
    return 200, {**made[1], "secret_key": cloud.new_id("secret")}


@shaper("iam.APIKey")
def shape_api_key(cloud: Cloud, item: Item, request: Request) -> None:
    item["default_project_id"] = item["default_project_id"] or PROJECT
    item.update(creation_ip="127.0.0.1", secret_key=None, editable=True, deletable=True, managed=False)


@handler("iam", "get_api_key")
def get_api_key(cloud: Cloud, request: Request) -> Answer | None:
    key = view(cloud.need("iam.APIKey", request.path["access_key"], "access_key"))
    return 200, {**key, "secret_key": None}


@shaper("iam.SSHKey")
def shape_ssh_key(cloud: Cloud, item: Item, request: Request) -> None:
    item["public_key"] = " ".join(item["public_key"].split()[:2])  # the API drops the comment
    item["fingerprint"] = "256 MD5:00:11:22:33 (ssh-ed25519)"
