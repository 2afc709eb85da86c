"""What surrounds a program: its environment, and the settings of the database that it asks."""

from .database_settings import CONFIGURATION, SETTINGS
from .environment import ENVIRONMENT

__all__ = ["CONFIGURATION", "ENVIRONMENT", "SETTINGS"]
