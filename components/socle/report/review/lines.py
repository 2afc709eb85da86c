"""One line for what is beside the changes of resources: files, rules, the freeze, outputs of stacks, paths from end to end."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from socle.diff import PropertyChange, uncovers
from socle.messages import Refusal
from socle.origin import Origin
from socle.review import FileChange, Review
from socle.rules import Finding

from ..findings import finding_title
from ..places import Where
from ..words import Draw, Words
from .values import LONGEST_REASON, cut

if TYPE_CHECKING:
    from socle.reach import Written  # its graph library is for those who compare

MOST_DIFFERENCES = 8
"""Keys of a file that one line names."""


def output_line(output: PropertyChange, words: Words, draw: Draw) -> str:
    """An output of a stack that comes, changes, goes, or was a secret and is none any more."""
    return words("output.uncovered" if uncovers(output) else f"output.{output.kind}", name=draw(output.path))


def freeze_lines(review: Review, words: Words, draw: Draw, place: Where | None = None) -> list[str]:
    """What the freeze refuses, one line each, and the stacks for which nobody could ask it."""
    lines: list[str] = []
    for each in review.frozen:
        lines += [f"{draw(each.stack)}: {_refused(words.refusal(refusal), draw, place)}" for refusal in each.refusals]
        lines += [] if each.known else [words("freeze.unknown", stack=draw(each.stack))]
    return lines


def _refused(refusal: Refusal, draw: Draw, place: Where | None) -> str:
    at = refusal.place
    where = draw(place(Origin(at.file, at.line, at.key))) if place and at.file else ""
    said = f"{draw(refusal.what)}: {draw(refusal.consequence)}; {draw(refusal.remedy)}"
    return f"{said} ({where})" if where else said


def file_line(file: FileChange, words: Words, draw: Draw) -> str:
    """A changed file, or several of a kind, and what is to be said of it."""
    names = draw(file.file)
    if file.others:
        names = words.count("file.and-others", len(file.others), file=names)
    values = {
        "detail": draw(cut(file.detail, LONGEST_REASON)),
        "old": draw(cut(file.old)),
        "new": draw(cut(file.new)),
        "differences": _differences(file, words, draw),
    }
    told = ".told" if file.differences and file.kind == "evidence" else ""  # of a file of evidence no key differs
    return f"{names}: {words(f'file.{file.kind}{told}', **values)}"


def _differences(file: FileChange, words: Words, draw: Draw) -> str:
    """The keys of a file that differ, each with both values."""

    def side(text: str) -> str:
        return draw(cut(text)) if text else words("value.absent")

    said = [
        words("file.difference", name=draw(key), old=side(old), new=side(new))
        for key, old, new in file.differences[:MOST_DIFFERENCES]
    ]
    left = len(file.differences) - len(said)
    return "; ".join([*said, *([words.count("count.more", left)] if left else [])])


def finding_line(finding: Finding, words: Words, draw: Draw, place: Where | None = None) -> str:
    """A rule that is broken, or that nobody can decide: the resource, the rule, and what was found."""
    about = f"{draw(finding.name)}: " if finding.name else ""
    said = words.text(finding.message, lambda text: draw(cut(text)))
    if place is None:
        return f"{about}{finding_title(finding, words)}: {said}"
    where = place(Origin(finding.file, finding.line, "")) if finding.declared else finding.place
    beside = f"{words(f'severity.{finding.severity}')}, {finding.rule}" + (f"; {draw(where)}" if where else "")
    return f"{about}{finding_title(finding, words)}: {said} ({beside})"


def reachable(review: Review, words: Words, draw: Draw, place: Where) -> Iterator[str]:
    """One line a path, what opens first. The title of the section is `section.reachable`."""
    for each in review.reachable:
        yield words(
            f"reachable.{each.change}.answers" if each.answers else f"reachable.{each.change}",
            source=draw(each.source),
            target=draw(each.target),
            services=words.text(each.services),
            by=", ".join(draw(_where(written, place)) for written in each.by),
        )


def _where(written: "Written", place: Where) -> str:
    """A resource that opens a hop, and the line of the estate or of the program that it comes from."""
    where = written.where(place)
    return f"{written.name} ({where})" if where else written.name
