"""What page and Markdown share: cells in words, what of a document is shown, and everything that is not known in one list."""

from collections.abc import Iterator
from datetime import date

from socle.evidence import Bundle, Cell, Document, Line, Row, Title
from socle.messages import said

from ..words import Language, Words

ORDER = (
    *(
        "controls",
        "findings",
        "derogations",
        "attestations",
        "exemptions",
        "sovereignty",
        "exposure",
        "cutover",
        "records",
        "assets",
    ),
    *(
        "access",
        "flows",
        "responsibilities",
        "reversibility",
        "exits",
        "erasure",
        "transfers",
        "subprocessors",
        "copy_readers",
    ),
    *("identities", "subjects", "rights_requests", "incidents", "digests"),
)
"""Documents in the order in which they are read; rules and sources are in their files alone."""

_OPEN = said("evidence.answer.open")
_KEPT = said("evidence.result.pass")


def cell(value: Cell, words: Words) -> str:
    """A cell in a language; what is not known says so."""
    if value is None:
        return words("evidence.unknown")
    if isinstance(value, tuple):
        return "; ".join(cell(each, words) for each in value)
    if isinstance(value, Line | Title):
        return _line(value, words)
    if isinstance(value, date):
        return value.isoformat()
    return words.number(value) if isinstance(value, float) else words.text(value)


def in_column(row: Row, name: str, words: Words) -> Cell:
    """A cell of a column, whose level is a word of every document alike: that of a record which nobody believes says so."""
    value = row.cells[name]
    return words(f"evidence.level.{value or 'unbelieved'}") if name == "level" and value != "" else value


def _line(value: Line | Title, words: Words) -> str:
    """What stands in both languages where it arises, or in English alone with French in the catalogue."""
    if isinstance(value, Title):
        return words.rule(value.rule, value.en)
    return value.fr if words.language is Language.FRENCH else value.en


def shown(doc: Document) -> list[Row]:
    """The rows that people read: of findings what is not kept, of assets what holds data; else all."""
    if doc.name == "findings":
        return [row for row in doc.rows if row.cells["result"] != _KEPT]
    if doc.name == "assets":
        return [row for row in doc.rows if row.cells["holds"]]
    return list(doc.rows)


def of_all(doc: Document, words: Words) -> str:
    """Where the rest is, for a document of which a part is shown; empty for others."""
    sentence = {"findings": "evidence.shown", "assets": "evidence.holding"}.get(doc.name)
    return words(sentence, n=len(doc.rows), file=f"{doc.name}.json") if sentence else ""


def unanswered(found: Bundle, words: Words) -> list[str]:
    """Questions without an answer."""
    asked = found.documents["questions"].rows
    return [cell(row.cells["question"], words) for row in asked if _is_open(row.cells["answer"])]


def _is_open(answer: Cell) -> bool:
    """Whether nothing is known, or only what stands in the way of knowing it."""
    return answer is None or (isinstance(answer, tuple) and answer[0] == _OPEN)


def gaps(found: Bundle, words: Words) -> Iterator[str]:
    """Every gap of every document, with the document that has it."""
    for name in ORDER:
        for gap in found.documents[name].gaps:
            yield words("evidence.gap", document=words(f"evidence.doc.{name}"), gap=words(f"evidence.gap.{gap}"))


def heading(found: Bundle, words: Words) -> str:
    """Of which time and revision it is, and at which level."""
    of = found.of
    at = f"{of.at:%Y-%m-%d %H:%M:%S} UTC"
    revision = of.revision or words("evidence.unknown")
    return words("evidence.as_of", at=at, revision=revision, level=words(f"evidence.level.{of.level}"))


def warnings(found: Bundle, words: Words) -> Iterator[str]:
    """What makes the bundle less than it seems."""
    if found.of.dirty:
        yield words("evidence.dirty")
    if found.of.missing:
        yield words("evidence.missing", stacks=", ".join(found.of.missing))


def column(name: str, words: Words) -> str:
    """The heading of a column."""
    return words(f"evidence.col.{name}")
