"""Projects: a name is taken once in an organization, and a project goes only when it is empty."""

from ..calls import Answer, Item, Request
from ..identities import ORGANIZATION
from ..refusals import conflict, precondition
from ..sdk import Route
from ..store import Cloud, handler, shaper


@handler("account", "create_project")
def create_project(cloud: Cloud, request: Request) -> Answer | None:
    named = cloud.all("account.Project", name=request.body.get("name"))
    if any(each["organization_id"] == request.body.get("organization_id", ORGANIZATION) for each in named):
        raise conflict("project", "a Project with this name already exists in the Organization")
    return None


@shaper("account.Project")
def shape_project(cloud: Cloud, item: Item, request: Request) -> None:
    item["qualification"] = None
    item["organization_id"] = item["organization_id"] or request.body.get("organization_id") or ORGANIZATION


@handler("account", "delete_project")
def delete_project(cloud: Cloud, request: Request) -> Answer | None:
    project = request.path["project_id"]
    cloud.need("account.Project", project, "project_id")
    held = [f"bucket/{name}" for name, owner in cloud.bucket_projects.items() if owner == project]
    for kind, items in cloud.stored.items():
        held += [f"{kind}/{item['_key']}" for item in items.values() if _holds(project, kind, item)]
    if held:
        raise precondition("resource_still_in_use", f"the Project still has resources: {', '.join(sorted(held)[:5])}")
    return None


def _holds(project: str, kind: str, item: Item) -> bool:
    going = item.get("deletion_requested_at") or item.get("_gone")
    return kind != "account.Project" and project in (item.get("project_id"), item.get("project")) and not going


@handler("account", "metadata")
def metadata(cloud: Cloud, request: Request) -> Answer | None:
    """Asked by every chain of credentials, which goes on when there is none."""
    return 404, {"type": "not_found", "message": "resource is not found", "resource": "metadata"}


Cloud.more_routes.append(Route("account", "account.v3", "metadata", "GET", "/metadata"))
