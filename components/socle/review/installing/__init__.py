"""What changed files do to what is installed and started: lock file, settings of installers, requirements, variables, checks."""

from .checks import fewer_checks
from .lock import lock_changes
from .settings import project_settings, requirements, steering_in, steering_variables

__all__ = ["fewer_checks", "lock_changes", "project_settings", "requirements", "steering_in", "steering_variables"]
