"""The seed of what is drawn: `SEED` in the environment, or, where it is empty or not there, a new one that the run tells."""

import os
import secrets

_NAME = "SEED"


def seed() -> str:
    """The same in every process of a run."""
    os.environ[_NAME] = os.environ.get(_NAME) or str(secrets.randbelow(1_000_000))
    return os.environ[_NAME]
