"""The base of every component on every cloud: record the intent, remember where it was written, protect, and change nothing silently.

It knows no cloud: where a component lives, and what its data demands of that place, is said by the rooms that have places.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from copy import copy
from typing import Any, TypeVar, cast
from weakref import WeakKeyDictionary

import pulumi

from socle.facts import silent_inputs
from socle.facts.updates import KEPT
from socle.origin import Origin
from socle.specs import Spec

T = TypeVar("T")

Intent = Spec | Mapping[str, Spec] | None
"""What a component is made from: a spec, several by their owner's names, or nothing where the components inside record theirs."""


class Component(pulumi.ComponentResource):
    """A component whose spec is recorded in the state without its defaults.

    `origin` is the place in the estate's YAML; a captured plan carries it, the state does not, so that moving a line changes
    no stack.

    Args:
        token: the type token, which is identity: another one would replace everything inside.
        spec: what is asked for.
        steady: whether what holds data or keys is protected when the caller says nothing.
        recorded: what the state records in place of the whole spec.
    """

    origin: Origin | None

    def __init__(
        self,
        token: str,
        name: str,
        spec: Intent,
        *,
        steady: bool,
        opts: pulumi.ResourceOptions | None,
        recorded: Mapping[str, Any] | None = None,
    ) -> None:
        self.origin = _origin(spec)
        self._asked = None if opts is None else opts.protect
        self._protects = steady if self._asked is None else self._asked
        if steady:
            keeper()  # in every deployment, so that what is named for it can go with the last of its kind
        super().__init__(token, name, _recorded(spec) if recorded is None else {"spec": recorded}, opts)
        if steady and not self._protects:
            pulumi.log.warn(
                "what holds data or keys here is not protected, as the caller's options ask: a wrong diff could delete it",
                self,
            )

    def child(
        self, kind: type[pulumi.CustomResource], *, stateful: bool = False, loud: Sequence[str] = (), **more: Any
    ) -> pulumi.ResourceOptions:
        """Options of a child resource: its parent, its protection if it holds data or keys, and no silent change.

        `loud` names further arguments whose change must not pass as an update.
        """
        replacing = [*silent_inputs(_token(kind)), *loud]
        if stateful and self._protects:
            more["hooks"] = kept(more.get("hooks"))
        return pulumi.ResourceOptions(
            parent=self,
            protect=self._protects if stateful else None,
            replace_on_changes=replacing or None,
            **more,
        )

    def nested(self, **more: Any) -> pulumi.ResourceOptions:
        """Options of a component inside this one: what the caller said of protection goes down, the posture does not need to."""
        return pulumi.ResourceOptions(parent=self, protect=self._asked, **more)


READ_RESOURCES = "pulumi:pulumi:readStackResourceOutputs"
"""A function of the engine itself (pkg/resource/deploy/builtins.go). It needs no provider and leaves nothing in the plan."""


def last_resources() -> Mapping[str, Mapping[str, Any]]:
    """Type and outputs of what the last deployment of this stack left, by URN, whatever became of it; the stack itself is among them.

    Empty for a new stack, and where no engine answers.
    """
    stack = f"{pulumi.get_organization()}/{pulumi.get_project()}/{pulumi.get_stack()}"
    return (_own_state(stack) or {}).get("outputs", {})


_BEING_WRITTEN = "failed to load checkpoint: EOF"
"""The engine's answer while it writes the state itself: in a local folder a file of attributes beside it is empty for a moment
(gocloud.dev/blob/fileblob/attrs.go). Object storage has no such moment."""
_TRIES, _APART_SECONDS = 20, 0.1


def _own_state(stack: str) -> dict[str, Any] | None:
    for _ in range(_TRIES - 1):
        try:
            return pulumi.runtime.invoke(READ_RESOURCES, {"stackName": stack}).value
        except Exception as failed:  # the SDK has no class of its own for what the engine refuses
            if not str(failed).endswith(_BEING_WRITTEN):
                raise
            time.sleep(_APART_SECONDS)
    return pulumi.runtime.invoke(READ_RESOURCES, {"stackName": stack}).value


LETS_GO = "lets-go"
"""Of the stack's configuration, in the namespace `socle`: logical names of what may be deleted although it is kept, as a list."""

_KEEPERS: WeakKeyDictionary[pulumi.Resource, pulumi.ResourceHook] = WeakKeyDictionary()


def kept(hooks: pulumi.ResourceHookBinding | None = None) -> pulumi.ResourceHookBinding:
    """Hooks of what is protected, beside those that it has: nothing deletes it but a program in which it is named for that.

    The engine's own protection looks at the state alone, which a command can edit. A hook fails closed: a program that does not
    register it, and a `pulumi destroy` that runs none, delete nothing that has it.
    """
    found = copy(hooks) if hooks else pulumi.ResourceHookBinding()
    found.before_delete = [*(found.before_delete or []), keeper()]
    return found


def keeper() -> pulumi.ResourceHook:
    """The hook of this run that keeps what is protected; one for the whole stack, since its name is in the state of each."""
    root = pulumi.runtime.get_root_resource()
    found = _KEEPERS.get(root) if root else None
    if found is None:
        found = pulumi.ResourceHook(KEPT, _keep)  # not in previews, where the engine says what is protected
        if root:
            _KEEPERS[root] = found
    return found


def _keep(args: pulumi.ResourceHookArgs) -> None:
    named: Any = pulumi.Config("socle").get_object(LETS_GO)
    if isinstance(named, list) and args.name in cast("list[Any]", named):
        return
    raise pulumi.RunError(
        f"{args.name} holds data, keys or what protects them, and is kept: what would be deleted with it does not come back; once that is "
        f"agreed, write {args.name} under socle:{LETS_GO} in Pulumi.{pulumi.get_stack()}.yaml, in a commit of its own"
    )


def filled(into: Callable[..., T], *values: pulumi.Input[Any]) -> pulumi.Output[T]:
    """`into` of values that the cloud fills in, once all of them are there.

    Pulumi's mocks fill in nothing but what was asked for: the output is then None, as each of theirs is.
    """

    def of(*found: Any) -> Any:
        return None if None in found else into(*found)

    if len(values) == 1 and isinstance(values[0], pulumi.Output):
        return cast("pulumi.Output[Any]", values[0]).apply(of)  # `all` would make plain maps of the SDK's types
    return pulumi.Output.all(*values).apply(lambda found: of(*found))


def _token(kind: type[pulumi.CustomResource]) -> str:
    """The type token that the SDK gives a class."""
    return str(kind.pulumi_type)  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType, reportUnknownArgumentType]


def _recorded(spec: Intent) -> dict[str, Any]:
    if spec is None:
        return {}
    return {
        "spec": spec.recorded() if isinstance(spec, Spec) else {key: entry.recorded() for key, entry in spec.items()}
    }


def _origin(spec: Intent) -> Origin | None:
    """The place of a spec; for a map of specs, that of its first entry, named after the map."""
    if spec is None or isinstance(spec, Spec):
        return spec and spec.origin
    first = next((entry.origin for entry in spec.values() if entry.origin), None)
    return first and Origin(first.file, first.line, first.key.rpartition(".")[0])
