"""The SDK's old flat type names, and the names that took their place; a program may use either, and means the same resource."""

import json
from functools import cache
from importlib.resources import files


def current_type(token: str) -> str:
    """A type token under its present name: `scaleway:index/objectBucket:ObjectBucket` is `scaleway:object/bucket:Bucket`."""
    return _successors().get(token, token)


@cache
def _successors() -> dict[str, str]:
    text = files("socle.facts.scaleway").joinpath("flat_names.json").read_text(encoding="utf-8")
    return json.loads(text)["types"]
