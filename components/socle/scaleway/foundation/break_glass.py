"""The identity of emergencies: the user whom every bucket's policy names has a key of the API, sealed in Secret Manager.

Left out on purpose: the user itself (people are invited), its rights (those of its group), and an alert of the audit trail, for which
the provider has no resource: it is set up by hand, and the estate says who is told.
"""

import pulumi

from socle.estate import BreakGlassSpec

from ..component import Component
from ..tenancy import Tenancy
from .identities import Ids
from .sealed_keys import sealed_key


class BreakGlass(Component):
    """A key of the emergency's user. The provider puts its secret half into a protected secret, past state and plan.

    Args:
        user_id: the user of emergencies, by its bare UUID.
        project_ids: the projects that keys are of, by name.
        key_name: the key that encrypts the secret, by its name and by its bare UUID.
    """

    secret_id: pulumi.Output[str]
    """The secret that holds the key, `<region>/<uuid>`."""

    def __init__(
        self,
        name: str,
        spec: BreakGlassSpec,
        *,
        tenancy: Tenancy,
        user_id: pulumi.Input[str],
        project_ids: Ids,
        key_name: str,
        key_id: pulumi.Input[str],
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__(name, spec, tenancy, opts)
        self.secret_id = sealed_key(
            self,
            spec.key,
            names=(f"{name}-secret", f"{name}-key"),
            called="break-glass",
            path="/break-glass",
            encrypted_with=(key_name, key_id),
            project_id=project_ids[spec.key.default_project],
            description=spec.key.description or "emergencies alone: its use is an incident",
            user_id=user_id,
        )
        self.register_outputs({"secret_id": self.secret_id})
