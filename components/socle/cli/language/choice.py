"""Which language a run speaks: `--lang`, else SOCLE_LANG, else English. Known before options are read, since these can be wrong too."""

import os
from collections.abc import Sequence
from contextvars import ContextVar
from itertools import pairwise

from socle.report.words import ENGLISH, Language, Words

VARIABLE = "SOCLE_LANG"
"""Environment variable that says the language where no option does."""

_WORDS: ContextVar[Words] = ContextVar("words", default=ENGLISH)


def words() -> Words:
    """The words of this run."""
    return _WORDS.get()


def choose(arguments: Sequence[str]) -> None:
    """Take the language from the arguments of the run, else from the environment. What is no language is left to the option."""
    options = arguments[: arguments.index("--")] if "--" in arguments else arguments
    apart = [after for name, after in pairwise(["", *options]) if name == "--lang"]
    joined = [each.removeprefix("--lang=") for each in options if each.startswith("--lang=")]
    given = [*reversed(apart), *joined, os.environ.get(VARIABLE, "")]
    _WORDS.set(Words(next((Language(each) for each in given if each in set(Language)), Language.ENGLISH)))
