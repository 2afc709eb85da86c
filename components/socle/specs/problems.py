"""From a validation error to refusals that a person can act on, each with its file, line and key."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ValidationError

from socle.messages import Place, Refusal, Refused

from . import values
from .sound import REFUSED_NAME, dotted_parts, sound_refusals
from .spec import Spec
from .vocabulary import known_keys, nearest_key, slot_at
from .yaml import Path_, Source


@dataclass(frozen=True)
class Found:
    """One refusal, where it is, and the paths of the values that nothing may rely on any more; None where a spec contradicts itself."""

    path: Path_
    refusal: Refusal
    unsound: tuple[Path_, ...] | None = None


def dotted(path: Path_) -> str:
    """`("buckets", "studies", "lock")` as `buckets.studies.lock`."""
    return ".".join(str(part) for part in path)


def problems_of(error: ValidationError, source: Source, root: type[BaseModel]) -> list[Refusal]:
    """Every problem of a refused file: those of single values, and those between the parts that are sound."""
    found = [each for details in error.errors(include_url=False) for each in _found(dict(details), source, root)]
    own = [(each, each.unsound) for each in found if each.unsound is not None]
    between = sound_refusals(root, source.data, source.unsound.union(*(unsound for _, unsound in own)))
    everything = [*((each.path, each.refusal) for each, _ in own), *between]
    return [refusal.placed(source.written(path)) for path, refusal in everything]


def refusals_of(error: ValidationError) -> list[Refusal]:
    """What a spec that was written in Python is refused for, in the words in which YAML is; empty for what is no spec.

    Each has its key, from the spec on; whoever knows the file and the line says them.
    """
    root = next((each for each in _specs(Spec) if each.__name__ == error.title), None)
    if root is None:
        return []
    source = Source("")
    errors = error.errors(include_url=False)
    meant = {nearest_key(root, each["loc"])[1] for each in errors if each["type"] == "extra_forbidden"}
    own = [each for each in errors if each["type"] != "missing" or each["loc"][-1] not in meant]
    found = [each for details in own for each in _found(dict(details), source, root)]
    return [each.refusal.placed(Place(key=dotted((root.__name__, *each.path)))) for each in found]


def _specs(above: type[Spec]) -> Iterator[type[Spec]]:
    for each in above.__subclasses__():
        yield each
        yield from _specs(each)


def _found(details: dict[str, Any], source: Source, root: type[BaseModel]) -> Iterator[Found]:
    kind, path = str(details["type"]), tuple(details["loc"])
    raised = details.get("ctx", {}).get("error")
    if isinstance(raised, Refused):
        slot = slot_at(root, path)
        unsound = None if slot and slot.model else (path,)
        yield from (Found(path + dotted_parts(refusal.at), refusal, unsound) for refusal in raised.refusals)
    elif kind == "too_short" and len(details["input"]) >= details["ctx"]["min_length"]:
        return  # long enough as it is written; only the items that were refused are missing, and each has its own problem
    elif kind == "extra_forbidden":
        yield _unknown_key(path, source, root)
    elif kind == "missing":
        yield Found(path, values.missing(root, path), (path,))
    elif path[-1:] == (REFUSED_NAME,) and path not in source.places:
        yield Found(path[:-1], values.bad_name(root, path[:-1]), (path[:-1], path))
    else:
        message = str(raised) if raised else str(details["msg"])
        yield Found(path, values.bad_value(root, kind, details["input"], message, path), (path,))


def _unknown_key(path: Path_, source: Source, root: type[BaseModel]) -> Found:
    remedy, meant = nearest_key(root, path)
    what = f"{path[-1]} is not a known key"
    refusal = Refusal(what, "it would have no effect, and what was meant would not happen", remedy)
    return Found(path, refusal, tuple(_unwritten(path, source, [meant] if meant else known_keys(root, path))))


def _unwritten(path: Path_, source: Source, keys: Iterable[str]) -> Iterator[Path_]:
    """Keys beside an unknown one that it may stand for: those that are not written themselves."""
    yield from (here for key in keys if (here := (*path[:-1], key)) not in source.places)
