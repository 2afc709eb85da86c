"""The container registry.

Left out on purpose: public namespaces (they cannot be declared) and images, which pipelines push and sign.
"""

import pulumi
from pulumiverse_scaleway import registry

from socle.estate import RegistrySpec

from .component import Component
from .tenancy import Tenancy


class ContainerRegistry(Component):
    """A private namespace for images. Its name is unique at the host and is identity: another one is an empty registry.

    Args:
        registry_name: the cloud's name.
    """

    id: pulumi.Output[str]
    """`<region>/<uuid>`."""
    endpoint: pulumi.Output[str]
    """Where images are pushed to and pulled from."""

    def __init__(
        self,
        name: str,
        spec: RegistrySpec,
        *,
        tenancy: Tenancy,
        registry_name: str,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__(name, spec, tenancy, opts)
        namespace = registry.Namespace(
            f"{name}-namespace",
            name=registry_name,
            description=spec.description or None,
            is_public=False,
            project_id=tenancy.project_id,
            region=tenancy.region,
            opts=self.child(registry.Namespace, stateful=True),
        )
        self.id = namespace.id
        self.endpoint = namespace.endpoint
        self.register_outputs({"id": self.id, "endpoint": self.endpoint})
