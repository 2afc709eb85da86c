"""The identity of emergencies: the user whom every bucket's policy names has a key of the API, sealed in Secret Manager.

Left out on purpose: the user itself (people are invited), its rights (those of its group), and an alert of the audit trail, for which
the provider has no resource: it is set up by hand, and the estate says who is told.
"""

import pulumi
from pulumiverse_scaleway import iam

from socle.estate import BreakGlassSpec, DataClass, SecretSpec

from ..component import Component
from ..secrets import SecretEntry
from ..tenancy import Tenancy
from .identities import Ids


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
        sealed = SecretEntry(
            f"{name}-secret",
            SecretSpec(data_class=DataClass.INTERNAL, key=key_name, content="elsewhere"),
            tenancy=tenancy,
            secret_name=tenancy.cloud_name("break-glass"),
            path="/break-glass",
            key_id=key_id,
            opts=self.nested(),
        )
        self.secret_id = sealed.id
        iam.ApiKey(
            f"{name}-key",
            user_id=user_id,
            description=spec.key.description or "emergencies alone: its use is an incident",
            expires_at=f"{spec.key.expires_on}T23:59:59Z",
            default_project_id=project_ids[spec.key.default_project],
            secret_id=sealed.id,
            # Too new for the provider that was measured: whether a change of it is sent is not known, so it must not pass.
            opts=self.child(iam.ApiKey, loud=("secretId",)),
        )
        self.register_outputs({"secret_id": self.secret_id})
