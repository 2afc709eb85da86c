"""Resource groups of the legacy estate. What is in them is declared by its own entries."""

from typing import cast

import pulumi
from pulumi_azure_native import resources

from socle.estate.legacy import ResourceGroupSpec

from .component import LegacyComponent
from .tenancy import AzureTenancy


class LegacyGroup(LegacyComponent):
    """A resource group. Deleting one deletes all that is in it, so it is the first thing that the freeze holds."""

    name: pulumi.Input[str]
    """Its name; of a created group, once it is there."""

    def __init__(
        self, name: str, spec: ResourceGroupSpec, *, tenancy: AzureTenancy, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, spec, tenancy=tenancy, opts=opts)
        group = self.azure(
            "resources:ResourceGroup",
            lambda child, options: resources.ResourceGroup(
                child,
                resource_group_name=self.arm.name,
                location=self.location,
                tags=tenancy.tags or None,
                opts=options,
            ),
        )
        self.name = self.arm.name
        if spec.mode == "create":
            self.name = cast("resources.ResourceGroup", group).name
        self.register_outputs({"name": self.name})
