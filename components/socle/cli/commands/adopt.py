"""`socle adopt`: an Azure export becomes, or updates, the `legacy.yaml` of an estate. Asks Azure nothing.

It says what came of it: every change, what is not typed and why, and the count of every row last.
"""

import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal

import typer
from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from socle.adoption import (
    Change,
    Export,
    Proposal,
    Target,
    import_file,
    inline,
    not_importable,
    open_legacy,
    propose,
    read_export,
    write,
)
from socle.estate.legacy import AzureId, parse
from socle.messages import Refused
from socle.project import Project, estate_names
from socle.report import console, counted, near, printable

from ..failures import show_failure
from ..options import STANDARD_OUTPUT, Root, complete_estate, one_estate, open_project, refuse_unwritable, write_whole

LISTED = 40
"""Lines of one kind that are printed; the rest is counted. A first adoption has thousands."""


class NewMode(StrEnum):
    """What entries that are new in `legacy.yaml` are for."""

    OBSERVE = "observe"
    ADOPT = "adopt"


def adopt(
    inventory: Annotated[
        list[Path],
        typer.Argument(
            metavar="INVENTORY.json...",
            exists=True,
            dir_okay=False,
            help="Exports of Azure Resource Graph or ARM; all pages of one, or several that complete each other.",
        ),
    ],
    estate: Annotated[
        str | None,
        typer.Option(
            "--estate", metavar="NAME", help="Into this estate. Default: the only one.", autocompletion=complete_estate
        ),
    ] = None,
    mode: Annotated[
        NewMode, typer.Option(help="Mode of new entries: observe (another tool owns them) or adopt (Pulumi will).")
    ] = NewMode.OBSERVE,
    subscription: Annotated[
        str,
        typer.Option(
            metavar="ID", help="The subscription, where the export has several and there is no legacy.yaml yet."
        ),
    ] = "",
    tenant: Annotated[str, typer.Option(metavar="ID", help="The tenant, where the export does not say it.")] = "",
    scope: Annotated[
        str, typer.Option(metavar="ID", help="The resource group of an ARM template, which does not say it.")
    ] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would change and write nothing.")] = False,
    import_file: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Write a file for pulumi import instead of legacy.yaml; - is the standard output."
        ),
    ] = None,
    root: Root = None,
) -> None:
    """Turn an Azure inventory into legacy.yaml, or bring it up to date; hand edits and comments stay."""
    refuse_unwritable(import_file, "--import-file")
    project = open_project(root)
    folder = one_estate(project, estate or _only(project))
    sound = _run(project, folder, inventory, Target(subscription, tenant), scope, mode.value, dry_run, import_file)
    if not sound:
        raise typer.Exit(1)


def _only(project: Project) -> str:
    names = estate_names(project)
    if len(names) != 1:
        raise typer.BadParameter(f"which estate? There are {', '.join(names) or 'none'}.", param_hint="--estate")
    return names[0]


def _run(
    project: Project,
    folder: Path,
    inventory: list[Path],
    target: Target,
    scope: str,
    mode: Literal["observe", "adopt"],
    dry_run: bool,
    import_to: Path | None,
) -> bool:
    """Adopt, write unless it is a dry run, and report; False when the estate refuses."""
    export = read_export(inventory, _scope(scope))
    try:
        proposal = propose(open_legacy(folder), export, target, mode)
    except Refused as refused:
        sys.stdout.flush()
        show_failure(refused, project)
        return False
    if import_to:
        _import(proposal, import_to)
        return True
    if not dry_run:
        write(proposal.file, proposal.text, proposal.memory)
    _show(proposal, export, dry_run, console(sys.stdout))
    return True


def _scope(text: str) -> AzureId | None:
    try:
        return parse(text) if text else None
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--scope") from None


def _import(proposal: Proposal, to: Path) -> None:
    document = import_file(proposal.spec)
    write_whole(to, json.dumps(document, indent=2) + "\n")
    without = not_importable(proposal.spec)
    said = console(sys.stderr if to == STANDARD_OUTPUT else sys.stdout)
    _print(
        said, f"{near(to)}: {counted(len(document['resources']), 'resource')}; next: pulumi import --file {near(to)}"
    )
    _listed(said, "Without a Pulumi type, or in another subscription, and so not in the file:", iter(without))


