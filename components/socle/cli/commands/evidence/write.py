"""`socle evidence --out DIR`: everything that an auditor asks to see, as a tree of files that can be handed over and checked."""

import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from socle.cutover.evidence import Level
from socle.evidence import HEAD, bundle_of, gather, sealed
from socle.messages import Refused
from socle.plan import load as load_json
from socle.plan import read_deployed
from socle.project import Project
from socle.report import console, near
from socle.report.evidence import evidence_markdown, evidence_page
from socle.report.words import Language, Words

from ...failures import refuse_file, show_failure, show_failures
from ...options import Lang, LastingEstate, Root, one_estate, open_project, write_whole
from ...progress import watched
from ..reach import estate_asked_for

_TIMES = ["%Y-%m-%d", "%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]


def write(
    out: Annotated[
        Path, typer.Option("--out", metavar="DIR", help="Where to write it: a folder that is not there, or is empty.")
    ],
    estate: LastingEstate = None,
    state: Annotated[
        list[Path] | None,
        typer.Option(
            "--state",
            metavar="FILE",
            exists=True,
            dir_okay=False,
            help="What is deployed of one stack: pulumi stack export. What is in none is declared.",
        ),
    ] = None,
    as_of: Annotated[
        datetime | None,
        typer.Option("--as-of", metavar="TIME", formats=_TIMES, help="The time of the bundle, in UTC. Default: now."),
    ] = None,
    lang: Lang = Language.ENGLISH,
    root: Root = None,
) -> None:
    """Write everything that an auditor asks to see, each claim with its sources, in a chain that a third party can check."""
    _refuse_full(out)
    project = open_project(root)
    folder = one_estate(project, estate_asked_for(project, estate))
    at = (as_of.replace(tzinfo=UTC) if as_of else datetime.now(UTC)).replace(microsecond=0)
    try:
        files, missing = _files(project, folder, at, _states(state or []), Words(lang))
    except Refused as refused:
        show_failure(refused, project)
        raise typer.Exit(1) from None
    _write(files, out)
    words, head = Words(lang), files[HEAD].decode().strip()
    console(sys.stdout).print(words("evidence.written", n=len(files), folder=near(out), head=head), soft_wrap=True)
    console(sys.stdout).print(words("evidence.sign", file=near(out / HEAD)), soft_wrap=True)
    if missing:
        raise typer.Exit(1)


def _refuse_full(out: Path) -> None:
    """Refuse a folder in which an older bundle, or anything else, would be mixed with this one."""
    if out.is_symlink() or (out.exists() and not out.is_dir()):
        raise typer.BadParameter(f"{out} is no folder", param_hint="--out")
    if out.is_dir() and any(out.iterdir()):
        raise typer.BadParameter(f"{out} is not empty: name a new folder", param_hint="--out")
    if not out.is_dir() and not out.parent.is_dir():
        raise typer.BadParameter(f"there is no folder {out.parent}", param_hint="--out")


def _states(files: list[Path]) -> dict[str, dict[str, Any]]:
    """Exported states by the stack that each is of."""
    found: dict[str, dict[str, Any]] = {}
    for file in files:
        try:
            form = load_json(file)
            found[read_deployed(form).stack] = dict(form)
        except ValueError as error:
            refuse_file(
                file, error, "nothing of it would be in the bundle", "write it with: pulumi stack export --file"
            )
    return found


def _files(
    project: Project, folder: Path, at: datetime, states: Mapping[str, dict[str, Any]], words: Words
) -> tuple[dict[str, bytes], bool]:
    """Every file of the bundle, and whether a stack has no plan."""
    of, failures = gather(project, folder, at, states, watched)
    show_failures(failures, project, None)
    found = bundle_of(of)
    drawn = {
        "index.html": evidence_page(found, words).encode(),
        "evidence.md": evidence_markdown(found, words).encode(),
    }
    levels: dict[str, Level] = {**found.levels, "index.html": of.level, "evidence.md": of.level}
    return sealed({**found.files, **drawn}, of, levels), bool(of.missing)


def _write(files: Mapping[str, bytes], out: Path) -> None:
    out.mkdir(exist_ok=True)
    for path, content in files.items():
        target = out / path
        target.parent.mkdir(parents=True, exist_ok=True)
        write_whole(target, content.decode())
