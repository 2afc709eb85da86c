"""The sentences that people read, in English and French."""

from .catalogue import ENGLISH, Draw, Language, Words

__all__ = ["ENGLISH", "Draw", "Language", "Words"]
