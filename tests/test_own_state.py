"""A program that reads its own last deployment while the engine writes it: asked again for a while, and nothing else is passed over.

What the engine answers at that moment is in docs/traps.md; here it is said by a stand-in.
"""

from types import SimpleNamespace
from typing import Any

import pulumi
import pytest

from socle import component
from socle.component import last_resources

AT_THAT_MOMENT = (
    "invoke of pulumi:pulumi:readStackResourceOutputs failed: invocation of pulumi:pulumi:readStackResourceOutputs "
    "returned an error: failed to load checkpoint: EOF"
)


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(component, "_APART_SECONDS", 0)


def answering(monkeypatch: pytest.MonkeyPatch, *answers: Any) -> list[Any]:
    """Let the engine give these answers one after the other; those that it has not given yet."""
    left = list(answers)

    def invoke(*_: Any) -> Any:
        answer = left.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return SimpleNamespace(value=answer)

    monkeypatch.setattr(pulumi.runtime, "invoke", invoke)
    return left


def test_a_state_that_is_being_written_is_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    left = answering(monkeypatch, *[Exception(AT_THAT_MOMENT)] * 3, {"outputs": {"urn": {"type": "t"}}}, "too often")

    assert last_resources() == {"urn": {"type": "t"}}
    assert left == ["too often"]


@pytest.mark.parametrize("other", ["failed to load checkpoint: permission denied", "stack not found"])
def test_any_other_answer_is_an_error_at_once(monkeypatch: pytest.MonkeyPatch, other: str) -> None:
    left = answering(monkeypatch, Exception(other), {})

    with pytest.raises(Exception, match=other):
        last_resources()
    assert left == [{}]


def test_a_state_that_stays_unreadable_is_an_error_in_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    answering(monkeypatch, *[Exception(AT_THAT_MOMENT)] * 100)

    with pytest.raises(Exception, match="failed to load checkpoint: EOF"):
        last_resources()
