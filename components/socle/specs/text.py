"""One file of the estates folder as text, or why it is not read: links, special files, sizes, encodings, hidden characters.

What the text means is left to yaml_source.py.
"""

import codecs
import os
import re
import stat
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from socle.characters import HIDDEN
from socle.messages import Place, Refusal, Refused

from .lookalikes import lookalike

MAX_BYTES = 4 * 1024 * 1024
"""A file of 1,000 spaces' worth of text stays below; a larger one is a mistake."""

_TOKENS = (
    r"\bgh[opsur]_[A-Za-z0-9]{30}|\bgithub_pat_\w{20}|\bgl(?:pat|ptt|dt|rt|cbt|ft|imt|agent|soat)-[\w-]{15}|\bxox[abeprs]-[\w-]{10}"
    r"|\bhv[bsr]\.[\w-]{20}|\bpypi-[\w-]{30}|\bnpm_[A-Za-z0-9]{30}|\b(?:AKIA|ASIA)[A-Z0-9]{16}\b|\bAIza[\w-]{30}|\bpul-[0-9a-f]{40}"
    r"|\b[rs]k_live_\w{16}|\bhooks\.slack\.com/services/T\w+/B\w+/\w{10}"
)
"""Tokens that begin with a sign of whoever gives them out."""
_SAID = (
    r"\S\s{0,3}[\"'(]{0,2}\b(?:password|passwd|passphrase|mot de passe|mdp|pwd|secret[ _-]?key|cl[eé] secr[eè]te|api[ _-]?key|token|jeton"
    r"|secret)[\"' ]{0,3}[:=][\"' ]{0,3}(?=\S{0,200}[0-9])(?=\S{0,200}[A-Za-z])\S{8}"
)
"""A word for a credential in a text, and after a sign something with letters and digits; a key of the estate alone on its line is none."""
CREDENTIAL = re.compile(
    r"-----BEGIN [A-Z ]{0,40}PRIVATE KEY|://[^/\s:@]{1,200}:[^/\s@]{1,200}@|(?:AccountKey|SharedAccessKey)=|[?&]sig="
    r"|\beyJ[\w-]{10,2000}\.[\w-]{10,2000}\."
    rf"|\b(?:Basic|Bearer)\s[A-Za-z0-9+/=._-]{{12}}|SECRET_KEY\W{{1,3}}[0-9a-f-]{{36}}|{_TOKENS}|(?i:{_SAID})"
)
"""What is a credential by its form: private keys, addresses with a password, connection strings, signed links, tokens, or a password
by the word before it."""


def read_text(path: Path, folder: Path, file: str) -> str:
    """The text of a file somewhere below `folder`; `file` is its name in messages.

    Raises:
        Refused: it is no readable UTF-8 text file of this folder, or it holds characters that hide.
    """
    raw = _bytes(path, folder, file)
    problem = _not_utf8(raw)
    if problem:
        line, refusal = problem
        raise Refused([refusal.placed(Place(file, line))])
    text = raw.decode("utf-8-sig")
    hidden = [*_hidden_lines(text, file), *_lookalike_lines(text, file), *_credential_lines(text, file)]
    if hidden:
        raise Refused(hidden)
    return text


def named(character: str) -> str:
    """A character that cannot be shown, in words: `U+202E (right-to-left override)`."""
    name = unicodedata.name(character, "").lower()
    return f"U+{ord(character):04X}" + (f" ({name})" if name else "")


def _bytes(path: Path, folder: Path, file: str) -> bytes:
    try:
        refusal = _not_a_file_of(folder, path)
        raw = b"" if refusal else _start_of(path)
    except (OSError, RuntimeError) as error:  # RuntimeError: links that lead in a circle, before Python 3.13
        reason = getattr(error, "strerror", None) or "links lead in a circle"
        refusal, raw = _unreadable(reason), b""
    if len(raw) > MAX_BYTES:
        refusal = Refusal(
            f"more than {MAX_BYTES:,} bytes",
            "it could exhaust memory",
            "split it, or look for what should not be in it",
        )
    if refusal:
        raise Refused([refusal.placed(Place(file))])
    return raw


def _not_a_file_of(folder: Path, path: Path) -> Refusal | None:
    if not path.resolve(strict=True).is_relative_to(folder.resolve()):
        return Refusal(
            "a link that leads out of the estates folder",
            "a reviewer would not see what is deployed",
            "put the file itself there",
        )
    if not stat.S_ISREG(path.stat().st_mode):
        return Refusal("not a regular file", "reading it could block or never end", "put a file of text there")
    return None


def _start_of(path: Path) -> bytes:
    """As much as is allowed and one byte. Not blocking, should a pipe take the file's place meanwhile."""
    with open(os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC), "rb") as stream:  # noqa: PTH123
        return stream.read(MAX_BYTES + 1) or b""


def _unreadable(reason: str) -> Refusal:
    return Refusal(
        f"the file cannot be read ({reason})",
        "the estate is not complete without it",
        "make it readable, or put the file there that was meant",
    )


def _not_utf8(raw: bytes) -> tuple[int, Refusal] | None:
    save, unread = "save it as UTF-8", "names and ids could be read wrongly"
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return 1, Refusal("text in UTF-16", unread, save)
    if b"\0" in raw:
        line = raw[: raw.index(b"\0")].count(b"\n") + 1
        return line, Refusal("a NUL byte: this is not text, or not in UTF-8", unread, save)
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        meant = raw[error.start : error.start + 1].decode("latin-1")
        what = f"the byte 0x{raw[error.start]:02X} is not UTF-8 (in Latin-1 it would be {meant!r})"
        return line, Refusal(what, unread, save)
    return None


def _credential_lines(text: str, file: str) -> Iterator[Refusal]:
    """One problem a line, comments too, told without what is in it: an estate is reviewed by many and kept for ever."""
    for number, line in enumerate(text.split("\n"), start=1):
        found = CREDENTIAL.search(line)
        if found:
            refusal = Refusal(
                "a credential: a private key, a password, a token, or an address or a connection string with one",
                "everybody who may read the repository, or ever could, has it",
                "take it out and replace it where it is valid; an estate only names where a secret comes from",
            )
            yield refusal.placed(Place(file, number, found.start() + 1))


def _hidden_lines(text: str, file: str) -> Iterator[Refusal]:
    """One problem a line: comments too, since they are what a reviewer believes."""
    for number, line in enumerate(text.split("\n"), start=1):
        found = HIDDEN.search(line.removesuffix("\r"))
        if found:
            yield Refusal(
                f"the invisible character {named(found.group())}",
                "what is shown would not be what is read",
                "remove it",
                place=Place(file, number, found.start() + 1),
            )


def _lookalike_lines(text: str, file: str) -> Iterator[Refusal]:
    """One problem a line, comments too: a name or a reason that reads like another one."""
    if text.isascii():
        return
    for number, line in enumerate(text.split("\n"), start=1):
        at = lookalike(line)
        if at is not None:
            yield looks_like_another(line[at]).placed(Place(file, number, at + 1))


def looks_like_another(character: str) -> Refusal:
    """Why a letter is refused that is easily taken for another one."""
    return Refusal(
        f"the letter {named(character)}, which looks like another one",
        "what is shown would not be what is read: two names could look the same, and a grant be somebody else's",
        "write the word in one alphabet",
    )
