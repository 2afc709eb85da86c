"""One short file a layer, and here the one way to what the stacks of other layers give out, so that each miss names both stacks.

A package of its own, since a top-level `platform.py` would shadow Python's own module.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

import pulumi

from socle.estate import LAYERS, Estate, KeySpec, Posture, StackName
from socle.scaleway import Tenancy


@dataclass(frozen=True)
class Given:
    """The outputs of one stack, for the stack that reads them."""

    stack: pulumi.StackReference
    reader: StackName
    giver: StackName

    def text(self, output: str) -> pulumi.Output[str]:
        """A text that the stack gives out.

        Raises:
            RunError: the stack gives out none of that name.
        """
        return self._found(output).apply(str)

    def entry(self, output: str, key: str) -> pulumi.Output[str]:
        """One entry of a map that the stack gives out.

        Raises:
            RunError: the stack gives out no map of that name, or none with that entry.
        """
        return self._found(output).apply(lambda value: self._text(self._entry(value, output, key), f"{output}.{key}"))

    def texts(self, output: str, key: str) -> pulumi.Output[list[str]]:
        """One entry of a map of lists that the stack gives out.

        Raises:
            RunError: as for `entry`.
        """
        return self._found(output).apply(
            lambda value: [self._text(each, f"{output}.{key}") for each in self._entry(value, output, key)]
        )

    def optional(self, output: str) -> pulumi.Output[Any]:
        """What the stack may give out."""
        return self.stack.get_output(output)

    def _found(self, output: str) -> pulumi.Output[Any]:
        """The value once it is known. Where the giver is previewed for the first time, it is not."""
        return self.stack.get_output(output).apply(lambda value: self._there(value, output))

    def _there(self, value: Any, output: str) -> Any:
        if value is None:
            raise pulumi.RunError(self._missing(output, str(self.giver)))
        return value

    def _entry(self, value: Any, output: str, key: str) -> Any:
        entries: Mapping[str, Any] = cast("Mapping[str, Any]", value) if isinstance(value, Mapping) else {}
        if key not in entries:
            raise pulumi.RunError(self._missing(key, f"{output} of {self.giver}"))
        return entries[key]

    def _text(self, value: Any, output: str) -> str:
        if not isinstance(value, str) or not value:
            raise pulumi.RunError(self._missing(output, str(self.giver)))
        return value

    def _missing(self, name: str, where: str) -> str:
        return (
            f"{where} has no {name} yet, and {self.reader} takes it: what it makes would stand nowhere; deploy the stack that makes it "
            f"first, {self.giver}, from the same revision"
        )


def reads(estate: Estate, reader: str, layer: str) -> Given:
    """The stack of another layer of the same estate, one that the table of layers lets the reader read.

    Raises:
        RunError: the table does not say so, and the pipelines would apply the two in any order.
    """
    if layer not in LAYERS[reader].reads:
        raise pulumi.RunError(f"the layer {reader} does not read {layer}: add it to reads in socle.estate.LAYERS")
    giver = StackName(estate.name, layer)
    reference = pulumi.StackReference(f"organization/{pulumi.get_project()}/{giver}")
    return Given(reference, StackName(estate.name, reader), giver)


@dataclass(frozen=True)
class Founded:
    """What a layer of an estate needs of the foundation: its tenancy, its deployer and who is in the groups that grants name.

    Ids that the estate gives are taken as they are; the stack of the foundation is read for the others alone, so that a stack that has all
    of them needs none.
    """

    tenancy: Tenancy
    deployer_id: pulumi.Output[str] | None
    members: dict[str, pulumi.Output[list[str]]]


def key_materials(keys: Mapping[str, KeySpec]) -> dict[str, pulumi.Output[str]]:
    """Key material from outside: the secret config `socle:key-<name>`."""
    config = pulumi.Config()
    return {name: config.require_secret(f"key-{name}") for name, key in keys.items() if key.material == "external"}


def foundation_of(estate: Estate, layer: str, posture: Posture) -> Founded:
    """What a layer takes from the estate, and from its foundation where the estate does not say it."""
    own = estate.scaleway
    project = LAYERS[layer].project
    groups = sorted(
        {grant.group for bucket in estate.buckets.values() for grant in bucket.grants.values() if grant.group}
    )
    whole = project in own.projects and own.deployer_application_id is not None and not groups
    if whole or estate.foundation is None:
        return Founded(Tenancy.of(estate, layer, posture), None, {})
    given = reads(estate, layer, "foundation")
    return Founded(
        Tenancy.of(estate, layer, posture, None if project in own.projects else given.entry("project_ids", project)),
        None if own.deployer_application_id else given.entry("application_ids", estate.foundation.deployer),
        {name: given.texts("group_members", name) for name in groups},
    )
