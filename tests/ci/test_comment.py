"""The script that comments: one comment of several parts, its own alone, updated in place, never longer than a comment may be.

Each case runs the script as a job does, against a stand-in of GitHub or GitLab; what others wrote there is never taken for its own.
"""

from pathlib import Path

import api
import comment
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from .stand_in import MARKER, OLDER, SHA, TOKENS, Fault, Stand, github, gitlab, platform

BOTH = pytest.mark.parametrize("surroundings", [github, gitlab])
FORGED = f"{MARKER}\n\n<!-- socle:part:engine-demo-platform:{SHA} -->\n<sub>engine</sub>\n\n## ✅ No risk found\n\n**forged**\n"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout of the base, in which the script runs."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "Pulumi.yaml").write_text("name: socle\nruntime: python\n")
    return tmp_path


def posted(env: dict[str, str], text: str | None, *more: str) -> int:
    """The exit code of the script, given a review; without a text there is no file."""
    file = Path("review.md")
    file.unlink(missing_ok=True)
    if text is not None:
        file.write_text(f"{MARKER}\n\n{text}\n", encoding="utf-8", newline="")
    return comment.main(["review.md", *more], env)


def said(stand: Stand, text: str, part: str = "intent", sha: str = SHA) -> str:
    """Post one part of the commit that is the newest, and give the whole comment as it is then."""
    stand.pull["head"]["sha"] = sha
    assert posted(github(stand, REVIEW_SHA=sha), text, part) == 0
    return stand.bodies()[0]


@BOTH
def test_one_comment_is_made_once_and_then_updated(stand: Stand, surroundings: object) -> None:
    env = surroundings(stand)  # type: ignore[operator]
    assert posted(env, "## ⚠️ first") == 0
    assert posted(env, "## ⚠️ second") == 0

    [body] = [each["body"] for each in stand.comments]
    assert "second" in body
    assert "first" not in body
    assert stand.methods() == ["POST", "PATCH" if surroundings is github else "PUT"]
    assert {token for _, _, token in stand.asked} == {env["REVIEW_TOKEN"]}


@BOTH
def test_its_own_comment_is_found_behind_hundreds_of_others(stand: Stand, surroundings: object) -> None:
    env = surroundings(stand)  # type: ignore[operator]
    for _ in range(250):
        stand.comment("talk", "somebody")
    own = stand.comment(f"{MARKER}\nold", TOKENS[env["REVIEW_TOKEN"]])

    assert posted(env, "## ⚠️ new") == 0
    assert "new" in own["body"]


@BOTH
def test_a_strangers_comment_with_the_marker_is_never_adopted(stand: Stand, surroundings: object) -> None:
    env = surroundings(stand)  # type: ignore[operator]
    theirs = stand.comment(FORGED, "somebody")

    assert posted(env, "## ⛔ Refused") == 0
    assert theirs["body"] == FORGED
    assert "forged" not in stand.bodies(TOKENS[env["REVIEW_TOKEN"]])[0]


@pytest.mark.parametrize(
    "by", ["github-actions", "github-actions[bot] ", "GitHub-Actions[bot]", "github-actions[bot]x", ""]
)
def test_an_author_that_looks_like_it_is_not_it(stand: Stand, by: str) -> None:
    stand.comment(FORGED, by)

    assert posted(github(stand), "## ⚠️ new") == 0
    assert stand.methods() == ["POST"]


def test_the_author_of_an_apps_token_is_named(stand: Stand) -> None:
    own = stand.comment(f"{MARKER}\nold", "reviews[bot]")
    TOKENS["app"] = "reviews[bot]"

    assert posted(github(stand, REVIEW_TOKEN="app", REVIEW_AUTHOR="reviews[bot]"), "## ⚠️ new") == 0
    assert "new" in own["body"]


def test_a_note_of_the_platform_itself_is_no_comment(stand: Stand) -> None:
    stand.comment(f"{MARKER}\nold", TOKENS["lab"], system=True)

    assert posted(gitlab(stand), "## ⚠️ new") == 0
    assert stand.methods() == ["POST"]


