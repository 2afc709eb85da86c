"""One sentence a cause, in the words of the estate: who may now do what where, why, who answers for it, and the line that says so."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, cast

from socle.diff import ABSENT, Change, Op
from socle.estate import DataClass
from socle.review import STOPS, Cause, Danger, Entry, Review, dangers

from ..places import Where
from ..words import Draw, Words
from .alike import MOST_ALIKE, Card, difference, told_alike
from .fields import HOLDERS, fields_of, given_now, holders_of, listed, some, word

MOST_CAUSES = 12
"""Causes that the head of a comment or of a page names."""
MOST_HARMLESS = 3
_MOST_PARTS = 6


def cause_lines(review: Review, words: Words, draw: Draw, place: Where) -> list[str]:
    """Every card that a reviewer should look at, or every one where none needs it, the worst first."""
    grave = [cause for cause in review.causes if cause.dangers]
    shown = cards(grave, review, words) or _harmless(review, words)
    return list(dict.fromkeys(cause_line(card, review, words, draw, place) for card in shown))


def _harmless(review: Review, words: Words) -> list[Card]:
    """What somebody wrote where nothing of it needs a reviewer: entries, not what follows from them, and few."""
    if review.reasons:
        return cards(review.causes, review, words)
    return cards([each for each in review.causes if each.component], review, words)[:MOST_HARMLESS]


def cards(causes: Iterable[Cause], review: Review, words: Words) -> list[Card]:
    """Causes as a reader meets them: those of which the same is said stand together, where the first of them stood."""
    found: dict[Any, list[Cause]] = {}
    for each in causes:
        found.setdefault(_same(each, review, words), []).append(each)
    return [tuple(card) for card in found.values()]


def card_of(cause: Cause, review: Review, words: Words) -> Card:
    """A cause with those of which the same is said."""
    return next(card for card in cards(review.causes, review, words) if cause in card)


def _same(cause: Cause, review: Review, words: Words) -> Any:
    """What two causes have in common that are one card: everything that is said of them without their names and lines."""
    kind, _, name = cause.key.rpartition(".")
    if cause.component is None:
        told, (first, *more) = difference(cause), cause.changes
        alike = told is not None and not any(each.op is not first.op for each in more)
        return (first.op, repr(told), cause.dangers, first.stack, cause.origin is None) if alike else id(cause)
    if not name or kind in ("", "foundation"):
        return id(cause)
    return cause.first.stack, cause_line((replace(cause, key=f"{kind}.*", origin=None),), review, words, str)


def cause_line(card: Card, review: Review, words: Words, draw: Draw, place: Where | None = None) -> str:
    """The sentence, then what follows from it, the reason, the owner and the places."""
    said, cause = [sentence(card, review, words, draw)], card[0]
    told = [danger for danger in cause.dangers if danger is not Danger.UNCERTAIN]
    if told:
        said.append(_follows(told, cause, words))
    text = " – ".join(said)
    several = len(cause.entries) > 1
    beside = [*_answers([] if several else cause.entries, cause, review, words, draw)]
    if place:
        beside += dict.fromkeys(draw(place(each.origin)) for each in card if each.origin)
    return f"{text} ({'; '.join(beside)})" if beside else text


def _follows(told: Sequence[Danger], cause: Cause, words: Words) -> str:
    """What comes of it; of what is refused, what would come of it."""
    stops, rest = (
        [words(f"does.{done(d, cause.changes)}") for d in told if (d in STOPS) is stop] for stop in (True, False)
    )
    if stops and rest:
        return words("cause.otherwise", stops=", ".join(stops), rest=", ".join(rest))
    return ", ".join(stops or rest)


def sentence(card: Card, review: Review, words: Words, draw: Draw) -> str:
    """What somebody changed, without what follows."""
    cause, several = card[0], ".many" if len(card) > 1 else ""
    if cause.renamed:
        return _renamed(cause, words, draw)
    if cause.component is None:
        return told_alike(card, review, words, draw)
    what = some([_what(each, words, draw) for each in card], MOST_ALIKE, words)
    if cause.component.before is None:
        return words(f"{_begins(cause)}{several}", what=what)
    if cause.component.after is None:
        return words("cause.gone" + several, what=what)
    parts = [_entry(each, what, cause, review, words, draw, several) for each in cause.entries]
    if len(parts) > 1:  # each has a reason of its own
        parts = [_with_reason(part, each, words, draw) for part, each in zip(parts, cause.entries, strict=True)]
    more = [words.count("count.more", len(parts) - _MOST_PARTS)] if len(parts) > _MOST_PARTS else []
    return "; ".join([*parts[:_MOST_PARTS], *more])


def done(danger: Danger, changes: Iterable[Change]) -> str:
    """What a danger does, for the words of it; what is only taken over was open before."""
    mine = [change.op for change in changes if danger in dangers(change)]
    before = danger is Danger.EXPOSES and bool(mine) and all(op is Op.IMPORT for op in mine)
    return f"{danger}.already" if before else str(danger)


def _begins(cause: Cause) -> str:
    """The word for a component that comes: it is made, taken over, or only looked at."""
    ops = {change.op for change in cause.changes if change.resource.custom}
    if not ops or not all(change.looks for change in cause.changes if change.resource.custom):
        return "cause.new"
    return "cause.adopted" if Op.IMPORT in ops else "cause.observed"


def _what(cause: Cause, words: Words, draw: Draw) -> str:
    """The component by the estate's key of it, with the class of what it holds."""
    resource = (cause.component or cause.first).resource
    kind, _, name = cause.key.rpartition(".")
    title = draw(name or resource.name)
    noun = _noun(cause.key, words)
    shown = f"{noun} {title}" if noun and kind not in ("", "foundation") else noun or title
    apart = any(each.path for each in cause.entries)  # an entry has a class of its own, where it holds anything
    return _classed(shown, cause.spec if not apart else {"data_class": cause.spec.get("data_class")}, words, draw)


