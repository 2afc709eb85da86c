"""What is a credential by its place in a command, a file or a script, as patterns."""

from .commands import COMMANDS
from .scripts import PROMPTED, SCRIPTS, TYPED
from .table import Forms, Row

__all__ = ["COMMANDS", "PROMPTED", "SCRIPTS", "TYPED", "Forms", "Row"]
