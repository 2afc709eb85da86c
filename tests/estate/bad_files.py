"""Files and text that are not a readable estate."""

import os
from pathlib import Path

from .bad import Bad, bad, built, whole
from .written import SOUND

_UNREAD = "nothing of the file can be read"
_HIDES = "would not be what is written"
_SHOWN = "what is shown would not be what is read"
_ENCODED = "read wrongly"
_LAUGHS = "a: &a [x, x, x]\n" + "".join(
    f"{new}: &{new} [*{old}, *{old}, *{old}, *{old}, *{old}, *{old}, *{old}, *{old}]\n"
    for old, new in zip("abcdefgh", "bcdefghi", strict=True)
)


def _linked_outside(folder: Path) -> None:
    (folder.parent.parent / "elsewhere.yaml").write_text(SOUND)
    (folder / "estate.yaml").symlink_to(folder.parent.parent / "elsewhere.yaml")


def _linked_folder(folder: Path) -> None:
    outside = folder.parent.parent / "elsewhere"
    outside.mkdir()
    (outside / "estate.yaml").write_text(SOUND)
    folder.rmdir()
    folder.symlink_to(outside)


def _dangling(folder: Path) -> None:
    (folder / "estate.yaml").symlink_to("nowhere.yaml")


def _loop(folder: Path) -> None:
    (folder / "estate.yaml").symlink_to("estate.yaml")


def _folder(folder: Path) -> None:
    (folder / "estate.yaml").mkdir()


def _pipe(folder: Path) -> None:
    os.mkfifo(folder / "estate.yaml")


def _huge(folder: Path) -> None:
    (folder / "estate.yaml").write_text("# " + "x" * (4 * 1024 * 1024))


def _sparse(folder: Path) -> None:
    with (folder / "estate.yaml").open("wb") as file:
        file.truncate(1 << 36)


def _endless(folder: Path) -> None:
    (folder / "estate.yaml").symlink_to("/dev/zero")


def _nothing(folder: Path) -> None:
    folder.rmdir()


def _misnamed(folder: Path) -> None:
    (folder / "estate.yml").write_text(SOUND)


def _near(folder: Path) -> None:
    folder.rmdir()
    other = folder.parent / "acme-2"
    other.mkdir()
    (other / "estate.yaml").write_text(SOUND)


FILES: list[Bad] = [
    built(
        "a link out of the estates",
        _linked_outside,
        said=("leads out of the estates folder", "reviewer", "put the file itself"),
    ),
    built(
        "a folder that leads out",
        _linked_folder,
        said=("leads out of the estates folder", "reviewer", "put the file itself"),
    ),
    built("a dangling link", _dangling, said=("cannot be read (No such file", "not complete", "put the file there")),
    built("a link to itself", _loop, said=("cannot be read", "not complete", "put the file there")),
    built(
        "a folder named estate.yaml", _folder, said=("not a regular file", "could block", "put a file of text there")
    ),
    built("a pipe", _pipe, said=("not a regular file", "could block", "put a file of text there")),
    built("more than four megabytes", _huge, said=("more than 4,194,304 bytes", "exhaust memory", "split it")),
    built("more than any memory", _sparse, said=("more than 4,194,304 bytes", "exhaust memory", "split it")),
    built("a device", _endless, said=("leads out of the estates folder", "reviewer", "put the file itself")),
    built("no folder", _nothing, said=("there is no such file", "cannot be read", "create it")),
    built(
        "the wrong suffix",
        _misnamed,
        said=("there is no such file", "cannot be read", "rename estate.yml to estate.yaml"),
    ),
    built(
        "a folder of a similar name", _near, said=("there is no such file", "cannot be read", "did you mean acme-2?")
    ),
]