def _classed(shown: str, side: Mapping[str, Any], words: Words, draw: Draw) -> str:
    """What is told of, with the class of what it holds: the strictest, where each part of it has its own."""
    found = set(_classes(side))
    own = next((str(each) for each in reversed(DataClass) if str(each) in found), "")
    class_ = own or next(iter(sorted(found)), "")
    return f"{shown} ({word(f'class.{class_}', class_, words, draw)})" if class_ else shown


def _classes(side: Mapping[str, Any]) -> Iterator[str]:
    if isinstance(own := side.get("data_class"), str):
        yield own
        return
    for each in side.values():
        if isinstance(each, dict):
            yield from _classes(cast("dict[str, Any]", each))


def _noun(key: str, words: Words) -> str:
    """Our word for what stands at a key of the estate: of one entry of a map, of the map's own component, of a part of a cloud."""
    kind = key.rpartition(".")[0] or key
    return (_said(f"noun.{key}", words) or _said(f"noun.{kind}", words)) if key else ""


def _entry(entry: Entry, what: str, cause: Cause, review: Review, words: Words, draw: Draw, several: str = "") -> str:
    collection, name = (entry.path[0], entry.path[-1]) if entry.path else ("", "")
    at = (*cause.key.split("."), *entry.path) if cause.key else ()
    if entry.formerly:
        return words("cause.called", old=draw(entry.formerly), new=draw(name))
    if collection == "grants":
        return _grant(entry, name, what, cause, review, words, draw)
    if collection == "flows" and isinstance(_side(entry).get("source"), str):
        return _flow(entry, name, at, words, draw)
    fields = fields_of(entry, at, words, draw)
    both = ABSENT not in (entry.old, entry.new)
    member = _member(cause, words) if len(entry.path) == 1 else ""
    if not entry.path or (member and both):
        return words("cause.fields", what=f"{member} {draw(name)}" if member else what, fields=fields)
    noun = member if len(entry.path) == 1 else word(f"noun.{collection}", collection, words, draw)
    about = _classed(f"{noun} {draw(name)}" if noun else draw(name), _side(entry), words, draw)
    if not both:
        key = "cause.entry-new" if entry.old is ABSENT else "cause.entry-gone"
        return words(f"{key}{several}", what=what, entry=about)
    return words("cause.entry", what=what, entry=about, fields=fields)


def _member(cause: Cause, words: Words) -> str:
    """Our word for one entry of a component that is nothing but a map of them."""
    return _said(f"noun.member.{cause.key}", words)


def _said(key: str, words: Words) -> str:
    """Our word, empty where we have none."""
    said = words(key)
    return "" if said == key else said


