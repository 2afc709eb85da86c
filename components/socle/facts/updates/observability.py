"""What an update of a source of logs, metrics or traces would really do, where the preview calls it an update. Pure."""

from collections.abc import Iterator

from .warned import Inputs, Warned


def retention_shortened(old: Inputs, new: Inputs) -> Iterator[Warned]:
    """A shorter retention deletes what is older at once, and the preview calls it an update."""
    kept, days = old.get("retentionDays"), new.get("retentionDays")
    if isinstance(kept, int | float) and isinstance(days, int | float) and days < kept:
        yield Warned(f"what is older than {days:g} days is deleted; so far {kept:g} days were kept", refused=False)
