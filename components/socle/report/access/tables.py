"""The access matrix as Markdown, to read and review, and as CSV, to sign: one line a holder, a condition and a thing."""

from collections.abc import Iterator

from socle.access import Cells, Row, Shift, Verb
from socle.messages import Text
from socle.review import Accessible

from ..review import code, table
from ..rights import answers, besides, heads, things, who
from ..sheet import sheet
from ..words import Words
from .cells import not_known, shift_lines, unchanged


def access_markdown(found: Accessible, title: str, words: Words) -> str:
    """The whole matrix: rights on things, rights of other kinds, what became of rights, and what is not known."""
    matrix = found.matrix
    on = [
        [
            who(row, matrix, words, code),
            things(row.targets, words, code),
            *answers(row.cells, words),
            besides(row, words, code),
        ]
        for row in matrix.rows
        if row.answers
    ]
    others = [
        [who(row, matrix, words, code), besides(row, words, code), things(row.targets, words, code)]
        for row in matrix.rows
        if not row.answers
    ]
    parts = [
        f"# {title}",
        table([words("column.who"), words("column.where"), *heads(words), words("access.beside")], on),
        f"## {words('access.others')}",
        table([words("column.who"), words("column.what"), words("column.where")], others),
    ]
    if found.base:
        said = list(shift_lines(found.shifts, words, code))
        parts += [f"## {words('access.since', base=code(found.base))}", _list(said or [unchanged(found, words)])]
    parts += [f"## {words('access.not_known')}", _list(list(not_known(found, words, code)))]
    return "\n\n".join(parts) + "\n"


def _list(lines: list[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)


_COLUMNS = ("stack", "who", "is", "members", "member_of", "where")


def access_csv(found: Accessible, words: Words) -> str:
    """One line for a holder, a condition and a thing; also for a right that was lost altogether, and for a stack without a plan."""
    header = [words(f"access.column.{name}") for name in _COLUMNS] + heads(words)
    header += [words(f"access.column.{name}") for name in ("beside", "by")]
    if found.base:
        header.append(words("access.column.change"))
    return sheet(header, _lines(found, words))


def _lines(found: Accessible, words: Words) -> Iterator[list[str]]:
    changes = _changes(found.shifts, words)
    told: set[tuple[str, Text, Text]] = set()
    for row in found.matrix.rows:
        for target in row.targets:
            key = (row.stack, row.holder, target)
            told.add(key)
            yield _line(found, row, target, words) + ([changes.get(key, "")] if found.base else [])
    for key in changes.keys() - told:
        stack, holder, target = key
        lost = Row(stack, holder, "", (target,), Cells(), ())
        yield [*_line(found, lost, target, words), changes[key]]
    for stack in found.failures:
        nothing = Cells(unknown=frozenset(Verb))
        said = words("access.unknown")
        yield [
            stack,
            said,
            said,
            said,
            said,
            said,
            *answers(nothing, words),
            said,
            said,
            *([said] if found.base else []),
        ]


def _line(found: Accessible, row: Row, target: Text, words: Words) -> list[str]:
    holder = found.matrix.holder(row.holder)
    return [
        row.stack,
        words.text(row.holder),
        words(f"holder.{holder.kind}"),
        ", ".join(map(words.text, holder.members)),
        ", ".join(holder.member_of),
        words.text(target),
        *answers(row.cells, words),
        besides(row, words, str),
        ", ".join(row.by),
    ]


def _changes(shifts: tuple[Shift, ...], words: Words) -> dict[tuple[str, Text, Text], str]:
    """What became of the rights of a holder on a thing."""
    found: dict[tuple[str, Text, Text], list[str]] = {}
    for shift in shifts:
        rights = [words(f"verb.{verb}") for verb in Verb if verb in shift.verbs] + list(map(words.text, shift.further))
        for target in shift.targets:
            said = words(f"access.change.{shift.direction}", what=", ".join(rights))
            found.setdefault((shift.stack, shift.holder, target), []).append(said)
    return {key: "; ".join(said) for key, said in found.items()}
