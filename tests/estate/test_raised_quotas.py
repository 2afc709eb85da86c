"""Quotas that the host has raised, as an estate declares them: what may not stand there, and what they let through.

Proves nothing about what the host has really given.
"""

from pathlib import Path

import pytest

from socle.estate import beside, load
from socle.facts import first_quotas
from socle.rules import Context, judged
from tests.rules.cases import plan_of

from .founded import WITHOUT_IDS, write_founded
from .written import SOUND, problems_of, write

RAISED = "quotas:\n  {name}: {{value: {value}, raised_on: 2026-10-01, reference: ticket 4711}}\n"
BUCKET = "scaleway:object/bucket:Bucket"


def raising(name: str, value: int, text: str = SOUND) -> str:
    return text + RAISED.format(name=name, value=value)


@pytest.mark.parametrize("name", sorted(first_quotas()))
def test_every_quota_that_is_counted_can_be_raised(tmp_path: Path, name: str) -> None:
    assert load(write(tmp_path, raising(name, 100_000))).estate.quotas[name].value == 100_000


@pytest.mark.parametrize(
    ("text", "key", "what", "consequence", "remedy"),
    [
        (
            raising("bucket", 200),
            "quotas.bucket",
            "there is no quota bucket",
            "counted against it",
            "did you mean buckets?",
        ),
        (raising("buckets", 100), "quotas.buckets.value", "has 100 at first", "nothing was raised", "host's answer"),
        (
            raising("api-keys", 20),
            "quotas.api-keys.value",
            "has 50 at first",
            "the number is wrong",
            "remove the entry",
        ),
        (raising("buckets", 0), "quotas.buckets.value", "0", "", ""),
        (
            raising("buckets", 200).replace(", reference: ticket 4711", ""),
            "quotas.buckets.reference",
            "reference is missing",
            "",
            "add",
        ),
        (
            raising("buckets", 200).replace("raised_on: 2026-10-01, ", ""),
            "quotas.buckets.raised_on",
            "raised_on is missing",
            "",
            "add",
        ),
    ],
)
def test_what_is_no_answer_of_the_host_is_refused(
    tmp_path: Path, text: str, key: str, what: str, consequence: str, remedy: str
) -> None:
    found = [each for each in problems_of(write(tmp_path, text)) if each.at == key]
    assert found
    assert what in found[0].what
    assert consequence in found[0].consequence
    assert remedy in found[0].remedy
    assert found[0].place.line


def _buckets(count: int) -> str:
    entries = "".join(f"  more-{n}:\n    data_class: internal\n    key: internal\n" for n in range(count))
    return SOUND.replace("buckets:\n", f"buckets:\n{entries}", 1)


@pytest.mark.slow
def test_an_estate_beyond_the_first_quota_loads_where_it_was_raised_and_not_beyond_that(tmp_path: Path) -> None:
    more = _buckets(105)
    at = {each.at: each.what for each in problems_of(write(tmp_path, more))}
    assert "and an organisation takes 100" in at["buckets"]
    assert "buckets" not in {each.at for each in problems_of(write(tmp_path, raising("buckets", 200, more)))}
    at = {each.at: each.what for each in problems_of(write(tmp_path, raising("buckets", 101, more)))}
    assert "and an organisation takes 101" in at["buckets"]


def test_two_estates_of_one_organisation_say_one_number(tmp_path: Path) -> None:
    one = write_founded(tmp_path, estate=raising("buckets", 200, WITHOUT_IDS))
    write_founded(tmp_path, estate=raising("buckets", 300, WITHOUT_IDS), name="bis")
    found = {each.place.key: each for each in beside(one)}
    assert found["quotas.buckets.value"].what == "buckets is 200 here and 300 in bis, of the same organisation"
    assert found["quotas.buckets.value"].place.line
    write_founded(tmp_path, estate=raising("buckets", 200, WITHOUT_IDS), name="bis")
    assert "quotas.buckets.value" not in {each.place.key for each in beside(one)}


@pytest.mark.parametrize(("value", "broken"), [(None, True), (101, False), (120, False)])
def test_the_rule_counts_by_the_raised_quota(tmp_path: Path, value: int | None, broken: bool) -> None:
    declared = load(write(tmp_path, raising("buckets", value) if value else SOUND)).estate
    found = judged([plan_of([(BUCKET, {})] * 101)], Context(estate=declared))
    assert bool([each for each in found if each.rule == "quotas-hold" and each.result == "fail"]) is broken
