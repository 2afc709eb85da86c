"""The command, run in this process, as the tests of the command run it."""

from tests.cli.conftest import as_written, socle

__all__ = ["as_written", "socle"]
