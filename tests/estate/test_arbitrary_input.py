"""Properties of loading: whatever is in the file, the answer is an estate or a list of problems; and order says nothing.

Derandomised, so that a run is reproducible; a failing example is printed as it must be pasted.
"""

import json
import random
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from socle.estate.load import Declared, load
from socle.messages import Refused
from socle.specs.yaml import read

from .written import SOUND, edited, write

pytestmark = pytest.mark.slow

ESTATES = Path(__file__).parents[2] / "stacks" / "estates"
_scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from(["[key]", "<<", "x"])
)
_data = st.recursive(
    _scalars, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_scalars, inner, max_size=4), max_leaves=20
)
_places = st.integers(0, len(SOUND))
_snippets = st.text(max_size=6) | st.sampled_from(
    ["\t", "- ", ": ", "&a ", "*a", "!!", "{", "[", '"', "\n", "|", "? ", "%", "---\n", "\0"]
)


def _answer(text: str | bytes) -> Declared | Refused:
    """What loading says. Any other error than a refusal fails the test that asks."""
    with TemporaryDirectory() as folder:
        try:
            return load(write(Path(folder), text))
        except Refused as error:
            refused = error
    assert refused.refusals
    assert all(problem.what and problem.consequence and problem.remedy for problem in refused.refusals)
    return refused


@settings(max_examples=300)
@given(st.binary(max_size=300))
def test_arbitrary_bytes_are_refused_and_nothing_else(raw: bytes) -> None:
    assert isinstance(_answer(raw), Refused)


@settings(max_examples=300)
@given(st.text(max_size=300))
def test_arbitrary_text_is_refused_and_nothing_else(text: str) -> None:
    assert isinstance(_answer(text.encode(errors="surrogatepass")), Refused)


@settings(max_examples=300)
@given(_data)
def test_arbitrary_data_is_refused_and_nothing_else(data: Any) -> None:
    assert isinstance(_answer(yaml.safe_dump(data, allow_unicode=True)), Refused)


@settings(max_examples=300)
@given(_places, st.integers(0, 12), _snippets)
def test_a_damaged_estate_is_an_estate_or_refused(start: int, length: int, snippet: str) -> None:
    text = SOUND[:start] + snippet + SOUND[start + length :]

    assert isinstance(_answer(text.encode(errors="surrogatepass")), Declared | Refused)


@settings(max_examples=200)
@given(st.sampled_from(sorted(part for part in SOUND.split() if part.endswith(":"))), _data)
def test_arbitrary_data_below_a_known_key_is_an_estate_or_refused(key: str, data: Any) -> None:
    lines = SOUND.split("\n")
    at = next(number for number, line in enumerate(lines) if key in line.split())
    lines[at] = (
        lines[at].split(key)[0] + key + " " + yaml.safe_dump(data, default_flow_style=True, width=10**9).split("\n")[0]
    )

    assert isinstance(_answer("\n".join(lines)), Declared | Refused)


def _shuffled(data: Any, order: random.Random) -> Any:
    if not isinstance(data, dict):
        return data
    keys = list(data)
    order.shuffle(keys)
    return {key: _shuffled(data[key], order) for key in keys}


@settings(max_examples=20)
@given(st.integers(0, 10**9), st.sampled_from(["demo", "rehearsal"]))
def test_an_estate_in_another_order_is_the_same_estate(seed: int, name: str) -> None:
    data = read(ESTATES / name / "estate.yaml", ESTATES).data
    with TemporaryDirectory() as folder:
        written = load(write(Path(folder), json.dumps(data), name)).estate
        shuffled = load(write(Path(folder), json.dumps(_shuffled(data, random.Random(seed))), name)).estate  # noqa: S311

    assert shuffled == written
    assert shuffled.recorded() == written.recorded()


def test_a_byte_order_mark_and_the_line_ends_of_windows_change_nothing(tmp_path: Path) -> None:
    plain = load(write(tmp_path, SOUND)).estate

    assert load(write(tmp_path, b"\xef\xbb\xbf" + SOUND.replace("\n", "\r\n").encode())).estate == plain


def test_words_that_other_yaml_takes_for_something_else_stay_words(tmp_path: Path) -> None:
    text = edited(
        ("holder: catalogue database", "holder: 2027-01-31"), ("hds_contract: HDS-2026-1", "hds_contract: 12:30:45")
    )
    estate = load(write(tmp_path, text)).estate

    assert (estate.network.addresses["catalogue"].holder, estate.scaleway.hds_contract) == ("2027-01-31", "12:30:45")
