"""The emulated cloud: objects by kind, and what creating, reading, changing and deleting them means for all of them alike.

What one product does otherwise is in `products`, registered here by `handler` and `shaper`.
"""

import copy
import hashlib
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

from .refusals import Refused, not_found, over_quota, precondition
from .sdk import (
    Route,
    default,
    element,
    fields,
    is_list,
    is_object,
    merge,
    now,
    routes,
    sdk_class,
    shaped,
    snake,
)

Item = dict[str, Any]
Answer = tuple[int, Any]

_NO_FILTERS = {"page", "page_size", "per_page", "order_by", "order", "origin"}
_CREATES = ("create", "add", "register")
_PLACES = ("region", "zone")


@dataclass(frozen=True)
class Request:
    """A call: its route, the parameters of its path, its query (every value a list) and its JSON body."""

    route: Route
    path: dict[str, str]
    query: dict[str, list[str]]
    body: dict[str, Any]

    def asked(self, name: str, otherwise: Any = None) -> Any:
        """The first value of a query parameter."""
        return self.query.get(name, [otherwise])[0]

    @property
    def where(self) -> dict[str, str]:
        """The region or the zone in the path."""
        return {name: value for name, value in self.path.items() if name in _PLACES}

    @property
    def ids(self) -> list[str]:
        """The ids in the path, outermost first."""
        return [value for name, value in self.path.items() if name not in _PLACES]

    @property
    def ends_in_id(self) -> bool:
        """Whether the path names one object, not a collection or a verb."""
        return self.route.path.endswith("}")

    @property
    def first_page(self) -> bool:
        """Whether a list is asked from its beginning; everything is on the first page."""
        return self.asked("page", "1") in ("1", "0", "")


@dataclass(frozen=True)
class Life:
    """How an object shows its state: the field, while it is created, once it is ready, while it is deleted."""

    field: str
    creating: str
    ready: str
    deleting: str | None = None
    changing: str = ""


@dataclass(frozen=True)
class _Answered:
    """What a route answers with: the type, the field of it that holds the objects, and the type of those."""

    cls: Any
    slot: str | None
    item: Any


