"""What became of an estate between two bundles. Whether the bundles are whole is not asked here."""

from typing import Any

import pytest

from socle.evidence import Became, differences


def findings(*rows: tuple[str, str]) -> dict[str, dict[str, Any]]:
    return {"findings": {"rows": [{"rule": rule, "resource": "bucket", "result": result} for rule, result in rows]}}


def dated(name: str, **rows: str) -> dict[str, dict[str, Any]]:
    return {name: {"rows": [{"key": key, "in_force": value} for key, value in rows.items()]}}


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("kept", "broken", Became.WORSE),
        ("broken", "kept", Became.BETTER),
        ("broken", "not decided", Became.BETTER),
        ("kept", "not decided", Became.WORSE),
        ("exempt", "broken", Became.WORSE),
        ("broken", "exempt", Became.BETTER),
    ],
)
def test_a_result_is_better_or_worse(before: str, after: str, expected: Became) -> None:
    (found,) = differences(findings(("r", before)), findings(("r", after)))
    assert (found.became, found.before, found.after) == (expected, before, after)


def test_what_is_as_it_was_is_no_difference() -> None:
    assert differences(findings(("r", "broken")), findings(("r", "broken"))) == ()


def test_the_worst_of_several_results_counts() -> None:
    (found,) = differences(findings(("r", "kept")), findings(("r", "kept"), ("r", "broken"), ("r", "exempt")))
    assert found.after == "broken"


def test_what_comes_and_goes_is_told_where_it_is_not_kept() -> None:
    assert [each.became for each in differences({}, findings(("r", "broken")))] == [Became.NEW]
    assert differences({}, findings(("r", "kept"))) == ()
    assert [each.became for each in differences(findings(("r", "broken")), {})] == [Became.GONE]


@pytest.mark.parametrize("name", ["attestations", "exemptions", "derogations"])
def test_what_is_in_force_no_more_has_expired_and_what_is_there_no_more_is_gone(name: str) -> None:
    def became(before: dict[str, Any], after: dict[str, Any]) -> list[Became]:
        return [each.became for each in differences(before, after)]

    assert became(dated(name, one="yes"), dated(name, one="no")) == [Became.EXPIRED]
    assert became(dated(name, one="yes"), dated(name)) == [Became.GONE]
    assert became(dated(name), dated(name, one="yes")) == [Became.NEW]
    assert became(dated(name, one="no"), dated(name, one="no")) == []


def test_the_worst_comes_first() -> None:
    before = {**findings(("a", "broken"), ("b", "kept")), **dated("attestations", one="yes")}
    after = {**findings(("a", "kept"), ("b", "broken")), **dated("attestations", one="no")}
    assert [each.became for each in differences(before, after)] == [Became.WORSE, Became.EXPIRED, Became.BETTER]
