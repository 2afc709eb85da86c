"""Permissions and paths as a person reads them: who, on what, and there everything they may; one row instead of one an action.

Nothing is judged or left out here. `reach.py` says what is reached, the renderings how much of it they show.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from socle.access import Reach, names_of, reaches
from socle.messages import Text, order

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


def standing(review: Review) -> tuple[dict[str, list[Pair]], list[Pair]]:
    """Everything that is reached after the change: permissions by stack, and all paths; what is new comes first."""
    names = names_of(*(comparison.plan for comparison in review.stacks))
    new = {gain.reach for gain in (*review.rights, *review.paths)}
    rights: dict[str, list[Pair]] = {}
    paths: list[tuple[Reach, bool, list[str]]] = []
    for comparison in review.stacks:
        here: list[tuple[Reach, bool, list[str]]] = []
        for resource in comparison.plan:
            for reach in reaches(resource, names):
                (here if reach.kind == "right" else paths).append((reach, reach in new, [resource.name]))
        if here:
            rights[comparison.stack] = paired(sorted(here, key=_order))
    return rights, paired(sorted(paths, key=_order))


def _order(found: tuple[Reach, bool, list[str]]) -> tuple[bool, bool, str, str, str]:
    reach, new, _ = found
    return not new, not reach.public, order(reach.source), order(reach.target), order(reach.action)
