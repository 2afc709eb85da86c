"""The language of a run: which it is, and commands that are told in it."""

from .choice import VARIABLE, choose, words
from .commands import Command, Commands, short

__all__ = ["VARIABLE", "Command", "Commands", "choose", "short", "words"]
