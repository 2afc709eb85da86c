"""What a program wraps as a secret while it is captured: kept in memory only, so that its errors can be told without it."""

from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

import pulumi

from socle.plan import ATTRIBUTE, texts_in

_SHORTEST = 6
"""Characters from which on a secret is looked for in a message: a shorter one would also be found where it is none."""


@contextmanager
def overheard() -> Generator[None]:
    """While a program runs, remember in memory what it wraps as a secret; an error carries it, so that it can be left out."""
    heard: set[str] = set()
    wrap = pulumi.Output.secret

    def secret(val: Any) -> Any:
        heard.update(text for text in texts_in(val) if len(text) >= _SHORTEST)
        return wrap(val)

    pulumi.Output.secret = staticmethod(secret)
    try:
        yield
    except Exception as error:
        setattr(error, ATTRIBUTE, frozenset(heard))
        raise
    finally:
        pulumi.Output.secret = staticmethod(wrap)
