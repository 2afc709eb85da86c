"""The cut-over in a terminal: what somebody who was woken must read first stands first, each line short, nothing by colour alone."""

from collections.abc import Sequence

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from socle.cutover import REQUIREMENTS, Book, Do, Gate, Stage, State, Status, owed_by
from socle.messages import Refusal

from ..notices import below, first_line
from ..text import printable
from ..words import Words
from .sentences import (
    authority,
    countdown,
    doing,
    expected,
    gate_line,
    gate_word,
    moment,
    owed_in_short,
    signers,
    wave_line,
    wave_rows,
    why,
)

_COUNTED = 3
"""Countdowns of a wave that its row shows."""


def show_status(found: Sequence[Status], whole: bool, to: Console, words: Words) -> None:
    """Print where waves stand: those that somebody waits for in full, then all by phase.

    Args:
        whole: every wave in full, because it was asked for by name.
    """
    if not found:
        return
    book = found[0].book
    line(to, words("cutover.title", estate=book.estate.name, at=moment(book.at)), "bold")
    for each in found:
        if whole or each.urgent:
            _whole(each, to, words)
    if not whole:
        _by_phase(found, to, words)


def _whole(found: Status, to: Console, words: Words) -> None:
    to.print()
    line(to, wave_line(found, words), "bold red" if found.urgent else "bold")
    if found.next.do is Do.UNFENCE:
        _next(found, to, words)
    _rows(wave_rows(found, words), to, words)
    for refusal in found.book.reached.refusals:
        _refusal(refusal, to, words)
    if found.next.do is not Do.UNFENCE:
        _next(found, to, words)


def _next(found: Status, to: Console, words: Words) -> None:
    line(to, words("cutover.next", what=doing(found, words)), "bold", 2)
    for each in found.next.commands:
        line(to, f"$ {each}", "", 4)
    line(to, words("cutover.expect", what=expected(found.book, found.next, words)), "", 4)


def _rows(rows: Sequence[tuple[str, str]], to: Console, words: Words) -> None:
    """Lines under their names, a name once for all of its lines."""
    width = max(len(words(f"cutover.row.{name}")) for name, _ in rows) + 2
    before = ""
    for name, text in rows:
        head = "" if name == before else words(f"cutover.row.{name}")
        before = name
        to.print(
            Padding.indent(Text(f"{head:<{width}}{printable(text)}", overflow="fold"), 2),
            soft_wrap=True,
        )


def _by_phase(found: Sequence[Status], to: Console, words: Words) -> None:
    to.print()
    line(to, words("cutover.waves"), "bold")
    for stage in Stage:
        here = [each for each in found if each.book.position.stage is stage]
        if here:
            line(to, words("cutover.phase", stage=stage.value, count=words.number(len(here))), "bold", 2)
        for each in here:
            _row(each, to, words)


def _row(found: Status, to: Console, words: Words) -> None:
    parts = [found.book.wave, authority(found, words), gate_line(found, words)]
    if not found.book.position.settled:
        parts.append(words("cutover.waits", hands=", ".join(found.book.position.waiting)))
    line(to, "; ".join(parts), "", 4)
    for text in owed_in_short(found, words):
        line(to, text, "", 6)
    for each in found.countdowns[:_COUNTED]:
        line(to, countdown(each, found.book.at, words), "", 6)
    if found.book.position.stage is not Stage.RETIRED:
        line(to, words("cutover.next", what=doing(found, words)), "", 6)


def show_gates(book: Book, gates: Sequence[Gate], to: Console, words: Words) -> None:
    """Print what each gate from here says, condition by condition, with who owes what is missing."""
    for gate in gates:
        step = gate.step
        said = gate_word(gate, words)
        line(
            to, words("cutover.step", wave=book.wave, origin=step.origin.value, goal=step.goal.value, gate=said), "bold"
        )
        for each in gate.answers:
            state = words(f"cutover.state.{each.state}")
            by = "" if each.state is State.OPEN else f" ({signers(owed_by(each.condition), words)})"
            line(to, f"{state}  {each.condition.value}: {why(each, words)}{by}", "", 2)
            if each.state is not State.OPEN:
                line(to, words.sentence(REQUIREMENTS[each.condition].shows), "", 6)
        lapse = book.lapses(gate)
        if lapse:
            line(to, words("cutover.lapses", at=moment(lapse)), "", 2)


def show_ledgers(books: Sequence[Book], anchors: Sequence[str], to: Console, words: Words) -> None:
    """Print what each ledger is worth: how many records, where it ends, what it was held against, and every flaw."""
    for book in books:
        head = book.lines[-1] if book.lines else None
        digest = getattr(head, "digest", "")[:12]
        line(
            to,
            words("cutover.ledger", wave=book.wave, count=words.number(len(book.lines)), digest=digest or "-"),
            "bold",
        )
        line(
            to,
            words("cutover.anchors", anchors=", ".join(anchors)) if book.heads else words("cutover.anchors.none"),
            "",
            2,
        )
        for refusal in book.refusals:
            _refusal(refusal, to, words)
        for each in book.unknown:
            said = words("cutover.unknown-kind", serial=each.record.serial, kind=each.record.kind)
            line(to, said, "bold yellow", 2)
        if not book.refusals:
            line(to, words("cutover.sound"), "", 2)


def _refusal(refusal: Refusal, to: Console, words: Words) -> None:
    said = words.refusal(refusal)
    line(to, first_line(said), "bold red", 2)
    for text in below(said, words):
        line(to, text, "", 4)


def line(to: Console, text: str, style: str = "", indent: int = 0) -> None:
    """One line, indented."""
    to.print(Padding.indent(Text(printable(text), style=style, overflow="fold"), indent), soft_wrap=True)
