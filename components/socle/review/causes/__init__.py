"""What somebody changed, in the words of the estate: entries that differ, what follows from each, and what ids are called."""

from .causes import Cause, Written, causes_of, counted
from .entries import Entry, entries_of
from .estate_words import estate_words, in_words

__all__ = ["Cause", "Entry", "Written", "causes_of", "counted", "entries_of", "estate_words", "in_words"]
