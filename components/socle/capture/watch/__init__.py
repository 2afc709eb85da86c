"""What a program is watched for while it runs: secrets that it wraps, functions that nobody answers, coroutines that nobody awaits."""

from .awaited import never_awaited
from .followed import followed, of_ours, of_the_program, place_of
from .missing import known_instead
from .unheard import answered_directly
from .wrapped_secrets import overheard, sealed_in, watched_config

__all__ = [
    "answered_directly",
    "followed",
    "known_instead",
    "never_awaited",
    "of_ours",
    "of_the_program",
    "overheard",
    "place_of",
    "sealed_in",
    "watched_config",
]
