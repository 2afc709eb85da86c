"""Texts inside texts: what is written in base64, packed, as hexadecimal, or for an address, so that it can be searched too."""

import base64
import binascii
import gzip
import io
import re
import zlib
from collections.abc import Iterator
from urllib.parse import unquote_plus

_RUNS = re.compile(r"[A-Za-z0-9+/_-]{12,}={0,2}")
_WORDS = re.compile(r"[^\s'\"<>]+")
_ESCAPE = re.compile(r"%[0-9A-Fa-f]{2}")
_HEX = re.compile(r"(?:[0-9A-Fa-f]{2}){8,}$")
_MOST = 1 << 20
"""Bytes that a packed text is read up to."""


def decoded_runs(text: str) -> Iterator[tuple[int, int, str]]:
    """Each run of a text that is another text in another form: where it begins and ends, and what it says."""
    if "%" not in text:
        yield from _packed(text, 0, len(text))
        return
    end = 0
    for word in _WORDS.finditer(text):
        if _ESCAPE.search(word[0]):
            yield from _packed(text, end, word.start())
            yield word.start(), word.end(), unquote_plus(word[0])
            end = word.end()
    yield from _packed(text, end, len(text))


def _packed(text: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    for run in _RUNS.finditer(text, start, end):
        for inner in _read(run[0]):
            if inner != run[0]:
                yield run.start(), run.end(), inner
                break


def _read(run: str) -> Iterator[str]:
    if _HEX.match(run):
        yield from _text(bytes.fromhex(run))
    bare = run.rstrip("=").translate(str.maketrans("-_", "+/"))
    if len(bare) % 4 == 1:
        return
    try:
        yield from _text(base64.b64decode(bare + "=" * (-len(bare) % 4), validate=True))
    except (binascii.Error, ValueError):
        return


def _text(raw: bytes) -> Iterator[str]:
    """Bytes as text, unpacked where they are packed; nothing where they are neither."""
    if raw[:2] == b"\x1f\x8b":
        try:
            with gzip.GzipFile(fileobj=io.BytesIO(raw)) as packed:
                raw = packed.read(_MOST)
        except (OSError, EOFError, zlib.error):
            return
    for encoding in ("utf-8", "utf-16-le") if b"\0" in raw else ("utf-8",):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if all(c.isprintable() or c in "\r\n\t" for c in text):
            yield text
            return
