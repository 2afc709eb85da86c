"""The reference page is generated from the specs and says of every key what an estate may write."""

import re
from functools import cache

from tools.docs.estate import reference

from socle.estate.data_class import DataClass
from socle.estate.estate import Estate
from socle.estate.platform.storage import BucketSpec
from socle.specs.vocabulary import specs


@cache
def _page() -> str:
    return reference()


def _rows(section: str) -> dict[str, list[str]]:
    body = _page().split(f"\n## `{section}`\n")[1].split("\n## ")[0]
    rows = [re.split(r"(?<!\\\\)\|", line)[1:-1] for line in body.split("\n") if line.startswith("| `")]
    return {row[0].strip().strip("`"): [cell.strip() for cell in row[1:]] for row in rows}


def test_every_spec_has_a_section_and_every_key_a_row_that_says_what_it_decides() -> None:
    for place, model in specs(Estate):
        if place:
            rows = _rows(place)
            assert list(rows) == list(model.model_fields)
            assert all(len(row) == 4 and row[3] for row in rows.values()), place


def test_the_same_specs_give_the_same_page() -> None:
    assert reference() == reference()
    assert not re.search(r"object at 0x|<class|typing\.|PydanticUndefined|[ \t]\n", reference())


def test_a_row_says_form_default_and_floor() -> None:
    buckets, keys = _rows("buckets.<name>"), _rows("keys.<name>")

    assert buckets["data_class"][:3] == ["`open`, `internal`, `health`, `health-identifying`", "must be written", ""]
    assert buckets["versioning"][:3] == [
        "true or false",
        "`true`",
        "not `false` for `internal`, `health`, `health-identifying`",
    ]
    assert buckets["expire_after_days"][:3] == [
        "a whole number, 1 to 36500 days or `null`",
        "`null`",
        "no number for `health`, `health-identifying`",
    ]
    assert buckets["client_encryption"][2] == "not `null` for `health`, `health-identifying`"
    assert keys["material"][2] == 'not `"generated"` for `health-identifying`'
    assert keys["rotation_days"][:3] == ["a whole number, 1 to 365 days or `null`", "`90`", ""]


def test_the_floors_on_the_page_are_those_that_the_specs_hold() -> None:
    for data_class in DataClass:
        spec = BucketSpec.model_construct(
            None, data_class=data_class, key="k", versioning=False, client_encryption="sse-c"
        )
        refused = [refusal.at for refusal in spec.refusals()] == ["versioning"]
        assert refused == (f"`{data_class}`" in _rows("buckets.<name>")["versioning"][2])


def test_every_demand_of_every_data_class_is_listed() -> None:
    page = _page()

    assert "| whether a bucket must keep versions. | no | yes | yes | yes |" in page
    assert "HDS is fr-par only. | any | any | `fr-par` | `fr-par` |" in page
    assert f"| `{'` | `'.join(DataClass)}` |" in page


def test_the_page_begins_with_the_top_of_the_file() -> None:
    top = _page().split("\n## ")[2]

    assert top.startswith("The top of the file\n")
    assert [line.split("`")[1] for line in top.split("\n") if line.startswith("| `")] == list(Estate.model_fields)
