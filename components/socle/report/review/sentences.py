"""One change in words, in whatever language: what, why, where. Values and names come out as they are; renderings escape them."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from socle.diff import ABSENT, Certainty, Change, Op, PropertyChange, RefusalKind, Remark
from socle.origin import Origin
from socle.plan import SECRET, UNKNOWN, name_of
from socle.review import VARIES, Danger, FileChange, Gain, Group, Review, seen
from socle.rules import Finding

from ..findings import finding_title
from ..places import Where
from ..text import dotted_type
from ..words import Draw, Words

LONGEST_VALUE = 80
"""Characters of a value in a report: enough to recognise it. The whole value is in the plan."""
LONGEST_REASON = 400
"""Characters of why a stack has no plan, or where an engine stopped: with less, the first line would not say it."""

LONGEST_OF_FIRST_LINE = 160
"""Characters of a value in the first line: there is one of it, and it must say where something goes."""


@dataclass(frozen=True)
class Value:
    """A value to be drawn. `literal` is False for words of ours, which no rendering needs to fence off."""

    text: str
    literal: bool = True


@dataclass(frozen=True)
class Said:
    """One property in words."""

    path: str
    old: Value
    new: Value
    replaces: bool = False


def value(raw: Any, words: Words, longest: int = LONGEST_VALUE) -> Value:
    """A value, cut. Secrets never get here."""
    if raw is ABSENT:
        return Value(words("value.absent"), literal=False)
    if raw == UNKNOWN:
        return Value(words("value.unknown"), literal=False)
    if raw == VARIES:
        return Value(words("value.varies"), literal=False)
    if raw == SECRET:
        return Value(words("value.secret"), literal=False)
    return Value(_cut(_text(raw), longest))


def values(old: Any, new: Any, words: Words, longest: int = LONGEST_VALUE) -> tuple[Value, Value]:
    """Two values, cut. Of long ones that begin alike, the part where they differ: else a reader sees the same twice."""
    before, after = value(old, words, longest), value(new, words, longest)
    if before != after or not before.literal or _text(old) == _text(new):
        return before, after
    differ = (i for i, (a, b) in enumerate(zip_longest(_text(old), _text(new))) if a != b)
    start = next(differ) - LONGEST_VALUE // 4
    return Value("…" + _cut(_text(old)[start:], longest)), Value("…" + _cut(_text(new)[start:], longest))


def properties(group: Group, words: Words) -> list[Said]:
    """The differences of a group that count, and the options of which a preview shows nothing; what does most harm comes first."""
    said = [(p.path, Said(p.path, *values(p.old, p.new, words), p.replaces)) for p in group.shown if p.effective]
    options = [option for option in group.first.options if option.path != "protect"]
    said += [(o.path, Said(words(f"option.{o.path}"), *_option(o, words))) for o in options]
    order = [one.path for one in seen(group.first)]
    ranks = {path: order.index(path) for path in order}
    return [each for _, each in sorted(said, key=lambda one: ranks.get(one[0], len(order)))]


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
    """Why the verdict is what it is: the worst cause by its name, then how often every other reason occurs."""
    reasons = [words.count(f"reason.{name}", number) for name, number in review.reasons.items()]
    if not reasons:
        return words("verdict.why" if review.changed else "verdict.nothing")
    cause_ = _worst(review, words, draw)
    return words("verdict.more", cause=cause_, reasons=", ".join(reasons)) if cause_ else ", ".join(reasons)


def _worst(review: Review, words: Words, draw: Draw) -> str:
    found = review.cause
    if isinstance(found, tuple):
        group, danger = found
        return _named(review, group, danger, words, draw)
    if found in ("refused-files", "dangerous-files", "files"):
        return file_line(review.files[0], words, draw)
    if found in ("broken", "lesser", "undecided"):
        return finding_line(review.broken.first(found), words, draw)
    if found == "public":
        return next((_opening(g, words, draw) for g in (*review.rights, *review.paths) if g.reach.public), "")
    said = {
        "errors": [(c.stack, e) for c in review.stacks for e in c.errors],
        "failed": list(review.failed.items()),
        "warnings": [(c.stack, w) for c in review.stacks for w in c.warnings],
        "pending": [(c.stack, p) for c in review.stacks for p in c.pending],
    }
    return next(
        (
            f"{draw(stack)}: {draw(_cut(' '.join(text.split()), LONGEST_REASON))}"
            for stack, text in said.get(found or "", ())
        ),
        "",
    )


def _opening(gain: Gain, words: Words, draw: Draw) -> str:
    reach = gain.reach
    source, action, target = (
        words.text(part, lambda text: draw(_cut(text))) for part in (reach.source, reach.action, reach.target)
    )
    return f"{source} → {target}: {action}"


def _named(review: Review, group: Group, danger: Danger, words: Words, draw: Draw) -> str:
    """The change and, where one is to blame, the property or option with its two values; of what is new, whom it lets do what."""
    first = group.first
    what = f"{draw(resource_of(first))} {words(f'effect.{danger}')}"
    found = [one for one in seen(first) if danger in one.effects and one.path]
    shown = next((one for one in found if SECRET not in (one.old, one.new)), found[0] if found else None)
    if danger is Danger.REFUSED:
        return f"{what}: {'; '.join(part for part in refusal(first, words, draw) if part)}"
    if danger is Danger.FAILS:
        return f"{what}: {'; '.join(remarks(first, words, draw))}"
    gain = _gain(review, first, danger) if shown is None or shown.old is ABSENT else None
    if gain:
        return f"{what}: {_opening(gain, words, draw)}"
    if shown is None:
        return f"{what} ({words('loses', loss=words.loss(group.loses))})" if group.loses else what
    old, new = values(shown.old, shown.new, words, LONGEST_OF_FIRST_LINE)
    path = words(f"option.{shown.path}") if any(o.path == shown.path for o in first.options) else draw(shown.path)
    return f"{what}: {path} {_drawn(old, draw)} → {_drawn(new, draw)}"


def _gain(review: Review, change: Change, danger: Danger) -> Gain | None:
    """The right or path that a change brings, where that is what is to be said of it: the public one first."""
    if danger not in (Danger.EXPOSES, Danger.GRANTS):
        return None
    mine = [gain for gain in (*review.rights, *review.paths) if change in gain.changes]
    worst = [gain for gain in mine if gain.reach.public]
    return next(iter(worst or ([] if danger is Danger.EXPOSES else mine)), None)


def _drawn(said: Value, draw: Draw) -> str:
    return draw(said.text) if said.literal else said.text


def file_line(file: FileChange, words: Words, draw: Draw) -> str:
    """A changed file, or several of a kind, and what is to be said of it."""
    names = draw(file.file)
    if file.others:
        names = words.count("file.and-others", len(file.others), file=names)
    values = {
        "detail": draw(_cut(file.detail, LONGEST_REASON)),
        "old": draw(_cut(file.old)),
        "new": draw(_cut(file.new)),
    }
    return f"{names}: {words(f'file.{file.kind}', **values)}"


def finding_line(finding: Finding, words: Words, draw: Draw, place: Where | None = None) -> str:
    """A rule that is broken, or that nobody can decide: the resource, the rule, and what was found."""
    about = f"{draw(finding.name)}: " if finding.name else ""
    said = words.text(finding.message, lambda text: draw(_cut(text)))
    if place is None:
        return f"{about}{finding_title(finding, words)}: {said}"
    where = place(Origin(finding.file, finding.line, "")) if finding.declared else finding.place
    beside = f"{words(f'severity.{finding.severity}')}, {finding.rule}" + (f"; {draw(where)}" if where else "")
    return f"{about}{finding_title(finding, words)}: {said} ({beside})"


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


def _text(raw: Any) -> str:
    return raw if isinstance(raw, str) else json.dumps(raw, ensure_ascii=False, sort_keys=True)


def _cut(text: str, longest: int = LONGEST_VALUE) -> str:
    return text if len(text) <= longest else text[: longest - 1] + "…"
