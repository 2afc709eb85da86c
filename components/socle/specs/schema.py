"""The JSON Schemas of an estate's files, so that an editor completes and validates the YAML."""

from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from .spec import Spec


def schema_of(root: type[Spec], title: str) -> dict[str, Any]:
    """JSON Schema (2020-12) of a file, generated from the spec of its root.

    It says less than loading does: nothing of what parts of an estate contradict among themselves.
    """
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **root.model_json_schema(schema_generator=_AsStrictAsLoading),
        "title": title,
    }


class _AsStrictAsLoading(GenerateJsonSchema):
    """Refuses entries whose name does not fit, and leaves out titles that only repeat the key."""

    def dict_schema(self, schema: core_schema.DictSchema) -> JsonSchemaValue:
        made = super().dict_schema(schema)
        return {**made, "additionalProperties": False} if "patternProperties" in made else made

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002 - the signature is pydantic's
        return False
