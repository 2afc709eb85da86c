"""The review on a terminal: the verdict, what decides it, and one line a group of changes. Foreign text cannot steer the screen."""

from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from socle.access import verbs
from socle.diff import Level, Op, uncovers
from socle.messages import Said
from socle.plan import name_of
from socle.review import Gain, Group, Review, Verdict, pairs_of
from socle.rules import Finding

from ..places import Where
from ..text import printable
from ..words import Words
from .causes import cause_lines
from .lines import file_line, finding_line, freeze_lines, output_line, reachable
from .money import cost_rows
from .sentences import cause, headline, places, properties, refusal, remarks, resource_of
from .shifts import cutover_lines

_STYLES = {
    Verdict.NO_RISK: "bold green",
    Verdict.LOOK: "bold yellow",
    Verdict.DANGEROUS: "bold red",
    Verdict.REFUSED: "bold red",
}
_SIGNS = {
    Op.CREATE: ("+", "green"),
    Op.UPDATE: ("~", "blue"),
    Op.REPLACE: ("±", "bold yellow"),
    Op.DELETE: ("-", "bold red"),
    Op.IMPORT: ("=", "magenta"),
    Op.READ: (">", "blue"),
    Op.DISCARD: ("<", "blue"),
    Op.UNKNOWN: ("?", "bold red"),
    Op.SAME: (" ", "dim"),
}
_MOST = 40
_MOST_PLACES = 3


def show_review(review: Review, words: Words, place: Where, console: Console) -> None:
    """Draw a review."""
    _changes(review, words, place, console)
    _files(review, words, console)
    _findings("section.broken", review.broken.failed, words, place, console)
    _findings("section.undecided", review.broken.undecided, words, place, console)
    _listed("section.pending", [(c.stack, text) for c in review.stacks for text in c.pending], words, console)
    _gains("section.rights", review.rights, words, console)
    _reachable(review, words, place, console)
    _gains("section.paths", review.paths, words, console)
    _cost(review, words, console)
    _uncompared(review, words, console)
    _outputs(review, words, console)
    _listed("section.warnings", [(c.stack, text) for c in review.stacks for text in c.warnings], words, console)
    _frozen(review, words, place, console)
    _errors(review, words, console)
    _shifts(review, words, place, console)
    _level(review, words, console)
    _causes(review, words, place, console)
    _verdict(review, words, console)


def _changes(review: Review, words: Words, place: Where, console: Console) -> None:
    show_groups(review.groups, words, place, console)


def show_groups(groups: Sequence[Group], words: Words, place: Where, console: Console) -> None:
    """Draw groups of changes, and how many more there are than a screen takes."""
    for group in groups[:_MOST]:
        _group(group, words, place, console)
    if len(groups) > _MOST:
        console.print(Text(words.count("count.more", len(groups) - _MOST), style="dim"))


def _group(group: Group, words: Words, place: Where, console: Console) -> None:
    first = group.first
    sign, style = _SIGNS[first.op]
    line = Text(f"{sign} {words(f'op.{first.op}')} ", style=style)
    line.append(printable(resource_of(first)))
    if len(group) > 1:
        line.append(f" {words('count.times', n=words.number(len(group)))}", style="bold")
    console.print(line, soft_wrap=True)
    for text, text_style in _below(group, words, place):
        console.print(Padding.indent(Text(text, style=text_style, overflow="fold"), 4))


def _below(group: Group, words: Words, place: Where) -> list[tuple[str, str]]:
    first = group.first
    lines: list[tuple[str, str]] = []
    if why := cause(first, words, printable):
        lines.append((why, "yellow"))
    if group.loses:
        lines.append((words("loses", loss=words.loss(group.loses)), "bold red"))
    lines += [(remark, "yellow") for remark in remarks(first, words, printable)]
    if first.refusal:
        said = "; ".join(part for part in refusal(first, words, printable) if part)
        lines.append((f"{words('verdict.refused')}: {said}", "bold red"))
    lines += [
        (f"{printable(p.path)}: {printable(p.old.text)} → {printable(p.new.text)}", "")
        for p in properties(group, words)
    ]
    if group.dangers or len(group.stacks) > 1:
        where = dict.fromkeys(p for change in group.changes for p in places(change, place))
        stacks = ", ".join(_some(group.stacks, words))
        lines.append((" ".join([words("count.in", stacks=stacks), *_some(where, words)]), "dim"))
    return lines


