"""The script that comments: one comment of several parts, made once and updated in place, never longer than a comment may be."""

import importlib.util
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

ROOT = Path(__file__).parents[2]
_spec = importlib.util.spec_from_file_location("comment", ROOT / "ci" / "comment.py")
assert _spec is not None
assert _spec.loader is not None
comment = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(comment)

MARKER = "<!-- socle:review:socle -->"
OLD, NEW = "0" * 40, "a" * 40
GITHUB = {
    "REVIEW_TOKEN": "t",
    "GITHUB_API_URL": "https://api",
    "GITHUB_REPOSITORY": "o/r",
    "REVIEW_NUMBER": "7",
    "REVIEW_SHA": NEW,
}
GITLAB = {
    "REVIEW_TOKEN": "t",
    "GITLAB_CI": "true",
    "CI_API_V4_URL": "https://lab/api/v4",
    "CI_MERGE_REQUEST_PROJECT_ID": "3",
    "CI_MERGE_REQUEST_IID": "9",
    "CI_COMMIT_SHA": NEW,
}


class Server:
    """A platform with some comments, that remembers what was asked."""

    def __init__(self, *bodies: str) -> None:
        self.comments = [{"id": number, "body": body} for number, body in enumerate(bodies)]
        self.changed: list[tuple[str, str]] = []

    def __call__(self, method: str, url: str, body: dict[str, Any] | None) -> Any:
        if method == "GET":
            page = int(url.rpartition("=")[2])
            return self.comments[(page - 1) * 100 : page * 100]
        assert body is not None
        self.changed.append((method, url))
        if method == "POST":
            self.comments.append({"id": len(self.comments), "body": body["body"]})
        else:
            self.comments[int(url.rpartition("/")[2])]["body"] = body["body"]
        return {}


def said(server: Server, text: str, part: str = "intent", sha: str = NEW) -> str:
    """Post one part, and give the whole comment as it is then."""
    comment.post(f"{MARKER}\n\n{text}", comment.platform(GITHUB | {"REVIEW_SHA": sha}), server, part)
    return next(c["body"] for c in server.comments if c["body"].startswith(MARKER))


@pytest.mark.parametrize(
    ("env", "created", "updated"),
    [
        (GITHUB, "https://api/repos/o/r/issues/7/comments", ("PATCH", "https://api/repos/o/r/issues/comments/120")),
        (
            GITLAB,
            "https://lab/api/v4/projects/3/merge_requests/9/notes",
            ("PUT", "https://lab/api/v4/projects/3/merge_requests/9/notes/120"),
        ),
    ],
)
def test_one_comment_is_made_once_and_then_updated(env: dict[str, str], created: str, updated: tuple[str, str]) -> None:
    where = comment.platform(env)
    first, later = Server("hello"), Server(*["other"] * 120, f"{MARKER}\nold")

    assert comment.post(f"{MARKER}\nnew", where, first) == "created"
    assert comment.post(f"{MARKER}\nnew", where, later) == "updated"
    assert first.changed == [("POST", created)]
    assert later.changed == [updated]


def test_the_engine_adds_to_the_review_and_does_not_replace_it() -> None:
    server = Server()
    said(server, "## ⚠️ intent of all stacks")
    said(server, "## ✅ engine one", "engine-demo-platform")
    whole = said(server, "## ✅ engine two", "engine-demo-cluster")

    assert [whole.count(text) for text in ("intent of all stacks", "engine one", "engine two")] == [1, 1, 1]
    assert len(server.comments) == 1


def test_a_part_that_is_posted_again_replaces_itself_alone() -> None:
    server = Server()
    said(server, "## ⚠️ intent")
    said(server, "## ✅ engine before", "engine-demo-platform")
    whole = said(server, "## ⛔ engine after", "engine-demo-platform")

    assert "engine before" not in whole
    assert whole.count("intent") == 3  # its marker, its title, its text


def test_what_the_engine_said_of_an_older_commit_is_dropped() -> None:
    server = Server()
    said(server, "## ✅ intent", sha=OLD)
    said(server, "## ✅ engine", "engine-demo-platform", sha=OLD)

    assert "engine" not in said(server, "## ✅ intent")


def test_the_worst_part_comes_first() -> None:
    server = Server()
    said(server, "## ✅ Safe: intent")
    said(server, "## ⚠️ Needs attention: cluster", "engine-demo-cluster")
    whole = said(server, "## ⛔ Refused: platform", "engine-demo-platform")

    assert whole.index("Refused") < whole.index("Needs attention") < whole.index("Safe")


def test_parts_that_are_too_long_together_lose_their_folded_sections_and_never_their_verdicts() -> None:
    server = Server()
    folded = "\n\n<details>\n<summary>All changes</summary>\n\n" + "x" * 40_000 + "\n\n</details>\n\n<sub>end</sub>"
    said(server, f"## ⚠️ intent{folded}")
    whole = said(server, f"## ⛔ engine{folded}", "engine-demo-platform")

    assert len(whole) <= comment.LONGEST
    assert whole.count("<details>") == whole.count("</details>") == 1
    assert whole.count("Left out to stay within") == 1
    assert "## ⛔ engine" in whole
    assert "## ⚠️ intent" in whole


def test_parts_without_anything_to_fold_are_cut_to_their_verdicts() -> None:
    server = Server()
    for number in range(30):
        whole = said(server, f"## ⛔ engine {number}\n\n**why**\n\n" + "- x\n" * 5000, f"engine-s{number}")

    assert len(whole) <= comment.LONGEST
    assert all(f"## ⛔ engine {number}\n\n**why**\n" in whole for number in range(30))


@settings(max_examples=50)
@given(st.lists(st.text(st.characters(exclude_characters="<-\r", exclude_categories=["Cs"])), max_size=4))
def test_parts_are_read_back_as_they_were_written(texts: list[str]) -> None:
    written = [comment.Part(f"engine-s{index}", NEW, text.strip()) for index, text in enumerate(texts)]

    assert sorted(comment.parts(comment.joined(MARKER, written)), key=lambda part: part.name) == written


def test_a_review_that_holds_the_line_of_another_part_does_not_become_it() -> None:
    forged = f"<!-- socle:part:engine-demo-platform:{NEW} -->"
    whole = said(Server(), f"## ✅ intent\n{forged}\nforged")

    assert forged not in whole


@pytest.mark.parametrize("part", ["engine demo", "engine-->", "a/b", ""])
def test_a_part_of_another_name_is_not_posted(part: str) -> None:
    with pytest.raises(SystemExit):
        said(Server(), "## ✅", part)


def test_a_comment_that_only_quotes_the_marker_is_not_taken_for_the_review() -> None:
    assert comment.post(f"{MARKER}\nnew", comment.platform(GITHUB), Server(f"> {MARKER}")) == "created"


def test_what_is_no_review_is_not_posted() -> None:
    with pytest.raises(SystemExit):
        comment.post("hello", comment.platform(GITHUB), Server())


def test_a_token_is_not_sent_in_the_clear() -> None:
    with pytest.raises(SystemExit, match="readable on the way"):
        comment.over_https({})("GET", "http://lab.example/api", None)
