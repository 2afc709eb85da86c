"""The sentences that people read, in English and French."""

from .catalogue import Language, Words

__all__ = ["Language", "Words"]
