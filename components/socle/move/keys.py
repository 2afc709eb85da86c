"""Keys of 256 bits, as the environment of whoever runs a move has them: of a wave, and of what encrypts objects."""

import base64


def key_of(text: str) -> bytes | None:
    """The key that a text in base64 holds; nothing where it holds none."""
    try:
        key = base64.b64decode(text, validate=True)
    except ValueError:  # no base64, or a letter that is not of ASCII
        return None
    return key if len(key) == 32 else None
