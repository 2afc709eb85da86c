"""A report says everything by `Words`, in the language of its reader; English by accident is an error in each of these tests."""

import pytest

from socle.messages import Said


@pytest.fixture(autouse=True)
def said_by_words_alone(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Refuses to print what no language has said."""

    def refuse(text: Said) -> str:
        raise TypeError(f"{text.key} is no text before a language says it: use Words.text")

    monkeypatch.setattr(Said, "__str__", refuse)
    return monkeypatch