def _show(proposal: Proposal, export: Export, dry_run: bool, to: Console) -> None:
    changes = [change for change in proposal.changes if change.kind != "kept"]
    done = "would change" if dry_run else "written"
    state = f"{counted(len(changes), 'change')} {done}" if changes else "nothing to change"
    _print(to, f"{near(proposal.file.path)}: {state}", style="bold")
    _listed(to, "", _added(changes))
    _listed(to, "", (_edit(change) for change in changes if change.kind != "add" or len(change.path) > 2))
    kept = (f"{_dotted(c)}: {_said(c.old)} (Azure: {_said(c.new)})" for c in proposal.changes if c.kind == "kept")
    _listed(to, "Kept as a person wrote it:", kept)
    _listed(to, "In legacy.yaml and not in this export; kept, remove what is gone:", iter(proposal.vanished))
    _listed(to, "Observed as generic, since no spec can say it:", _untyped(proposal))
    short = _shortened(proposal)
    _listed(to, "Parts that are not written, since no spec can say them:", map(short, proposal.adoption.unsaid))
    _listed(to, "Referred to, and in no map of their type:", map(short, proposal.adoption.unresolved))
    _listed(
        to, "Look like credentials; not copied. Rotate them, and delete the export:", map(short, proposal.credentials)
    )
    _totals(proposal, export, to)


def _totals(proposal: Proposal, export: Export, to: Console) -> None:
    reasons = Counter(outcome.reason for outcome in proposal.adoption.outcomes if not outcome.key)
    _listed(to, "Out of scope:", (f"{number:>6}  {reason}" for reason, number in reasons.most_common()))
    to.print()
    shown = {name: count for name, count in proposal.counts.items() if count or name != "repeated"}
    for name, count in shown.items():
        _print(to, f"{name:<13}{count:>6}  {_MEANING[name]}")
    _print(to, f"{'rows':<13}{export.total:>6}  read", style="bold")


_MEANING = {
    "observed": "known, another tool owns them",
    "adopted": "known, this project owns them",
    "referenced": "named here, and owned elsewhere",
    "unknown": "generic: seen and counted, never read",
    "out of scope": "not written, for the reasons above",
    "repeated": "rows that said the same again",
}


def _added(changes: list[Change]) -> Iterator[str]:
    """New entries by map, by name as long as they are few."""
    names: dict[str, list[str]] = {}
    for change in changes:
        if change.kind == "add" and len(change.path) <= 2:
            name = change.path[1:] or sorted(change.new)
            names.setdefault(change.path[0] if change.path else "", []).extend(name)
    for section, new in names.items():
        few = ", ".join(new) if len(new) <= 12 else f"{', '.join(new[:8])} and {len(new) - 8} more"
        yield f"+ {section}: {few}"


def _edit(change: Change) -> str:
    if change.kind == "add":
        return f"+ {_dotted(change)}: {_said(change.new)}"
    return (
        f"- {_dotted(change)}: {_said(change.old)}"
        if change.kind == "remove"
        else f"~ {_dotted(change)}: {_said(change.old)} -> {_said(change.new)}"
    )


def _shortened(proposal: Proposal) -> Callable[[str], str]:
    """Ids of the own subscription from their resource group on."""
    own = f"/subscriptions/{proposal.spec.subscription_id}/resourceGroups/"
    return lambda line: line.removeprefix(own)


def _untyped(proposal: Proposal) -> Iterator[str]:
    for outcome in proposal.adoption.outcomes:
        if outcome.key and outcome.reason:
            yield f"{outcome.key.removeprefix('generic.')}: {outcome.reason}"


def _dotted(change: Change) -> str:
    return ".".join(change.path)


def _said(value: object) -> str:
    text = "nothing" if value is None else inline(value)
    return text if len(text) <= 100 else f"{text[:97]}..."


def _listed(to: Console, title: str, lines: Iterator[str]) -> None:
    found = list(lines)
    if found and title:
        to.print()
        _print(to, title)
    for line in found[:LISTED]:
        to.print(Padding(Text(printable(line), overflow="fold"), (0, 0, 0, 2), expand=False))
    if len(found) > LISTED:
        _print(to, f"  and {len(found) - LISTED} more")


def _print(to: Console, line: str, style: str = "") -> None:
    to.print(Text(printable(line), style=style, overflow="fold"))