def _some(texts: Iterable[str], words: Words) -> list[str]:
    """The first of some foreign texts, and how many more there are."""
    found = [printable(text) for text in texts]
    more = [words.count("count.more", len(found) - _MOST_PLACES)] if len(found) > _MOST_PLACES else []
    return [*found[:_MOST_PLACES], *more]


def _gains(title: str, gains: tuple[Gain, ...], words: Words, console: Console) -> None:
    if not gains:
        return
    console.print(Text(words(title), style="bold"))
    pairs = pairs_of(gains)
    for pair in pairs[:_MOST]:
        source, targets, actions = (
            _said(texts, words) for texts in ((pair.source,), pair.targets, tuple(verbs(pair.actions)))
        )
        line = Text(f"{source} → {targets}: {actions}", style="bold red" if pair.public else "", overflow="fold")
        console.print(Padding.indent(line, 2))
    if len(pairs) > _MOST:
        console.print(Text(f"  {words.count('count.more', len(pairs) - _MOST)}", style="dim"))


def _said(texts: tuple[Said | str, ...], words: Words) -> str:
    return ", ".join(printable(words.text(text)) for text in texts)


def _reachable(review: Review, words: Words, place: Where, console: Console) -> None:
    lines = list(reachable(review, words, printable, place))
    if not lines:
        return
    console.print(Text(words("section.reachable"), style="bold"))
    for line in lines[:_MOST]:
        console.print(Padding.indent(Text(line, overflow="fold"), 2))
    if len(lines) > _MOST:
        console.print(Text(f"  {words.count('count.more', len(lines) - _MOST)}", style="dim"))


def _cost(review: Review, words: Words, console: Console) -> None:
    if review.cost is None:
        return
    found = cost_rows(review.cost, words, len(review.failed.keys() | review.unbased.keys()))
    console.print(Text(words("section.cost"), style="bold"))
    for row in found.rows:
        before, after, difference = row.amounts
        title = " ".join(part for part in (row.title, printable(row.name)) if part)
        console.print(Text(f"  {title}: {before} → {after} ({difference})", overflow="fold"))
    for note in found.notes:
        console.print(Padding.indent(Text(note, style="dim", overflow="fold"), 2))


def _uncompared(review: Review, words: Words, console: Console) -> None:
    found = [(c.stack, urn, inputs) for c in review.stacks for urn, inputs in c.uncompared.items()]
    if not found:
        return
    console.print(Text(words("section.uncompared"), style="bold"))
    console.print(Padding.indent(Text(words("uncompared.text"), style="dim", overflow="fold"), 2))
    for stack, urn, inputs in found[:_MOST]:
        text = f"{printable(stack)} {printable(name_of(urn))}: {', '.join(printable(name) for name in inputs)}"
        console.print(Padding.indent(Text(text, overflow="fold"), 2))
    if len(found) > _MOST:
        console.print(Text(f"  {words.count('count.more', len(found) - _MOST)}", style="dim"))


def _outputs(review: Review, words: Words, console: Console) -> None:
    for comparison in review.stacks:
        for output in comparison.outputs:
            text = f"{printable(comparison.stack)}: {output_line(output, words, printable)}"
            style = "bold red" if uncovers(output) else "yellow" if output.kind == "delete" else "dim"
            console.print(Text(text, style=style, overflow="fold"))


