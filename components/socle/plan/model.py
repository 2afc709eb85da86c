"""A plan: every resource that a program would register, as plain data, and the questions that tests and rules ask of it.

Key names are those of Pulumi's own exported state (`json_form`), so that a plan and a state read alike. Secrets never
enter: they are the text `[secret]`. What only the cloud will know is Pulumi's own sentinel for an unknown value. Pure
standard library on purpose: whoever only reads a plan does not pay for importing Pulumi.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Protocol

from socle.origin import Origin

from .written import to_json

UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"  # pulumi.runtime.rpc.UNKNOWN
SECRET = "[secret]"  # noqa: S105 - the mark that replaces a secret
STACK_TYPE = "pulumi:pulumi:Stack"


@dataclass(frozen=True)
class Resource:
    """One registration, or one read (`get`, a stack reference), as the engine would record it.

    `id` is empty where only the cloud will know it. `outputs` holds what a component registers and what a read
    answers, never the outputs of a managed resource. `hooks` are names by kind, `before-update` and its like. `version` and
    `plugin_download_url` are those of the provider, where the program chose them and not its SDK. `remote` is a component that the
    code of another package makes, with whatever is in it: no capture runs that. `notes` are what the capture could not check, in words.
    """

    urn: str
    type: str
    custom: bool
    parent: str = ""
    inputs: dict[str, Any] = field(default_factory=dict[str, Any])
    outputs: dict[str, Any] = field(default_factory=dict[str, Any])
    id: str = ""
    external: bool = False
    remote: bool = False
    dependencies: tuple[str, ...] = ()
    property_dependencies: dict[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    provider: str = ""
    version: str = ""
    plugin_download_url: str = ""
    protect: bool = False
    retain_on_delete: bool = False
    delete_before_replace: bool = False
    ignore_changes: tuple[str, ...] = ()
    replace_on_changes: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    import_id: str = ""
    deleted_with: str = ""
    replace_with: tuple[str, ...] = ()
    replacement_trigger: Any = None
    additional_secret_outputs: tuple[str, ...] = ()
    hide_diffs: tuple[str, ...] = ()
    custom_timeouts: dict[str, Any] = field(default_factory=dict[str, Any])
    hooks: dict[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    source_position: str = ""
    origin: Origin | None = None
    notes: tuple[str, ...] = ()

    def __hash__(self) -> int:
        return hash(self.urn)

    @property
    def name(self) -> str:
        """The logical name: the last part of the URN. A name may itself contain `::`."""
        return self.urn.split("::", 3)[-1]


class LiveComponent(Protocol):
    """What `under` needs of a `pulumi.ComponentResource` instance."""

    @property
    def pulumi_resource_name(self) -> str: ...
    @property
    def pulumi_resource_type(self) -> str: ...


@dataclass(frozen=True)
class Plan:
    """All that one stack's program would register, in a stable order: parents before children, then by URN."""

    stack: str
    project: str
    resources: tuple[Resource, ...]
    outputs: dict[str, Any] = field(default_factory=dict[str, Any])
    plain_secrets: tuple[str, ...] = ()
    """Configuration that the program reads as a secret and that its stack has in plain, by full key."""

    def __iter__(self) -> Iterator[Resource]:
        return iter(self.resources)

    def __len__(self) -> int:
        return len(self.resources)

    @cached_property
    def by_urn(self) -> dict[str, Resource]:
        """Every resource under its URN."""
        return {resource.urn: resource for resource in self.resources}

    def all(self, type_: str) -> list[Resource]:
        """Every resource of a type token, such as `scaleway:object/bucket:Bucket`."""
        return [resource for resource in self.resources if resource.type == type_]

    def one(self, type_: str) -> Resource:
        """The only resource of a type token.

        Raises:
            LookupError: there is none, or more than one; the message lists what there is.
        """
        return self._only(self.all(type_), f"of type {type_}")

    def named(self, name: str, type_: str | None = None) -> Resource:
        """The resource with this logical name; `type_` tells two of the same name apart.

        Raises:
            LookupError: there is none, or more than one; the message lists what there is.
        """
        found = [r for r in self.resources if r.name == name and type_ in (None, r.type)]
        return self._only(found, f"named {name!r}" + (f" of type {type_}" if type_ else ""))

    def children(self, parent: "Resource | str") -> list[Resource]:
        """The direct children of a resource or URN."""
        urn = parent if isinstance(parent, str) else parent.urn
        return [resource for resource in self.resources if resource.parent == urn]

    def under(self, component: "Resource | str | LiveComponent") -> "Plan":
        """Everything below a component (itself left out), as a plan whose `outputs` are the component's.

        Args:
            component: the resource, its logical name or URN, or the live `pulumi.ComponentResource`.

        Raises:
            LookupError: no resource, or more than one, answers to it.
        """
        top = self._find(component)
        inside = {top.urn}
        below: list[Resource] = []
        for resource in in_order(self.resources):
            if resource.parent in inside:
                inside.add(resource.urn)
                below.append(resource)
        return Plan(self.stack, self.project, tuple(below), top.outputs)

    def counts(self) -> dict[str, int]:
        """How many resources there are of each type, by type token."""
        return dict(sorted(Counter(resource.type for resource in self.resources).items()))

    def ancestors(self, resource: Resource) -> Iterator[Resource]:
        """The parents of a resource, the nearest first."""
        seen = {resource.urn}
        parent = self.by_urn.get(resource.parent)
        while parent is not None and parent.urn not in seen:
            yield parent
            seen.add(parent.urn)
            parent = self.by_urn.get(parent.parent)

    def origin_of(self, resource: Resource) -> Origin | None:
        """Where in the estate a resource comes from: its own origin, else its nearest ancestor's."""
        return resource.origin or next((a.origin for a in self.ancestors(resource) if a.origin), None)

    def to_json(self) -> str:
        """The versioned JSON form: identical bytes for identical programs."""
        return to_json(self)

    def _find(self, component: "Resource | str | LiveComponent") -> Resource:
        if isinstance(component, Resource):
            return component
        if isinstance(component, str):
            return self.by_urn.get(component) or self.named(component)
        return self.named(component.pulumi_resource_name, component.pulumi_resource_type)

    def _only(self, found: list[Resource], what: str) -> Resource:
        if len(found) == 1:
            return found[0]
        among = found or self.resources
        listed = "".join(f"\n  {r.type} {r.name}" for r in among[:40]) + ("\n  ..." if len(among) > 40 else "")
        how_many = f"{len(found)} resources are" if found else "no resource is"
        raise LookupError(f"{how_many} {what} in the plan of {self.stack}; there is:{listed or ' nothing'}")


def triggers(old: Any, new: Any) -> bool:
    """Whether another `replacement_trigger` replaces: only where both sides have one. Measured with the engine 3.260."""
    return old is not None and new is not None and (old != new or new == UNKNOWN)


def in_order(resources: Iterable[Resource]) -> tuple[Resource, ...]:
    """The one order of a plan: each parent before its children, brothers by URN, whatever order they were found in."""
    known = {resource.urn: resource for resource in resources}
    below: dict[str, list[str]] = {}
    for urn in sorted(known):
        parent = known[urn].parent
        below.setdefault(parent if parent in known and parent != urn else "", []).append(urn)
    ordered: list[Resource] = []
    waiting = below.pop("", [])[::-1]
    while waiting:
        urn = waiting.pop()
        ordered.append(known[urn])
        waiting.extend(reversed(below.pop(urn, [])))
    return tuple(ordered)