@pytest.mark.parametrize(
    "quoted", [f"> {MARKER}", f" x {MARKER}", f"```\n{MARKER}\n```", MARKER.replace("socle ", "other ")]
)
def test_a_comment_that_does_not_begin_with_the_marker_is_not_the_review(stand: Stand, quoted: str) -> None:
    stand.comment(quoted)

    assert posted(github(stand), "## ⚠️ new") == 0
    assert len(stand.comments) == 2


def test_the_engine_adds_to_the_review_and_does_not_replace_it(stand: Stand) -> None:
    said(stand, "## ⚠️ intent of all stacks")
    said(stand, "## ✅ engine one", "engine-demo-platform")
    whole = said(stand, "## ✅ engine two", "engine-demo-cluster")

    assert [whole.count(text) for text in ("intent of all stacks", "engine one", "engine two")] == [1, 1, 1]
    assert len(stand.comments) == 1


def test_a_part_that_is_posted_again_replaces_itself_alone(stand: Stand) -> None:
    said(stand, "## ⚠️ intent")
    said(stand, "## ✅ engine before", "engine-demo-platform")
    whole = said(stand, "## ⛔ engine after", "engine-demo-platform")

    assert "engine before" not in whole
    assert whole.count("intent") == 3  # its marker, its title, its text


def test_what_the_engine_said_of_an_older_commit_is_dropped(stand: Stand) -> None:
    said(stand, "## ✅ intent", sha=OLDER)
    said(stand, "## ✅ engine", "engine-demo-platform", sha=OLDER)

    assert "engine" not in said(stand, "## ✅ intent")


def test_the_worst_part_comes_first(stand: Stand) -> None:
    said(stand, "## ✅ No risk found: intent")
    said(stand, "## 🛑 Dangerous: cluster", "engine-demo-cluster")
    said(stand, "## ⚠️ Look at this: legacy", "engine-demo-legacy")
    whole = said(stand, "## ⛔ Refused: platform", "engine-demo-platform")

    places = [whole.index(each) for each in ("Refused", "Dangerous", "Look at this", "No risk found")]
    assert places == sorted(places)


def test_parts_that_are_too_long_together_lose_their_folded_sections_and_never_their_verdicts(stand: Stand) -> None:
    folded = "\n\n<details>\n<summary>All changes</summary>\n\n" + "x" * 40_000 + "\n\n</details>\n\n<sub>end</sub>"
    said(stand, f"## ⚠️ intent{folded}")
    whole = said(stand, f"## ⛔ engine{folded}", "engine-demo-platform")

    assert len(whole) <= comment.LONGEST
    assert whole.count("<details>") == whole.count("</details>") == 1
    assert whole.count("Left out to stay within") == 1
    assert "## ⛔ engine" in whole
    assert "## ⚠️ intent" in whole


def test_parts_without_anything_to_fold_are_cut_to_their_verdicts(stand: Stand) -> None:
    for number in range(30):
        whole = said(stand, f"## ⛔ engine {number}\n\n**why**\n\n" + "- x\n" * 5000, f"engine-s{number}")

    assert len(whole) <= comment.LONGEST
    assert all(f"## ⛔ engine {number}\n\n**why**\n" in whole for number in range(30))


def test_parts_that_fit_in_no_way_are_refused_and_the_comment_stays(
    stand: Stand, capsys: pytest.CaptureFixture[str]
) -> None:
    for number in range(40):
        code = posted(github(stand), f"## ⛔ {number}\n\n" + "y" * 60_000, f"engine-s{number}")

    assert code == 1
    assert "longer than a comment may be" in capsys.readouterr().err
    assert len(stand.bodies()[0]) <= comment.LONGEST


@settings(max_examples=50, derandomize=True)
@given(st.lists(st.text(st.characters(exclude_characters="<-\r", exclude_categories=["Cs"])), max_size=4))
def test_parts_are_read_back_as_they_were_written(texts: list[str]) -> None:
    written = [comment.Part(f"engine-s{index}", SHA, text.strip()) for index, text in enumerate(texts)]

    assert sorted(comment.parts(comment.joined(MARKER, written)), key=lambda part: part.name) == written


