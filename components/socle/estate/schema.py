"""The JSON Schemas of an estate's files, so that an editor completes and validates the YAML."""

from typing import Any

from socle.specs import Spec, schema_of

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
