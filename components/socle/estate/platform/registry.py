"""Container registries, as the estate declares them. Public ones cannot be declared."""

from typing import ClassVar

from pydantic import Field

from socle.specs import Line, Spec

from ..data_class import DataClass


class RegistrySpec(Spec):
    """A private namespace of the container registry. Its name is unique at the host: `<name_prefix>-<name>`."""

    BECOMES: ClassVar[str] = "scaleway:registry/namespace:Namespace"

    data_class: DataClass = DataClass.INTERNAL
    """What the images hold. Images are copied to every node that runs them: keep health data out of them."""
    description: Line = Field(default="", max_length=200)
    """What a reader of the console should know."""
