"""The seed of what is drawn: `SEED` in the environment, or a new one that the end of the run tells."""

import os
import secrets

_NAME = "SEED"


def seed() -> str:
    """The same in every process of a run."""
    return os.environ.setdefault(_NAME, str(secrets.randbelow(1_000_000)))
