"""What a program is watched for while it runs: secrets that it wraps, functions that nobody answers, coroutines that nobody awaits."""

from .awaited import never_awaited
from .missing import known_instead
from .unheard import answered_directly
from .wrapped_secrets import overheard, watched_config

__all__ = [
    "answered_directly",
    "known_instead",
    "never_awaited",
    "overheard",
    "watched_config",
]
