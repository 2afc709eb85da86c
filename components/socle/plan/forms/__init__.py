"""What is a credential by its place in a command, a file or a script, as patterns."""

from .commands import COMMANDS, HINT
from .scripts import PROMPTED, TYPED, without_scripted

__all__ = ["COMMANDS", "HINT", "PROMPTED", "TYPED", "without_scripted"]
