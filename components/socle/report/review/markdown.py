"""The review as one comment of a merge request: what decides above the fold, details folded, never longer than a comment may be.

What does not fit is left out by whole sections, the least important first, and the comment says which.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from socle.access import verbs
from socle.diff import Level, Op, uncovers
from socle.messages import Said, Text
from socle.plan import name_of
from socle.review import AT_STAKE, Danger, Gain, Group, Review, Verdict, pairs_of
from socle.rules import Finding

from ..diagram import Diagram, diagram_of, mermaid
from ..places import Where
from ..words import Words
from .causes import MOST_CAUSES, cause_lines
from .lines import file_line, finding_line, freeze_lines, output_line, reachable
from .markdown_text import code, folded, outside, shown, table
from .money import cost_rows, unchanged_cost
from .sentences import cause, places, properties, refusal, remarks, resource_of, why
from .shifts import cutover_lines

BUDGET = 60_000
"""Characters: a comment of GitHub ends at 65,536, and some room is left for what a platform adds."""
MARKER = "<!-- socle:review:{project} -->"
"""Hidden first line, by which one comment is found again and updated in place."""

_SYMBOLS = {Verdict.NO_RISK: "✅", Verdict.LOOK: "⚠️", Verdict.DANGEROUS: "🛑", Verdict.REFUSED: "⛔"}
FEW = 15
"""Changes of which fewer are never folded."""
_MOST_ROWS = 40
_MOST_GROUPS = 60
_MOST_NAMES = 6
_MOST_ACTIONS = 12
_MOST_LINES = 20
_MOST_PROPERTIES = 8
_DECIDES = 84
"""The least weight of a section that may be why the verdict is what it is."""
_AT_STAKE = AT_STAKE | {Danger.LEAVES, Danger.FAILS, Danger.NOT_SENT}


@dataclass(frozen=True)
class Section:
    """One part of the comment: a text, or entries of which the first are the worst, and how many are not shown.

    What has the lowest weight is dropped first. What decides is not dropped while it can be shortened.
    """

    key: str
    body: str
    weight: int
    folds: bool = False
    entries: tuple[str, ...] = ()
    left: int = 0

    @property
    def decides(self) -> bool:
        return self.weight >= _DECIDES


def markdown(review: Review, words: Words, place: Where, project: str, budget: int = BUDGET) -> str:
    """The whole comment, at most `budget` characters long."""
    marker, most = MARKER.format(project=_plain(project)), MOST_CAUSES
    first = _shifts(review, words, place)
    head = "\n\n".join([marker, *first, _verdict(review, words, place, most), _level(review, words)])
    every = _sections(review, words, place) if review.reasons or review.changed else []
    sections = [section for section in every if section.body or section.entries]
    dropped: list[Section] = []
    while len(text := _joined(head, sections, dropped, review, words)) > budget and sections:
        least = min(sections, key=lambda section: section.weight)
        long = [section for section in sections if len(section.entries) > 1]
        if least.decides and most > 1:
            most //= 2
            head = "\n\n".join([marker, *first, _verdict(review, words, place, most), _level(review, words)])
        elif least.decides and long:
            shortened = min(long, key=lambda section: section.weight)
            fewer = replace(shortened, entries=shortened.entries[:-1], left=shortened.left + 1)
            sections[sections.index(shortened)] = fewer
        else:
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
    more = [f"- {words.count('count.more', section.left)}"] if section.left else []
    body = "\n".join([*section.entries, *more]) or section.body
    return folded(title, body) if section.folds else f"### {title}\n\n{body}"


def _listed(key: str, weight: int, entries: Sequence[str], most: int | None = None, *, folds: bool = False) -> Section:
    shown = entries[:most]
    return Section(key, "", weight, folds, tuple(shown), len(entries) - len(shown))


def _sections(review: Review, words: Words, place: Where) -> list[Section]:
    draw = _Drawing(words, place)
    dangerous = review.dangerous()
    refused = [g for g in dangerous if Danger.REFUSED in g.dangers]
    at_stake = [g for g in dangerous if _AT_STAKE & set(g.dangers) and g not in refused]
    other = [g for g in dangerous if g not in refused and g not in at_stake]
    files = [f"- {file_line(each, words, outside)}" for each in review.files]
    bare = any(uncovers(output) for c in review.stacks for output in c.outputs)
    grave = any(each.verdict in (Verdict.REFUSED, Verdict.DANGEROUS) for each in review.files)
    few = review.number < FEW
    return [
        _listed("section.failed", 100, _quoted(review.failures, words)),
        _listed("section.errors", 95, _quoted(((c.stack, e) for c in review.stacks for e in c.errors), words)),
        _listed("section.frozen", 94, [f"- {line}" for line in freeze_lines(review, words, outside, place)]),
        *([_listed("section.files", 94, files, _MOST_ROWS)] if grave else []),
        *([Section("section.outputs", draw.outputs(review), 93)] if bare else []),
        _listed("section.pending", 93, _quoted(((c.stack, p) for c in review.stacks for p in c.pending), words)),
        _listed("section.refused", 90, draw.groups(refused, refusals=True), _MOST_GROUPS),
        _listed("section.data", 85, draw.groups(at_stake), _MOST_GROUPS),
        _listed("section.broken", _DECIDES, _findings(review.broken.failed, words, place), _MOST_ROWS),
        _listed("section.warnings", 82, _quoted(((c.stack, w) for c in review.stacks for w in c.warnings), words)),
        Section("section.rights", draw.gains(review.rights, ("column.who", "column.what", "column.where")), 75),
        Section("section.reachable", draw.reachable(review), 72),
        Section("section.paths", draw.gains(review.paths, ("column.from", "column.traffic", "column.to")), 70),
        Section("section.cost", draw.cost(review), 55),
        _listed("section.other", 65, draw.groups(other), _MOST_GROUPS),
        *([] if grave else [_listed("section.files", 64, files, _MOST_ROWS)]),
        Section("section.gone", _gone(review, words), 60),
        _listed("section.undecided", 45, _findings(review.broken.undecided, words, place), _MOST_ROWS, folds=True),
        Section("section.uncompared", draw.uncompared(review), 40, folds=True),
        *([] if bare else [Section("section.outputs", draw.outputs(review), 35, folds=True)]),
        Section("section.diagram", _diagram(diagram_of(review, words) if review.changed else None), 10, folds=True),
        *([_listed("section.calm", 20, draw.groups(review.calm()))] if few else []),
        *([] if few else [_listed("section.changes", 20, draw.groups(list(review.groups)), folds=True)]),
        Section("section.counts", draw.counts(review), 80),
    ]


def _shifts(review: Review, words: Words, place: Where) -> list[str]:
    """What an owner asks of the cut-over comes before everything else: whoever signs it must not look for it."""
    found = cutover_lines(review, words, outside, place)
    if not found:
        return []
    said = [f"{'  ' * depth}- {text}" if depth else f"- **{text}**" for lines in found for depth, text in lines]
    return [f"### {words('section.shifts')}\n\n" + "\n".join(said)]


def _verdict(review: Review, words: Words, place: Where, most: int) -> str:
    """The level, one sentence a cause, and what decides by its technical name."""
    title = f"## {_SYMBOLS[review.verdict]} {words(f'verdict.{review.verdict}')}"
    said = cause_lines(review, words, outside, place)
    if not said:
        return f"{title}\n\n**{why(review, words, outside)}**"
    more = [f"- {words.count('cause.further', len(said) - most)}"] if len(said) > most else []
    lines = "\n".join([f"- {line}" for line in said[:most]] + more) if len(said) > 1 else f"**{said[0]}**"
    return f"{title}\n\n{lines}\n\n{why(review, words, outside)}"


def _level(review: Review, words: Words) -> str:
    against = words("against", baseline=outside(review.baseline)) if review.baseline else words("against.nothing")
    return (
        f"{words(f'level.{review.level}')}. {against}."
        if review.level is not Level.ENGINE
        else f"{words('level.engine')}."
    )


def _quoted(items: Iterable[tuple[str | tuple[str, ...], str]], words: Words) -> list[str]:
    """What another program said of one stack or of several: foreign text, line by line."""
    entries: list[str] = []
    for stacks, text in items:
        lines = [line for line in text.strip().splitlines() if line.strip()]
        shown = [f"  {outside(line)}  " for line in lines[:_MOST_LINES]]
        more = [f"  {words.count('count.more', len(lines) - _MOST_LINES)}"] if len(lines) > _MOST_LINES else []
        names = ", ".join(map(outside, [stacks] if isinstance(stacks, str) else stacks))
        entries.append("\n".join([f"- {names}", *shown, *more]))
    return entries


def _findings(findings: Sequence[Finding], words: Words, place: Where) -> list[str]:
    """Rules and what they found, the gravest first."""
    return [f"- {finding_line(each, words, outside, place)}" for each in findings]


def _gone(review: Review, words: Words) -> str:
    lines = [
        f"- {words('unbased.text', stack=outside(s), why=outside(' '.join(w.split())))}"
        for s, w in review.unbased.items()
    ]
    if review.gone:
        lines.append(f"- {words('gone.text', stacks=', '.join(map(outside, review.gone)))}")
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
            alike.setdefault(tuple(review.counts(comparison).items()), []).append(comparison.stack)
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
        if review.prose:
            names = self._names(list(review.prose))
            lines.append(f"{words.count('verdict.prose', len(review.prose))}: {names}.")
        return "\n\n".join(lines)

    def groups(self, groups: list[Group], *, refusals: bool = False) -> list[str]:
        """Groups as entries of a list, each with its cause and the places where it comes from."""
        return [self._group(group, refusals=refusals) for group in groups]

    def gains(self, gains: tuple[Gain, ...], columns: tuple[str, str, str]) -> str:
        """New permissions or paths as a table, the public ones first."""
        words = self.words
        pairs = pairs_of(gains)
        rows = [
            [
                self._cell(pair.source),
                self._cells(verbs(pair.actions)),
                self._cells(pair.targets),
                self._listed(pair.by, code),
            ]
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
        """What a month costs before and after, by what a reviewer asks for; one line where it stays the same."""
        if review.cost is None:
            return ""
        words = self.words
        if line := unchanged_cost(review, words):
            return line
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
            f"- {outside(c.stack)}: {output_line(o, self.words, outside)}" for c in review.stacks for o in c.outputs
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
        said = properties(group, words)
        for one in said[:_MOST_PROPERTIES]:
            arrow = " **→** " if one.replaces else " → "
            lines.append(f"  - {outside(one.path)}: {_flat(shown(one.old))}{arrow}{_flat(shown(one.new))}")
        if len(said) > _MOST_PROPERTIES:
            lines.append(f"  - {words.count('count.more', len(said) - _MOST_PROPERTIES)}")
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
