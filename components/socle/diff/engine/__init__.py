"""What the engine itself says that it would do, read from its own preview."""

from .preview import read_engine_preview
from .steps import value_at

__all__ = ["read_engine_preview", "value_at"]
