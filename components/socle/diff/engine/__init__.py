"""What the engine itself says that it would do, read from its own preview."""

from .preview import read_engine_preview

__all__ = ["read_engine_preview"]
