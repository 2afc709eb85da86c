"""The words of the review in every language it speaks. A missing word is an error of ours and shows as its key, never as nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from socle.access import Text, Word

from .en import ENGLISH
from .fr import FRENCH, FRENCH_LOSSES


class Language(StrEnum):
    """A language of the review."""

    ENGLISH = "en"
    FRENCH = "fr"


MESSAGES: Mapping[Language, Mapping[str, str]] = {Language.ENGLISH: ENGLISH, Language.FRENCH: FRENCH}
_LOSSES: Mapping[Language, Mapping[str, str]] = {Language.ENGLISH: {}, Language.FRENCH: FRENCH_LOSSES}


@dataclass(frozen=True)
class Words:
    """Messages in one language, by key."""

    language: Language = Language.ENGLISH

    def __call__(self, key: str, **values: Any) -> str:
        """A message with its values put in. Values are the caller's to escape."""
        message = MESSAGES[self.language].get(key, key)
        return message.format(**values) if values else message

    def count(self, key: str, number: int) -> str:
        """`1 stack`, `2 stacks`: the keys are `<key>.one` and `<key>.many`. French counts zero as one."""
        one = number == 1 or (number == 0 and self.language is Language.FRENCH)
        return self(f"{key}.one" if one else f"{key}.many", n=self.number(number))

    def text(self, text: Text) -> str:
        """A text as it is, or the word that it stands for."""
        return self(str(text)) if isinstance(text, Word) else text

    def loss(self, english: str) -> str:
        """What is lost with a resource, whose words the plan has in English."""
        return _LOSSES[self.language].get(english, english)

    def number(self, value: float, digits: int = 0) -> str:
        """A number with the separators of the language."""
        written = f"{value:,.{digits}f}"
        if self.language is Language.FRENCH:
            return written.replace(",", "\u00a0").replace(".", ",")
        return written

    def money(self, value: float, *, signed: bool = False) -> str:
        """An amount in euro."""
        sign = "+" if signed and value > 0 else "-" if value < 0 else ""
        amount = self.number(abs(value), 2)
        return f"{sign}{amount} €" if self.language is Language.FRENCH else f"{sign}€{amount}"
