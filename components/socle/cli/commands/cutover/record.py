"""`socle cutover record`: what was seen, deployed or decided comes into the ledger, signed by who answers for it."""

import hashlib
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from socle.cutover import (
    DEPLOYED,
    HANDS,
    KINDS,
    Book,
    Hand,
    State,
    answer_of,
    deployment,
    observation,
)
from socle.cutover.evidence import LARGEST, Draft, Level, Value
from socle.project import Project
from socle.report import printable
from socle.report.cutover import why
from socle.report.words import Language, Words

from ...options import Lang, Root
from .asked import TIMES, AsJson, At, KeyFile, OfCutover, Wave, asked
from .deployed import counts_of
from .written import again, say_record, write


def complete_kind(incomplete: str) -> list[str]:
    """Kinds of records, for the shell."""
    return sorted(each for each in {*KINDS.values(), DEPLOYED} if each.startswith(incomplete))


def record(
    wave: Wave,
    kind: Annotated[
        str,
        typer.Argument(
            metavar="KIND", help="A kind of the table of conditions, or deployment.", autocompletion=complete_kind
        ),
    ],
    values: Annotated[
        list[str] | None, typer.Argument(metavar="NAME=VALUE...", help="What was counted or compared.")
    ] = None,
    level: Annotated[
        Level | None, typer.Option("--level", help="How it is known. Default: as its condition asks.")
    ] = None,
    fence: Annotated[
        str | None,
        typer.Option(
            "--fence", metavar="ADDRESS", help="The record that proved the fence. Default: the newest of this epoch."
        ),
    ] = None,
    expires: Annotated[
        datetime | None,
        typer.Option("--expires", metavar="TIME", formats=TIMES, help="When it ends to count."),
    ] = None,
    file: Annotated[
        list[Path] | None,
        typer.Option(
            "--file",
            metavar="FILE",
            exists=True,
            dir_okay=False,
            help="What it was made from; its SHA-256 is recorded.",
        ),
    ] = None,
    state: Annotated[
        Path | None,
        typer.Option(
            "--state",
            metavar="FILE",
            exists=True,
            dir_okay=False,
            help="With deployment: the output of pulumi stack export.",
        ),
    ] = None,
    key: KeyFile = None,
    estate: OfCutover = None,
    as_of: At = None,
    as_json_: AsJson = False,
    lang: Lang = Language.ENGLISH,
    root: Root = None,
) -> None:
    """Write what was seen, deployed or decided into a wave's ledger, signed by who answers for it."""
    words, found = Words(lang), asked(root, estate, as_of)
    book = found.book(wave)
    given = _values(values or [])
    inputs = tuple(_address(each) for each in [*(file or []), *([state] if state else [])])
    if kind == DEPLOYED:
        draft = _deployment(found.project, book, given, state, inputs)
    else:
        ends = expires.replace(tzinfo=UTC) if expires else None
        draft = observation(book, kind, given, level=level, fence=fence, expires=ends, inputs=inputs)
    written, missing = write(book, draft, key)
    said = words("cutover.recorded", wave=wave, serial=written.record.serial, kind=kind)
    if kind == DEPLOYED:
        said = words("cutover.proven", wave=wave, hand=str(given["hand"]), stage=str(draft.values["shows"]))
    say_record(book, written, missing, said, words, as_data=as_json_)
    if not missing and not as_json_ and kind != DEPLOYED:
        _say_unmet(again(book), kind, words)


def _values(pairs: list[str]) -> dict[str, Value]:
    """Numbers, truths and texts by name. A number above 2^53 becomes text, as RFC 8785 has it."""
    found: dict[str, Value] = {}
    for pair in pairs:
        name, equals, text = pair.partition("=")
        if not equals or not name:
            raise typer.BadParameter(f"{printable(pair)} is not NAME=VALUE", param_hint="NAME=VALUE...")
        if name in found:
            raise typer.BadParameter(f"{printable(name)} is given twice", param_hint="NAME=VALUE...")
        found[name] = _value(text)
    return found


def _value(text: str) -> Value:
    if text in ("true", "false"):
        return text == "true"
    if text.isascii() and text.isdigit() and len(text) < 40 and int(text) <= LARGEST:
        return int(text)
    return text


def _address(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _deployment(
    project: Project, book: Book, given: dict[str, Value], state: Path | None, inputs: tuple[str, ...]
) -> Draft:
    """The record of a deployment, which the exported state must bear out; movers have no stack, and their collector answers for them."""
    hand: Hand | None = next((each for each in HANDS if each == given.get("hand")), None)
    if hand is None or set(given) != {"hand"}:
        raise typer.BadParameter(
            f"a deployment is recorded with hand=HAND, one of {', '.join(HANDS)}", param_hint="NAME=VALUE..."
        )
    draft = deployment(book, hand, inputs)
    if hand != "movers":
        if state is None:
            raise typer.BadParameter(
                "the exported state of the stack is needed: pulumi stack export --file FILE", param_hint="--state"
            )
        return replace(draft, values={**draft.values, **counts_of(project, book, hand, state)})
    return draft


def _say_unmet(book: Book, kind: str, words: Words) -> None:
    """Say where a gate does not open by what was written, so that it is seen now and not at the gate."""
    for step, answer in answer_of(book, kind):
        if answer.state is not State.OPEN and step.kind != "back":
            sys.stderr.write(words("cutover.unmet", goal=step.goal.value, why=why(answer, words)) + "\n")
