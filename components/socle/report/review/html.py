"""The review as one self-contained page: no network, no script from elsewhere, light and dark, for a keyboard, a reader, a printer.

Everything that is in the page is in its HTML; the script only searches, filters, and opens. Text is escaped by the template.
"""

from functools import cache, partial
from importlib.resources import files
from typing import Any

from jinja2 import Environment, StrictUndefined, select_autoescape
from markupsafe import Markup, escape

from socle.access import verb_of
from socle.diff import Level, Op, uncovers
from socle.messages import Said, Text
from socle.plan import name_of
from socle.review import Danger, Group, Pair, Review, Verdict, pairs_of, standing, verdict_of

from ..diagram import MARKS, SIGNS, Diagram, diagram_of, svg
from ..places import Where
from ..rights import heads
from ..text import printable
from ..words import Words
from .access import MOST_ROWS, access_of
from .causes import MOST_CAUSES, cause_lines, done
from .lines import file_line, finding_line, freeze_lines, output_line, reachable
from .markdown import FEW
from .money import cost_rows, unchanged_cost
from .sentences import cause, places, properties, refusal, remarks, resource_of, why
from .shifts import cutover_lines
from .tree import trees
from .values import Value

_VERDICT_SIGNS = {Verdict.NO_RISK: "✓", Verdict.LOOK: "!", Verdict.DANGEROUS: "▲", Verdict.REFUSED: "✕"}
_MOST_MEMBERS = 12
_MOST_ACTIONS = 3
"""Actions that a cell shows before the rest is folded."""


def page(review: Review, words: Words, place: Where, project: str) -> str:
    """The whole page as HTML."""
    diagram = diagram_of(review, words)
    now = standing(review)
    said = cause_lines(review, words, _fenced, place)
    return _template().render(
        t=words,
        language=str(words.language),
        project=printable(project),
        review=review,
        against=words("against", baseline=printable(review.baseline)) if review.baseline else words("against.nothing"),
        engine=review.level is Level.ENGINE,
        causes=[_sentence(line) for line in said],
        why=_sentence(why(review, words, _fenced, partial(_find, review))),
        sign=_VERDICT_SIGNS[review.verdict],
        grave=any(f.verdict in (Verdict.REFUSED, Verdict.DANGEROUS) for f in review.files),
        files=[_sentence(file_line(f, words, _fenced)) for f in review.files],
        broken=[_sentence(finding_line(f, words, _fenced, place)) for f in review.broken.failed],
        undecided=[_sentence(finding_line(f, words, _fenced, place)) for f in review.broken.undecided],
        shifts=[
            [(depth, _sentence(said)) for depth, said in lines]
            for lines in cutover_lines(review, words, _fenced, place)
        ],
        frozen=[_sentence(line) for line in freeze_lines(review, words, _fenced, place)],
        outputs=[
            (uncovers(o), _code(c.stack), _sentence(output_line(o, words, _fenced)))
            for c in review.stacks
            for o in sorted(c.outputs, key=uncovers, reverse=True)
        ],
        uncompared=[
            (_code(c.stack), _code(name_of(urn)), Markup(", ").join(map(_code, inputs)))
            for c in review.stacks
            for urn, inputs in c.uncompared.items()
        ],
        warnings=[(_code(c.stack), text) for c in review.stacks for text in c.warnings],
        pending=[(_code(c.stack), text) for c in review.stacks for text in c.pending],
        counts=_counts(review, words),
        groups=_anchored([_group(group, words, place) for group in review.dangerous()]),
        calm=[_group(group, words, place) for group in review.calm()],
        few=review.number < FEW,
        rights=_table(pairs_of(review.rights), words),
        reachable=[_sentence(line) for line in reachable(review, words, _fenced, place)],
        paths=_table(pairs_of(review.paths), words),
        access=access_of(now, words, _fenced, _sentence),
        access_heads=heads(words),
        flows=_table(now.paths, words),
        same_cost=unchanged_cost(review, words),
        cost=cost_rows(review.cost, words, len(review.failed.keys() | review.unbased.keys())) if review.cost else None,
        stacks=trees(review.stacks, words, place),
        ops=[op for op in Op if op is not Op.SAME and review.counts().get(op)],
        diagram=svg(diagram, words("diagram.alt")) if diagram else None,
        legend=_legend(diagram),
        marks=list(dict.fromkeys(MARKS[node.level] for node in diagram.nodes if node.mark)) if diagram else [],
        others=words("diagram.others", n=words.number(diagram.others)) if diagram and diagram.others else "",
        style=Markup(_asset("page.css")),  # noqa: S704 - our own file
        script=Markup(_asset("page.js")),  # noqa: S704 - our own file
        printable=printable,
        reached=partial(_reach_text, words=words),
        value=_value,
        most=_MOST_ACTIONS,
        most_causes=MOST_CAUSES,
    )


