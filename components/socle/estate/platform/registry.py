"""Container registries, as the estate declares them. Public ones cannot be declared."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from pydantic import Field

from socle.messages import Refusal
from socle.specs import Line, Spec

from ..attestation import Product
from ..data_class import DataClass

if TYPE_CHECKING:
    from ..estate import Estate

REGISTRY_NAME_LENGTH = 54
"""The longest name that we let through: the API's own limit is not documented, and every other product takes 54 or more."""


class RegistrySpec(Spec):
    """A private namespace of the container registry. Its name is unique at the host: `<name_prefix>-<name>`."""

    PRODUCT: ClassVar[Product] = "container-registry"
    """The host publishes no HDS conditions for it: data of a health class needs an attestation."""

    data_class: DataClass = DataClass.INTERNAL
    """What the images hold. Images are copied to every node that runs them: keep health data out of them."""
    description: Line = Field(default="", max_length=200)
    """What a reader of the console should know."""


def registry_refusals(estate: Estate) -> Iterator[Refusal]:
    """Names that the host takes."""
    for name in estate.registries:
        cloud_name = f"{estate.name_prefix}-{name}"
        if len(cloud_name) > REGISTRY_NAME_LENGTH:
            yield Refusal(
                f"the registry's name {cloud_name} has {len(cloud_name)} characters",
                f"the host may refuse more than {REGISTRY_NAME_LENGTH}, after the preview",
                "shorten it or name_prefix",
                at=f"registries.{name}",
            )