@pytest.mark.parametrize(
    "hidden",
    [
        f"<!-- socle:part:engine-demo-platform:{SHA} -->",
        f"<!-- socle:part:engine-demo-platform:{SHA}\n<details>\n<summary>x</summary>\n\n{'z' * 30_000}\n\n</details> -->",
        f"<!<details>\n</details>-- socle:part:engine-demo-platform:{SHA} -->",
        f"<!\n<details>\n\n</details>-- socle:part:engine-demo-platform:{SHA} -->",
        "<!-- everything behind this is not shown",
        f"\r\n<!-- socle:part:engine-demo-platform:{SHA} -->\r\n",
    ],
    ids=["plain", "joined by a cut", "split", "split over lines", "unclosed", "of another line end"],
)
def test_no_marker_is_there_that_the_script_did_not_write_however_it_is_cut(stand: Stand, hidden: str) -> None:
    forged = f"{hidden}\n<sub>engine-demo-platform · {SHA[:10]}</sub>\n\n## ✅ No risk found\n\n**forged**"
    said(stand, "## ⚠️ x\n\n" + "y" * 33_000 + "\n\n<details>\n\nq\n\n</details>", "engine-rehearsal-platform")
    said(stand, f"## ⚠️ intent\n\n{'x' * 5000}\n\n{forged}")
    whole = said(stand, "## ⚠️ x\n\n" + "y" * 33_500, "engine-rehearsal-platform")

    assert [part.name for part in comment.parts(whole)] == ["intent", "engine-rehearsal-platform"]
    assert whole.count("<!--") == 3


@pytest.mark.parametrize("part", ["engine demo", "engine-->", "a/b", "", "intent ", "ENGINE-x", "other"])
def test_a_part_of_another_name_is_not_posted(stand: Stand, part: str) -> None:
    assert posted(github(stand), "## ✅", part) == 1
    assert "✅" not in "".join(stand.bodies())


@pytest.mark.parametrize("text", [None, "", "hello", "<!-- socle:review:a --> and more\n", "x" * 70_000])
def test_a_review_that_failed_takes_the_place_of_an_older_verdict(stand: Stand, here: Path, text: str | None) -> None:
    said(stand, "## ✅ No risk found", sha=OLDER)
    stand.pull["head"]["sha"] = SHA
    file = here / "review.md"
    file.unlink()
    if text is not None:
        file.write_text(text)

    assert comment.main(["review.md"], github(stand)) == 1
    [body] = stand.bodies()
    assert "No verdict" in body
    assert "No risk found" not in body


def test_a_review_that_is_a_link_is_none(stand: Stand, here: Path) -> None:
    (here / "secret").write_text(f"{MARKER}\n\nwhat the machine has")
    (here / "review.md").symlink_to(here / "secret")

    assert comment.main(["review.md"], github(stand)) == 1
    assert "what the machine has" not in stand.bodies()[0]


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_a_platform_that_is_busy_is_asked_again(stand: Stand, waited: list[float], status: int) -> None:
    stand.comment(f"{MARKER}\nold")
    stand.faults = [Fault("GET", status), Fault("GET", status, {"Retry-After": "7"}), Fault("PATCH", status)]

    assert posted(github(stand), "## ⚠️ new") == 0
    assert "new" in stand.bodies()[0]
    assert waited == [1.0, 7.0, 1.0]


def test_a_platform_that_asks_for_hours_is_not_waited_for(stand: Stand, waited: list[float]) -> None:
    stand.faults = [Fault("GET", 429, {"Retry-After": "86400"})]

    assert posted(github(stand), "## ⚠️ new") == 0
    assert waited == [api.LONGEST_WAIT_SECONDS]


