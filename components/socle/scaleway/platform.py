"""The platform layer of an estate: network, keys and stores, wired together."""

from collections.abc import Mapping

import pulumi

from socle.estate import Estate

from .component import Component
from .keys import KeyRing
from .network import Network
from .storage import PrivateBucket
from .tenancy import Tenancy


class SovereignPlatform(Component):
    """Everything that the spaces of one estate share.

    It records no spec of its own: each component inside it records its part.

    Args:
        key_materials: for each key with external material, the base64 text of the key, as a secret.

    Raises:
        ValueError: as `KeyRing`, `Network` and `PrivateBucket` do.
    """

    network: Network
    keys: KeyRing
    buckets: dict[str, PrivateBucket]

    def __init__(
        self,
        name: str,
        estate: Estate,
        *,
        tenancy: Tenancy,
        key_materials: Mapping[str, pulumi.Input[str]] | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__(name, None, tenancy, opts)
        administrators = [
            f"application_id:{estate.scaleway.deployer_application_id}",
            f"user_id:{estate.scaleway.break_glass_user_id}",
        ]
        self.network = Network(f"{name}-network", estate.network, tenancy=tenancy, opts=self.nested())
        self.keys = KeyRing(f"{name}-keys", estate.keys, tenancy=tenancy, materials=key_materials, opts=self.nested())
        self.buckets = {
            key: PrivateBucket(
                f"{name}-bucket-{key}",
                spec,
                tenancy=tenancy,
                bucket_name=tenancy.cloud_name(key),
                key_id=self.keys.bare_id(spec.key),
                administrators=administrators,
                opts=self.nested(),
            )
            for key, spec in estate.buckets.items()
        }
        self.register_outputs({})
