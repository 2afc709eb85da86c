"""The runbook of a step in a terminal and as data, and the checklist that lies beside the scripts of the offline kit."""

from collections.abc import Iterator
from typing import Any

from rich.console import Console

from socle.cutover import Book, Called, Condition, Runbook, Turn, Unsealed, sealed_places, status, typed

from ..words import Words
from .json import gate_data
from .sentences import call, gate_word, moment, remaining, said_next, signers
from .terminal import line


def show_runbook(made: Runbook, to: Console, words: Words) -> None:
    """Print who does what, in order; then the way back and what cannot be taken back."""
    for text, indent in _lines(made, words):
        line(to, text, "bold" if indent == 0 else "", indent)


def _lines(made: Runbook, words: Words) -> Iterator[tuple[str, int]]:
    book, position = made.book, made.book.position
    if made.begun:
        yield words("cutover.runbook.begun", wave=book.wave, goal=position.stage.value, epoch=position.epoch), 0
    elif made.step is None or made.gate is None:
        yield words("cutover.runbook.none", wave=book.wave, stage=position.stage.value), 0
        return
    else:
        yield words("cutover.runbook.step", wave=book.wave, origin=position.stage.value, goal=made.step.goal.value), 0
        yield gate_word(made.gate, words), 2
        if made.step.kind != "back":
            yield f"$ {typed(book, 'approve')}" if _approved(made) else words("cutover.runbook.no-approval"), 2
        yield f"$ {typed(book, 'rollback' if made.step.kind == 'back' else 'advance')}", 2
    yield from _window(book, words)
    for number, turn in enumerate(made.turns, 1):
        yield from _turn(number, turn, words)
    if not made.turns:
        yield words("cutover.runbook.no-turn"), 2
    if made.announce:
        yield words("cutover.runbook.announce", values=" ".join(made.announce)), 0
    yield words("cutover.runbook.people"), 0
    yield from ((call(each, words), 2) for each in _people(made))
    yield words("cutover.runbook.back"), 0
    yield _way_back(made, words), 2


def _approved(made: Runbook) -> bool:
    return made.step is not None and Condition.APPROVED in made.step.needs


def _people(made: Runbook) -> tuple[Called, ...]:
    return status(made.book).calls


def _window(book: Book, words: Words) -> Iterator[tuple[str, int]]:
    window = book.window
    if window and window.end >= book.at:
        left = remaining(window.abort_by, book.at, words)
        yield words("cutover.runbook.window", start=moment(window.start), abort=moment(window.abort_by), left=left), 2


def _turn(number: int, turn: Turn, words: Words) -> Iterator[tuple[str, int]]:
    yield words("cutover.runbook.turn", number=number, what=said_next(turn.doing, words)), 0
    yield from ((f"$ {each}", 2) for each in turn.doing.commands)
    if not turn.changes:
        yield words("cutover.runbook.unmoved"), 4
        return
    yield from ((change, 4) for change in turn.changes)
    yield words("cutover.runbook.announced", hand=turn.hand, address=turn.address), 4


def _way_back(made: Runbook, words: Words) -> str:
    if made.no_return:
        return words("cutover.runbook.no-return")
    if made.back is None:
        return words("cutover.runbook.none-back")
    return words("cutover.runbook.way", goal=made.back.goal.value, command=typed(made.book, "rollback"))


def runbook_data(made: Runbook, words: Words) -> dict[str, Any]:
    """The runbook as plain data."""
    return {
        "wave": made.book.wave,
        "begun": made.begun,
        "from": made.book.position.stage.value,
        "to": made.step.goal.value if made.step else None,
        "gate": gate_data(made.book, made.gate, words) if made.gate else None,
        "turns": [
            {
                "hand": each.hand,
                "shows": each.shows.value,
                "commands": list(each.doing.commands),
                "changes": list(each.changes),
                "announced": each.address,
            }
            for each in made.turns
        ],
        "calls": [{"name": each.name, "role": each.role, "number": each.number} for each in _people(made)],
        "announce": list(made.announce),
        "back": made.back.goal.value if made.back else None,
        "no_return": made.no_return,
    }


def checklist(book: Book, words: Words) -> str:
    """What is read beside the scripts of the kit, as Markdown: who decides, what is sealed where, which script when."""
    people = status(book).calls
    sealed = sealed_places(book.estate).items()
    lines = [
        f"# {words('cutover.kit.title', estate=book.estate.name, wave=book.wave)}",
        "",
        words("cutover.kit.made", at=moment(book.at), stage=book.position.stage.value, serial=len(book.lines)),
        words("cutover.kit.when", wave=book.wave, estate=book.estate.name),
        "",
        f"## {words('cutover.kit.people')}",
        "",
        words("cutover.kit.two", roles=signers(("operations", "quality"), words)),
        "",
        *(f"- {call(each, words)}" for each in people),
        "",
        f"## {words('cutover.kit.sealed')}",
        "",
        *(f"- {name}: {_place(place, words)}; {words(f'cutover.kit.opens.{name}')}" for name, place in sealed),
        "",
        f"## {words('cutover.kit.steps')}",
        "",
        *(f"- [ ] {words(f'cutover.kit.step.{name}', minutes=book.asked.thresholds.fence_minutes)}" for name in _STEPS),
        "",
        f"## {words('cutover.kit.after')}",
        "",
        *(f"- [ ] {words(f'cutover.kit.after.{name}', wave=book.wave, estate=book.estate.name)}" for name in _AFTER),
    ]
    return "\n".join(lines) + "\n"


_STEPS = ("save", "decide", "fence", "wait", "prove", "loss", "open", "names", "see")
_AFTER = ("record", "breach", "shred")


def _place(place: str | Unsealed, words: Words) -> str:
    return words("cutover.kit.unsealed", name=place.name) if isinstance(place, Unsealed) else place
