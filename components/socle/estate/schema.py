"""The JSON Schemas of an estate's files, so that an editor completes and validates the YAML."""

from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from .bridge import BridgeSpec
from .estate import Estate
from .legacy import LegacySpec
from .spec import Spec

PARTS: dict[str, type[Spec]] = {"estate": Estate, "legacy": LegacySpec, "bridge": BridgeSpec}
"""The spec of each file of an estate, by the file's name without its ending."""


def schema(part: str = "estate") -> dict[str, Any]:
    """JSON Schema (2020-12) of one file of an estate, generated from the specs. `estate` holds the other parts too.

    It says less than loading does: nothing of what parts of an estate contradict among themselves.

    Raises:
        KeyError: `part` is none of `PARTS`.
    """
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **PARTS[part].model_json_schema(schema_generator=_AsStrictAsLoading),
        "title": f"Socle {part}",
    }


class _AsStrictAsLoading(GenerateJsonSchema):
    """Refuses entries whose name does not fit, and leaves out titles that only repeat the key."""

    def dict_schema(self, schema: core_schema.DictSchema) -> JsonSchemaValue:
        made = super().dict_schema(schema)
        return {**made, "additionalProperties": False} if "patternProperties" in made else made

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002 - the signature is pydantic's
        return False
