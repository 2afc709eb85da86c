"""Encryption keys, as the estate declares them. Signing keys are left out: nothing here signs yet."""

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from pydantic import Field, StringConstraints

from socle.messages import Refusal, each
from socle.specs import Line, Spec

from ..data_class import DataClass


class KeySpec(Spec):
    """A symmetric key (AES-256-GCM) of Key Manager that encrypts the stores of one data class."""

    BECOMES: ClassVar[str] = "scaleway:keymanager/key:Key"

    data_class: DataClass
    """What the key protects; a store may only use a key of its own class."""
    rotation_days: int | None = Field(default=90, ge=1, le=365)
    """Days between rotations, 1 to 365 (the provider's range); must be null for a key whose material is brought."""
    protection_level: Literal["software", "hsm"] = "software"
    """Where the key lives. `hsm` costs more and cannot be changed later: the key, and all it encrypted, would be replaced."""
    material: Literal["generated", "external"] = "generated"
    """`external`: the material comes from the owner's HSM and is given as the secret config `socle:key-<name>`."""
    description: Annotated[Line, StringConstraints(max_length=200)] = ""
    """What a reader of the console should know."""

    def refusals(self) -> Iterator[Refusal]:
        yield from each(self._rotation(), self._material())

    def _rotation(self) -> Iterator[Refusal]:
        if self.material == "external" and self.rotation_days is not None:
            yield Refusal(
                "a key with external material cannot rotate by itself",
                "the provider would refuse the rotation policy, since it cannot make the owner's material",
                "write rotation_days: null and import new material when it is due",
                at="rotation_days",
            )

    def _material(self) -> Iterator[Refusal]:
        if self.data_class.floor.external_key and self.material != "external":
            yield Refusal(
                f"a key of class {self.data_class} has generated material",
                "the host alone would hold the key that opens identifying data",
                "write material: external, and rotation_days: null",
                at="material",
            )
