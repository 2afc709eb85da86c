"""Management locks of the legacy estate: the layer of the freeze that holds against the portal too."""

from collections.abc import Sequence

import pulumi
from pulumi_azure_native import authorization

from socle.estate.legacy import LockSpec

from .component import LegacyComponent
from .tenancy import AzureTenancy


class LegacyLock(LegacyComponent):
    """A lock. It is the only thing that is ever created beside the legacy estate, and its level is never ignored.

    Args:
        protects: what it locks: it is made after and removed before them, or removing them would meet it.
    """

    def __init__(
        self,
        name: str,
        spec: LockSpec,
        *,
        tenancy: AzureTenancy,
        protects: Sequence[pulumi.Resource] = (),
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__(name, spec, tenancy=tenancy, opts=opts)
        self.azure(
            "authorization:ManagementLockByScope",
            lambda child, options: authorization.ManagementLockByScope(
                child,
                scope=self.arm.scope,
                lock_name=self.arm.name,
                level=spec.level,
                notes=spec.notes or None,
                opts=options,
            ),
            after=protects,
        )
        self.register_outputs({})
