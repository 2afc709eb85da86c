"""What a program wraps as a secret while it is captured: kept in memory only, so that its errors can be told without it."""

from collections.abc import Generator, Iterable
from contextlib import contextmanager
from typing import Any, cast

import pulumi

from .masking import ATTRIBUTE

_SHORTEST = 6
"""Characters from which on a secret is looked for in a message: a shorter one would also be found where it is none."""


@contextmanager
def overheard() -> Generator[None]:
    """While a program runs, remember in memory what it wraps as a secret; an error carries it, so that it can be left out."""
    heard: set[str] = set()
    wrap = pulumi.Output.secret

    def secret(val: Any) -> Any:
        heard.update(_texts(val))
        return wrap(val)

    pulumi.Output.secret = staticmethod(secret)
    try:
        yield
    except Exception as error:
        setattr(error, ATTRIBUTE, frozenset(heard))
        raise
    finally:
        pulumi.Output.secret = staticmethod(wrap)


def _texts(value: Any) -> Iterable[str]:
    if isinstance(value, str) and len(value) >= _SHORTEST:
        yield value
    elif isinstance(value, dict):
        for item in cast("dict[str, Any]", value).values():
            yield from _texts(item)
    elif isinstance(value, list):
        for item in cast("list[Any]", value):
            yield from _texts(item)
