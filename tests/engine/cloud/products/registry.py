"""Container registries: their names are global to a region."""

from ..calls import Item, Request
from ..refusals import conflict
from ..store import Cloud, shaper


@shaper("registry.Namespace")
def shape_namespace(cloud: Cloud, item: Item, request: Request) -> None:
    if request.route.name != "create_namespace":
        return
    if any(each is not item and each["name"] == item["name"] for each in cloud.all("registry.Namespace")):
        cloud.drop(item)
        raise conflict("namespace", "the name is taken (registry names are global to the region)")
    item["endpoint"] = f"rg.{request.path['region']}.scw.cloud/{item['name']}"
