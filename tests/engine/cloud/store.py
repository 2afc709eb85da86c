"""The emulated cloud: objects by kind, how they come and go, and which call is answered by whom.

What all products do alike is in `generic`; what one does otherwise is in `products`, registered here by `handler` and `shaper`.
"""

import hashlib
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

from .calls import Answer, Item, Request, view
from .generic import generic
from .refusals import Refused, not_found, precondition
from .sdk import Route, default, fields, merge, now, routes, shaped, snake


@dataclass(frozen=True)
class Life:
    """How an object shows its state: the field, while it is created, once it is ready, while it is deleted."""

    field: str
    creating: str
    ready: str
    deleting: str | None = None
    changing: str = ""


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
            return answer if answer is not None else generic(self, request)
        except Refused as refused:
            return refused.status, refused.body

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


def _row(method: str, path: str) -> tuple[str, int, str]:
    parts = path.split("/")
    return method, len(parts), parts[1] if len(parts) > 1 else ""


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
