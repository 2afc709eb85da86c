"""The review as one self-contained page: no network, no script from elsewhere, light and dark, for a keyboard, a reader, a printer.

Everything that is in the page is in its HTML; the script only searches, filters, and opens. Text is escaped by the template.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, StrictUndefined, select_autoescape
from markupsafe import Markup, escape

from ...plan.diff import Change, Comparison, Level, Op
from ...plan.model import Resource
from ...plan.stateful import loss
from ..tally import listed
from ..tree import Place
from ..words import class_of, dotted_type, printable
from .catalogue import Words
from .danger import Danger, dangers
from .diagram import diagram_of
from .grouping import Group
from .model import Review
from .money import cost_rows
from .openings import OPENINGS
from .reach import Reach, gained, names_of
from .rights import RIGHTS
from .saying import Value, cause, name_of, places, properties, refusal, remarks, resource_of
from .svg import svg

_MOST_MEMBERS = 12
_MOST_REACHES = 400


@dataclass(frozen=True)
class Row:
    """One resource in the tree. `kind` is the operation; `worst` the first danger of its change."""

    name: str
    type: str
    label: str
    kind: str
    depth: int
    component: bool
    marks: tuple[str, ...]
    place: str
    worst: str
    stack: str
    details: tuple[tuple[str, Value, Value], ...] = ()


def page(review: Review, words: Words, place: Place, project: str) -> str:
    """The whole page as HTML."""
    diagram = diagram_of(review, words)
    rows = [row for comparison in review.stacks for row in _rows(comparison, words, place)]
    return _template().render(
        t=words,
        language=str(words.language),
        project=printable(project),
        review=review,
        against=words("against", baseline=printable(review.baseline)) if review.baseline else words("against.nothing"),
        engine=review.level is Level.ENGINE,
        reasons=[words.count(f"reason.{name}", number) for name, number in review.reasons.items()]
        or [words("verdict.safe.why" if review.changed else "verdict.safe.nothing")],
        counts=_counts(review, words),
        groups=[_group(group, words, place) for group in review.groups if group.dangers],
        calm=[_group(group, words, place) for group in review.groups if not group.dangers],
        rights=[_gain(g.reach, words, [c.resource.name for c in g.changes]) for g in review.rights[:_MOST_REACHES]],
        paths=[_gain(g.reach, words, [c.resource.name for c in g.changes]) for g in review.paths[:_MOST_REACHES]],
        access=list(_reaches(review, words, "right")),
        flows=list(_reaches(review, words, "path")),
        cost=cost_rows(review.cost, words) if review.cost else None,
        rows=rows,
        stacks=[comparison.stack for comparison in review.stacks],
        ops=[op for op in Op if any(row.kind == op for row in rows)],
        diagram=svg(diagram, words("diagram.alt")) if diagram else None,
        others=words("diagram.others", n=diagram.others) if diagram and diagram.others else "",
        style=Markup(_asset("page.css")),  # noqa: S704 - our own file
        script=Markup(_asset("page.js")),  # noqa: S704 - our own file
        printable=printable,
        name_of=name_of,
    )


@cache
def _template() -> Any:
    environment = Environment(
        autoescape=select_autoescape(default=True), undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.from_string(_asset("page.html.j2"))


@cache
def _asset(name: str) -> str:
    return files("socle.report.review").joinpath(name).read_text(encoding="utf-8")


def _code(text: str) -> Markup:
    return Markup("<code>{}</code>").format(printable(text))


def _sentence(text: str) -> Markup:
    """A sentence whose foreign parts were fenced off as code, and whose own words are still to be escaped."""
    return Markup("").join(Markup(part) if index % 2 else escape(part) for index, part in enumerate(text.split(_FENCE)))  # noqa: S704


_FENCE = "\x00"


def _fenced(text: str) -> str:
    return f"{_FENCE}{_code(text)}{_FENCE}"


def _counts(review: Review, words: Words) -> dict[str, Any]:
    ops = [op for op in review.counts() if op is not Op.SAME]
    alike: dict[tuple[int, ...], list[str]] = {}
    for comparison in review.changed:
        counts = comparison.counts()
        alike.setdefault(tuple(counts.get(op, 0) for op in ops), []).append(comparison.stack)
    rows = sorted(((stacks, numbers) for numbers, stacks in alike.items()), key=lambda row: (-len(row[0]), row[0]))
    shown = [(_some(stacks, words), [words.number(n) if n else "" for n in numbers]) for stacks, numbers in rows]
    return {
        "ops": ops,
        "rows": shown,
        "unchanged": words.count("count.unchanged", review.unchanged) if review.unchanged else "",
    }


def _some(names: list[str], words: Words) -> list[str]:
    shown = [printable(name) for name in names[:_MOST_MEMBERS]]
    return [*shown, words.count("count.more", len(names) - _MOST_MEMBERS)] if len(names) > _MOST_MEMBERS else shown


def _group(group: Group, words: Words, place: Place) -> dict[str, Any]:
    first = group.first
    said = [text for text in (cause(first, words, _fenced),) if text]
    said += remarks(first, words, _fenced)
    names = list(dict.fromkeys(change.resource.name for change in group.changes))
    where = list(dict.fromkeys(p for change in group.changes for p in places(change, place)))
    return {
        "op": first.op,
        "resource": printable(resource_of(first)),
        "times": words("count.times", n=words.number(len(group))) if len(group) > 1 else "",
        "loses": words("loses", loss=words.loss(group.loses)) if group.loses else "",
        "said": [_sentence(text) for text in said],
        "refusal": [_sentence(text) for text in refusal(first, words, _fenced) if text],
        "properties": [(printable(p.path), _value(p.old), _value(p.new), p.replaces) for p in properties(group, words)],
        "names": _some(names[1:], words),
        "stacks": _some(list(group.stacks), words),
        "where": _some(where, words),
        "worst": str(group.dangers[0]) if group.dangers else "",
    }


def _value(value: Value) -> Markup:
    return _code(value.text) if value.literal else Markup("<i>{}</i>").format(value.text)


def _gain(reach: Reach, words: Words, by: list[str]) -> dict[str, Any]:
    parts = [_reach_text(text, words) for text in (reach.source, reach.action, reach.target)]
    return {"parts": parts, "public": reach.public, "by": _some(list(dict.fromkeys(by)), words)}


def _reach_text(text: str, words: Words) -> Markup:
    said = words.text(text)
    return Markup("<b>{}</b>").format(said) if said != text else _code(text)


def _reaches(review: Review, words: Words, kind: str) -> Iterator[dict[str, Any]]:
    """Everything that is reached after the change, with the new ones marked."""
    names = names_of(*(comparison.plan for comparison in review.stacks))
    new = {gain.reach for gain in (*review.rights, *review.paths)}
    found: dict[Reach, list[str]] = {}
    for comparison in review.stacks:
        for resource in comparison.plan:
            for reach in gained(RIGHTS if kind == "right" else OPENINGS, None, resource, names):
                found.setdefault(reach, []).append(resource.name)
    for reach in sorted(found, key=lambda r: (r not in new, not r.public, r.source, r.target, r.action))[
        :_MOST_REACHES
    ]:
        yield {**_gain(reach, words, found[reach]), "new": reach in new}


def _rows(comparison: Comparison, words: Words, place: Place) -> Iterator[Row]:
    """The tree of one stack in the order in which it is drawn, with what goes under what it belonged to."""
    changes = {change.urn: change for change in comparison.changes}
    present = listed(comparison.plan)
    gone = [change.before for change in comparison.changes if change.after is None and change.before]
    below: dict[str, list[Resource]] = {}
    known = {resource.urn for resource in (*present, *gone)}
    for resource in (*present, *gone):
        below.setdefault(resource.parent if resource.parent in known else "", []).append(resource)
    waiting = [(resource, 0) for resource in reversed(below.get("", []))]
    while waiting:
        resource, depth = waiting.pop()
        yield _row(resource, depth, changes.get(resource.urn), comparison, words, place)
        waiting += [(child, depth + 1) for child in reversed(below.get(resource.urn, []))]


def _row(
    resource: Resource, depth: int, change: Change | None, comparison: Comparison, words: Words, place: Place
) -> Row:
    origin = comparison.plan.origin_of(resource) or (change.origin if change else None)
    found = dangers(change) if change else ()
    details: tuple[tuple[str, Value, Value], ...] = ()
    if change:
        said = properties(Group((change,), found, change.properties), words)
        details = tuple((p.path, p.old, p.new) for p in said[:_MOST_MEMBERS])
    marks = [name for name, held in (("option.protect", resource.protect), ("mark.data", bool(loss(resource)))) if held]
    return Row(
        name=resource.name,
        type=dotted_type(resource.type),
        label=class_of(resource.type),
        kind=str(change.op) if change else str(Op.READ if resource.external else Op.SAME),
        depth=min(depth, 8),
        component=not resource.custom,
        marks=tuple(marks),
        place=place(origin) if origin else "",
        worst=str(found[0]) if found else "",
        stack=comparison.stack,
        details=details,
    )


__all__ = ["Danger", "page"]
