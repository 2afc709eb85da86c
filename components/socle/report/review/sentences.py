"""One change in words, in whatever language: what, why, where. Values and names come out as they are; renderings escape them."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast

from socle.diff import ABSENT, Certainty, Change, Op, PropertyChange, RefusalKind, Remark, default_of, uncovers
from socle.messages import Said as Message
from socle.plan import SECRET, name_of
from socle.review import VARIES, Danger, Gain, Group, Review, Seen, seen

from ..places import Where
from ..text import dotted_type
from ..words import Draw, Words
from .causes import card_of, done, sentence
from .items import Told, document_items, items_of, rows_move
from .lines import file_line, finding_line, freeze_lines, output_line
from .values import LONGEST_OF_FIRST_LINE, LONGEST_REASON, Value, cut, drawn, value, values

_MOST_ITEMS = 3
"""Differences inside a document that the first line names."""
_MOST_VALUES = 6
"""Values of one property over the changes of a group that are shown each."""
_LABEL = re.compile(r"[^\W\d_]+ ?: ")
_UNTOLD = (VARIES, "[hidden]")
"""What stands for values that are not shown."""


@dataclass(frozen=True)
class Said:
    """One property in words."""

    path: str
    old: Value
    new: Value
    replaces: bool = False


def properties(group: Group, words: Words) -> list[Said]:
    """The differences of a group that count, and the options of which a preview shows nothing; what does most harm comes first.

    Of a list, or of a document, what its items are counts and not where they stand.
    """
    order = [one.path for one in seen(group.first)]
    ranks = {path: order.index(path) for path in order}
    said: list[tuple[int, Said]] = []
    for top in dict.fromkeys(p.top for p in group.shown if p.effective):
        mine = [p for p in group.shown if p.effective and p.top == top]
        rank = min(ranks.get(p.path, len(order)) for p in mine)
        items = None if any(each in _UNTOLD for p in mine for each in (p.old, p.new)) else items_of(group.first, top)
        if items is None:
            said += [(ranks.get(p.path, len(order)), one) for p in mine for one in _property(group, p, words)]
        else:
            replaces = any(p.replaces for p in mine)
            said += [(rank, Said(path, *values(old, new, words), replaces)) for path, old, new in items]
    options = [option for option in group.first.options if option.path != "protect"]
    said += [(ranks.get(o.path, len(order)), Said(words(f"option.{o.path}"), *_option(o, words))) for o in options]
    return [each for _, each in sorted(said, key=lambda one: one[0])]


def _property(group: Group, one: PropertyChange, words: Words) -> Iterator[Said]:
    """One difference; where its values are not the same in all changes, the values of each, by its stack or its name."""
    default = _default(group.first, one.path)
    if VARIES not in (one.old, one.new):
        yield Said(one.path, *values(one.old, one.new, words, default=default), one.replaces)
        return
    found: dict[tuple[Value, Value], list[str]] = {}
    by_stack = len(group.stacks) == len(group)
    for change in group.changes:
        for other in change.properties:
            if other.path == one.path:
                name = change.stack if by_stack else change.resource.name
                found.setdefault(values(other.old, other.new, words, default=default), []).append(name)
    for (old, new), names in list(found.items())[:_MOST_VALUES]:
        more = f" +{len(names) - 1}" if len(names) > 1 else ""
        yield Said(f"{one.path} ({names[0]}{more})", old, new, one.replaces)
    if len(found) > _MOST_VALUES:
        yield Said(one.path, *values(one.old, one.new, words), one.replaces)


def _default(change: Change, path: str) -> Any:
    """What stood or will stand where the program gives nothing; of a resource that comes or goes, nothing does."""
    return default_of(change.resource.type, path) if change.before and change.after else None


def cause(change: Change, words: Words, draw: Draw) -> str:
    """Why a resource is replaced, in a few words; empty when it is not."""
    if change.op is not Op.REPLACE:
        return ""
    parts: list[str] = []
    replacing = list(dict.fromkeys(p.path for p in change.properties if p.replaces and p.effective))
    if replacing:
        who = {p.why for p in change.properties if p.replaces}
        by = (
            words("cause.plan-logic")
            if "plan logic" in who
            else words("cause.option")
            if "replaceOnChanges" in who
            else ""
        )
        parts.append(words("cause.because", properties=", ".join(map(draw, replacing))) + (f" ({by})" if by else ""))
    elif change.reasons:
        parts.append(words("cause.because", properties=", ".join(map(draw, change.reasons))))
    elif any(option.path == "replacement_trigger" for option in change.options):
        parts.append(words("cause.because", properties=words("option.replacement_trigger")))
    if change.caused_by:
        parts.append(words("cause.with", cause=draw(name_of(change.caused_by))))
    if change.delete_before_replace:
        parts.append(words("cause.deletes-first"))
    return ", ".join(parts)


def headline(review: Review, words: Words, draw: Draw) -> str:
    """The first line: what somebody changed, the worst that comes of it by its name, then how often everything else occurs."""
    cause_ = review.first_cause
    card = card_of(cause_, review, words) if cause_ and cause_.component else ()
    said = sentence(card, review, words, draw) if card else ""
    return words("verdict.says", what=said, why=why(review, words, draw)) if said else why(review, words, draw)


def why(review: Review, words: Words, draw: Draw, find: Callable[[str, str], str] = lambda _name, said: said) -> str:
    """Why the verdict is what it is: the worst that is found by its name, then how often everything else occurs.

    Args:
        find: how a rendering leads from a reason, by its name, to where it is told; given what is said of it.
    """
    if not review.reasons:
        said = words("verdict.why" if review.changed else "verdict.nothing")
        prose = len(review.prose)
        return words("verdict.beside", said=said, prose=words.count("verdict.prose", prose)) if prose else said
    cause_ = _worst(review, words, draw)
    counted = review.others if cause_ else review.reasons
    reasons = [find(name, words.count(f"reason.{name}", number)) for name, number in counted.items()]
    if not cause_:
        return ", ".join(reasons)
    return words("verdict.more", cause=cause_, reasons=", ".join(reasons)) if reasons else cause_


def _worst(review: Review, words: Words, draw: Draw) -> str:
    found = review.cause
    if isinstance(found, tuple):
        return _named(review, *found, words, draw)
    beside = _BESIDE.get(found or "")
    return beside(review, words, draw, found or "") if beside else ""


def _of_files(review: Review, words: Words, draw: Draw, _reason: str) -> str:
    return file_line(review.files[0], words, draw)


def _of_rules(review: Review, words: Words, draw: Draw, reason: str) -> str:
    return finding_line(review.broken.first(reason), words, draw)


def _of_freeze(review: Review, words: Words, draw: Draw, _reason: str) -> str:
    return freeze_lines(review, words, draw)[0]


def _of_outputs(review: Review, words: Words, draw: Draw, _reason: str) -> str:
    found = ((c.stack, output) for c in review.stacks for output in c.outputs if uncovers(output))
    return next((f"{draw(stack)}: {output_line(output, words, draw)}" for stack, output in found), "")


def _of_public(review: Review, words: Words, draw: Draw, _reason: str) -> str:
    return next((_opening(g, words, draw) for g in (*review.rights, *review.paths) if g.reach.public), "")


def _of_others(review: Review, _words: Words, draw: Draw, reason: str) -> str:
    """What a state, an engine or a program says itself."""
    said = {
        "errors": [((c.stack,), e) for c in review.stacks for e in c.errors],
        "failed": review.failures,
        "warnings": [((c.stack,), w) for c in review.stacks for w in c.warnings],
        "pending": [((c.stack,), p) for c in review.stacks for p in c.pending],
    }
    told = ((stacks, cut(_on_one_line(text), LONGEST_REASON)) for stacks, text in said[reason])
    stacks, text = next(told, ((), ""))
    if len(stacks) > 1:  # the same for all: what is wrong comes before the list of whom it stops
        return f"{draw(text)} ({', '.join(map(draw, stacks))})"
    return f"{', '.join(map(draw, stacks))}: {draw(text)}" if stacks else ""


def _on_one_line(text: str) -> str:
    """A text without its line ends; what begins with a label, such as a consequence, is set off from what is before it."""
    lines = [" ".join(line.split()) for line in text.splitlines() if line.strip()]
    return "".join(f"{' – ' if _LABEL.match(line) else ' '}{line}" for line in lines).strip(" –")


_BESIDE: Mapping[str, Callable[[Review, Words, Draw, str], str]] = {
    **dict.fromkeys(("refused-files", "dangerous-files", "files"), _of_files),
    **dict.fromkeys(("broken", "lesser", "undecided"), _of_rules),
    **dict.fromkeys(("frozen", "freeze"), _of_freeze),
    "uncovered": _of_outputs,
    **dict.fromkeys(("errors", "failed", "warnings", "pending"), _of_others),
    "public": _of_public,
}
"""How the first line names a reason beside the changes."""


def _opening(gain: Gain, words: Words, draw: Draw) -> str:
    reach = gain.reach
    source, action, target = (
        words.text(part, lambda text: draw(cut(text))) for part in (reach.source, reach.action, reach.target)
    )
    return f"{source} → {target}: {action}"


def _named(review: Review, group: Group, danger: Danger, words: Words, draw: Draw) -> str:
    """The change and, where one is to blame, the property or option with its two values; of what is new, whom it lets do what."""
    first = group.first
    what = f"{draw(resource_of(first))} {words(f'effect.{done(danger, [first])}')}"
    found = [one for one in seen(first) if danger in one.effects and one.path]
    shown = next((one for one in found if SECRET not in (one.old, one.new)), found[0] if found else None)
    if danger is Danger.REFUSED:
        return f"{what}: {'; '.join(part for part in refusal(first, words, draw) if part)}"
    if danger is Danger.FAILS:
        return f"{what}: {'; '.join(remarks(first, words, draw))}"
    gain = _gain(review, first, danger)
    opening = _opening(gain, words, draw) if gain else ""
    told = gain is not None and (gain.reach.public or danger is Danger.GRANTS)
    if gain and (shown is None or _moved(first, shown.path) or (shown.old is ABSENT and told)):
        return f"{what}: {opening}"
    if shown is None:
        return f"{what} ({words('loses', loss=words.loss(group.loses))})" if group.loses else what
    path = words(f"option.{shown.path}") if any(o.path == shown.path for o in first.options) else draw(shown.path)
    told = f"{what}: {_differences(first, shown, path, words, draw)}"
    return f"{told}; {opening}" if opening else told


def _moved(change: Change, path: str) -> bool:
    """Whether a path leads into a row of a list of which rows come or go: what stands there now is another row."""
    name, inside, _ = path.partition("[")
    if not inside or "]." not in path or change.before is None or change.after is None:
        return False
    old, new = change.before.inputs.get(name), change.after.inputs.get(name)
    return (
        isinstance(old, list) and isinstance(new, list) and len(cast("list[Any]", old)) != len(cast("list[Any]", new))
    )


def _differences(change: Change, shown: Seen, path: str, words: Words, draw: Draw) -> str:
    """The two values; of a document what differs in it; of what a new resource is not given, that."""
    if shown.old is ABSENT and shown.new is ABSENT:
        return words("value.not-given", path=path)
    items = document_items(shown.old, shown.new, shown.path) or _rows(change, shown.path)
    parts: list[str] = []
    for name, *sides in items[:_MOST_ITEMS] or [(shown.path, shown.old, shown.new)]:
        default = None if items else _default(change, shown.path)
        old, new = values(sides[0], sides[1], words, LONGEST_OF_FIRST_LINE, default)
        parts.append(f"{draw(name) if items else path} {drawn(old, draw)} → {drawn(new, draw)}")
    if len(items) > _MOST_ITEMS:
        parts.append(words.count("count.more", len(items) - _MOST_ITEMS))
    return "; ".join(parts)


def _rows(change: Change, path: str) -> list[Told]:
    """Of a path into a list in which rows come, go or move, the rows that differ: what stands at a place is another row there."""
    name = path.partition("[")[0]
    items = items_of(change, name) if "]." in path else None
    return items if items and rows_move(change, name) else []


def _gain(review: Review, change: Change, danger: Danger) -> Gain | None:
    """The right or path that a change brings, where that is what is to be said of it: the public one first, answers last."""
    if danger not in (Danger.EXPOSES, Danger.GRANTS):
        return None
    mine = [gain for gain in (*review.rights, *review.paths) if change in gain.changes]
    return min(mine, key=lambda gain: (not gain.reach.public, _answers(gain)), default=None)


def _answers(gain: Gain) -> bool:
    """Whether a path lets pass what comes from few ports alone, as answers do: another path of the same change is what it is for."""
    return isinstance(gain.reach.action, Message) and gain.reach.action.key == "right.from"


def remarks(change: Change, words: Words, draw: Draw) -> Iterator[str]:
    """What else a reviewer must know of a change."""
    if change.unprotects:
        yield words("remark.unprotects")
    if change.retained:
        yield words("remark.retained")
    for remark, detail in change.remarks:
        if remark is Remark.NOT_SENT and change.op is not Op.UPDATE:
            continue  # it is replaced, so the new value does arrive
        yield words(f"remark.{remark}", detail=draw(detail))
    if change.certainty is not Certainty.CERTAIN:
        yield words(f"certainty.{change.certainty}")


def refusal(change: Change, words: Words, draw: Draw) -> tuple[str, str]:
    """Why the engine would refuse, and what to do instead."""
    if change.refusal is None:
        return "", ""
    if change.refusal.kind is RefusalKind.GUARDED:
        return draw(change.refusal.what), draw(change.refusal.remedy) if change.refusal.remedy else ""
    kind, cause_ = change.refusal.kind, draw(name_of(change.refusal.cause)) if change.refusal.cause else ""
    return words(f"refusal.{kind}", cause=cause_), words(f"refusal.remedy.{kind}", cause=cause_)


def places(change: Change, place: Where) -> list[str]:
    """Where a resource was declared: in the estate, then in the code, as `file:line`."""
    found = [place(change.origin)] if change.origin else []
    source = change.resource.source_position
    code = source.split("///", 1)[-1].replace("#", ":") if source else ""
    return [*found, code] if code else found


def resource_of(change: Change) -> str:
    """A resource as a reviewer knows it: its type as Python names it, and its logical name."""
    return f"{dotted_type(change.resource.type)} {change.resource.name}"


def _option(option: PropertyChange, words: Words) -> tuple[Value, Value]:
    return value(option.old, words), value(option.new, words)
