"""What every component of the legacy estate does the same way: three modes from one spec, and the freeze as options."""

from collections.abc import Callable, Sequence

import pulumi

from socle.component import Component, kept
from socle.estate.legacy import AzureId, LegacyEntry, LegacyResource, Mode, parse, parts

from .ignored import ignored_changes
from .names import resource_name
from .observed import Observed, without_old_names
from .tenancy import AzureTenancy


class LegacyComponent(Component):
    """One entry of the legacy estate with its parts.

    In mode `observe` each Azure resource is read at every preview and never written. In mode `adopt` it is imported by its id,
    protected, kept on delete, and the enumerated properties of its type are ignored. In mode `create` it is made.

    Args:
        group: the name of its resource group where a rehearsal creates that too; nothing means the one of its id.

    Raises:
        ValueError: the caller's options take the protection off what is adopted.
    """

    tenancy: AzureTenancy

    def __init__(
        self,
        name: str,
        spec: LegacyEntry,
        *,
        tenancy: AzureTenancy,
        group: pulumi.Input[str] | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        refuse_unprotected(name, tenancy, opts)
        self.tenancy = tenancy
        self._name, self._entry = name, spec
        self._group = group
        self._parts = {part.key: part for part in parts(spec)}
        super().__init__(f"socle:azure:{type(self).__name__}", name, spec, steady=tenancy.freezes, opts=opts)

    @property
    def arm(self) -> AzureId:
        """The entry's Azure id in its parts."""
        return self._entry.arm

    @property
    def location(self) -> str:
        """The region of the entry."""
        return self._entry.location or self.tenancy.location

    @property
    def group_name(self) -> pulumi.Input[str]:
        """The resource group of the entry; a created one is waited for."""
        return self._group or self.arm.resource_group

    def part(self, key: str) -> LegacyResource:
        """A part by its key in the entry: `subnets.data`."""
        return self._parts[key]

    def azure(
        self,
        kind: str,
        make: Callable[[str, pulumi.ResourceOptions], pulumi.CustomResource],
        *,
        at: LegacyResource | None = None,
        ignore: Sequence[str] = (),
        after: Sequence[pulumi.Resource] = (),
    ) -> pulumi.CustomResource:
        """The entry's own Azure resource, or one of its parts, in its mode.

        Args:
            kind: its type in the provider, `storage:StorageAccount`.
            make: registers it, given its logical name and options; not called for what is observed.
            at: the part of the entry that it is; nothing means the entry itself.
            ignore: what is ignored beside the list of the type.
            after: what must be there before it, and goes after it.
        """
        arm_id, mode = (at.id, at.mode) if at else (self._entry.id, self._entry.mode)
        name = resource_name(self._name, at.key if at else "", mode)
        if mode == "observe":
            return Observed(kind, name, arm_id, parent=self)
        return make(name, self._options(kind, arm_id, mode, ignore, after))

    def id_of(self, resource: pulumi.CustomResource, at: LegacyResource | None = None) -> pulumi.Input[str]:
        """The id that others refer to: known for what exists, an output of what is created."""
        arm_id, mode = (at.id, at.mode) if at else (self._entry.id, self._entry.mode)
        return resource.id if mode == "create" else arm_id

    def _options(
        self, kind: str, arm_id: str, mode: Mode, ignore: Sequence[str], after: Sequence[pulumi.Resource]
    ) -> pulumi.ResourceOptions:
        frozen = self.tenancy.freezes
        adopts = mode == "adopt"
        return pulumi.ResourceOptions(
            parent=self,
            import_=arm_id if adopts else None,
            protect=frozen,
            retain_on_delete=frozen,
            hooks=kept() if frozen else None,
            depends_on=list(
                after
            ),  # also of what is adopted: when its time has come, it goes before what it is part of
            ignore_changes=[*(ignored_changes(kind) if adopts else ()), *ignore],
            transformations=[without_old_names],
        )


def refuse_unprotected(name: str, tenancy: AzureTenancy, opts: pulumi.ResourceOptions | None) -> None:
    """Refuse options that take the protection off a frozen estate.

    Raises:
        ValueError: `protect` or `retain_on_delete` is off.
    """
    if not tenancy.freezes or opts is None:
        return
    for option in ("protect", "retain_on_delete"):
        if getattr(opts, option) is False:
            raise ValueError(
                f"{name}: {option}=False in the frozen legacy estate: the next mistake in the file would delete on Azure what "
                "has not been moved yet; remove the option, and let the posture release entries when their time has come"
            )


def name_of(arm_id: str) -> str:
    """The own name of the resource that an id names."""
    return parse(arm_id).name