def _errors(review: Review, words: Words, console: Console) -> None:
    for stack, text in (
        *((", ".join(stacks), why) for stacks, why in review.failures),
        *((c.stack, e) for c in review.stacks for e in c.errors),
    ):
        lines = [printable(line) for line in text.splitlines() if line.strip()]
        console.print(Text(f"{printable(stack)}: ", style="bold red").append("\n  ".join(lines), style=""))
    for stack, why in review.unbased.items():
        console.print(
            Text(
                words("unbased.text", stack=printable(stack), why=printable(" ".join(why.split()))),
                style="yellow",
                overflow="fold",
            )
        )
    if review.gone:
        console.print(
            Text(words("gone.text", stacks=", ".join(map(printable, review.gone))), style="yellow", overflow="fold")
        )


def _frozen(review: Review, words: Words, place: Where, console: Console) -> None:
    lines = freeze_lines(review, words, printable, place)
    if lines:
        console.print(Text(words("section.frozen"), style="bold"))
    for line in lines:
        console.print(Padding.indent(Text(line, style="bold red", overflow="fold"), 2))


def _shifts(review: Review, words: Words, place: Where, console: Console) -> None:
    found = cutover_lines(review, words, printable, place)
    if found:
        console.print(Text(words("section.shifts"), style="bold"))
    for lines in found:
        for depth, said in lines:
            line = Text(said, style="" if depth else "bold yellow", overflow="fold")
            console.print(Padding.indent(line, 2 + 2 * depth))


def _level(review: Review, words: Words, console: Console) -> None:
    level = words(f"level.{review.level}")
    against = words("against", baseline=printable(review.baseline)) if review.baseline else words("against.nothing")
    console.print(Text(level if review.level is Level.ENGINE else f"{level}. {against}.", style="dim", overflow="fold"))


def _causes(review: Review, words: Words, place: Where, console: Console) -> None:
    """One sentence a cause, where there are several; the first line has the worst."""
    lines = cause_lines(review, words, printable, place)
    if len(lines) > 1:
        console.print(Text(words("section.causes"), style="bold"))
        for line in lines[:_MOST]:
            console.print(Padding.indent(Text(line, overflow="fold"), 2))
        if len(lines) > _MOST:
            console.print(Text(f"  {words.count('cause.further', len(lines) - _MOST)}", style="dim"))


def _verdict(review: Review, words: Words, console: Console) -> None:
    said = words("verdict.says", what=words(f"verdict.{review.verdict}"), why=headline(review, words, printable))
    console.print(Text(said, style=_STYLES[review.verdict]), soft_wrap=True)


def _files(review: Review, words: Words, console: Console) -> None:
    if not review.files:
        return
    console.print(Text(words("section.files"), style="bold"))
    for file in review.files[:_MOST]:
        text = file_line(file, words, printable)
        style = "" if file.verdict is Verdict.LOOK else "bold red"
        console.print(Padding.indent(Text(text, style=style, overflow="fold"), 2))
    if len(review.files) > _MOST:
        console.print(Text(f"  {words.count('count.more', len(review.files) - _MOST)}", style="dim"))


def _findings(section: str, findings: Sequence[Finding], words: Words, place: Where, console: Console) -> None:
    if not findings:
        return
    console.print(Text(words(section), style="bold"))
    for each in findings[:_MOST]:
        line = Text(
            finding_line(each, words, printable, place), style="bold red" if each.blocks else "", overflow="fold"
        )
        console.print(Padding.indent(line, 2))
    if len(findings) > _MOST:
        console.print(Text(f"  {words.count('count.more', len(findings) - _MOST)}", style="dim"))


def _listed(section: str, found: Sequence[tuple[str, str]], words: Words, console: Console) -> None:
    """What the state or the engine says of a stack, in its own words."""
    if not found:
        return
    console.print(Text(words(section), style="bold"))
    style = "bold red" if section == "section.pending" else "yellow"
    for stack, text in found:
        line = Text(f"{printable(stack)}: {printable(text)}", style=style, overflow="fold")
        console.print(Padding.indent(line, 2))
