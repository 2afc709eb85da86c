"""What a change opens end to end, in the review: counted in its verdict, said in both languages."""

from socle.plan.reach import PathChange, Written
from socle.report.review import Language, Verdict, Words, review
from socle.report.review.reachable import reachable

OPENED = PathChange(
    "opened", "services", "data", "tcp 22", (Written("demo-platform", "t", "acl", None, "network.py:90"),)
)
CLOSED = PathChange("closed", "admin", "data", "tcp 5432", ())


def test_a_path_that_opens_needs_attention_and_one_that_closes_does_not() -> None:
    assert review([], baseline="main", reachable=[OPENED]).verdict is Verdict.ATTENTION
    assert review([], baseline="main", reachable=[CLOSED]).verdict is Verdict.SAFE


def test_it_is_said_in_both_languages_with_what_opens_it() -> None:
    made = review([], baseline="main", reachable=[OPENED, CLOSED])
    english = list(reachable(made, Words(Language.ENGLISH), lambda text: f"<{text}>"))
    french = list(reachable(made, Words(Language.FRENCH), lambda text: f"<{text}>"))
    assert english == [
        "opens: <services> reaches <data> (tcp 22), by <acl (network.py:90)>",
        "closes: <admin> no longer reaches <data> (tcp 5432)",
    ]
    assert french[0] == "s'ouvre : <services> atteint <data> (tcp 22), par <acl (network.py:90)>"
