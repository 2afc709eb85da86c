"""What libyaml says of malformed text, in the words of the person who wrote it."""

import yaml

from socle.messages import Place, Refusal

_UNREAD = "nothing of the file can be read"
_ENDS = {"]": "[", "}": "{"}
_SAID: dict[str, tuple[str, str]] = {
    "mapping values are not allowed in this context": (
        "a colon where no key can stand",
        "check the indentation of this line and of the one above; quote text that holds a colon and a space",
    ),
    "did not find expected key": (
        "neither a key nor the end of a section",
        "check the indentation of this line and of the one above, and what stands after a closing quote",
    ),
    "could not find expected ':'": (
        "text where a key is expected",
        "write it as `key: value`; indent it if it belongs to the value above",
    ),
    "did not find expected '-' indicator": (
        "keys in the middle of a list",
        "indent them below an item, or begin each line of the list with a dash",
    ),
    "block sequence entries are not allowed in this context": (
        "a list that begins on the line of its key",
        "begin each item on a line of its own, or write [a, b]",
    ),
    "did not find expected <document start>": ("text after the end of the document (...)", "remove the line ..."),
    "found unknown escape character": (
        "an unknown escape (\\) in double quotes",
        "use single quotes, or write the backslash twice",
    ),
    "found invalid Unicode character escape code": (
        "an escape (\\u) that is no character",
        "write the character itself",
    ),
    "found a tab character where an indentation space is expected": (
        "a tab in the indentation",
        "indent with spaces",
    ),
    "found incompatible YAML document": ("a YAML version that is not read here", "remove the line %YAML"),
    "found undefined tag handle": ("a tag", "remove the tag; quote the value if it is text that begins with !"),
}


def malformed(error: yaml.YAMLError, file: str, text: str) -> Refusal:
    """What is wrong with text that is not YAML, at what was opened and never closed or else where it was noticed."""
    said = str(getattr(error, "problem", None) or getattr(error, "reason", None) or "not YAML")
    line, column = _place(error, "problem_mark")
    what, remedy = _unclosed(said, line) or _SAID.get(said) or _other(said, text, line, column)
    if _unclosed(said, line):
        line, column = _place(error, "context_mark")
    return Refusal(f"not valid YAML: {what}", _UNREAD, remedy, place=Place(file, line, column))


def _place(error: yaml.YAMLError, name: str) -> tuple[int, int]:
    mark = getattr(error, name, None)
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)


def _unclosed(said: str, line: int) -> tuple[str, str] | None:
    if said == "found unexpected end of stream":
        return "the quote opened here is never closed", "close it"
    for end, begin in _ENDS.items():
        if said.endswith(f"or '{end}'"):
            return (
                f"the {begin} opened here is not closed before line {line}",
                f"close it with {end}, and put commas between",
            )
    return None


def _other(said: str, text: str, line: int, column: int) -> tuple[str, str]:
    rest = text.split("\n")[line - 1][column - 1 :] if line <= text.count("\n") + 1 else ""
    if said == "did not find expected node content":
        if not rest.strip():
            return "a bracket that is opened is never closed", "close it"
        return f"a {rest[0]} where a value should begin", "remove it, or quote the value"
    if said == "found character that cannot start any token":
        if rest.startswith("\t"):
            return "a tab in the indentation", "indent with spaces"
        return f"a value cannot begin with {rest[:1]}", "put the value in quotes"
    return said, "correct the line, or the one above it"
