"""The causes of a review at the lines that are changed: said once, taken away when nothing says them, never anybody else's.

Both platforms refuse a line that is in no difference; such a cause stands in the comment of the review alone.
"""

import json
from pathlib import Path

import comment
import lines
import pytest

from .stand_in import MARKER, OLDER, SHA, TOKENS, Fault, Stand, github, gitlab

pytestmark = pytest.mark.slow

BOTH = pytest.mark.parametrize("surroundings", [github, gitlab])
ESTATE = "stacks/estates/demo/estate.yaml"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stand: Stand) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "review.md").write_text(f"{MARKER}\n\n## ⚠️ Look at this\n", encoding="utf-8")
    stand.changed = {(ESTATE, 104), (ESTATE, 33)}
    return tmp_path


def told(env: dict[str, str], *causes: tuple[str | None, str]) -> int:
    """Post a review of these causes, as place and sentence."""
    form = {"causes": [{"place": place, "said": said} for place, said in causes]}
    Path("review.json").write_text(json.dumps(form), encoding="utf-8")
    return comment.main(["review.md", "intent", "--lines", "review.json"], env)


def there(stand: Stand) -> list[tuple[str, int, str]]:
    return [(each["path"], each["line"], each["body"].removeprefix(lines.MARKER).strip()) for each in stand.at_lines()]


@BOTH
def test_each_cause_is_said_at_its_line_and_only_once(
    stand: Stand, surroundings: object, capsys: pytest.CaptureFixture[str]
) -> None:
    env = surroundings(stand)  # type: ignore[operator]
    causes = ((f"{ESTATE}:104", "cardio may now write"), (f"{ESTATE}:33", "a port more"), (f"{ESTATE}:7", "not shown"))
    assert told(env, *causes) == told(env, *causes) == 0

    assert there(stand) == [(ESTATE, 104, "`cardio may now write`"), (ESTATE, 33, "`a port more`")]
    assert "2 of 3 causes at their lines" in capsys.readouterr().out


@BOTH
def test_what_nothing_says_any_more_is_taken_away_and_what_others_said_stays(
    stand: Stand, surroundings: object
) -> None:
    env = surroundings(stand)  # type: ignore[operator]
    at = {"path": ESTATE, "line": 104, "position": {"new_path": ESTATE, "new_line": 104}}
    theirs = stand.comment(f"{lines.MARKER}\nmine", "somebody", **at)
    talk = stand.comment("I see", TOKENS[env["REVIEW_TOKEN"]], **at)
    told(env, (f"{ESTATE}:104", "before"))
    told(env, (f"{ESTATE}:104", "after"))

    assert [each for each in stand.comments if each in (theirs, talk)] == [theirs, talk]
    assert there(stand)[2:] == [(ESTATE, 104, "`after`")]


def test_a_sentence_calls_nobody_and_begins_no_order(stand: Stand) -> None:
    told(gitlab(stand), (f"{ESTATE}:104", "x`\n/close\n@everyone <!-- socle:review:socle -->"))

    [(_, _, said)] = there(stand)
    assert said == "`x' /close @everyone <!-- socle:review:socle -->`"


def test_a_cause_without_a_line_and_the_eleventh_are_not_said(stand: Stand) -> None:
    stand.changed = {(ESTATE, line) for line in range(1, 30)}
    told(github(stand), (None, "x"), ("estate.yaml", "y"), *((f"{ESTATE}:{line}", str(line)) for line in range(1, 20)))

    assert [line for _, line, _ in there(stand)] == list(range(1, lines.MOST + 1))


def test_a_cause_that_is_written_at_several_lines_is_said_at_each(stand: Stand) -> None:
    stand.changed = {(ESTATE, line) for line in range(1, 30)}
    alike = [{"key": "b", "place": f"{ESTATE}:{line}"} for line in (5, 9)]
    form = {"causes": [{"key": "a", "place": f"{ESTATE}:3", "said": "x", "alike": alike}]}
    Path("review.json").write_text(json.dumps(form), encoding="utf-8")

    assert comment.main(["review.md", "--lines", "review.json"], github(stand)) == 0
    assert [line for _, line, _ in there(stand)] == [3, 5, 9]


@pytest.mark.parametrize(
    "text", [None, "", "[]", "{}", '{"causes": [1]}', '{"causes": [{"place": 7, "said": "x"}]}', "[" * 99_999]
)
def test_a_review_that_has_no_causes_is_told_and_says_nothing(
    stand: Stand, capsys: pytest.CaptureFixture[str], text: str | None
) -> None:
    if text is not None:
        Path("review.json").write_text(text, encoding="utf-8")

    assert comment.main(["review.md", "--lines", "review.json"], github(stand)) == 1
    assert "holds no causes of a review" in capsys.readouterr().err
    assert there(stand) == []


def test_a_platform_that_refuses_everything_is_told(stand: Stand, capsys: pytest.CaptureFixture[str]) -> None:
    stand.comment(f"{MARKER}\nold")
    stand.faults = [Fault("POST", 403, body='{"message": "Resource not accessible"}')]

    assert told(github(stand), (f"{ESTATE}:104", "x")) == 1
    assert "answered 403, Resource not accessible" in capsys.readouterr().err


def test_of_a_commit_that_is_not_the_newest_nothing_is_said(stand: Stand) -> None:
    assert told(github(stand, REVIEW_SHA=OLDER), (f"{ESTATE}:104", "x")) == 1
    assert stand.comments == []
    assert SHA != OLDER
