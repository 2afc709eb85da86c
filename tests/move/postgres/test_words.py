"""Everything that the pre-flight check may say is in the French book: its sentences are made by functions of its own."""

import ast
from collections.abc import Iterator
from pathlib import Path

from socle.move.postgres.preflight import NOT_SEEN
from socle.report.words.french import SENTENCES
from tests.report.said import Source
from tests.report.test_phrasebook import shape

FOLDER = Path(__file__).parents[3] / "components/socle/move/postgres/preflight"


def said() -> Iterator[str]:
    for file in FOLDER.glob("*.py"):
        source = Source(file.read_text("utf-8"))
        for call in ast.walk(source.tree):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in ("found", "fact"):
                what, *more = (call.args[2], *call.args[-2:])
                yield from (f"{text}: {{}}" if call.func.id == "found" else text for text in source.texts(what))
                yield from (text for node in more for text in source.texts(node))


def test_every_finding_is_in_the_book() -> None:
    known = {shape(sentence) for sentence in SENTENCES}
    found = [*said(), *NOT_SEEN]
    assert len(found) > 200
    assert [each for each in found if shape(each) not in known] == []
