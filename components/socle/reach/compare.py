"""Which paths between two places opened and which closed from one revision of the plans to another, end to end."""

from dataclasses import dataclass
from typing import Literal

from socle.messages import Text, said

from .build import Model
from .graph import Written
from .proofs import concerns, ends, openers_of
from .search import spread
from .traffic import Traffic, minus
from .wording import listed, ports_of, services


@dataclass(frozen=True)
class PathChange:
    """Traffic from one place to another that passes now and did not, or the other way round, and what opened it."""

    change: Literal["opened", "closed"]
    source: str
    target: str
    services: Text
    by: tuple[Written, ...]
    public: bool = False
    """It comes from the Internet."""


@dataclass(frozen=True)
class _Path:
    source: str
    target: str
    traffic: Traffic
    by: tuple[Written, ...]


_Paths = dict[tuple[str, str], _Path]


def compare_paths(before: Model, after: Model) -> list[PathChange]:
    """What opened first, then what closed; what comes from the Internet before the rest."""
    old, new = _paths(before), _paths(after)
    found = [*_differences("opened", new, old), *_differences("closed", old, new)]
    return sorted(found, key=lambda each: (each.change == "closed", not each.public, each.source, each.target))


def _differences(change: Literal["opened", "closed"], one: _Paths, other: _Paths) -> list[PathChange]:
    found: list[PathChange] = []
    for ends_, path in one.items():
        left = minus(path.traffic, other[ends_].traffic) if ends_ in other else path.traffic
        if left:
            found.append(
                PathChange(change, path.source, path.target, _passing(left), path.by, public=ends_[0] == "internet")
            )
    return found


_CLIENTS = (1_024, 65_535)
"""Ports that whoever asks comes from, whatever its operating system."""


def _passing(traffic: Traffic) -> Text:
    """What passes. What comes from an answering port only is said apart: a filter without state needs it for answers."""
    asked = tuple(box for box in traffic if box[5] <= _CLIENTS[0] and box[6] >= _CLIENTS[1])
    answers = tuple(box for box in traffic if box not in asked)
    parts = [services(asked)] if asked else []
    if answers:
        ports = ports_of((box[5], box[6]) for box in answers)
        parts.append(said("traffic.answers", services=services(answers), ports=ports))
    return listed(parts)


def _paths(model: Model) -> _Paths:
    paths: _Paths = {}
    for start in model.net.starting():
        for arrival in ends(start, spread(model.net, start)):
            if concerns(model, start, arrival.place):
                key = start.key, arrival.place.key
                had = paths.get(key)
                by = (*(had.by if had else ()), *openers_of(arrival, arrival.traffic))
                traffic = (had.traffic if had else ()) + arrival.traffic
                paths[key] = _Path(start.name, arrival.place.name, traffic, tuple(dict.fromkeys(by)))
    return paths
