"""Who may sign a bundle, in the file of allowed signers that OpenSSH has (`ssh-keygen`, ALLOWED SIGNERS). It is brought, never bundled."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from fnmatch import fnmatchcase

from socle.cutover.evidence import NAMESPACE

_OPTION = re.compile(r'([a-z-]+)(?:="([^"]*)")?')
_OPTIONS = frozenset({"namespaces", "valid-after", "valid-before"})
"""What is understood. `cert-authority` is not: `ssh-keygen` takes such a key for certificates alone, and none are read here."""
_TYPES = ("ssh-ed25519", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384")


@dataclass(frozen=True)
class Allowed:
    """One line: who, the key, and the days on which it may sign, both counted."""

    name: str
    key: str
    first: date = date.min
    last: date = date.max
    namespaces: tuple[str, ...] = ()

    @property
    def may_sign(self) -> bool:
        """Whether the key is for what is signed here; namespaces are patterns, and one after `!` takes away."""
        fits = [(each.startswith("!"), fnmatchcase(NAMESPACE, each.removeprefix("!"))) for each in self.namespaces]
        return not fits or ((False, True) in fits and (True, True) not in fits)

    def valid_on(self, day: date) -> bool:
        """Whether the key is valid on a day."""
        return self.first <= day <= self.last


def allowed_signers(text: str) -> tuple[Allowed, ...]:
    """The lines of the file.

    Raises:
        ValueError: a line is none, with its number.
    """
    return tuple(_lines(text))


def _lines(text: str) -> Iterator[Allowed]:
    for number, line in enumerate(text.splitlines(), 1):
        bare = line.strip()
        if not bare or bare.startswith("#"):
            continue
        found = _allowed(bare)
        if found is None:
            raise ValueError(f"line {number} is no allowed signer: a name, options, the type of a key and the key")
        yield found


def _allowed(line: str) -> Allowed | None:
    kind = next((each for each in _TYPES if f" {each} " in f"{line} "), None)
    if kind is None:
        return None
    before, _, after = line.partition(f" {kind} ")
    name, _, options = before.partition(" ")
    words = after.split()
    if not name or not words:
        return None
    given: dict[str, str] = {found[1]: found[2] or "" for found in _OPTION.finditer(options)}
    if not given.keys() <= _OPTIONS:
        return None
    try:
        first, last = (_day(given.get(each)) for each in ("valid-after", "valid-before"))
    except ValueError:
        return None
    namespaces = tuple(each for each in given.get("namespaces", "").split(",") if each)
    return Allowed(name, f"{kind} {words[0]}", first or date.min, last or date.max, namespaces)


def _day(text: str | None) -> date | None:
    """A day of `YYYYMMDD`, with or without a time after it."""
    return datetime.strptime(text[:8], "%Y%m%d").date() if text else None
