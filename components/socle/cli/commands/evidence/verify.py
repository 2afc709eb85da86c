"""`socle evidence verify`: whether a bundle is what was signed. For whoever received it: no estate, no project and no network."""

import re
import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from socle.evidence import Allowed, allowed_signers, verified
from socle.report import console
from socle.report.evidence import flaw_lines, verified_json
from socle.report.words import Language, Words

from ...failures import refuse_file
from ...options import Lang

_ADDRESS = re.compile(r"[0-9a-f]{64}")

Folder = Annotated[Path, typer.Argument(metavar="DIR", exists=True, file_okay=False, help="The bundle.")]


def verify(
    folder: Folder,
    signers: Annotated[
        Path,
        typer.Option(
            "--signers",
            metavar="FILE",
            exists=True,
            dir_okay=False,
            help="Who may sign, as OpenSSH's allowed signers. Your own list, never one of the bundle.",
        ),
    ],
    head: Annotated[
        str,
        typer.Option("--head", metavar="ADDRESS", help="The head that was told to you by another way than the bundle."),
    ],
    received: Annotated[
        datetime | None,
        typer.Option(
            "--received",
            formats=["%Y-%m-%d"],
            help="The day on which the head was told to you. A signer that had ended by then does not count.",
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Every flaw as JSON.")] = False,
    lang: Lang = Language.ENGLISH,
) -> None:
    """Say whether a bundle is whole, and signed by somebody on your list; each flaw with its file."""
    if signers.resolve().is_relative_to(folder.resolve()):
        raise typer.BadParameter(
            f"{signers} is part of the bundle, which would vouch for itself", param_hint="--signers"
        )
    if not _ADDRESS.fullmatch(address := head.strip().lower()):
        raise typer.BadParameter("an address is 64 hexadecimal digits, as socle evidence says it", param_hint="--head")
    files, links, others = read_bundle(folder)
    found = verified(files, _signers(signers), address, links, others, received.date() if received else None)
    if as_json:
        typer.echo(verified_json(found), nl=False)
    else:
        for line in flaw_lines(found, Words(lang)):
            console(sys.stdout).print(Text(line), soft_wrap=True)
    if not found.sound:
        raise typer.Exit(1)


def read_bundle(folder: Path) -> tuple[dict[str, bytes], list[str], list[str]]:
    """Every file below a folder; what is a link; and what is neither, as a pipe or an empty folder. Only files are read."""
    files: dict[str, bytes] = {}
    links: list[str] = []
    others: list[str] = []
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink():
            links.append(name)
        elif path.is_file():
            files[name] = path.read_bytes()
        elif not path.is_dir() or not any(path.iterdir()):
            others.append(name)
    return files, links, others


def _signers(file: Path) -> tuple[Allowed, ...]:
    try:
        return allowed_signers(file.read_text("utf-8"))
    except ValueError as error:
        refuse_file(file, error, "nobody's signature could be told", "write it as ssh-keygen reads it: ALLOWED SIGNERS")
