"""The sentences that people read, in English and French."""

from .catalogue import Draw, Language, Words

__all__ = ["Draw", "Language", "Words"]