class Cloud:
    """What is stored, and what is answered.

    With `polls` greater than nought, an object shows its transient state that many times before it is ready or gone.
    """

    more_routes: ClassVar[list[Route]] = []
    handlers: ClassVar[dict[tuple[str, str], Callable[["Cloud", Request], Answer | None]]] = {}
    shapers: ClassVar[dict[str, Callable[["Cloud", Item, Request], None]]] = {}
    lives: ClassVar[dict[str, Life]] = {}
    blocks: ClassVar[dict[str, list[tuple[str, str, str]]]] = {}
    cascades: ClassVar[dict[str, list[tuple[str, str]]]] = {}
    parents: ClassVar[dict[str, str]] = {}
    limits: ClassVar[dict[str, int]] = {}
    when_gone: ClassVar[list[Callable[["Cloud", Item], None]]] = []

    def __init__(self, polls: int = 0) -> None:
        self.polls = polls
        self._table: dict[tuple[str, int, str], list[Route]] = {}
        for route in (*routes(), *self.more_routes):
            self._table.setdefault(_row(route.method, route.path), []).append(route)
        for row in self._table.values():  # literal segments first
            row.sort(key=lambda route: (route.path.count("{"), route.path))
        self.stored: dict[str, dict[str, Item]] = {}
        self.classes: dict[str, Any] = {}
        self.remembered: dict[str, Any] = {}
        self.bucket_projects: dict[str, str] = {}
        self.bucket_policies: dict[str, Item] = {}
        self._serial = 0

    def kind(self, kind: str) -> dict[str, Item]:
        """Objects of a kind by key."""
        return self.stored.setdefault(kind, {})

    def all(self, kind: str, **equal: Any) -> list[Item]:
        """Objects of a kind that are not on their way out."""
        live = (item for item in self.kind(kind).values() if not item.get("_gone"))
        return [item for item in live if all(item.get(name) == value for name, value in equal.items())]

    def find(self, ident: str, kind: str | None = None) -> tuple[str | None, Item | None]:
        """An object by its key, with its kind."""
        for each, items in self.stored.items():
            if kind in (None, each) and ident in items:
                return each, items[ident]
        return None, None

    def need(self, kind: str, ident: Any, label: str = "") -> Item:
        """An object by its key, or 404."""
        item = self.kind(kind).get(ident)
        if item is None:
            raise not_found(label or snake(kind.split(".")[1]), ident)
        return item

    def new_id(self, seed: str = "") -> str:
        """An id that no other object has; the same in every run that does the same."""
        self._serial += 1
        return str(uuid.UUID(bytes=hashlib.sha256(f"{seed}{self._serial}".encode()).digest()[:16], version=4))

    def organization(self, project_id: Any) -> str:
        """The organization of a project."""
        project = self.kind("account.Project").get(project_id)
        return project["organization_id"] if project else self.remembered.get("organization", "")

    def add(
        self, kind: str, cls: Any, given: Item, where: dict[str, str] | None = None, *, key: str = "", ident: str = ""
    ) -> Item:
        """Store a new object. `key` is what it is found by where that is not its id, `ident` an id that is kept."""
        given = {**(where or {}), **given}
        self.classes[kind] = cls
        item: Item = {
            name: shaped(given[name], hint) if name in given else default(hint) for name, hint in fields(cls).items()
        }
        merge(item, given, cls)
        if "id" in item:
            item["id"] = ident or self.new_id(kind)
        item.update({name: now() for name in ("created_at", "updated_at") if name in item})
        if "organization_id" in item and not given.get("organization_id"):
            item["organization_id"] = self.organization(item.get("project_id"))
        item["_kind"], item["_path"] = kind, dict(where or {})
        item["_key"] = key or item.get("id") or item.get("access_key") or item.get("name") or ""
        self.kind(kind)[item["_key"]] = item
        return item

    def drop(self, item: Item) -> None:
        """Forget an object and what vanishes with it."""
        for kind, field in self.cascades.get(item["_kind"], ()):
            for child in self.all(kind):
                if item["_key"] in (child.get(field), child["_path"].get(field)):
                    self.drop(child)
        self.kind(item["_kind"]).pop(item["_key"], None)
        for told in self.when_gone:
            told(self, item)

    def settle(self, item: Item, phase: str = "") -> None:
        """Begin a transient state, or be ready at once."""
        life = self.lives.get(item["_kind"])
        if not life:
            return
        if self.polls and (phase or life.creating):
            item[life.field], item["_wait"], item["_final"] = phase or life.creating, self.polls, life.ready
        else:
            item[life.field] = life.ready

    def tick(self, item: Item) -> bool:
        """One look at an object that is on its way; whether it is still there."""
        if item.get("_wait"):
            item["_wait"] -= 1
        elif item.get("_gone"):
            self.drop(item)
            return False
        elif "_final" in item:
            item[self.lives[item["_kind"]].field] = item.pop("_final")
        return True

    def handle(self, method: str, path: str, query: dict[str, list[str]], body: dict[str, Any]) -> Answer:
        """The answer to a call."""
        for route in self._table.get(_row(method, path), ()):
            match = route.pattern.match(path)
            if match:
                parameters = dict(zip(route.parameters, match.groups(), strict=True))
                return self._answer(Request(route, parameters, query, body))
        return 501, {"message": f"the emulation has no route for {method} {path}", "type": "not_implemented"}

    def _answer(self, request: Request) -> Answer:
        special = self.handlers.get((request.route.product, request.route.name))
        try:
            answer = special(self, request) if special else None
            return answer if answer is not None else self.generic(request)
        except Refused as refused:
            return refused.status, refused.body

    def generic(self, request: Request) -> Answer:
        """What every product does with a call of this form."""
        if request.route.method == "DELETE":
            return self.delete(request, request.ids[-1] if request.ids else "")
        said = _answered(request)
        self._refuse_unknown_parents(request)
        if request.route.method == "GET":
            return self._read(request, said)
        kind = f"{request.route.product}.{said.item.__name__}" if said.item else None
        verb = request.route.name.lstrip("_").split("_")[0]
        target = self._target(request, kind, creates=verb in _CREATES)
        if _is_creation(request, verb, target, said):
            return self._create(request, said, kind)
        if target is not None:
            self._change(target, request)
            return (200, self._render(target, said)) if said.cls else (204, None)
        if request.ids:
            raise not_found(snake(request.route.parameters[-1].removesuffix("_id")), request.ids[-1])
        return (200, view(shaped(request.body, said.cls))) if said.cls else (204, None)

    def _refuse_unknown_parents(self, request: Request) -> None:
        own = request.route.parameters[-1] if request.ends_in_id else ""
        for name, value in {**request.path, **request.body}.items():
            if name in self.parents and name != own and isinstance(value, str) and value:
                self.need(self.parents[name], value)

    def _target(self, request: Request, kind: str | None, *, creates: bool) -> Item | None:
        if not request.ids or not kind:
            return None
        found = self.find(request.ids[-1], kind)[1]
        return found if found is not None or creates else self.find(request.ids[-1])[1]

    def _create(self, request: Request, said: _Answered, kind: str | None) -> Answer:
        if kind is None:
            return 204, None
        counted = [item for item in self.all(kind) if not item.get("deletion_requested_at")]
        if kind in self.limits and len(counted) >= self.limits[kind]:
            raise over_quota(kind.split(".")[1].lower(), self.limits[kind])
        item = self.add(kind, said.item, request.body, request.path)
        self.shape_up(item, request)
        self.settle(item)
        return 200, self._render(item, said)

    def _read(self, request: Request, said: _Answered) -> Answer:
        if said.cls is None:
            return 200, {}
        many = said.slot and is_list(fields(said.cls)[said.slot]) and not request.ends_in_id
        if request.route.name.startswith("list_") or many:
            return 200, self._listing(request, said)
        item = self.find(request.ids[-1])[1] if request.ids else None
        if item is None or not self.tick(item):
            raise not_found(snake(said.item.__name__), request.ids[-1] if request.ids else "")
        return 200, self._render(item, said)

    def _change(self, item: Item, request: Request) -> None:
        before = {**item, "updated_at": None}
        merge(item, request.body, self.classes[item["_kind"]])
        _switch(item, request.route.path.rsplit("/", 1)[-1])
        if "updated_at" in item:
            item["updated_at"] = now()
        self.shape_up(item, request)
        life = self.lives.get(item["_kind"])
        if life and before != {**item, "updated_at": None}:
            self.settle(item, life.changing)

    def shape_up(self, item: Item, request: Request) -> None:
        """Complete an object as its product does."""
        shape = self.shapers.get(item["_kind"])
        if shape:
            shape(self, item, request)

    def delete(self, request: Request, ident: str) -> Answer:
        """Refuse while something hangs on it; else begin to delete."""
        kind, item = self.find(ident)
        if kind is None or item is None or item.get("_gone"):
            raise not_found(snake(request.route.parameters[-1].removesuffix("_id")), ident)
        for child, field, why in self.blocks.get(kind, ()):
            if any(ident in (each.get(field), each["_path"].get(field)) for each in self.all(child)):
                raise precondition("resource_still_in_use", why)
        life = self.lives.get(kind)
        ends = life is not None and life.deleting is not None
        if self.polls and life and ends:
            item.update({life.field: life.deleting, "_wait": self.polls, "_gone": True})
            item.pop("_final", None)
        else:
            self.drop(item)
            item = {**item, life.field: life.deleting} if life and ends else item
        return (200, view(item)) if request.route.answer else (204, None)

    def _listing(self, request: Request, said: _Answered) -> Item:
        kind = f"{request.route.product}.{said.item.__name__}"
        items = [item for item in self.all(kind) if _inside(item, request.path)]
        for name, values in request.query.items():
            wanted = [value for value in values if value and not value.startswith("unknown")]
            if wanted and name not in _NO_FILTERS:
                items = [item for item in items if _passes(item, name, wanted)]
        for item in list(items):
            self.tick(item)
        shown = [view(item) for item in items if not item.get("_gone")] if request.first_page else []
        answer = shaped({}, said.cls)
        if said.slot:
            answer[said.slot] = shown
        if "total_count" in answer:
            answer["total_count"] = len(shown)
        return answer

    def _render(self, item: Item, said: _Answered) -> Item:
        if said.cls is None or said.cls.__name__ == item["_kind"].split(".")[1]:
            return view(item)
        if said.slot and not is_list(fields(said.cls)[said.slot]):
            return {**shaped({}, said.cls), said.slot: view(item)}
        return view(shaped(item, said.cls))


