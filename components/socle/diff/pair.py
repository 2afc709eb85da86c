"""One resource before and after, as its provider is asked about it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from socle.plan import Resource

from .change import Certainty


@dataclass(frozen=True)
class Pair:
    """One resource before and after, with the values marked unknown that come from something new.

    `outputs` are those of an exported state, empty where there is none. `steady` are the inputs whose dependencies are the
    same and stay, so that a value nobody can see is taken for unchanged. `renewed` are those that depend on something new, with how
    certain it is that it is new.
    """

    before: Resource
    after: Resource
    outputs: Mapping[str, Any] = field(default_factory=dict[str, Any])
    steady: frozenset[str] = frozenset()
    renewed: Mapping[str, Certainty] = field(default_factory=dict[str, Certainty])
    has_outputs: bool = False
