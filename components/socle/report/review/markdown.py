"""The review as one comment of a merge request: what decides above the fold, details folded, never longer than a comment may be.

What does not fit is left out by whole sections, the least important first, and the comment says which.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from socle.diff import Level, Op
from socle.messages import Said, Text
from socle.plan import name_of
from socle.review import AT_STAKE, Danger, Gain, Group, Review, Verdict, pairs_of
from socle.rules import Finding

from ..diagram import Diagram, diagram_of, mermaid
from ..places import Where
from ..words import Words
from .markdown_text import code, folded, outside, shown, table
from .money import cost_rows
from .reachable import reachable
from .sentences import cause, file_line, finding_line, headline, places, properties, refusal, remarks, resource_of

BUDGET = 60_000
"""Characters: a comment of GitHub ends at 65,536, and some room is left for what a platform adds."""
MARKER = "<!-- socle:review:{project} -->"
"""Hidden first line, by which one comment is found again and updated in place."""

_SYMBOLS = {Verdict.NO_RISK: "✅", Verdict.LOOK: "⚠️", Verdict.DANGEROUS: "🛑", Verdict.REFUSED: "⛔"}
_MOST_ROWS = 40
_MOST_GROUPS = 60
_MOST_NAMES = 6
_MOST_ACTIONS = 12
_AT_STAKE = AT_STAKE | {Danger.LEAVES, Danger.FAILS, Danger.NOT_SENT}


@dataclass(frozen=True)
class Section:
    """One part of the comment. What has the lowest weight is dropped first; weight 0 is never dropped."""

    key: str
    body: str
    weight: int
    folds: bool = False


def markdown(review: Review, words: Words, place: Where, project: str, budget: int = BUDGET) -> str:
    """The whole comment, at most `budget` characters long."""
    head = "\n\n".join([MARKER.format(project=_plain(project)), _verdict(review, words), _level(review, words)])
    sections = [section for section in _sections(review, words, place) if section.body]
    dropped: list[Section] = []
    while len(text := _joined(head, sections, dropped, review, words)) > budget and sections:
        least = min(sections, key=lambda section: section.weight)
        sections.remove(least)
        dropped.append(least)
    return text


def _joined(head: str, sections: list[Section], dropped: list[Section], review: Review, words: Words) -> str:
    parts = [head, *(_section(section, words) for section in sections)]
    if dropped:
        names = ", ".join(words(section.key) for section in reversed(dropped))
        parts.append(f"> {words('dropped', sections=names)}")
    parts.append(f"<sub>{words('footer.engine' if review.level is Level.ENGINE else 'footer')}</sub>")
    return "\n\n".join(parts) + "\n"


def _section(section: Section, words: Words) -> str:
    title = words(section.key)
    return folded(title, section.body) if section.folds else f"### {title}\n\n{section.body}"


def _sections(review: Review, words: Words, place: Where) -> list[Section]:
    draw = _Drawing(words, place)
    dangerous = review.dangerous()
    refused = [g for g in dangerous if Danger.REFUSED in g.dangers]
    at_stake = [g for g in dangerous if _AT_STAKE & set(g.dangers) and g not in refused]
    other = [g for g in dangerous if g not in refused and g not in at_stake]
    return [
        Section("section.failed", _quoted(review.failed.items()), 100),
        Section("section.errors", _quoted((c.stack, e) for c in review.stacks for e in c.errors), 95),
        Section("section.files", _files(review, words), 94),
        Section("section.pending", _quoted((c.stack, p) for c in review.stacks for p in c.pending), 93),
        Section("section.refused", draw.groups(refused, refusals=True), 90),
        Section("section.data", draw.groups(at_stake), 85),
        Section("section.broken", _findings(review.broken.failed, words, place), 84),
        Section("section.undecided", _findings(review.broken.undecided, words, place), 45, folds=True),
        Section("section.counts", draw.counts(review), 80),
        Section("section.rights", draw.gains(review.rights, ("column.who", "column.what", "column.where")), 75),
        Section("section.reachable", draw.reachable(review), 72),
        Section("section.paths", draw.gains(review.paths, ("column.from", "column.traffic", "column.to")), 70),
        Section("section.other", draw.groups(other), 65),
        Section("section.gone", _gone(review, words), 60),
        Section("section.cost", draw.cost(review), 55),
        Section("section.uncompared", draw.uncompared(review), 40, folds=True),
        Section("section.outputs", draw.outputs(review), 35, folds=True),
        Section("section.diagram", _diagram(diagram_of(review, words) if review.changed else None), 10, folds=True),
        Section("section.changes", draw.groups(list(review.groups), limit=None), 20, folds=True),
    ]


def _verdict(review: Review, words: Words) -> str:
    verdict = review.verdict
    return f"## {_SYMBOLS[verdict]} {words(f'verdict.{verdict}')}\n\n**{headline(review, words, outside)}**"


def _level(review: Review, words: Words) -> str:
    against = words("against", baseline=outside(review.baseline)) if review.baseline else words("against.nothing")
    return (
        f"{words(f'level.{review.level}')}. {against}."
        if review.level is not Level.ENGINE
        else f"{words('level.engine')}."
    )


def _quoted(items: Iterable[tuple[str, str]]) -> str:
    """What another program said: foreign text, line by line."""
    lines: list[str] = []
    for stack, text in items:
        lines.append(f"- {outside(stack)}")
        lines += [f"  {outside(line)}  " for line in text.strip().splitlines()[:20] if line.strip()]
    return "\n".join(lines)


def _files(review: Review, words: Words) -> str:
    """The changed files that no plan shows, the worst first."""
    lines = [f"- {file_line(file, words, outside)}" for file in review.files[:_MOST_ROWS]]
    more = len(review.files) - _MOST_ROWS
    return "\n".join([*lines, *([f"- {words.count('count.more', more)}"] if more > 0 else [])])


def _findings(findings: Sequence[Finding], words: Words, place: Where) -> str:
    """Rules and what they found, the gravest first."""
    lines = [f"- {finding_line(each, words, outside, place)}" for each in findings[:_MOST_ROWS]]
    more = len(findings) - _MOST_ROWS
    return "\n".join([*lines, *([f"- {words.count('count.more', more)}"] if more > 0 else [])])


def _gone(review: Review, words: Words) -> str:
    lines = [f"- {words('unbased.text', stack=outside(s), why=outside(w))}" for s, w in review.unbased.items()]
    if review.gone:
        lines.append(f"- {words('gone.text', stacks=', '.join(outside(stack) for stack in review.gone[:_MOST_ROWS]))}")
    return "\n".join(lines)


def _diagram(diagram: Diagram | None) -> str:
    return f"```mermaid\n{mermaid(diagram)}\n```" if diagram else ""


def _plain(project: str) -> str:
    return "".join(c for c in project if c.isalnum() or c in "._-")


@dataclass(frozen=True)
class _Drawing:
    """The sections that are drawn from groups, gains and counts."""

    words: Words
    place: Where

    def counts(self, review: Review) -> str:
        """One row for all stacks that change in the same way."""
        words = self.words
        alike: dict[tuple[tuple[Op, int], ...], list[str]] = {}
        for comparison in review.changed:
            alike.setdefault(tuple(comparison.counts().items()), []).append(comparison.stack)
        ops = [op for op in review.counts() if op is not Op.SAME]
        rows = [
            [self._names(stacks), *(words.number(dict(counts)[op]) if op in dict(counts) else "" for op in ops)]
            for counts, stacks in sorted(alike.items(), key=lambda item: (-len(item[1]), item[1]))
        ]
        header = [words("column.stack"), *(words(f"op.{op}") for op in ops)]
        lines = [table(header, rows[:_MOST_ROWS], frozenset(range(1, len(header))))] if rows else []
        if len(rows) > _MOST_ROWS:
            lines.append(words.count("count.more", len(rows) - _MOST_ROWS))
        if review.unchanged:
            lines.append(words.count("count.unchanged", review.unchanged) + ".")
        return "\n\n".join(lines)

    def groups(self, groups: list[Group], *, refusals: bool = False, limit: int | None = _MOST_GROUPS) -> str:
        """Groups as a list, each with its cause and the places where it comes from."""
        lines = [self._group(group, refusals=refusals) for group in groups[:limit]]
        if limit is not None and len(groups) > limit:
            lines.append(f"- {self.words.count('count.more', len(groups) - limit)}")
        return "\n".join(lines)

    def gains(self, gains: tuple[Gain, ...], columns: tuple[str, str, str]) -> str:
        """New permissions or paths as a table, the public ones first."""
        words = self.words
        pairs = pairs_of(gains)
        rows = [
            [self._cell(pair.source), self._cells(pair.actions), self._cells(pair.targets), self._listed(pair.by, code)]
            for pair in pairs[:_MOST_ROWS]
        ]
        if not rows:
            return ""
        header = [*(words(column) for column in columns), words("column.by")]
        more = words.count("count.more", len(pairs) - _MOST_ROWS) if len(pairs) > _MOST_ROWS else ""
        return "\n\n".join(part for part in (table(header, rows), more) if part)

    def reachable(self, review: Review) -> str:
        """Network paths from end to end, what opens first."""
        lines = [f"- {line}" for line in reachable(review, self.words, outside, self.place)]
        more = [f"- {self.words.count('count.more', len(lines) - _MOST_ROWS)}"] if len(lines) > _MOST_ROWS else []
        return "\n".join([*lines[:_MOST_ROWS], *more])

    def cost(self, review: Review) -> str:
        """What a month costs before and after, by what a reviewer asks for."""
        if review.cost is None:
            return ""
        words = self.words
        header = ["", *(words(f"column.{name}") for name in ("before", "after", "difference"))]
        found = cost_rows(review.cost, words, len(review.failed.keys() | review.unbased.keys()))
        rows = [[f"{row.title} {code(row.name)}" if row.name else row.title, *row.amounts] for row in found.rows]
        return "\n\n".join([table(header, rows, frozenset({1, 2, 3})), *(f"{note}." for note in found.notes)])

    def uncompared(self, review: Review) -> str:
        """Which secrets nobody could compare."""
        lines = [
            f"- {outside(c.stack)} {outside(name_of(urn))}: {', '.join(outside(name) for name in inputs)}"
            for c in review.stacks
            for urn, inputs in c.uncompared.items()
        ]
        return "\n".join([self.words("uncompared.text"), "", *lines]) if lines else ""

    def outputs(self, review: Review) -> str:
        """Stack outputs that come, change or go."""
        return "\n".join(
            f"- {outside(c.stack)}: {self.words(f'output.{o.kind}', name=outside(o.path))}"
            for c in review.stacks
            for o in c.outputs
        )

    def _group(self, group: Group, *, refusals: bool) -> str:
        words, first = self.words, group.first
        times = f" **{words('count.times', n=words.number(len(group)))}**" if len(group) > 1 else ""
        what = f"- **{words(f'op.{first.op}')}** {outside(resource_of(first))}{times}"
        said = [why for why in (cause(first, words, outside),) if why]
        if group.loses:
            said.append(f"**{words('loses', loss=words.loss(group.loses))}**")
        said += remarks(first, words, outside)
        lines = [f"{what}: {'; '.join(said)}" if said else what]
        if refusals:
            lines.append(f"  - {'; '.join(part for part in refusal(first, words, outside) if part)}")
        for one in properties(group, words)[:8]:
            arrow = " **→** " if one.replaces else " → "
            lines.append(f"  - {outside(one.path)}: {_flat(shown(one.old))}{arrow}{_flat(shown(one.new))}")
        lines.append(f"  - {self._where(group)}")
        return "\n".join(lines)

    def _where(self, group: Group) -> str:
        """The stacks, the other names of a group, and the files and lines it comes from."""
        parts = [self.words("count.in", stacks=self._names(list(group.stacks)))]
        others = list(dict.fromkeys(change.resource.name for change in group.changes[1:]))
        others = [name for name in others if name != group.first.resource.name]
        if others:
            parts.append(self._listed(others, outside))
        where = list(dict.fromkeys(p for change in group.changes for p in places(change, self.place)))
        if where:
            parts.append(self._listed(where, outside))
        return "; ".join(parts)

    def _names(self, names: list[str]) -> str:
        return self._listed(names, code)

    def _listed(self, names: Sequence[str], draw: Callable[[str], str], most: int = _MOST_NAMES) -> str:
        text = ", ".join(draw(name) for name in names[:most])
        return f"{text} {self.words.count('count.more', len(names) - most)}" if len(names) > most else text

    def _cells(self, texts: Sequence[Text]) -> str:
        return self._listed([self._cell(text) for text in texts], str, _MOST_ACTIONS)

    def _cell(self, text: Text) -> str:
        said = self.words.text(text, code)
        return f"**{said}**" if isinstance(text, Said) and not text.values else said


def _flat(text: str) -> str:
    return text.replace("\\|", "|")