def _row(method: str, path: str) -> tuple[str, int, str]:
    parts = path.split("/")
    return method, len(parts), parts[1] if len(parts) > 1 else ""


def _answered(request: Request) -> _Answered:
    cls = sdk_class(request.route.module, request.route.answer)
    if cls is None:
        return _Answered(None, None, None)
    inner = fields(cls)
    if "id" in inner or "access_key" in inner:
        return _Answered(cls, None, cls)
    for name, hint in inner.items():
        each = element(hint)
        named = is_object(each) and {"id", "name", "access_key"} & set(fields(each))
        if named or (is_object(each) and request.route.name.startswith("list_")):
            return _Answered(cls, name, each)
    return _Answered(cls, None, cls)


def _is_creation(request: Request, verb: str, target: Item | None, said: _Answered) -> bool:
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


def view(value: Any) -> Any:
    """What a caller sees of an object: a copy without the emulation's own notes."""
    if isinstance(value, dict):
        return {name: view(each) for name, each in value.items() if not str(name).startswith("_")}
    return [view(each) for each in value] if isinstance(value, list) else copy.copy(value)


Handler = Callable[[Cloud, Request], Answer | None]
Shaper = Callable[[Cloud, Item, Request], None]


def handler(product: str, *names: str) -> Callable[[Handler], Handler]:
    """Answer these calls of a product otherwise; None goes on with what every product does."""

    def register(function: Handler) -> Handler:
        Cloud.handlers.update(dict.fromkeys([(product, name) for name in names], function))
        return function

    return register


def shaper(*kinds: str) -> Callable[[Shaper], Shaper]:
    """Complete objects of these kinds after they were created or changed."""

    def register(function: Shaper) -> Shaper:
        Cloud.shapers.update(dict.fromkeys(kinds, function))
        return function

    return register
