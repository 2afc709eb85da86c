"""Encryption before an object leaves its worker: AES-256-GCM over segments, each bound to its place and the last one marked as such.

The construction is STREAM (Hoang, Reyhanitabar, Rogaway, Vizár 2015). Every object has a key of its own, from HKDF over the
customer's key and a random salt at the object's head, so that no nonce is ever used twice under one key.
"""

import os
import struct
from collections.abc import Iterable, Iterator

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

HEAD = b"socle-sealed-1\n"
_SALT = 32
_SEGMENT = 1 << 20
"""Bytes of plain text in a segment; 16 more of each are its tag."""
_TAG = 16


def sealed(chunks: Iterable[bytes], key: bytes) -> Iterator[bytes]:
    """An object's bytes, encrypted as they pass."""
    salt = os.urandom(_SALT)
    cipher = _cipher(key, salt)
    yield HEAD + salt
    for number, last, segment in _segments(chunks, _SEGMENT):
        yield cipher.encrypt(_nonce(number, last), segment, None)


def unsealed(chunks: Iterable[bytes], key: bytes) -> Iterator[bytes]:
    """The plain bytes of an object that was sealed.

    Raises:
        ValueError: it was not sealed with this key, or is cut, reordered or altered.
    """
    head, rest = _head(iter(chunks))
    if not head.startswith(HEAD) or len(head) != len(HEAD) + _SALT:
        raise ValueError("an object that was not sealed")
    cipher = _cipher(key, head[len(HEAD) :])
    for number, last, segment in _segments(rest, _SEGMENT + _TAG):
        try:
            yield cipher.decrypt(_nonce(number, last), segment, None)
        except InvalidTag as error:
            raise ValueError("an object that was altered, or another key") from error


def _head(chunks: Iterator[bytes]) -> tuple[bytes, Iterator[bytes]]:
    """The head, and what comes behind it."""
    length, begun = len(HEAD) + _SALT, b""
    while len(begun) < length and (chunk := next(chunks, None)) is not None:
        begun += bytes(chunk)

    def rest() -> Iterator[bytes]:
        yield begun[length:]
        yield from chunks

    return begun[:length], rest()


def _segments(chunks: Iterable[bytes], size: int) -> Iterator[tuple[int, bool, bytes]]:
    """Pieces of equal size with their number and whether they are the last; an empty object is one empty piece."""
    kept, number = bytearray(), 0
    for chunk in chunks:
        kept += chunk
        while len(kept) > size:
            yield number, False, bytes(kept[:size])
            del kept[:size]
            number += 1
    yield number, True, bytes(kept)


def _nonce(number: int, last: bool) -> bytes:
    return struct.pack(">7xI?", number, last)


def _cipher(key: bytes, salt: bytes) -> AESGCM:
    return AESGCM(HKDF(SHA256(), 32, salt, HEAD).derive(key))
