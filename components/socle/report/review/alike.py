"""Changes of resources that no entry of the estate explains, as one sentence: whom they let do what, or what happens to which."""

from collections.abc import Iterable
from typing import Any

from socle.access import condition_of, verbs
from socle.messages import Said, Text
from socle.review import Cause, Danger, Gain, Review

from ..text import dotted_type
from ..words import Draw, Words
from .fields import HOLDERS, listed, some
from .values import LONGEST_VALUE, drawn, values

MOST_ALIKE = 12
"""Entries or types of which one sentence names each."""
_MOST_NAMES = 3
Card = tuple[Cause, ...]
"""Causes of which the same is to be said, but of what, and where."""


def told_alike(card: Card, review: Review, words: Words, draw: Draw) -> str:
    """Changes that no entry explains: whom they let do what, or what happens to which resources."""
    changes = [change for cause in card for change in cause.changes]
    mine = [gain for gain in (*review.rights, *review.paths) if any(change in gain.changes for change in changes)]
    if mine and {Danger.EXPOSES, Danger.GRANTS, Danger.WEAKENS} & set(card[0].dangers):
        return "; ".join(_gained(mine, words, draw))
    kinds: dict[str, list[str]] = {}
    for change in changes:
        kinds.setdefault(dotted_type(change.resource.type), []).append(draw(change.resource.name))
    shown = [f"{draw(kind)} {some([*dict.fromkeys(names)], _MOST_NAMES, words)}" for kind, names in kinds.items()]
    said = f"{words(f'op.{card[0].first.op}')} {some(shown, MOST_ALIKE, words)}"
    told = difference(card[0])
    if told is None:
        return said
    path, before, after = told
    old, new = values(before, after, words, LONGEST_VALUE)
    return words("cause.fields", what=said, fields=f"{draw(path)} {drawn(old, draw)} → {drawn(new, draw)}")


def difference(cause: Cause) -> tuple[str, Any, Any] | None:
    """The one property that differs in every change of a cause, in the same way; nothing where there is no such property."""
    found = [[(p.path, p.old, p.new) for p in change.properties if p.effective] for change in cause.changes]
    same = len(found[0]) == 1 and all(each == found[0] for each in found)
    return found[0][0] if same else None


def _gained(gains: Iterable[Gain], words: Words, draw: Draw) -> list[str]:
    """One phrase a holder: everything that it gains, and where."""
    found: dict[tuple[Text, str], tuple[dict[Text, None], dict[Text, None]]] = {}
    for gain in gains:
        does, where = found.setdefault((gain.reach.source, _form(gain)), ({}, {}))
        does[gain.reach.action] = None
        where[gain.reach.target] = None
    return [
        words(
            form,
            who=_holder(who, words, draw),
            may=listed([words.text(verb, draw) for verb in verbs(does)], words),
            where=listed([words.text(target, draw) for target in where], words),
        )
        for (who, form), (does, where) in found.items()
    ]


def _holder(who: Text, words: Words, draw: Draw) -> str:
    """Who gains: somebody for whom the estate has no word by their kind and id."""
    kind, _, id_ = who.partition(":") if isinstance(who, str) else ("", "", "")
    return words(f"holder.{kind}", who=draw(id_)) if kind in HOLDERS and id_ else words.text(who, draw)


def _form(gain: Gain) -> str:
    """The sentence of a gain: what somebody may do, what they are from now on, or what they reach."""
    if gain.reach.kind != "right":
        return "cause.reaches"
    (verb,) = verbs([condition_of(gain.reach.action)[0]])
    return "cause.is" if isinstance(verb, Said) and not verb.key.startswith("verb.") else "cause.may"
