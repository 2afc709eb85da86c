"""Buckets that a layer makes by itself: their names stand in no map of the estate, so that nothing else counts their length."""

from collections.abc import Iterator

from socle.facts import BUCKET_NAME_LENGTH
from socle.messages import Refusal


def long_name_refusals(prefix: str, name: str) -> Iterator[Refusal]:
    """What is wrong with the length of the name that such a bucket gets."""
    whole = f"{prefix}-{name}"
    if len(whole) > BUCKET_NAME_LENGTH:
        yield Refusal(
            f"the bucket's name {prefix}-{name} has {len(whole)} characters",
            "S3 accepts 63, so the deployment would fail",
            "shorten it",
            at="name_prefix",
        )
