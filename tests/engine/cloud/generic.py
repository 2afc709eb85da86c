"""What every product does with a call of a form: create, read, list, change. Which form a call has is read off the SDK's types."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .calls import Answer, Item, Request, view
from .refusals import not_found, over_quota
from .sdk import element, fields, is_list, is_object, merge, now, sdk_class, shaped, snake

if TYPE_CHECKING:
    from .store import Cloud

_NO_FILTERS = {"page", "page_size", "per_page", "order_by", "order", "origin"}
_CREATES = ("create", "add", "register")


@dataclass(frozen=True)
class Answered:
    """What a route answers with: the type, the field of it that holds the objects, and the type of those."""

    cls: Any
    slot: str | None
    item: Any


def generic(cloud: "Cloud", request: Request) -> Answer:
    """What every product does with a call of this form."""
    if request.route.method == "DELETE":
        return cloud.delete(request, request.ids[-1] if request.ids else "")
    said = _answered(request)
    _refuse_unknown_parents(cloud, request)
    if request.route.method == "GET":
        return _read(cloud, request, said)
    kind = f"{request.route.product}.{said.item.__name__}" if said.item else None
    verb = request.route.name.lstrip("_").split("_")[0]
    target = _target(cloud, request, kind, creates=verb in _CREATES)
    if _is_creation(request, verb, target, said):
        return _create(cloud, request, said, kind)
    if target is not None:
        _change(cloud, target, request)
        return (200, _render(target, said)) if said.cls else (204, None)
    if request.ids:
        raise not_found(snake(request.route.parameters[-1].removesuffix("_id")), request.ids[-1])
    return (200, view(shaped(request.body, said.cls))) if said.cls else (204, None)


def _refuse_unknown_parents(cloud: "Cloud", request: Request) -> None:
    own = request.route.parameters[-1] if request.ends_in_id else ""
    for name, value in {**request.path, **request.body}.items():
        if name in cloud.parents and name != own and isinstance(value, str) and value:
            cloud.need(cloud.parents[name], value)


def _target(cloud: "Cloud", request: Request, kind: str | None, *, creates: bool) -> Item | None:
    if not request.ids or not kind:
        return None
    found = cloud.find(request.ids[-1], kind)[1]
    return found if found is not None or creates else cloud.find(request.ids[-1])[1]


def _create(cloud: "Cloud", request: Request, said: Answered, kind: str | None) -> Answer:
    if kind is None:
        return 204, None
    counted = [item for item in cloud.all(kind) if not item.get("deletion_requested_at")]
    if kind in cloud.limits and len(counted) >= cloud.limits[kind]:
        raise over_quota(kind.split(".")[1].lower(), cloud.limits[kind])
    item = cloud.add(kind, said.item, request.body, request.path)
    cloud.shape_up(item, request)
    cloud.settle(item)
    return 200, _render(item, said)


def _read(cloud: "Cloud", request: Request, said: Answered) -> Answer:
    if said.cls is None:
        return 200, {}
    many = said.slot and is_list(fields(said.cls)[said.slot]) and not request.ends_in_id
    if request.route.name.startswith("list_") or many:
        return 200, _listing(cloud, request, said)
    item = cloud.find(request.ids[-1])[1] if request.ids else None
    if item is None or not cloud.tick(item):
        raise not_found(snake(said.item.__name__), request.ids[-1] if request.ids else "")
    return 200, _render(item, said)


def _change(cloud: "Cloud", item: Item, request: Request) -> None:
    before = {**item, "updated_at": None}
    merge(item, request.body, cloud.classes[item["_kind"]])
    _switch(item, request.route.path.rsplit("/", 1)[-1])
    if "updated_at" in item:
        item["updated_at"] = now()
    cloud.shape_up(item, request)
    life = cloud.lives.get(item["_kind"])
    if life and before != {**item, "updated_at": None}:
        cloud.settle(item, life.changing)


def _listing(cloud: "Cloud", request: Request, said: Answered) -> Item:
    kind = f"{request.route.product}.{said.item.__name__}"
    items = [item for item in cloud.all(kind) if _inside(item, request.path)]
    for name, values in request.query.items():
        wanted = [value for value in values if value and not value.startswith("unknown")]
        if wanted and name not in _NO_FILTERS:
            items = [item for item in items if _passes(item, name, wanted)]
    for item in list(items):
        cloud.tick(item)
    shown = [view(item) for item in items if not item.get("_gone")] if request.first_page else []
    answer = shaped({}, said.cls)
    if said.slot:
        answer[said.slot] = shown
    if "total_count" in answer:
        answer["total_count"] = len(shown)
    return answer


def _render(item: Item, said: Answered) -> Item:
    if said.cls is None or said.cls.__name__ == item["_kind"].split(".")[1]:
        return view(item)
    if said.slot and not is_list(fields(said.cls)[said.slot]):
        return {**shaped({}, said.cls), said.slot: view(item)}
    return view(shaped(item, said.cls))


def _answered(request: Request) -> Answered:
    cls = sdk_class(request.route.module, request.route.answer)
    if cls is None:
        return Answered(None, None, None)
    inner = fields(cls)
    if "id" in inner or "access_key" in inner:
        return Answered(cls, None, cls)
    for name, hint in inner.items():
        each = element(hint)
        named = is_object(each) and {"id", "name", "access_key"} & set(fields(each))
        if named or (is_object(each) and request.route.name.startswith("list_")):
            return Answered(cls, name, each)
    return Answered(cls, None, cls)


def _is_creation(request: Request, verb: str, target: Item | None, said: Answered) -> bool:
    if verb in _CREATES:
        return target is None or not request.ends_in_id
    posted = not request.ids and request.route.method == "POST"
    return bool(posted and said.item and "id" in fields(said.item))


def _switch(item: Item, verb: str) -> None:
    """`.../enable-routing` sets `routing_enabled`."""
    for word, value in (("enable-", True), ("disable-", False)):
        name = verb.removeprefix(word).replace("-", "_") + "_enabled"
        if verb.startswith(word) and name in item:
            item[name] = value


def _inside(item: Item, path: dict[str, str]) -> bool:
    known = {**item["_path"], **item}
    return all(known[name] == value for name, value in path.items() if name in known)


def _passes(item: Item, name: str, wanted: list[str]) -> bool:
    if name == "tags":
        return set(wanted) <= set(item.get("tags") or [])
    field = name[:-1] if name.endswith("_ids") else name
    if field == "organization_id" or field not in item:
        return True
    return str(item[field]).lower() in [value.lower() for value in wanted]
