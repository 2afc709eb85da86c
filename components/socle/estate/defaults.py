"""What stands at a key of the estate where nobody writes anything."""

from collections.abc import Sequence
from typing import Any

from socle.specs import slot_at

from .estate import Estate


def default_at(key: Sequence[str]) -> tuple[Any, ...]:
    """The default of a field by the parts of its key; nothing where there is no such field, or it must be written."""
    around = slot_at(Estate, tuple(key[:-1]))
    field = around.model.model_fields.get(key[-1]) if around and around.model and key else None
    if field is None or field.is_required():
        return ()
    return (field.get_default(call_default_factory=True, validated_data={}),)
