"""Pull requests as a first-time reader meets them: what the head of a comment must have for a director to be told the right sentence.

Does not prove that a reader would say that sentence: people judge it, from what `python -m tests.judged.making FOLDER` renders.
"""

from typing import Any

import pytest

from socle.report.words import Language
from tests.edits.rows import Row

from .making import Repository, head_of, requests

pytestmark = pytest.mark.slow

REQUESTS = requests()


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    return Repository(tmp_path_factory.mktemp("judged"))


@pytest.mark.parametrize(("form", "row"), REQUESTS, ids=[row.says for _, row in REQUESTS])
def test_the_head_has_what_a_director_must_be_told(repository: Repository, form: dict[str, Any], row: Row) -> None:
    review = repository.review(row)
    english, french = head_of(review), head_of(review, Language.FRENCH)

    assert [text for text in form["has"] if text not in english] == []
    assert english != french
    for said in (english, french):
        assert "\\x0a" not in said
        assert "[hidden]" not in said


def test_there_are_forty() -> None:
    assert len({form["edit"] for form, _ in REQUESTS}) == len(REQUESTS) >= 40