TEXTS: list[Bad] = [
    whole("an empty file", "", said=("the file is empty", "nothing to deploy", "write keys and values"), line=1),
    whole("comments alone", "# later\n", said=("the file is empty", "nothing to deploy", "write keys"), line=1),
    whole(
        "a list at the top", "# x\n- a\n- b\n", said=("the file is a list", "nothing to deploy", "write keys"), line=2
    ),
    whole("one word", "acme\n", said=("the file is one value", "nothing to deploy", "write keys"), line=1),
    whole("UTF-16 with a mark", SOUND.encode("utf-16"), said=("text in UTF-16", _ENCODED, "save it as UTF-8"), line=1),
    whole(
        "UTF-16 without a mark", SOUND.encode("utf-16-be"), said=("a NUL byte", _ENCODED, "save it as UTF-8"), line=1
    ),
    whole(
        "Latin-1",
        SOUND.replace("Agence publique", "Santé publique").encode("latin-1"),
        said=("0xE9 is not UTF-8 (in Latin-1 it would be 'é')", _ENCODED, "save it as UTF-8"),
        line=2,
    ),
    whole("a NUL byte", SOUND.replace("acme\nowner", "ac\0me\nowner"), said=("a NUL byte", _ENCODED, "UTF-8"), line=1),
    whole(
        "an escape of a terminal",
        SOUND.replace("Agence publique", "\x1b[2JAgence"),
        said=("invisible character U+001B", _SHOWN, "remove it"),
        line=2,
    ),
    whole(
        "text that runs backwards in a comment",
        SOUND.replace("keys:\n", "# \u202ereviewed\nkeys:\n"),
        said=("U+202E (right-to-left override)", _SHOWN, "remove it"),
        line=33,
    ),
    whole(
        "a zero-width space",
        SOUND.replace("Agence publique", "Agence\u200bpublique"),
        said=("U+200B (zero width space)", _SHOWN, "remove it"),
        line=2,
    ),
    whole("a lone carriage return", "name: a\rowner: b\n", said=("U+000D", _SHOWN, "remove it"), line=1),
    whole("a second byte order mark", "\ufeff\ufeffname: a\n", said=("U+FEFF", _SHOWN, "remove it"), line=1),
    bad("an escaped escape", ("Agence publique", '"\\e[2J" # <-'), key="owner", said=("U+001B", _SHOWN, "remove it")),
    bad(
        "a lone surrogate",
        ("Agence publique", '"\\ud800" # <-'),
        key="",
        said=("no character", _UNREAD, "write the character"),
    ),
    bad(
        "an escape that is none",
        ("Agence publique", '"C:\\quota" # <-'),
        key="",
        said=("unknown escape", _UNREAD, "single quotes"),
    ),
    bad(
        "a tab in the indentation",
        ("  supernet: 10.20.0.0/16", "\tsupernet: 10.20.0.0/16 # <-"),
        key="",
        said=("not valid YAML: a tab in the indentation", _UNREAD, "indent with spaces"),
    ),
    bad(
        "an open quote",
        ("owner: Agence publique", "owner: 'Agence"),
        key="",
        line=2,
        said=("the quote opened here is never", _UNREAD, "close it"),
    ),
    bad(
        "an open bracket",
        ("networks: [apps]\n", "networks: [apps\n"),
        key="",
        line=28,
        said=("[ opened here is not closed before line 29", _UNREAD, "close it with ]"),
    ),
    bad(
        "an open brace",
        ("internal}", "internal"),
        key="",
        line=35,
        said=("{ opened here is not closed before line 36", _UNREAD, "close it with }"),
    ),
    bad(
        "a bracket too many",
        ("networks: [apps]", "networks: ] # <-"),
        key="",
        said=("a ] where a value should begin", _UNREAD, "remove it"),
    ),
    whole(
        "a bracket at the very end",
        "name: [\n",
        said=("a bracket that is opened is never closed", _UNREAD, "close it"),
        line=2,
    ),
    bad(
        "a colon in a value",
        ("Agence publique", "Agence: publique # <-"),
        key="",
        said=("a colon where no key", _UNREAD, "quote text"),
    ),
    bad(
        "a wrong indentation",
        ("  supernet: 10", "   supernet: 10"),
        key="",
        line=14,
        said=("neither a key nor the end", _UNREAD, "indentation"),
    ),
    bad(
        "a line without a colon",
        ("name_prefix: acme", "name_prefix"),
        key="",
        line=4,
        said=("a key is expected", _UNREAD, "key: value"),
    ),
    bad(
        "a sign that begins nothing",
        ("Agence publique", "@agence # <-"),
        key="",
        said=("cannot begin with @", _UNREAD, "in quotes"),
    ),
    bad(
        "a list on the key's line",
        ("Agence publique", "- Agence # <-"),
        key="",
        said=("begins on the line of its key", _UNREAD, "line of its own"),
    ),
    bad(
        "keys in a list",
        ("networks: [apps]", "networks:\n      - apps\n      extra: 1 # <-"),
        key="",
        said=("in the middle of a list", _UNREAD, "dash"),
    ),
    whole(
        "a YAML of the future",
        "%YAML 9.9\n---\nname: a\n",
        said=("a YAML version", _UNREAD, "remove the line %YAML"),
        line=1,
    ),
    whole(
        "text after the end",
        "name: a\n...\nowner: b\n",
        said=("text after the end", _UNREAD, "remove the line ..."),
        line=3,
    ),
    whole(
        "two documents",
        SOUND + "---\nname: b\n",
        said=("a second document", "only the first", "remove the line ---"),
        line=49,
    ),
    bad(
        "an anchor",
        ("Agence publique", "&x Agence # <-"),
        key="",
        said=("an anchor (&)", _HIDES, "write the value out"),
    ),
    bad("an alias", ("Agence publique", "*x # <-"), key="", said=("an alias (*)", _HIDES, "quote it if it is text")),
    bad(
        "a merge key",
        ("owner: Agence publique", "<<: {a: 1} # <-"),
        key="",
        said=("a merge key (<<)", _HIDES, "write the values out"),
    ),
    bad(
        "a tag of Python",
        ("Agence publique", "!!python/object/apply:os.system [id] # <-"),
        key="",
        said=("python/object/apply:os.system", _HIDES, "remove the tag"),
    ),
    bad(
        "a tag of YAML",
        ("days: 30}", "days: !!int 30} # <-"),
        key="",
        said=("a tag ('tag:yaml.org,2002:int')", _HIDES, "remove the tag"),
    ),
    bad(
        "a tag of one sign", ("Agence publique", "! Agence # <-"), key="", said=("a tag ('!')", _HIDES, "begins with !")
    ),
    bad(
        "a tag of nobody",
        ("Agence publique", "!x!y Agence # <-"),
        key="",
        said=("not valid YAML: a tag", _UNREAD, "remove the tag"),
    ),
    whole(
        "exploding anchors", _LAUGHS, said=("an anchor (&)", "grow without end", "write the value out"), line=1, also=72
    ),
    whole(
        "a hundred thousand levels",
        "a: " + "[" * 100_000,
        said=("nested more than 16 deep", "exhaust memory", "look for what"),
        line=1,
    ),
    whole(
        "ten thousand levels, closed",
        "a: " + "{b: " * 10_000 + "1" + "}" * 10_000,
        said=("nested more than 16", "memory", "look"),
        line=1,
    ),
    whole(
        "ten thousand levels of dashes",
        "a:\n  " + "- " * 10_000 + "1\n",
        said=("nested more than 16", "memory", "look"),
        line=2,
    ),
    whole(
        "too many values",
        "a: [" + "1," * 200_001 + "]\n",
        said=("more than 200,000 values", "memory", "look for what"),
        line=1,
    ),
    bad(
        "a key twice at the top",
        ("keys:\n", "owner: Other # <-\nkeys:\n"),
        key="owner",
        said=("line 2 already", "ignored", "remove or rename"),
    ),
    bad(
        "a key twice below",
        ("    key: logs\n", "    key: logs\n    data_class: open # <-\n"),
        key="buckets.logs.data_class",
        said=("line 46 already", "ignored", "remove or rename"),
    ),
    bad(
        "a key twice in braces",
        ("days: 30}", "days: 30, days: 1} # <-"),
        key="buckets.logs.lock.days",
        said=("line 48 already", "ignored", "remove"),
    ),
    bad(
        "an entry twice",
        ("  logs: {data_class: internal}", "  health: {data_class: internal} # <-"),
        key="keys.health",
        said=("line 34 already", "ignored", "rename"),
        also=1,
    ),
    bad(
        "a number as a key",
        ("  outside:\n", "  5432: x # <-\n  outside:\n"),
        key="network",
        said=("not text (5432)", "two things", 'quote it if it is a name: "5432"'),
    ),
    bad(
        "true as a key",
        ("  outside:\n", "  true: x # <-\n  outside:\n"),
        key="network",
        said=("not text (true)", "two things", "quote"),
    ),
    bad(
        "null as a key",
        ("  outside:\n", "  ~: x # <-\n  outside:\n"),
        key="network",
        said=("not text (~)", "two things", "quote"),
    ),
    bad(
        "no key",
        ("  outside:\n", "  ? # <-\n  : x\n  outside:\n"),
        key="network",
        said=("a key that is empty", "two things", "write a name"),
    ),
    bad(
        "a list as a key",
        ("  outside:\n", "  [a]: x # <-\n  outside:\n"),
        key="network",
        said=("a collection", "named by it", "write a name"),
    ),
    bad("an escape in a key", ("owner:", '"ow\\ener": x # <-\nowner:'), key="", said=("U+001B", _SHOWN, "remove it")),
    bad(
        "a line break in a key", ("owner:", '"ow\\nner": x # <-\nowner:'), key="", said=("U+000A", _SHOWN, "remove it")
    ),
    bad(
        "a key of a page",
        ("owner:", "x" * 300 + ": 1 # <-\nowner:"),
        key="",
        said=("a key of 300 characters", "called so", "line break"),
    ),
]
