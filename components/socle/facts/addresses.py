"""Addresses as plans write them, with or without a scheme: what cannot be read is nothing, and never an error."""

from urllib.parse import SplitResult, urlsplit


def address_parts(text: str) -> SplitResult | None:
    """The parts of an address; nothing where no reader would agree on its host."""
    try:
        parts = urlsplit(text if "//" in text else f"//{text}")
        _ = parts.hostname, parts.port
    except ValueError:
        return None
    return parts


def host_in(text: str) -> str:
    """The machine of an address, in lower case and without a last dot; empty where it cannot be read."""
    parts = address_parts(text)
    return ((parts.hostname if parts else "") or "").rstrip(".").lower()
