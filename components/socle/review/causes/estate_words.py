"""The estate's own words for ids, ranges and names of the cloud, so that a sentence names who and what as its owner does."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, cast

from socle.plan import UNKNOWN, Plan

_OF_ENTRY = frozenset({"application_id", "user_id", "group_id", "range", "address"})
"""Fields whose value stands for the entry that has them."""
_NETWORKS = ("private_networks", "outside")
"""Maps that give a range its own name; a flow that only mentions it gives it none."""
_BUCKET = "scaleway:object/bucket:Bucket"


def estate_words(plans: Iterable[Plan]) -> dict[str, str]:
    """By id, range or name of the cloud what the estate calls it; several words where it has several."""
    found: dict[str, dict[str, None]] = {}
    networks: dict[str, str] = {}
    for plan in plans:
        for resource in plan:
            spec = resource.inputs.get("spec")
            if not resource.custom and isinstance(spec, dict):
                for value, word, within in _entries(cast("dict[str, Any]", spec)):
                    found.setdefault(value, {})[word] = None
                    if within in _NETWORKS:
                        networks[value] = word
            origin, name = plan.origin_of(resource), resource.inputs.get("name")
            if resource.type == _BUCKET and origin and isinstance(name, str) and name != UNKNOWN:
                found.setdefault(name, {})[origin.key.rpartition(".")[2]] = None
    return {value: " / ".join(words) for value, words in found.items()} | networks


def _entries(spec: Mapping[str, Any], word: str = "", within: str = "") -> Iterator[tuple[str, str, str]]:
    """Each value that stands for an entry, the entry's name, and the map that it is in."""
    for key, value in spec.items():
        if isinstance(value, dict):
            yield from _entries(cast("dict[str, Any]", value), key, word)
        elif word and key in _OF_ENTRY and isinstance(value, str) and value:
            yield value, word, within


def in_words(text: str, words: Mapping[str, str]) -> str:
    """An end of a reach in the estate's words: a principal, or a bucket, which keeps its folder; the whole of it is its name."""
    if text in words:
        return words[text]
    kind, _, id_ = text.rpartition(":")
    if kind.endswith("_id") and id_ in words:
        return words[id_]
    head, slash, rest = text.partition("/")
    if slash and head in words and head not in ("", "*"):
        return words[head] if rest == "*" else f"{words[head]}/{rest}"
    return text
