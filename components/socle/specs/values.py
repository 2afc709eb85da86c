"""What is wrong with a single value, in the words of the person who wrote it.

The library that validates says "input should be a valid integer"; an operator needs to know what to write instead.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from typing import Any, cast, get_origin

from pydantic import BaseModel

from socle.messages import Refusal, nearest

from .vocabulary import Slot, example, slot_at, words
from .yaml import Path_

_TRUTHS = {
    "yes": "true",
    "on": "true",
    "y": "true",
    "1": "true",
    "no": "false",
    "off": "false",
    "n": "false",
    "0": "false",
}
_LONGEST = 60
"""Characters of a value that a message shows."""


def missing(root: type[BaseModel], path: Path_) -> Refusal:
    """A key without which the estate says too little."""
    slot = slot_at(root, path) or Slot(str)
    shown = f" (such as {example(slot)})" if example(slot) and not slot.choices else ""
    return Refusal(f"{path[-1]} is missing", _undecided(slot), f"add {path[-1]}: {words(slot)}{shown}")


def bad_name(root: type[BaseModel], path: Path_) -> Refusal:
    """A name of a map's entry that cannot be one. `path` ends with it."""
    slot, name = slot_at(root, path[:-1]) or Slot(str), str(path[-1])
    kind = slot.key_of_entries or Slot(str)
    better = _better(name, kind.metadata)
    remedy = f"write {better}" if better else f"write {words(kind)}"
    return Refusal(f"{_shown(name)} is not {words(kind)}", "nothing could be made under this name", remedy)


def bad_value(root: type[BaseModel], kind: str, given: Any, message: str, path: Path_) -> Refusal:
    """A value that does not fit its place. `kind` and `message` are the validating library's."""
    slot = slot_at(root, path) or Slot(str)
    own_words = kind in {"value_error", "assertion_error"}  # a validator of ours raised them
    explained = None if own_words else _explained(kind, given, slot)
    what, remedy = explained or (f"{_shown(given)} does not fit: {message}", f"write {words(slot)}")
    listed = isinstance(given, list) and get_origin(slot.annotation) is dict
    consequence = (
        "identity would depend on the order, so that moving a line could replace what holds data"
        if listed
        else _undecided(slot)
    )
    return Refusal(what, consequence, remedy)


def _undecided(slot: Slot) -> str:
    """What a field is for, in its own words: that is what goes wrong without it."""
    first = slot.description.split("\n")[0].split(". ")[0].rstrip(".")
    if not first:
        return "the estate does not say what was meant"
    return f"this would stay undecided: {first if first[1:2].isupper() else first[0].lower() + first[1:]}"


def _explained(kind: str, given: Any, slot: Slot) -> tuple[str, str] | None:
    """What and remedy, from the first explanation that knows the case."""
    if given is None:
        otherwise = "" if slot.required else ", or remove the key if the default is meant"
        return "nothing is written here", f"write {words(slot)}{otherwise}"
    if isinstance(given, dict | list):
        return _collection(given, slot, kind)
    if get_origin(slot.annotation) is dict or slot.model:
        below = "names" if slot.model is None else "keys"
        return (
            f"{_shown(given)} stands where {words(slot)} should",
            f"write {below} on lines of their own below it, indented",
        )
    if slot.entry:
        return f"{_shown(given)} is not a list", f"write it in brackets: [{given}]"
    explain = _BY_TYPE.get(slot.annotation)
    if slot.choices:
        return _choice(given, slot)
    return explain(given, slot) if explain else _text(kind, given, slot)


def _collection(given: Any, slot: Slot, kind: str) -> tuple[str, str]:
    if kind in {"too_short", "too_long"}:
        return ("it is empty", "write at least one") if not given else (f"it has {len(given)} entries", "write fewer")
    what = "a list" if isinstance(given, list) else "a map of keys and values"
    if isinstance(given, list) and get_origin(slot.annotation) is dict:
        return f"{what} where named entries should stand", "give each entry a name of its own instead of a dash"
    if isinstance(given, list) and slot.model:
        return f"{what} where keys and values should stand", "remove the dashes"
    if slot.entry:
        return f"{what} where a list should stand", "write the items in brackets: [a, b]"
    remedy = "write a single value; quote it if it begins with a bracket" if not given else f"write {words(slot)}"
    return f"{what} where a single value should stand", remedy


def _choice(given: Any, slot: Slot) -> tuple[str, str]:
    near = nearest(str(given).strip().lower(), slot.choices, n=1, cutoff=0.5)
    return f"{_shown(given)} is not a choice", f"{f'did you mean {near[0]}? ' if near else ''}write {words(slot)}"


def _whole_number(given: Any, slot: Slot) -> tuple[str, str]:
    if isinstance(given, str) and re.fullmatch(r"-?[1-9][0-9]{0,8}|0", given):
        return f"{_shown(given)} is text, not a number", f"write {given} without quotes"
    if isinstance(given, float) and given.is_integer() and abs(given) < 1e9:
        return f"{given} has a decimal point", f"write {int(given)}"
    return f"{_shown(given)} is not {words(slot)}", f"write {words(slot)}"


def _truth(given: Any, slot: Slot) -> tuple[str, str]:
    meant = _TRUTHS.get(str(given).lower(), str(given).lower())
    return f"{_shown(given)} is not true or false", f"write {meant if meant in {'true', 'false'} else words(slot)}"


_BY_TYPE: dict[Any, Callable[[Any, Slot], tuple[str, str]]] = {
    int: _whole_number,
    float: _whole_number,
    bool: _truth,
}


def _text(kind: str, given: Any, slot: Slot) -> tuple[str, str] | None:
    if not isinstance(given, str):
        what = "true or false" if isinstance(given, bool) else "a number"
        written = str(given).lower() if isinstance(given, bool) else str(given)
        return f"{written} is {what}, not text", f'write it in quotes: "{written}"'
    if kind in {"string_too_short", "string_too_long"}:
        return f"{_shown(given)} has {len(given.strip())} characters", f"write {words(slot)}"
    if kind == "string_pattern_mismatch" or kind.startswith("date"):
        better = _better(given, slot.metadata)
        return f"{_shown(given)} is not {_formed(slot)}", f"write {better or _formed(slot)}"
    return None


def _formed(slot: Slot) -> str:
    """The form of a text in words, or else its pattern."""
    said, pattern = words(slot), _pattern(slot.metadata)
    return f"text of the form {pattern}" if said == "text" and pattern else said


def _pattern(metadata: Iterable[Any]) -> str:
    return next((str(found) for each in metadata if (found := getattr(each, "pattern", None))), "")


def _better(given: str, metadata: Iterable[Any]) -> str:
    """The text that was probably meant: without spaces, `fr-par/`, capitals or accents. Empty if none of them fits."""
    pattern = _pattern(metadata)
    bare = given.strip()
    plain = unicodedata.normalize("NFKD", bare).encode("ascii", "ignore").decode()
    dashed = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")
    candidates = (bare, " ".join(bare.split()), bare.lower(), bare.lower().rpartition("/")[2], plain, dashed)
    fitting = (
        each
        for each in candidates
        if each != given and len(each) <= _LONGEST and pattern and re.fullmatch(pattern, each)
    )
    return next(fitting, "")


def _shown(value: Any) -> str:
    text = repr(value) if isinstance(value, str) else str(cast("object", value)).lower()
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 3]}..."