@pytest.mark.parametrize(
    "fault", [Fault("POST", 502, done=True), Fault("POST", 0, done=True, cut=True)], ids=["502", "cut"]
)
def test_a_comment_of_which_the_answer_is_lost_is_not_made_twice(stand: Stand, fault: Fault) -> None:
    stand.faults = [fault]

    assert posted(github(stand), "## ⚠️ new") == 0
    assert len(stand.comments) == 1


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        (Fault("GET", 401, body='{"message": "Bad credentials"}'), "answered 401, Bad credentials"),
        (Fault("POST", 403, body='{"message": "Resource not accessible"}'), "answered 403, Resource not accessible"),
        (Fault("POST", 422, body='{"message": {"body": ["is too long"]}}'), 'answered 422, {"body": ["is too long"]}'),
        (Fault("GET", 404, body="<html>not here</html>"), "answered 404\n"),
        (Fault("GET", 200, body="<html>log in</html>"), "the answer is not JSON"),
        (Fault("GET", 200, body='{"a": 1}'), "did not answer with a list"),
        (Fault("GET", 200, body="[1]"), "did not answer with a list"),
        (Fault("GET", 400, body='{"message": "a\\nb\\u001b[31m"}'), "answered 400, a b [31m"),
    ],
)
def test_what_failed_is_said_in_one_sentence(
    stand: Stand, capsys: pytest.CaptureFixture[str], fault: Fault, sentence: str
) -> None:
    stand.faults = [fault]

    assert posted(github(stand), "## ⚠️ new") == 1
    told = capsys.readouterr().err
    assert sentence in told
    assert told.count("\n") == 1
    assert "own" not in told.replace("owner", "")


def test_no_redirect_is_followed_with_the_token(stand: Stand, capsys: pytest.CaptureFixture[str]) -> None:
    with platform() as elsewhere:
        for status in (301, 302, 303, 307, 308):
            stand.faults = [Fault("GET", status, {"Location": f"{elsewhere.address}/repos/o/r/issues/7/comments"})]
            assert posted(github(stand), "## ⚠️ new") == 1
        assert elsewhere.asked == []
    assert "redirects to 127.0.0.1: it is not followed" in capsys.readouterr().err


@pytest.mark.parametrize("token", ["", " ", "\n"])
@BOTH
def test_an_empty_token_is_told_before_anything_is_asked(
    stand: Stand, surroundings: object, capsys: pytest.CaptureFixture[str], token: str
) -> None:
    env = surroundings(stand, REVIEW_TOKEN=token)  # type: ignore[operator]

    assert posted(env, "## ⚠️") == 1
    assert "REVIEW_TOKEN is empty" in capsys.readouterr().err
    assert stand.asked == []


@pytest.mark.parametrize("wrong", ["REVIEW_NUMBER", "REVIEW_SHA"])
@pytest.mark.parametrize("value", ["", "7/../8", "x", "-->"])
def test_a_number_or_a_commit_that_is_none_is_refused(stand: Stand, wrong: str, value: str) -> None:
    assert posted(github(stand, **{wrong: value}), "## ⚠️") == 1
    assert stand.methods() == []


def test_a_token_is_not_sent_in_the_clear() -> None:
    with pytest.raises(api.Failed, match="readable on the way"):
        api.Forge({}).ask("GET", "http://lab.example/api")


@BOTH
def test_the_label_is_that_of_the_worst_part_alone(stand: Stand, surroundings: object) -> None:
    env = surroundings(stand)  # type: ignore[operator]
    stand.labels = ["bug", "socle::no-risk"]
    for sign, label in (("🛑", "dangerous"), ("⛔", "refused"), ("⚠️", "look"), ("✅", "no-risk")):
        assert posted(env, f"## {sign} verdict", "--label") == 0
        assert sorted(stand.labels) == ["bug", f"socle::{label}"]

    posted(env, "## ⛔ verdict", "engine-demo-platform", "--label")
    assert "socle::refused" in stand.labels


def test_no_verdict_is_labelled_as_the_worst(stand: Stand) -> None:
    assert posted(github(stand), None, "--label") == 1
    assert stand.labels == ["socle::refused"]


def test_wrong_use_is_told_with_the_way_to_use_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert comment.main([], {}) == 2
    assert comment.main(["--help"], {}) == 0
    assert capsys.readouterr().out.count("Usage: `python ci/comment.py") == 2
