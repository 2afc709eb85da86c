"""One sentence a cause, in the words of the estate: who may now do what where, why, who answers for it, and the line that says so."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast

from socle.access import condition_of, verbs
from socle.diff import ABSENT, Change, Op
from socle.messages import Said, Text
from socle.review import STOPS, Cause, Danger, Entry, Gain, Review, dangers

from ..places import Where
from ..text import dotted_type
from ..words import Draw, Words
from .fields import HOLDERS, fields_of, given_now, holders_of, listed, word

MOST_CAUSES = 12
"""Causes that the head of a comment or of a page names."""
MOST_HARMLESS = 3
_MOST_PARTS = 6


def cause_lines(review: Review, words: Words, draw: Draw, place: Where) -> list[str]:
    """Every cause that a reviewer should look at, or every one where none needs it, the worst first."""
    grave = [cause for cause in review.causes if cause.dangers] or _harmless(review)
    return list(dict.fromkeys(cause_line(cause, review, words, draw, place) for cause in grave))


def _harmless(review: Review) -> list[Cause]:
    """What somebody wrote where nothing of it needs a reviewer: entries, not what follows from them, and few."""
    return list(review.causes) if review.reasons else [each for each in review.causes if each.component][:MOST_HARMLESS]


def cause_line(cause: Cause, review: Review, words: Words, draw: Draw, place: Where | None = None) -> str:
    """The sentence, then what follows from it, the reason, the owner and the place."""
    said = [sentence(cause, review, words, draw)]
    told = [danger for danger in cause.dangers if danger is not Danger.UNCERTAIN]
    if told:
        said.append(_follows(told, cause, words))
    text = " – ".join(said)
    several = len(cause.entries) > 1
    beside = [*_answers([] if several else cause.entries, cause, review, words, draw)]
    if place and cause.origin:
        beside.append(draw(place(cause.origin)))
    return f"{text} ({'; '.join(beside)})" if beside else text


def _follows(told: Sequence[Danger], cause: Cause, words: Words) -> str:
    """What comes of it; of what is refused, what would come of it."""
    stops, rest = (
        [words(f"does.{done(d, cause.changes)}") for d in told if (d in STOPS) is stop] for stop in (True, False)
    )
    if stops and rest:
        return words("cause.otherwise", stops=", ".join(stops), rest=", ".join(rest))
    return ", ".join(stops or rest)


def sentence(cause: Cause, review: Review, words: Words, draw: Draw) -> str:
    """What somebody changed, without what follows."""
    what = _what(cause, words, draw)
    if cause.renamed:
        return _renamed(cause, words, draw)
    if cause.component is None:
        return _alike(cause, review, words, draw)
    if cause.component.before is None:
        return words(_begins(cause), what=what)
    if cause.component.after is None:
        return words("cause.gone", what=what)
    parts = [_entry(each, what, cause, review, words, draw) for each in cause.entries]
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
    class_ = cause.spec.get("data_class")
    noun = _noun(cause.key, words)
    shown = f"{noun} {title}" if noun and kind not in ("", "foundation") else noun or title
    return f"{shown} ({word(f'class.{class_}', class_, words, draw)})" if isinstance(class_, str) else shown


def _noun(key: str, words: Words) -> str:
    """Our word for what stands at a key of the estate: of one entry of a map, of the map's own component, of a part of a cloud."""
    kind = key.rpartition(".")[0] or key
    return (_said(f"noun.{key}", words) or _said(f"noun.{kind}", words)) if key else ""


def _entry(entry: Entry, what: str, cause: Cause, review: Review, words: Words, draw: Draw) -> str:
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
    about = f"{noun} {draw(name)}" if noun else draw(name)
    if not both:
        return words("cause.entry-new" if entry.old is ABSENT else "cause.entry-gone", what=what, entry=about)
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


def _alike(cause: Cause, review: Review, words: Words, draw: Draw) -> str:
    """Changes that no entry explains: whom they let do what, or what happens to which resources."""
    mine = [gain for gain in (*review.rights, *review.paths) if any(change in gain.changes for change in cause.changes)]
    if mine and {Danger.EXPOSES, Danger.GRANTS, Danger.WEAKENS} & set(cause.dangers):
        return "; ".join(_gained(mine, words, draw))
    first = cause.first
    names = list(dict.fromkeys(change.resource.name for change in cause.changes))
    shown = listed([draw(name) for name in names[:3]], words)
    more = f" {words.count('count.more', len(names) - 3)}" if len(names) > 3 else ""
    return f"{words(f'op.{first.op}')} {draw(dotted_type(first.resource.type))} {shown}{more}"


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
            who=words.text(who, draw),
            may=listed([words.text(verb, draw) for verb in verbs(does)], words),
            where=listed([words.text(target, draw) for target in where], words),
        )
        for (who, form), (does, where) in found.items()
    ]


def _form(gain: Gain) -> str:
    """The sentence of a gain: what somebody may do, what they are from now on, or what they reach."""
    if gain.reach.kind != "right":
        return "cause.reaches"
    (verb,) = verbs([condition_of(gain.reach.action)[0]])
    return "cause.is" if isinstance(verb, Said) and not verb.key.startswith("verb.") else "cause.may"


def _with_reason(said: str, entry: Entry, words: Words, draw: Draw) -> str:
    told = [*_why(_side(entry), words, draw)]
    return f"{said} ({'; '.join(told)})" if told else said


def _answers(entries: Sequence[Entry], cause: Cause, review: Review, words: Words, draw: Draw) -> Iterable[str]:
    """Why, and who answers for it: what the entry says, else the owner of the estate."""
    side = _side(entries[0]) if entries else {} if cause.entries else cause.spec
    owner = isinstance(side.get("owner"), str)
    yield from _why(side if owner else {**side, "owner": review.owners.get(cause.first.stack, "")}, words, draw)


def _why(side: Mapping[str, Any], words: Words, draw: Draw) -> Iterable[str]:
    """The reason and the owner that an entry names."""
    if reason := side.get("reason"):
        yield words("cause.reason", reason=draw(str(reason)))
    if owner := side.get("owner"):
        yield words("cause.owner", owner=draw(str(owner)))


def _side(entry: Entry) -> dict[str, Any]:
    old, new = entry.sides
    return new or old
