"""The secrets of a program while it is captured: what it wraps, kept in memory only, so that plan and errors can be told without
it; which values it reads as secrets from a plain configuration; and a stand-in of the type that it asks for where only `pulumi`
can decrypt one.
"""

from collections.abc import Callable, Generator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any
from unittest.mock import patch

import pulumi
from pulumi.runtime.config import get_config, is_config_secret

from socle.plan import ATTRIBUTE, SEALED, scalars_in

_SHORTEST = 6
"""Characters from which on a secret is looked for in a message: a shorter one would also be found where it is none."""
_SHORTEST_INSIDE = 8
"""The same for what is only a part of a wrapped object: beside a password there stand a region and a name."""


@dataclass
class Heard:
    """`texts` are all that were wrapped; `telling` are those that no other part of a plan has by chance."""

    texts: set[str] = field(default_factory=set[str])
    telling: set[str] = field(default_factory=set[str])

    def hear(self, value: Any) -> None:
        """Remember what is wrapped."""
        whole = not isinstance(value, dict | list | tuple)
        for text in scalars_in(value):
            if len(text) >= _SHORTEST:
                self.texts.add(text)
                if whole or _is_drawn(text):
                    self.telling.add(text)


@contextmanager
def overheard() -> Generator[Heard]:
    """While a program runs, remember in memory what it wraps as a secret; an error carries it, so that it can be left out."""
    heard = Heard()
    wrap = pulumi.Output.secret

    def secret(val: Any) -> Any:
        heard.hear(val)
        return wrap(val)

    pulumi.Output.secret = staticmethod(secret)
    try:
        yield heard
    except Exception as error:
        setattr(error, ATTRIBUTE, frozenset(heard.texts))
        raise
    finally:
        pulumi.Output.secret = staticmethod(wrap)


def _is_drawn(text: str) -> bool:
    """Whether a text has the look of a password: long, and with a digit or a sign among letters."""
    letters = sum(c.isalpha() for c in text)
    return len(text) >= _SHORTEST_INSIDE and letters > 0 and any(c.isdigit() for c in text) and "://" not in text[:9]


_SEALED_KEYS = "socle_sealed"
_TYPES = ("", "_bool", "_int", "_float", "_object")


class SealedText(str):
    """A sealed text that may have been an object: whatever it is asked for is sealed too."""

    __slots__ = ()

    def __getitem__(self, key: Any) -> Any:
        return SealedText(SEALED) if isinstance(key, str) else super().__getitem__(key)


class SealedObject(dict[str, Any]):
    """A sealed object of which nobody knows the keys: it has every key that it is asked for."""

    def __missing__(self, _key: str) -> SealedText:
        return SealedText(SEALED)

    def __contains__(self, _key: object) -> bool:
        return True

    def get(self, key: str, default: Any = None, /) -> Any:  # noqa: ARG002 - of a dictionary
        """The sealed text, whatever the default."""
        return self[key]


_STAND_INS: dict[str, Callable[[], Any]] = {
    "_bool": lambda: True,
    "_int": lambda: 1,
    "_float": lambda: 1.0,
    "_object": SealedObject,
}


@dataclass
class ConfigReads:
    """`plain` are the keys that the program read as secrets and that its stack has in plain; `sealed` those that it read and that
    only `pulumi` can decrypt."""

    plain: set[str] = field(default_factory=set[str])
    sealed: set[str] = field(default_factory=set[str])


def sealed_in(error: BaseException | None) -> tuple[str, ...]:
    """The keys of secrets that a failed program had read, and had stand-ins of."""
    found: tuple[str, ...] = getattr(error, _SEALED_KEYS, ())
    return found


@contextmanager
def watched_config(heard: Heard) -> Generator[ConfigReads]:
    """While a program runs, watch what it reads as a secret, and answer for what is sealed."""
    reads = ConfigReads()
    with ExitStack() as patches:
        for type_ in _TYPES:
            for name in (f"get_secret{type_}", f"require_secret{type_}"):
                read = _watching(getattr(pulumi.Config, name), reads, heard)
                patches.enter_context(patch.object(pulumi.Config, name, read))
        for type_, stand_in in _STAND_INS.items():
            read = _standing_in(getattr(pulumi.Config, f"_get{type_}"), stand_in, reads)
            patches.enter_context(patch.object(pulumi.Config, f"_get{type_}", read))
        patches.enter_context(patch.object(pulumi.Config, "_get", _noting(vars(pulumi.Config)["_get"], reads)))
        try:
            yield reads
        except Exception as error:
            setattr(error, _SEALED_KEYS, tuple(sorted(reads.sealed)))
            raise


def _watching(read: Callable[..., Any], reads: ConfigReads, heard: Heard) -> Callable[..., Any]:
    def watched(config: pulumi.Config, key: str, *given: Any, **named: Any) -> Any:
        full = config.full_key(key)
        text = get_config(full)
        if text is not None:
            heard.hear(text)
            if not is_config_secret(full):
                reads.plain.add(full)
        return read(config, key, *given, **named)

    return watched


def _noting(read: Callable[..., Any], reads: ConfigReads) -> Callable[..., Any]:
    def noted(config: pulumi.Config, key: str, *given: Any, **named: Any) -> Any:
        if SEALED in (get_config(config.full_key(key)) or ""):
            reads.sealed.add(config.full_key(key))
        return read(config, key, *given, **named)

    return noted


def _standing_in(read: Callable[..., Any], stand_in: Callable[[], Any], reads: ConfigReads) -> Callable[..., Any]:
    def answered(config: pulumi.Config, key: str, *given: Any, **named: Any) -> Any:
        if get_config(config.full_key(key)) == SEALED:
            reads.sealed.add(config.full_key(key))
            return stand_in()
        return read(config, key, *given, **named)

    return answered
