"""The base of every part of the estate: plain values, checked, frozen, with the place it was written."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Self

from pydantic import BaseModel, ConfigDict, GetJsonSchemaHandler, PrivateAttr, StringConstraints, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from socle.messages import Refusal, Refused, Undecided
from socle.origin import Origin

from .described import descriptions


@dataclass(frozen=True)
class Form:
    """What text of a kind looks like, in the words of messages and documentation; part of an `Annotated` type.

    `said` completes "write ..." and "... is not ...".
    """

    said: str
    example: str

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {**handler(core), "examples": [self.example]}


Key = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=40),
    Form("a name in lower-case letters, digits and single dashes, a letter first", "studies"),
]
"""The owner's own name for one entry of a map. It becomes part of Pulumi's logical names: renaming it is a replacement."""

Line = Annotated[
    str,
    StringConstraints(pattern=r"^[^\n\t]*$", strip_whitespace=True),
    Form("text on one line (>- joins several)", "text on one line"),
]
"""Text without line breaks: it ends up in tags, tables and lists that people sign."""

Reason = Annotated[Line, StringConstraints(min_length=10, max_length=300)]
"""Why something is allowed, for the person who will audit it."""

Uuid = Annotated[
    str,
    StringConstraints(pattern=r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"),
    Form("a bare UUID in lower case", "11111111-1111-4111-8111-111111111111"),
]
"""A bare identifier of the cloud, in lower case: `fr-par/<uuid>` is Pulumi's form and is refused here."""


class Spec(BaseModel):
    """A part of the estate: plain values, checked, frozen."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)
    # Deferred: whoever reads an estate builds the validator of its root and of few others, and fields can still be described.

    BECOMES: ClassVar[str] = ""
    """The type of the resource that it becomes, whose row of facts says the rest; empty for a part of something else."""

    _origin: Origin | None = PrivateAttr(default=None)

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        made = handler(core)
        properties = handler.resolve_ref_schema(made).get("properties", {})
        for name in properties.keys() & descriptions(cls).keys():
            properties[name].setdefault("description", descriptions(cls)[name])
        return made

    @property
    def origin(self) -> Origin | None:
        """Where in the YAML this was declared; nothing for a spec built in Python."""
        return self._origin

    def declared_at(self, origin: Origin) -> None:
        """Note where this was declared. Not part of the value: two equal specs of two files stay equal."""
        object.__setattr__(self, "_origin", origin)

    def recorded(self) -> dict[str, Any]:
        """What a component stores in the state: without defaults, so that a new default changes no existing stack."""
        return self.model_dump(mode="json", exclude_defaults=True)

    def __getattr__(self, name: str) -> Any:
        """Only reached for what is not there, such as a field whose value was refused: see sound.py.

        Raises:
            Undecided: the field has no value, so nothing that depends on it can be said.
        """
        if name in type(self).model_fields:
            raise Undecided(name)
        return super().__getattr__(name)  # type: ignore[misc]

    def refusals(self) -> Iterator[Refusal]:
        """Every way in which the values contradict each other or their data class."""
        return iter(())

    @model_validator(mode="after")
    def _refuse_all_at_once(self) -> Self:
        found = tuple(self.refusals())
        if found:
            raise Refused(found)
        return self