def _legend(diagram: Diagram | None) -> list[tuple[str, str]]:
    """The signs that the diagram uses, with their operations."""
    used = {node.op for node in diagram.nodes} | {edge.op for edge in diagram.edges} if diagram else set[str]()
    return [(op, sign) for op, sign in SIGNS.items() if op in used]


def _table(pairs: list[Pair], words: Words) -> dict[str, Any]:
    more = max(0, len(pairs) - MOST_ROWS)
    rows = [_pair(pair, words) for pair in pairs[:MOST_ROWS]]
    return {"rows": rows, "more": words.count("count.more", more) if more else ""}


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


_SECTIONS = {
    **dict.fromkeys(("failed", "unbased", "gone"), "failed"),
    **dict.fromkeys(("frozen", "freeze"), "frozen"),
    **dict.fromkeys(("shifts", "final", "deviates", "unannounced"), "shifts"),
    **dict.fromkeys(("refused-files", "dangerous-files", "files"), "files"),
    **dict.fromkeys(("broken", "lesser"), "broken"),
    **dict.fromkeys(("outputs", "uncovered"), "outputs"),
    "secrets": "uncompared",
}
"""The section that tells of a reason beside the changes, where it is not called as the reason is."""


def _find(review: Review, reason: str, said: str) -> str:
    """A count as a link to where what it counts is told: a section, or the first card with that danger."""
    section = _SECTIONS.get(reason, reason)
    if reason == "public":
        kinds = {"rights": review.rights, "paths": review.paths}
        section = next((name for name, gains in kinds.items() if any(g.reach.public for g in gains)), "reachable")
    anchor = f"does-{reason}" if reason in {*map(str, Danger)} else section
    link = Markup('<a href="#{}">{}</a>').format(anchor, said)
    return f"{_FENCE}{link}{_FENCE}"


def _anchored(groups: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Cards, of which the first with a danger is where a link to that danger leads."""
    seen: set[str] = set()
    for group in groups:
        group["anchors"] = [danger for danger in group["dangers"] if danger not in seen]
        seen.update(group["dangers"])
    return groups


def _counts(review: Review, words: Words) -> dict[str, Any]:
    ops = [op for op in review.counts() if op is not Op.SAME]
    alike: dict[tuple[int, ...], list[str]] = {}
    for comparison in review.changed:
        counts = review.counts(comparison)
        alike.setdefault(tuple(counts.get(op, 0) for op in ops), []).append(comparison.stack)
    rows = sorted(((stacks, numbers) for numbers, stacks in alike.items()), key=lambda row: (-len(row[0]), row[0]))
    shown = [(_some(stacks, words), [words.number(n) if n else "" for n in numbers]) for stacks, numbers in rows]
    return {
        "ops": ops,
        "rows": shown,
        "prose": words.count("verdict.prose", len(review.prose)) if review.prose else "",
        "names": _some(list(review.prose), words),
        "unchanged": words.count("count.unchanged", review.unchanged) if review.unchanged else "",
    }


def _some(names: list[str], words: Words) -> Markup:
    """Foreign names as code, the first of them, and how many more there are."""
    shown = Markup(", ").join(_code(name) for name in names[:_MOST_MEMBERS])
    more = len(names) - _MOST_MEMBERS
    return shown + f" {words.count('count.more', more)}" if more > 0 else shown


def _group(group: Group, words: Words, place: Where) -> dict[str, Any]:
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
        "dangers": [str(danger) for danger in group.dangers],
        "anchors": (),
        "level": str(verdict_of(group.dangers[0])) if group.dangers else "",
        "does": [
            words(f"does.{done(danger, group.changes)}") for danger in group.dangers if danger is not Danger.UNCERTAIN
        ],
    }


def _value(value: Value) -> Markup:
    return _code(value.text) if value.literal else Markup("<i>{}</i>").format(value.text)


def _pair(pair: Pair, words: Words) -> dict[str, Any]:
    return {
        "source": _reach_text(pair.source, words),
        "actions": [(_reach_text(verb, words), new) for verb, new in _verbs(pair)],
        "targets": [_reach_text(target, words) for target in pair.targets],
        "public": pair.public,
        "new": bool(pair.new),
        "by": _some(list(pair.by), words),
    }


def _verbs(pair: Pair) -> list[tuple[Text, bool]]:
    """The words for what a holder may do, each once, and whether any of it is new."""
    found: dict[Text, bool] = {}
    for action in pair.actions:
        verb = verb_of(action)
        found[verb] = found.get(verb, False) or action in pair.new
    return list(found.items())


def _reach_text(text: Text, words: Words) -> Markup:
    if isinstance(text, Said) and not text.values:
        return Markup("<b>{}</b>").format(words.text(text))
    return Markup(words.text(text, lambda foreign: str(_code(foreign))))  # noqa: S704 - sentences of ours; the rest is escaped
