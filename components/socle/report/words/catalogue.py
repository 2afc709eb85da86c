"""The words of every report in every language. A missing word is an error of ours and shows as its key, never as nothing."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from socle.messages import Refusal, Said, Text

from . import en, fr
from .tongue import Tongue

Draw = Callable[[str], str]
"""How a rendering fences off a foreign text inside a sentence of ours."""


class Language(StrEnum):
    """A language of the reports."""

    ENGLISH = "en"
    FRENCH = "fr"


TONGUES: Mapping[Language, Tongue] = {Language.ENGLISH: en.TONGUE, Language.FRENCH: fr.TONGUE}
"""Every language. A further one is a member above, a line here, and a file like `fr`."""

_LOSS = "loss."
"""Before what is lost with a resource, as the plan says it, where it stands in a sentence."""
MESSAGES: Mapping[Language, Mapping[str, str]] = {language: tongue.messages for language, tongue in TONGUES.items()}


@dataclass(frozen=True)
class Words:
    """Messages in one language, by key."""

    language: Language = Language.ENGLISH

    def __call__(self, key: str, **values: Any) -> str:
        """A message with its values put in. Values are the caller's to escape."""
        message = MESSAGES[self.language].get(key, key)
        return message.format(**values) if values else message

    def count(self, key: str, number: int, **values: Any) -> str:
        """`1 stack`, `2 stacks`: the keys are `<key>.one` and `<key>.many`. French counts zero as one."""
        return self(self._counted(key, number), n=self.number(number), **values)

    def _counted(self, key: str, number: float) -> str:
        one = number == 1 or (number == 0 and TONGUES[self.language].zero_is_one)
        return f"{key}.one" if one else f"{key}.many"

    def text(self, text: Text | int, draw: Draw = str) -> str:
        """What analysis says, in this language. Texts that are not ours are fenced off by `draw`, wherever they stand in it."""
        if not isinstance(text, Said):
            return draw(text) if isinstance(text, str) else self.number(text)
        if text.key.startswith(_LOSS):
            return self.loss(text.key.removeprefix(_LOSS))
        counts = f"{text.key}.many" in MESSAGES[self.language]
        key = self._counted(text.key, float(str(dict(text.values)["n"]))) if counts else text.key
        return self(key, **{name: self.text(value, draw) for name, value in text.values})

    def of(self, kind: str, value: str) -> str:
        """The word of the catalogue for one of our own values, `<kind>.<value>`; a value that is nobody's word stays."""
        return MESSAGES[self.language].get(f"{kind}.{value}", value)

    def loss(self, english: str) -> str:
        """What is lost with a resource, whose words the plan has in English."""
        return TONGUES[self.language].losses.get(english, english)

    def rule(self, id_: str, english: str) -> str:
        """The title of a rule, which the rule itself has in English."""
        return TONGUES[self.language].rules.get(id_, english)

    def remedy(self, id_: str, english: str, *, declared: bool = False) -> str:
        """What a rule says to do instead, with the provider or in the estate, which the rule itself has in English."""
        tongue = TONGUES[self.language]
        return (tongue.declared if declared else tongue.remedies).get(id_, english)

    def sentence(self, english: str) -> str:
        """What is said in English where it arises: a refusal's part, a reason, the purpose of a key. Foreign text stays."""
        book = TONGUES[self.language].phrasebook
        return book().say(english) if book else english

    def refusal(self, english: Refusal) -> Refusal:
        """A refusal, which its place says in English."""
        if TONGUES[self.language].phrasebook is None:
            return english
        what, consequence, remedy = map(self.sentence, (english.what, english.consequence, english.remedy))
        return replace(
            english, what=what, consequence=consequence, remedy=remedy, details=map(self.sentence, english.details)
        )

    def number(self, value: float, digits: int = 0) -> str:
        """A number with the separators of the language."""
        tongue = TONGUES[self.language]
        whole, point, rest = f"{value:,.{digits}f}".partition(".")
        return whole.replace(",", tongue.thousands) + (tongue.decimal if point else "") + rest

    def money(self, value: float, *, signed: bool = False) -> str:
        """An amount in euro."""
        sign = "+" if signed and value > 0 else "-" if value < 0 else ""
        return TONGUES[self.language].euro.format(sign=sign, amount=self.number(abs(value), 2))


ENGLISH = Words()
"""What is said where nobody chose a language."""
