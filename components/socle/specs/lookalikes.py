"""Letters that look like others: one of another alphabet in a word of Latin letters, or one that only looks like a Latin letter.

By the names of Unicode's own database, without a table of pairs: what mixes alphabets in one word is read otherwise than it is shown,
whatever the letter. Greek is in formulas and names of proteins, so only its letters that have a Latin twin are, and not beside a dash.
"""

import re
import unicodedata
from collections.abc import Iterator

_WORD = re.compile(r"[\w.-]+")
_PART = re.compile(r"\w+")
_ALPHABETS = ("CYRILLIC", "ARMENIAN", "CHEROKEE", "COPTIC", "LISU", "GEORGIAN", "GLAGOLITIC", "DESERET", "OSAGE")
"""Alphabets with letters that nobody tells from Latin ones by their looks."""
_GREEK_TWINS = frozenset("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧανορυικγ")
_TWINS = frozenset("асеорхуіјѕһԁԛԝАВСЕНІЈКМОРЅТХУҮ")
"""Cyrillic letters that look like a Latin one: a word of these alone looks like another word."""


def lookalike(line: str) -> int | None:
    """Where a line has the first letter that looks like another one; None where it has none."""
    if line.isascii():
        return None
    return next(_found(line), None)


def _found(line: str) -> Iterator[int]:
    for index, character in enumerate(line):
        if _is_styled(character):
            yield index
    for word in _WORD.finditer(line):
        foreign = [index for index in range(*word.span()) if _alphabet(line[index]) in _ALPHABETS]
        if foreign and (_has_latin(word.group()) or _is_all_twins(word.group())):
            yield foreign[0]
    for part in _PART.finditer(line):
        greek = [index for index in range(*part.span()) if line[index] in _GREEK_TWINS]
        if greek and _has_latin(part.group()):
            yield greek[0]


def _is_styled(character: str) -> bool:
    """A letter or digit that is an ASCII one in another dress, such as of mathematics or of full width; signs like ² and º are not."""
    if ord(character) < 0x100 or not unicodedata.category(character).startswith(("L", "Nd", "Nl")):
        return False
    plain = unicodedata.normalize("NFKC", character)
    return plain != character and plain.isascii() and plain.isalnum()


def _has_latin(word: str) -> bool:
    return any(_alphabet(character) == "LATIN" for character in word)


def _is_all_twins(word: str) -> bool:
    letters = [character for character in word if character.isalpha()]
    return len(letters) > 1 and all(letter in _TWINS for letter in letters)


def _alphabet(character: str) -> str:
    if not character.isalpha():
        return ""
    return unicodedata.name(character, "").partition(" ")[0]
