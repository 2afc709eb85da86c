"""A bundle as Markdown. Names and reasons are foreign text: they stand in code spans, where nothing of them is obeyed."""

from collections.abc import Iterator

from socle.evidence import Bundle, Document, Row

from ..review import code, table
from ..words import ENGLISH, Words
from .cells import ORDER, cell, column, gaps, heading, in_column, of_all, shown, unanswered, warnings


def evidence_markdown(found: Bundle, words: Words = ENGLISH) -> str:
    """The whole, questions first."""
    return "\n".join(_lines(found, words)) + "\n"


def _lines(found: Bundle, words: Words) -> Iterator[str]:
    yield f"# {words('evidence.title', estate=code(found.of.estate.name))}"
    yield from ("", heading(found, words), "")
    yield from (f"**{line}**" for line in warnings(found, words))
    yield from ("", f"## {words('evidence.questions')}", "")
    for row in found.documents["questions"].rows:
        yield f"- {cell(row.cells['question'], words)} {code(cell(row.cells['answer'], words))}"
    yield from ("", f"## {words('evidence.not_known')}", "")
    yield from (f"- {each}" for each in (*unanswered(found, words), *gaps(found, words)))
    for name in ORDER:
        yield from _document(found.documents[name], words)


def _document(doc: Document, words: Words) -> Iterator[str]:
    yield from ("", f"## {words(f'evidence.doc.{doc.name}')}", "")
    yield words("evidence.level", level=words(f"evidence.level.{doc.level}"))
    if doc.name == "erasure":
        yield words("evidence.basis.erasure")
    if rest := of_all(doc, words):
        yield rest
    rows = shown(doc)
    if not rows:
        yield from ("", words("evidence.empty"))
        return
    yield ""
    heads = [column(name, words) for name in doc.columns]
    yield table(heads, [_row(row, doc, words) for row in rows])


def _row(row: Row, doc: Document, words: Words) -> list[str]:
    said = [cell(in_column(row, name, words), words) for name in doc.columns]
    return [code(each) if each else "" for each in said]
