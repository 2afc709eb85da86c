"""One language for all commands: chosen alike, and no English left in French nor French in English, errors and help included.

A word list finds what is left, names and commands aside; what the operating system or a program says is nobody's to translate.
"""

import json
import re
from pathlib import Path

import pytest

from socle.cli.app import COMMANDS, CUTOVER, MOVE
from socle.cli.movers import COLLECTORS, DATABASES
from tests.estate.bad import Bad
from tests.estate.bad_files import FILES
from tests.estate.bad_networks import ADDRESSES, FLOWS, RANGES, WAYS_OUT
from tests.estate.bad_stores import CLASSES, GRANTS, REFERENCES
from tests.estate.bad_values import KEYS, KINDS, NAMES, NUMBERS, WORDS

from .conftest import Socle, write

VALUES = [*KEYS, *NAMES, *KINDS, *NUMBERS, *WORDS]
BAD = [*FILES, *RANGES, *ADDRESSES, *FLOWS, *WAYS_OUT, *CLASSES, *GRANTS, *REFERENCES, *VALUES]
ROOT = Path(__file__).parent.parent.parent
DEMO = ("--root", str(ROOT))

ENGLISH = re.compile(
    r"(?<![\w.:/'\"-])(the|and|with|without|from|to|is|are|not|every|which|what|its|their|would|could|nothing|write|may"
    r"|then|known|it|be|has|have|by|of|that|this|one|each|there|where|unless|only|holds|remove|known)(?![\w/'-])",
    re.IGNORECASE,
)
FRENCH = re.compile(
    r"(?<![\w.:/'\"-])(le|la|les|un|une|des|du|est|sont|pas|dans|avec|sans|pour|qui|que|ce|cette|sur|par)(?![\w/'-])",
    re.IGNORECASE,
)


def sentences(text: str) -> list[str]:
    """Lines without what is quoted, coded or a command to type."""
    quoted = r"`[^`]*`|'[^'\n ]*'|\"[^\"\n]*\""
    typed = r"socle [a-z]+.*|hand=|pulumi .*|git \w+.*|az graph[\s\S]*?the rest|\{[^}]*\}|--[a-z-]+|\bFROM\b|\bTO\b"
    bare = re.sub(f"{quoted}|{typed}", "", text)
    return bare.splitlines()


def left_in(text: str, other: re.Pattern[str]) -> list[str]:
    return [line for line in sentences(text) if other.search(line)]


