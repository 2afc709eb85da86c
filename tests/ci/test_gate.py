"""Approvals before the engine runs a change: of people who may write, the latest of each, of exactly the commit that is the head."""

import gate
import pytest

from .stand_in import OLDER, SHA, Fault, Stand, github

WRITERS = {"one": "write", "two": "maintain", "three": "admin", "author": "admin", "robot": "write"}


@pytest.fixture(autouse=True)
def people(stand: Stand) -> None:
    stand.rights = {**WRITERS, "reader": "read", "sorter": "triage"}


def asked(stand: Stand, *more: str, sha: str = SHA) -> int:
    return gate.main(["7", sha, *more], github(stand))


def test_two_people_who_may_write_open_it(stand: Stand, capsys: pytest.CaptureFixture[str]) -> None:
    stand.review("one")
    stand.review("two")

    assert asked(stand) == 0
    assert capsys.readouterr().out == "approved by one, two\n"


@pytest.mark.parametrize(
    ("reviews", "why"),
    [
        ([], "0 of 2 approvals"),
        ([("one", "APPROVED", SHA)], "1 of 2 approvals"),
        ([("one", "APPROVED", SHA), ("one", "APPROVED", SHA)], "1 of 2 approvals"),
        ([("one", "APPROVED", SHA), ("author", "APPROVED", SHA)], "1 of 2 approvals"),
        ([("one", "APPROVED", SHA), ("reader", "APPROVED", SHA)], "1 of 2 approvals"),
        ([("one", "APPROVED", SHA), ("sorter", "APPROVED", SHA)], "1 of 2 approvals"),
        ([("one", "APPROVED", SHA), ("stranger", "APPROVED", SHA)], "1 of 2 approvals"),
        ([("one", "APPROVED", SHA), ("two", "APPROVED", OLDER)], "1 of 2 approvals"),
        ([("one", "APPROVED", SHA), ("two", "COMMENTED", SHA)], "1 of 2 approvals"),
        ([("one", "APPROVED", SHA), ("two", "PENDING", SHA)], "1 of 2 approvals"),
        ([("one", "APPROVED", SHA), ("two", "APPROVED", SHA), ("two", "DISMISSED", SHA)], "1 of 2 approvals"),
        ([("one", "APPROVED", SHA), ("two", "APPROVED", SHA), ("one", "APPROVED", OLDER)], "1 of 2 approvals"),
        (
            [("one", "APPROVED", SHA), ("two", "APPROVED", SHA), ("one", "CHANGES_REQUESTED", SHA)],
            "one asks for changes",
        ),
        (
            [("one", "APPROVED", SHA), ("two", "APPROVED", SHA), ("three", "CHANGES_REQUESTED", OLDER)],
            "three asks for changes",
        ),
        ([("one", "approved", SHA), ("two", "APPROVED ", SHA)], "0 of 2 approvals"),
    ],
)
def test_anything_less_keeps_it_closed(
    stand: Stand, capsys: pytest.CaptureFixture[str], reviews: list[tuple[str, str, str]], why: str
) -> None:
    for by, state, sha in reviews:
        stand.review(by, state, sha)

    assert asked(stand) == 1
    assert why in capsys.readouterr().err


def test_a_robot_does_not_approve(stand: Stand) -> None:
    stand.review("one")
    stand.review("robot", kind="Bot")

    assert asked(stand) == 1


@pytest.mark.parametrize("state", ["CHANGES_REQUESTED", "APPROVED"])
def test_who_may_only_read_neither_opens_nor_closes(stand: Stand, state: str) -> None:
    stand.review("one")
    stand.review("reader", state)
    assert asked(stand) == 1

    stand.review("two")
    assert asked(stand) == 0


def test_changes_that_were_asked_for_and_then_approved_are_settled(stand: Stand) -> None:
    stand.review("one", "CHANGES_REQUESTED", OLDER)
    stand.review("two")
    stand.review("one")

    assert asked(stand) == 0


def test_a_comment_after_an_approval_does_not_take_it_back(stand: Stand) -> None:
    for by in ("one", "two"):
        stand.review(by)
        stand.review(by, "COMMENTED")

    assert asked(stand) == 0


def test_reviews_on_later_pages_count(stand: Stand) -> None:
    stand.review("one")
    for _ in range(150):
        stand.review("reader", "COMMENTED")
    stand.review("two")

    assert asked(stand) == 0


def test_a_commit_that_is_not_the_head_any_more_is_told(stand: Stand, capsys: pytest.CaptureFixture[str]) -> None:
    stand.review("one", sha=OLDER)
    stand.review("two", sha=OLDER)

    assert asked(stand, sha=OLDER) == 1
    assert "is not the head of pull request 7 any more" in capsys.readouterr().err


def test_a_pull_request_that_is_closed_is_told(stand: Stand, capsys: pytest.CaptureFixture[str]) -> None:
    stand.pull["state"] = "closed"

    assert asked(stand, "1") == 1
    assert "is not open" in capsys.readouterr().err


@pytest.mark.parametrize(
    "fault",
    [Fault("GET", 403), Fault("GET", 200, body="[]"), Fault("GET", 200, body="{}"), Fault("GET", 200, body="null")],
)
def test_what_cannot_be_told_keeps_it_closed(stand: Stand, capsys: pytest.CaptureFixture[str], fault: Fault) -> None:
    stand.review("one")
    stand.review("two")
    stand.faults = [fault]

    assert asked(stand) == 1
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["7"],
        ["x", SHA],
        ["7", SHA, "two"],
        ["7", SHA, "2", "3"],
        ["-7", SHA],
        ["7", SHA, "0"],
        ["７", SHA],
        ["7", "HEAD"],
    ],
)
def test_wrong_use_keeps_it_closed(stand: Stand, arguments: list[str]) -> None:
    assert gate.main(arguments, github(stand)) == 2
