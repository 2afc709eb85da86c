"""What a platform, a rival job or a variable may do to the scripts: none of it leaves an old verdict, hangs a job, or shows a token."""

import time
from pathlib import Path

import api
import comment
import gate
import pytest

from .stand_in import MARKER, OLDER, SHA, TOKENS, Fault, Stand, github, gitlab
from .test_comment import posted

pytestmark = pytest.mark.slow

BOTH = pytest.mark.parametrize("surroundings", [github, gitlab])
GOOD = f"{MARKER}\n\n<!-- socle:part:intent:{OLDER} -->\n<sub>x</sub>\n\n## ✅ No risk found\n"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "Pulumi.yaml").write_text("name: socle\nruntime: python\n")
    return tmp_path


@BOTH
@pytest.mark.parametrize("text", ["## ✅ No risk found", None])
def test_a_commit_that_is_not_the_newest_takes_nobodys_place(
    stand: Stand, surroundings: object, capsys: pytest.CaptureFixture[str], text: str | None
) -> None:
    env = surroundings(stand)  # type: ignore[operator]
    assert posted(env, "## ⛔ Refused") == 0
    late = {**env, "REVIEW_SHA": OLDER, "CI_COMMIT_SHA": OLDER}

    assert posted(late, text) == 1
    assert "Refused" in stand.comments[0]["body"]
    assert "is not the newest commit any more" in capsys.readouterr().err


@BOTH
def test_of_two_comments_of_its_own_neither_keeps_an_older_verdict(stand: Stand, surroundings: object) -> None:
    env = surroundings(stand)  # type: ignore[operator]
    for _ in range(2):
        stand.comment(GOOD, TOKENS[env["REVIEW_TOKEN"]])

    assert posted(env, "## ⛔ Refused") == 0
    assert ["Refused" in each["body"] for each in stand.comments] == [True, False]
    assert not any("No risk found" in each["body"] for each in stand.comments)
    assert posted(env, "## ⚠️ Look at this") == 0
    assert len(stand.comments) == 2


def test_a_comment_that_is_deleted_meanwhile_is_made_again(stand: Stand) -> None:
    stand.comment(GOOD)
    stand.faults = [Fault("PATCH", 404)]

    assert posted(github(stand), "## ⛔ Refused") == 0
    assert "Refused" in stand.bodies()[-1]


@pytest.mark.parametrize("headers", [{"Retry-After": "3"}, {"X-RateLimit-Remaining": "0"}])
def test_a_platform_that_says_with_403_that_it_was_asked_too_often_is_asked_again(
    stand: Stand, headers: dict[str, str]
) -> None:
    stand.faults = [Fault("GET", 403, headers), Fault("POST", 403, headers)]

    assert posted(github(stand), "## ⚠️ Look at this") == 0
    assert len(stand.comments) == 1


def test_an_answer_that_does_not_end_is_not_waited_for(
    stand: Stand, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(api, "WHOLE_SECONDS", 0.3)
    stand.drips = 0.1
    begun = time.monotonic()

    assert posted(github(stand), "## ⚠️") == 1
    assert time.monotonic() - begun < 5
    assert "has not ended after" in capsys.readouterr().err


def test_an_answer_that_is_longer_than_any_page_is_not_read(
    stand: Stand, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(api, "MOST_BYTES", 100_000)
    stand.comment("x" * 200_000, "somebody")

    assert posted(github(stand), "## ⚠️") == 1
    assert "longer than 100,000 bytes" in capsys.readouterr().err


@pytest.mark.parametrize("token", ["secret\nX-Evil: 1", "secr\u00e9t", "secret secret", "sec\x7fret"])
@BOTH
def test_a_token_that_cannot_be_sent_is_told_and_not_shown(
    stand: Stand, surroundings: object, capsys: pytest.CaptureFixture[str], token: str
) -> None:
    assert posted(surroundings(stand, REVIEW_TOKEN=token), "## ⚠️") == 1  # type: ignore[operator]
    assert gate.main(["7", SHA], github(stand, REVIEW_TOKEN=token)) == 1
    told = capsys.readouterr().err
    assert "that no token has" in told
    assert token.split(maxsplit=1)[0] not in told
    assert stand.asked == []


@pytest.mark.parametrize("value", ["\uff17", "1_0", "+7", "7 ", "0", "07", "9" * 5000])
def test_a_number_that_only_python_would_read_is_none(stand: Stand, value: str) -> None:
    assert posted(github(stand, REVIEW_NUMBER=value), "## ⚠️") == 1
    assert posted(gitlab(stand, CI_MERGE_REQUEST_IID=value), "## ⚠️") == 1
    assert stand.methods() == []


@pytest.mark.parametrize("value", ["a" * 41, "a" * 7, "A" * 40, SHA + "\n"])
def test_a_commit_that_is_not_whole_is_none(stand: Stand, value: str) -> None:
    assert posted(github(stand, REVIEW_SHA=value), "## ⚠️") == 1
    assert stand.asked == []


def test_a_review_in_a_folder_that_is_a_link_and_one_of_gigabytes_are_none(stand: Stand, here: Path) -> None:
    (here / "elsewhere").mkdir()
    (here / "elsewhere/review.md").write_text(f"{MARKER}\n\n## ✅ No risk found\n", encoding="utf-8")
    (here / "found").symlink_to(here / "elsewhere")
    with (here / "large.md").open("wb") as file:
        file.truncate(3_000_000_000)

    for name in ("found/review.md", "large.md"):
        assert comment.main([name], github(stand)) == 1
        assert "No verdict" in stand.bodies()[0]


def test_no_line_of_a_review_is_an_order_to_the_platform(stand: Stand) -> None:
    assert posted(gitlab(stand), "## ⚠️ Look at this\n\n/close\n  /approve\n\nhttp://x/y") == 0

    [body] = [each["body"] for each in stand.comments]
    assert "\n&#47;close\n  &#47;approve\n" in body
    assert "http://x/y" in body


WRITTEN = {"author": {"login": "Two"}, "committer": {"login": "web-flow"}}


@pytest.mark.parametrize(
    ("commits", "why"),
    [
        ([WRITTEN], "1 of 2 approvals"),
        ([{"author": None, "committer": {"login": "one"}}], "1 of 2 approvals"),
        ([{"author": None, "committer": None}] * gate.MOST_COMMITS, "who wrote them is not all told"),
    ],
)
def test_nobody_approves_what_he_wrote(
    stand: Stand, capsys: pytest.CaptureFixture[str], commits: list[dict[str, object]], why: str
) -> None:
    stand.rights = {"one": "write", "two": "write"}
    stand.commits = commits
    stand.review("one")
    stand.review("two")

    assert gate.main(["7", SHA], github(stand)) == 1
    assert why in capsys.readouterr().err


def test_a_person_in_two_spellings_is_one(stand: Stand) -> None:
    stand.rights = {"one": "write", "One": "write", "Author": "write"}
    for by in ("one", "One", "Author"):
        stand.review(by)

    assert gate.main(["7", SHA], github(stand)) == 1


def test_a_role_that_is_only_called_write_does_not_write(stand: Stand, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stand, "_right", lambda _: (200, {"permission": "read", "role_name": "write"}))
    stand.review("one")
    stand.review("two")

    assert gate.main(["7", SHA], github(stand)) == 1
