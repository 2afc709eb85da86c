"""Permissions and paths as a person reads them: who, on what, and there everything they may; one row instead of one an action.

Nothing is judged or left out here. `reach.py` says what is reached, the renderings how much of it they show.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from socle.access import Matrix, Reach, matrix_of, names_of, reaches
from socle.messages import Text, order

from ..causes import in_words
from ..model import Gain, Review


@dataclass(frozen=True)
class Pair:
    """One holder, the targets where it may do the same, and these actions. `new` are the actions that this change brings."""

    source: Text
    targets: tuple[Text, ...]
    actions: tuple[Text, ...]
    public: bool = False
    new: frozenset[Text] = frozenset()
    by: tuple[str, ...] = ()


@dataclass
class _Found:
    public: bool = False
    actions: dict[Text, bool] = field(default_factory=dict[Text, bool])
    by: dict[str, None] = field(default_factory=dict[str, None])


def pairs_of(gains: Iterable[Gain]) -> list[Pair]:
    """What a change adds, in the order of the gains: the public ones first."""
    return paired((gain.reach, True, [change.resource.name for change in gain.changes]) for gain in gains)


def paired(reaches: Iterable[tuple[Reach, bool, Iterable[str]]]) -> list[Pair]:
    """Reaches, whether each is new, and the resources that give it, with one row for all actions of one holder."""
    found: dict[tuple[Text, Text], _Found] = {}
    for reach, new, by in reaches:
        one = found.setdefault((reach.source, reach.target), _Found())
        one.public |= reach.public
        one.actions[reach.action] = one.actions.get(reach.action, False) or new
        one.by.update(dict.fromkeys(by))
    alike: dict[tuple[Text, bool, tuple[tuple[Text, bool], ...]], list[tuple[Text, _Found]]] = {}
    for (source, target), one in found.items():
        alike.setdefault((source, one.public, tuple(one.actions.items())), []).append((target, one))
    return [
        Pair(
            source,
            tuple(target for target, _ in members),
            tuple(action for action, _ in actions),
            public,
            frozenset(action for action, new in actions if new),
            tuple(dict.fromkeys(name for _, one in members for name in one.by)),
        )
        for (source, public, actions), members in alike.items()
    ]


@dataclass(frozen=True)
class Standing:
    """What holds after a change: who may what, as `socle access` answers it, by whom rights are gained, and every path."""

    matrix: Matrix
    gaining: frozenset[str]
    """The resources that give a right that is new."""
    paths: list[Pair]


def standing(review: Review) -> Standing:
    """Everything that is reached after the change. Of the paths, what is new comes first."""
    plans = [comparison.plan for comparison in review.stacks]
    names, words = names_of(*plans), identities(review.words)
    new = {gain.reach for gain in review.paths}
    paths = [
        (reach, reach in new, [resource.name])
        for plan in plans
        for resource in plan
        for reach in reaches(resource, names)
        if reach.kind == "path"
    ]
    gaining = frozenset(change.resource.name for gain in review.rights for change in gain.changes)
    matrix = matrix_of(plans, lambda text: in_words(text, words))
    return Standing(matrix, gaining, paired(sorted(paths, key=_order)))


def identities(words: Mapping[str, str]) -> dict[str, str]:
    """Words for identities alone. Two buckets may have one word, and a matrix must tell them apart."""
    return {value: word for value, word in words.items() if value.count("-") == 4 and len(value) == 36}


def _order(found: tuple[Reach, bool, list[str]]) -> tuple[bool, bool, str, str, str]:
    reach, new, _ = found
    return not new, not reach.public, order(reach.source), order(reach.target), order(reach.action)
