"""What the engine hands to policies, as resources of a plan.

A resource policy gets what the program asks for, a stack policy what the provider answers: in a preview full of values that are not
known, and nothing of a component. So what resource policies got is kept, and stack policies add what only they get: who depends on
whom. Reading an unknown value of the engine raises and would end the policy; here it is a plan's own mark for one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, cast

from pulumi_policy import PolicyResource, ResourceValidationArgs, StackValidationArgs
from pulumi_policy.proxy import UnknownValueError

from socle.plan import UNKNOWN, Plan, Resource, masked, plain_inputs

_PROVIDER = "pulumi:providers:"


class Registered:
    """The resources of one run of the engine, by URN, with the inputs that the program gave them."""

    def __init__(self) -> None:
        self._known: dict[str, Resource] = {}

    def __contains__(self, urn: object) -> bool:
        return urn in self._known

    def add(self, args: ResourceValidationArgs) -> Plan:
        """Keep a resource, and give it back as a plan with those above it, whose data class may be its own."""
        secret = tuple(args.opts.additional_secret_outputs)
        inputs = cast("dict[str, Any]", plain_inputs(known(args.props)))
        resource = Resource(
            urn=args.urn,
            type=args.resource_type,
            custom=args.provider is not None or args.resource_type.startswith(_PROVIDER),
            parent=args.opts.parent or "",
            inputs=masked(args.resource_type, inputs, secret),
            protect=bool(args.opts.protect),
            ignore_changes=tuple(args.opts.ignore_changes),
            additional_secret_outputs=secret,
        )
        self._known[args.urn] = resource
        return _plan([*self._above(resource), resource])

    def whole(self, args: StackValidationArgs) -> Plan:
        """Every resource of the stack. One that no resource policy got was only read: its inputs are not known."""
        return _plan([self._joined(each) for each in args.resources])

    def _joined(self, given: PolicyResource) -> Resource:
        parent = given.parent.urn if given.parent else given.opts.parent or ""
        read = Resource(given.urn, given.resource_type, custom=given.provider is not None, parent=parent, external=True)
        identifier = known(given.props).get("id")
        return replace(
            self._known.get(given.urn, read),
            id=identifier if isinstance(identifier, str) else "",
            dependencies=tuple(sorted(each.urn for each in given.dependencies)),
            property_dependencies={
                key: tuple(sorted(each.urn for each in urns)) for key, urns in given.property_dependencies.items()
            },
        )

    def _above(self, resource: Resource) -> list[Resource]:
        above: list[Resource] = []
        parent = self._known.get(resource.parent)
        while parent is not None and parent not in above:
            above.insert(0, parent)
            parent = self._known.get(parent.parent)
        return above


def known(value: Any) -> Any:
    """A value without the engine's proxies: each unknown is the mark of a plan, wherever it stands, and hides nothing beside it."""
    if isinstance(value, Mapping):
        given = cast("Mapping[str, Any]", value)
        return {key: _at(given, key) for key in given}
    if isinstance(value, Sequence) and not isinstance(value, str):
        rows = cast("Sequence[Any]", value)
        return [_at(rows, place) for place in range(len(rows))]
    return value if value is None or isinstance(value, str | int | float) else UNKNOWN  # an asset or an archive


def _at(holder: Any, key: Any) -> Any:
    try:
        return known(holder[key])
    except UnknownValueError:
        return UNKNOWN


def _plan(resources: list[Resource]) -> Plan:
    stack, _, rest = (resources[0].urn if resources else "").removeprefix("urn:pulumi:").partition("::")
    return Plan(stack, rest.partition("::")[0], tuple(resources))
