"""Sentences that are English where they arise, said in another language: a sentence is known by its form, whatever values stand in it.

A refusal must be readable as the text of an exception, under Pulumi's engine and in a notebook, where nobody translates. So
the place that refuses says it in English, and a phrasebook has the same sentence, `{name}` for each value, in its language. What no
sentence of the book fits is foreign text and stays as it is: a test holds that every sentence of ours is in it.

How a value is named says what it may be. `{said}`: a sentence of the book in its turn. `{told}`: one too, or else foreign text.
`{word}`: text without a space. Any other: foreign text. More letters may follow, so that a sentence can have two of a kind.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from string import Formatter

_OURS, _PERHAPS_OURS, _ONE_WORD = "said", "told", "word"


@dataclass(frozen=True)
class Phrase:
    """One sentence with values in it: its English form, and the same in the language of the book."""

    english: str
    other: str

    @cached_property
    def literals(self) -> tuple[str, ...]:
        """The texts around the values, in order."""
        return tuple(literal for literal, *_ in Formatter().parse(self.english) if literal)

    @cached_property
    def weight(self) -> int:
        """Letters that must be just so: of several forms that fit a text, the heaviest is meant."""
        return sum(map(len, self.literals))

    @cached_property
    def form(self) -> re.Pattern[str]:
        """The texts that are this sentence."""
        seen = set[str]()
        parts = list[str]()
        for literal, name, *_ in Formatter().parse(self.english):
            parts.append(re.escape(literal))
            if name:
                text = r"\S+?" if name.startswith(_ONE_WORD) else ".*?"
                parts.append(f"(?P={name})" if name in seen else f"(?P<{name}>{text})")
                seen.add(name)
        return re.compile("".join(parts), re.DOTALL)


class Phrasebook:
    """The sentences of one language, by their English form."""

    def __init__(self, sentences: Mapping[str, str]) -> None:
        self._plain = {english: other for english, other in sentences.items() if "{" not in english}
        phrases = (Phrase(english, other) for english, other in sentences.items() if "{" in english)
        self._phrases = sorted(phrases, key=lambda phrase: -phrase.weight)
        self._known = lru_cache(maxsize=4096)(self._look_up)

    def say(self, text: str) -> str:
        """A sentence in the language of the book; a text that is none of its sentences as it is."""
        return self._known(text) or text

    def _look_up(self, text: str) -> str | None:
        """The sentence, or nothing where the book does not have it."""
        if text in self._plain:
            return self._plain[text]
        return next((said for phrase in self._phrases if (said := self._as(phrase, text)) is not None), None)

    def _as(self, phrase: Phrase, text: str) -> str | None:
        """A text as this phrase, if it is one."""
        found = phrase.form.fullmatch(text) if all(literal in text for literal in phrase.literals) else None
        if found is None:
            return None
        values = {name: self._value(name, value) for name, value in found.groupdict().items()}
        return None if None in values.values() else phrase.other.format(**values)

    def _value(self, name: str, value: str) -> str | None:
        if name.startswith(_OURS):
            return self._known(value)
        return self.say(value) if name.startswith(_PERHAPS_OURS) else value
