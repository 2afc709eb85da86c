"""Pulumi's own mocks, as strict as a capture about inputs: for tests that use `pulumi.runtime.set_mocks`.

Pulumi hands mocks neither parents nor options, so duplicate URNs cannot be seen here; `capture_component` sees them.
"""

from typing import Any, cast

from pulumi.output import Unknown
from pulumi.runtime import rpc
from pulumi.runtime.mocks import MockCallArgs, MockResourceArgs, Mocks
from pulumi.runtime.settings import is_dry_run

from socle.capture import cloud_id, computed_values, faults
from socle.facts.scaleway import facts
from socle.messages import Place, Refused
from socle.plan import SECRET, UNKNOWN


class StrictMocks(Mocks):
    """Refuses inputs that the provider would refuse, and answers with ids of the cloud's shape.

        pulumi.runtime.set_mocks(StrictMocks(), preview=False)

    Raises:
        Refused: from the registration, for unknown keys, wrong types, missing or unacceptable values.
    """

    def new_resource(self, args: MockResourceArgs) -> tuple[str | None, dict[Any, Any]]:
        known = facts(args.typ)
        given = cast("dict[str, Any]", args.inputs)  # pyright: ignore[reportUnknownMemberType]
        inputs: dict[str, Any] = _plain(given)
        if known is None:
            return (None if is_dry_run() else cloud_id(args.typ, args.name, inputs, None)), given
        found = faults(known, inputs)
        if found:
            raise Refused(each.placed(Place(key=each.at, resource=args.name, type=args.typ)) for each in found)
        if is_dry_run():
            return None, given
        id_ = cloud_id(args.typ, f"{args.typ}::{args.name}", inputs, known)
        return id_, given | computed_values(args.typ, args.name, id_, inputs, known)

    def call(self, args: MockCallArgs) -> tuple[dict[Any, Any], list[tuple[str, str]] | None]:  # noqa: ARG002
        return {}, []


def _plain(value: Any) -> Any:
    if isinstance(value, Unknown):
        return UNKNOWN
    if rpc.is_rpc_secret(value):
        return SECRET
    if isinstance(value, dict):
        return {name: _plain(item) for name, item in cast("dict[str, Any]", value).items()}
    if isinstance(value, list):
        return [_plain(item) for item in cast("list[Any]", value)]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value
