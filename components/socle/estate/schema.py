"""The JSON Schemas of an estate's files, so that an editor completes and validates the YAML, and what stands where nobody writes."""

from collections.abc import Sequence
from typing import Any

from socle.specs import Spec, schema_of, slot_at

from .bridge import BridgeSpec
from .cutover import CutoverSpec
from .estate import Estate
from .foundation import FoundationSpec
from .legacy import LegacySpec

PARTS: dict[str, type[Spec]] = {
    "estate": Estate,
    "foundation": FoundationSpec,
    "legacy": LegacySpec,
    "bridge": BridgeSpec,
    "cutover": CutoverSpec,
}
"""The spec of each file of an estate, by the file's name without its ending."""


def schema(part: str = "estate") -> dict[str, Any]:
    """JSON Schema (2020-12) of one file of an estate. `estate` holds the other parts too.

    Raises:
        KeyError: `part` is none of `PARTS`.
    """
    return schema_of(PARTS[part], f"Socle {part}")


def default_at(key: Sequence[str]) -> tuple[Any, ...]:
    """The default of a field by the parts of its key; nothing where there is no such field, or it must be written."""
    around = slot_at(Estate, tuple(key[:-1]))
    field = around.model.model_fields.get(key[-1]) if around and around.model and key else None
    if field is None or field.is_required():
        return ()
    return (field.get_default(call_default_factory=True, validated_data={}),)
