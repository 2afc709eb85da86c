"""The JSON Schema of an estate, so that an editor completes and validates the YAML."""

from typing import Any

from .estate import Estate


def schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of `estate.yaml`, generated from the specs."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **Estate.model_json_schema(),
        "title": "Socle estate",
    }
