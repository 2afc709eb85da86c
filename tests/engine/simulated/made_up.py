"""Ids that are made up, and the same in every run."""

import hashlib


def stable(text: str, length: int = 8) -> str:
    """Hexadecimal digits that are the same in every run."""
    return hashlib.sha256(text.encode()).hexdigest()[:length]


def uuid_of(text: str) -> str:
    """An id that is the same in every run."""
    digits = stable(text, 32)
    return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-8{digits[17:20]}-{digits[20:]}"