def _grant(entry: Entry, name: str, what: str, cause: Cause, review: Review, words: Words, draw: Draw) -> str:
    """What a holder may now do; where the plan gives less than the estate says, since a wave still holds it back, that too."""
    old, new = entry.sides
    may, might = (_access(side, words, draw) for side in (new, old))
    where, before = (_within(side, what, words, draw) for side in (new, old))
    later = sorted(set(_accesses(new)) - given_now(cause, review, new)) if new else []
    held = words("cause.held-back", may=listed([word(f"verb.{one}", one, words, draw) for one in later], words))
    beside = f" ({held})" if later else ""
    if entry.old is ABSENT:
        return words("cause.may", who=draw(name), may=may, where=where) + beside
    if entry.new is ABSENT:
        return words("cause.may-not", who=draw(name), may=might, where=before)
    said = [words("cause.may-instead", who=draw(name), may=may, where=where, might=might, before=before) + beside]
    holders = holders_of(old, new, review.words, name, words, draw)
    changed = [words("cause.holder", grant=draw(name), old=holders[0], new=holders[1])] if len({*holders}) > 1 else []
    if (may, where) == (might, before):
        at = (*cause.key.split("."), *entry.path) if cause.key else ()
        rest = fields_of(entry, at, words, draw, apart=HOLDERS if changed else frozenset())
        said = [words("cause.entry", what=what, entry=draw(name), fields=rest)] if rest else []
        changed = [f"{what}, {each}" for each in changed]
    return "; ".join([*changed, *said])


def _accesses(grant: Mapping[str, Any]) -> list[str]:
    return [str(one) for one in cast("list[Any]", grant.get("access") or ["read"])]


def _access(grant: Mapping[str, Any], words: Words, draw: Draw) -> str:
    return listed([word(f"verb.{one}", one, words, draw) for one in _accesses(grant)], words)


def _within(grant: Mapping[str, Any], what: str, words: Words, draw: Draw) -> str:
    prefix = grant.get("prefix")
    return words("cause.folder", folder=draw(str(prefix)), what=what) if prefix else words("cause.whole", what=what)


def _flow(entry: Entry, name: str, at: Sequence[str], words: Words, draw: Draw) -> str:
    old, new = entry.sides
    side = new or old
    ends = {"source": draw(str(side.get("source"))), "target": draw(str(side.get("destination"))), "flow": draw(name)}
    on, before = (_ports(one, words, draw) for one in (new, old))
    if entry.old is ABSENT:
        return words("cause.reach", on=on, **ends)
    if entry.new is ABSENT:
        return words("cause.reach-not", on=before, **ends)
    same = all(old.get(key) == new.get(key) for key in ("source", "destination"))
    if not same or on == before:
        return words("cause.fields", what=draw(name), fields=fields_of(entry, at, words, draw))
    return words("cause.reach-instead", on=on, before=before, **ends)


def _ports(flow: Mapping[str, Any], words: Words, draw: Draw) -> str:
    ports = cast("list[Any]", flow.get("ports") or [])
    protocol = str(flow.get("protocol", "tcp")).upper()
    return f"{protocol} {listed([draw(str(port)) for port in ports], words)}" if ports else protocol


def _renamed(cause: Cause, words: Words, draw: Draw) -> str:
    component, former = cause.component, cause.renamed
    if component is None or former is None:
        return ""
    alias = f'aliases=[pulumi.Alias(name="{former.resource.name}")]'
    return words("cause.renamed", old=draw(former.resource.name), new=draw(component.resource.name), alias=draw(alias))


def _with_reason(said: str, entry: Entry, words: Words, draw: Draw) -> str:
    told = [*_why(_side(entry), words, draw)]
    return f"{said} ({'; '.join(told)})" if told else said


def _answers(entries: Sequence[Entry], cause: Cause, review: Review, words: Words, draw: Draw) -> Iterable[str]:
    """Why, and who answers for it: what the entry says, else what it belongs to, else the owner of the estate."""
    side = _side(entries[0]) if entries else {} if cause.entries else cause.spec
    named = next((owner for each in (side, cause.spec) if isinstance(owner := each.get("owner"), str)), "")
    yield from _why({**side, "owner": named or review.owners.get(cause.first.stack, "")}, words, draw)


def _why(side: Mapping[str, Any], words: Words, draw: Draw) -> Iterable[str]:
    """The reason and the owner that an entry names."""
    if reason := side.get("reason"):
        yield words("cause.reason", reason=draw(str(reason)))
    if owner := side.get("owner"):
        yield words("cause.owner", owner=draw(str(owner)))


def _side(entry: Entry) -> dict[str, Any]:
    old, new = entry.sides
    return new or old
