"""What changed files do to what is installed and started: lock file, settings of installers, requirements, variables."""

from .lock import lock_changes
from .settings import project_settings, requirements, steering_in, steering_variables

__all__ = ["lock_changes", "project_settings", "requirements", "steering_in", "steering_variables"]