@pytest.mark.parametrize(
    "name",
    [
        *("", "cutover", "move", "move database", *(name for name, *_ in COMMANDS)),
        *(
            f"{group} {name}"
            for group, rows in (("move", COLLECTORS), ("move database", DATABASES))
            for name, *_ in rows
        ),
        *(f"{group} {name}" for group, rows in (("cutover", CUTOVER), ("move", MOVE)) for name, *_ in rows),
    ],
)
def test_help_is_in_the_language_of_the_run(socle: Socle, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    asked = [*name.split(), "--help"]
    english = socle(*asked).out
    monkeypatch.setenv("SOCLE_LANG", "fr")
    french = socle(*asked).out
    assert french.startswith("Usage\u00a0: socle")
    assert english.startswith("Usage: socle")
    assert "Codes de sortie\u00a0: 0" in french
    assert "Exit codes: 0" in english
    assert left_in(french, ENGLISH) == []
    assert left_in(english, FRENCH) == []


@pytest.mark.parametrize(
    "arguments",
    [
        ("nosuch",),
        ("preview", "--nosuch"),
        ("preview", "nosuch", *DEMO),
        ("preview", "--estate", "nosuch", *DEMO),
        ("preview", "--state", "nosuch.json", *DEMO),
        ("preview", "--base", "main", "--state", __file__, *DEMO),
        ("preview", "--json", "/nosuch/plan.json", *DEMO),
        ("preview", "--html", "-", "--markdown", "-", *DEMO),
        ("preview", "--prior", __file__, *DEMO),
        ("cost", "--prices", __file__, *DEMO),
        ("check", "--json", *DEMO),
        ("check", "--as-of", "yesterday"),
        ("check", "--root", "/nosuch"),
        ("check", "--root", "/"),
        ("explain",),
        ("explain", "demo-platform", "buckts", *DEMO),
        ("schema", "--check"),
        ("schema", "nosuch"),
        ("adopt",),
        ("adopt", "nosuch.json"),
        ("adopt", __file__, "--estate", "demo", *DEMO),
        ("inventory", *DEMO, "--estate", "demo", "--as-of", "2026-12-01", "--switch", "2026-11-30"),
        ("reach", "platform", *DEMO),
        ("reach", "--port", "99999"),
        ("reach", "--port", "22", *DEMO),
        ("reach", "platform", "data", "--port", "22", "--protocol", "icmp", *DEMO),
        ("audit", "nosuch.json"),
        ("audit", __file__),
        ("flows", "--format", "xml"),
        ("access", "--output", "rights.txt", *DEMO),
        ("cutover", "status", "nosuch", *DEMO),
        ("cutover", "status", "--estate", "rehearsal", *DEMO),
        ("cutover", "check", "catalogue", "retired", *DEMO),
        ("cutover", "check", "catalogue", "nosuch", *DEMO),
        ("cutover", "record", "catalogue", "nosuch", *DEMO),
        ("cutover", "record", "catalogue", "transition", *DEMO),
        ("cutover", "record", "catalogue", "parity", "nosuch", *DEMO),
        ("cutover", "record", "catalogue", "parity", "--key", "/nosuch", *DEMO),
        ("cutover", "record", "catalogue", "deployment", *DEMO),
        ("cutover", "approve", "catalogue", *DEMO),
        ("cutover", "advance", "catalogue", *DEMO),
        ("cutover", "rollback", "studies", "--to", "aborted", *DEMO),
        ("cutover", "verify", "--anchor", "1:2", *DEMO),
        ("cutover", "verify", "catalogue", "--anchor", "1:2", *DEMO),
        ("cutover", "verify", "--base", "nosuch", *DEMO),
        ("cutover", "verify", "--state", __file__, *DEMO),
    ],
    ids=" ".join,
)
def test_wrong_use_is_told_in_the_language_of_the_run(
    socle: Socle, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    english = socle(*arguments)
    monkeypatch.setenv("SOCLE_LANG", "fr")
    french = socle(*arguments)
    assert english.code == french.code != 0
    assert left_in(french.err.replace(__file__, ""), ENGLISH) == []
    assert left_in(english.err.replace(__file__, ""), FRENCH) == []


ANSWERS = [
    ("cost", "demo-platform"),
    ("check",),
    ("access", "demo-foundation", "demo-legacy"),
    ("explain", "demo-platform"),
    ("explain", "demo-platform", "buckets.studies"),
    ("explain", "demo-platform", "buckets.studies.versioning"),
    ("explain", "demo-bridge", "bridge"),
    ("explain", "demo-legacy", "legacy.networks"),
    ("inventory", "--estate", "demo", "--as-of", "2026-12-01"),
    ("inventory", "--estate", "demo", "--as-of", "2026-12-01", "--format", "html"),
    ("preview", "demo-platform"),
    ("adopt", str(ROOT / "stacks/estates/demo/azure-inventory.json"), "--estate", "demo", "--dry-run"),
]


@pytest.mark.slow
@pytest.mark.parametrize("arguments", ANSWERS, ids=lambda arguments: " ".join(arguments[:3]))
def test_an_answer_is_in_the_language_of_the_run(socle: Socle, arguments: tuple[str, ...]) -> None:
    english, french = socle(*arguments, *DEMO), socle(*arguments, *DEMO, "--lang", "fr")
    assert english.code == french.code == 0
    assert english.out != french.out or arguments == ("check",)
    assert left_in(re.sub(r"(?s)<style>.*?</style>", "", french.out + french.err), ENGLISH) == []
    assert left_in(re.sub(r"(?s)<style>.*?</style>", "", english.out + english.err), FRENCH) == []


def estate_of(case: Bad, folder: Path) -> None:
    folder.mkdir(parents=True)
    if case.make:
        case.make(folder)
    else:
        (folder / "estate.yaml").write_bytes(case.text if isinstance(case.text, bytes) else case.text.encode())


OWN_WORDS = (
    "applications read",
    "read, write, delete",
    "Synthetic",
    "did not find expected",
    "could not find expected",
    "because because",
)
"""What a case writes itself, or the library that reads YAML says of it."""


@pytest.mark.slow
@pytest.mark.parametrize("case", BAD, ids=lambda case: case.id)
def test_every_bad_estate_is_refused_in_french(project: Path, socle: Socle, case: Bad) -> None:
    for name in ("demo", "test"):
        (project / f"stacks/estates/{name}/estate.yaml").unlink()
        (project / f"stacks/estates/{name}").rmdir()
    estate_of(case, project / "stacks/estates/acme")
    said = socle("check", "--estate", "acme", "--lang", "fr")
    if said.code == 1:
        lines = [line for line in left_in(said.err, ENGLISH) if not any(word in line for word in OWN_WORDS)]
        assert lines == []


def test_the_option_is_stronger_than_the_variable(socle: Socle, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOCLE_LANG", "fr")
    assert socle("preview", "--nosuch").err.startswith("Usage\u00a0:")
    assert socle("preview", "--lang", "en", "--nosuch").err.startswith("Usage: ")
    assert socle("preview", "--lang=en", "--nosuch").err.startswith("Usage: ")


def test_what_is_no_language_is_refused(socle: Socle, monkeypatch: pytest.MonkeyPatch) -> None:
    assert socle("check", "--lang", "de", *DEMO).code == 2
    monkeypatch.setenv("SOCLE_LANG", "de")
    assert socle("check", *DEMO).code == 2


def test_a_program_that_fails_is_told_in_french_and_its_own_words_stay(
    project: Path, socle: Socle, failing: None
) -> None:
    write(project / "infra/__main__.py", 'raise ValueError("no such study")\n')
    said = socle("preview", "demo-a", "--lang", "fr")
    assert said.code == 1
    assert "le programme de demo-a a échoué\u00a0: ValueError: no such study" in said.err
    assert "remède\u00a0: corriger le programme" in said.err


def test_json_has_the_same_keys_in_both_languages(socle: Socle) -> None:
    asked = ("inventory", "--estate", "demo", "--as-of", "2026-12-01", "--format", "json", *DEMO)
    english, french = (json.loads(socle(*asked, "--lang", language).out) for language in ("en", "fr"))
    assert english.keys() == french.keys()
    assert english["earliest_end"]["day"] == french["earliest_end"]["day"]
    assert english["blockers"][0]["what"] != french["blockers"][0]["what"]


def test_the_language_may_stand_before_the_command_and_what_stands_last_counts(socle: Socle) -> None:
    asked = ("explain", "demo-platform", "buckets.studies", *DEMO)
    french, english = socle(*asked, "--lang", "fr"), socle(*asked)
    assert french != english
    assert socle("--lang", "fr", *asked) == french
    assert socle("--lang", "fr", *asked, "--lang", "en") == english
    assert socle("--lang", "fr", "check", "--nosuch").err.startswith("Usage\u00a0: ")
    assert socle("--lang", "de", "check", *DEMO).code == 2
