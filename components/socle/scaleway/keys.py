"""Encryption keys of the platform, one for each entry of the estate.

Left out on purpose: signing keys, and any way to read a key. Key Manager's HSM backing is not documented by the host, so
class health-identifying brings its own material.
"""

from collections.abc import Mapping

import pulumi
from pulumiverse_scaleway import keymanager

from socle.component import filled
from socle.estate import KeySpec

from .component import Component
from .tenancy import Tenancy
from .wiring import declared_as


class KeyRing(Component):
    """The keys of Key Manager that encrypt stores, by the names of the estate.

    Rotation is every `rotation_days` days, without a date of the first one: the provider would show a difference for ever
    after it. Deleting a key is a delay of seven days at the host, and every object under it is lost after that: keys are
    protected here and at the host.

    Args:
        materials: for each key with external material, the base64 text of the key, as a secret.

    Raises:
        ValueError: a key with external material has none, or a key with generated material has one.
    """

    ids: dict[str, pulumi.Output[str]]
    """`<region>/<uuid>` by key name; stores need the bare UUID, which `bare_id` gives."""

    def __init__(
        self,
        name: str,
        spec: Mapping[str, KeySpec],
        *,
        tenancy: Tenancy,
        materials: Mapping[str, pulumi.Input[str]] | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        materials = materials or {}
        _refuse_wrong_materials(name, spec, materials)
        super().__init__(name, spec, tenancy, opts)
        self.ids = {}
        self._spec = spec
        for key_name, key_spec in spec.items():
            key = keymanager.Key(
                f"{name}-{key_name}",
                name=tenancy.cloud_name(key_name),
                description=key_spec.description or None,
                usage="symmetric_encryption",
                algorithm="aes_256_gcm",
                origin="external" if key_spec.material == "external" else "scaleway_kms",
                protection_level="hsm"
                if key_spec.protection_level == "hsm"
                else None,  # software is the host's own default
                rotation_policy=_rotation(key_spec),
                unprotected=tenancy.rehearsal,  # the host refuses to delete a protected key; the provider never changes this later
                tags=tenancy.tag_list(**{"data-class": key_spec.data_class}),
                project_id=tenancy.project_id,
                region=tenancy.region,
                # Too new for the provider that was measured: whether a change of it is sent is not known, so it must not pass.
                opts=self.child(keymanager.Key, stateful=True, loud=("protectionLevel",)),
            )
            if key_spec.material == "external":
                keymanager.KeyMaterial(
                    f"{name}-{key_name}-material",
                    key_id=key.id,
                    key_material_wo=pulumi.Output.secret(materials[key_name]),
                    key_material_wo_version=1,
                    region=tenancy.region,
                    opts=self.child(keymanager.KeyMaterial, stateful=True),
                )
            self.ids[key_name] = key.id
        self.register_outputs({"ids": self.ids})

    def bare_id(self, key_name: str) -> pulumi.Output[str]:
        """The UUID alone: the S3 API accepts any string as a key id without a word, so the form matters."""
        return declared_as(filled(bare_id, self.ids[key_name]), key_name, self._spec[key_name].data_class)


def bare_id(cloud_id: str) -> str:
    """The UUID alone, given Pulumi's `<region>/<uuid>` or `<zone>/<uuid>`, or the UUID already."""
    return cloud_id.rsplit("/", 1)[-1]


def _rotation(spec: KeySpec) -> keymanager.KeyRotationPolicyArgs | None:
    """A Go duration of whole hours, in the form in which the provider reads it back."""
    if spec.rotation_days is None:
        return None
    return keymanager.KeyRotationPolicyArgs(rotation_period=f"{spec.rotation_days * 24}h0m0s")


def _refuse_wrong_materials(name: str, spec: Mapping[str, KeySpec], materials: Mapping[str, pulumi.Input[str]]) -> None:
    external = {key_name for key_name, key_spec in spec.items() if key_spec.material == "external"}
    for key_name in sorted(external - materials.keys()):
        raise ValueError(
            f"{name}: the key {key_name} has external material and none is given: it would encrypt nothing until it has; "
            f"set the secret config socle:key-{key_name}, or write material: generated"
        )
    for key_name in sorted(materials.keys() - external):
        raise ValueError(
            f"{name}: material is given for {key_name}, which is not a key with external material: it would be ignored; "
            "write material: external, or remove the material"
        )
