"""`socle adopt`: an Azure export becomes, or updates, the `legacy.yaml` of an estate. Asks Azure nothing.

It says what came of it: every change, what is not typed and why, and the count of every row last.
"""

import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
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
from socle.report import console, near, printable
from socle.report.words import Language, Words

from ..failures import show_failure
from ..options import (
    STANDARD_OUTPUT,
    Lang,
    Root,
    complete_estate,
    one_estate,
    open_project,
    refuse_unwritable,
    write_whole,
)

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
    lang: Lang = Language.ENGLISH,
    root: Root = None,
) -> None:
    """Turn an Azure inventory into legacy.yaml, or bring it up to date; hand edits and comments stay."""
    refuse_unwritable(import_file, "--import-file")
    project = open_project(root)
    folder = one_estate(project, estate or _only(project))
    target, words = Target(subscription, tenant), Words(lang)
    sound = _run(project, folder, inventory, target, scope, mode.value, dry_run, import_file, words)
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
    words: Words,
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
        _import(proposal, import_to, words)
        return True
    if not dry_run:
        write(proposal.file, proposal.text, proposal.memory)
    _show(proposal, export, dry_run, console(sys.stdout), words)
    return True


def _scope(text: str) -> AzureId | None:
    try:
        return parse(text) if text else None
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--scope") from None


def _import(proposal: Proposal, to: Path, words: Words) -> None:
    document = import_file(proposal.spec)
    write_whole(to, json.dumps(document, indent=2) + "\n")
    without = not_importable(proposal.spec)
    said = console(sys.stderr if to == STANDARD_OUTPUT else sys.stdout)
    count = words.count("count.resources", len(document["resources"]))
    _print(said, words("adopt.import", file=near(to), count=count))
    _listed(said, "adopt.not-importable", without, words)


def _show(proposal: Proposal, export: Export, dry_run: bool, to: Console, words: Words) -> None:
    changes = [change for change in proposal.changes if change.kind != "kept"]
    done = "adopt.would-change" if dry_run else "adopt.written"
    state = words.count(done, len(changes)) if changes else words("adopt.nothing")
    _print(to, words("adopt.state", file=near(proposal.file.path), state=state), style="bold")
    _listed(to, "", _added(changes, words), words)
    _listed(to, "", (_edit(change, words) for change in changes if change.kind != "add" or len(change.path) > 2), words)
    _listed(to, "adopt.kept", (_kept(change, words) for change in proposal.changes if change.kind == "kept"), words)
    _listed(to, "adopt.vanished", proposal.vanished, words)
    _listed(to, "adopt.generic", _reasons(proposal, words, generic=True), words)
    _listed(to, "adopt.unread", _reasons(proposal, words, generic=False), words)
    short = _shortened(proposal, words)
    _listed(to, "adopt.unsaid", map(short, proposal.adoption.unsaid), words)
    _listed(to, "adopt.unresolved", map(short, proposal.adoption.unresolved), words)
    _listed(to, "adopt.credentials", map(short, proposal.credentials), words)
    _totals(proposal, export, to, words)


def _totals(proposal: Proposal, export: Export, to: Console, words: Words) -> None:
    reasons = Counter(outcome.reason for outcome in proposal.adoption.outcomes if not outcome.key)
    lines = (f"{number:>6}  {words.sentence(reason)}" for reason, number in reasons.most_common())
    _listed(to, "adopt.out-of-scope", lines, words)
    to.print()
    shown = {name: count for name, count in proposal.counts.items() if count or name != "repeated"}
    titles = {name: words(f"adopted.{name}") for name in shown}
    width = max(map(len, [*titles.values(), words("adopted.rows")])) + 1
    for name, count in shown.items():
        _print(to, f"{titles[name]:<{width}}{count:>6}  {words(f'adopted.{name}.meaning')}")
    _print(to, f"{words('adopted.rows'):<{width}}{export.total:>6}  {words('adopted.rows.meaning')}", style="bold")


def _added(changes: list[Change], words: Words) -> Iterator[str]:
    """New entries by map, by name as long as they are few."""
    names: dict[str, list[str]] = {}
    for change in changes:
        if change.kind == "add" and len(change.path) <= 2:
            name = change.path[1:] or sorted(change.new)
            names.setdefault(change.path[0] if change.path else "", []).extend(name)
    for section, new in names.items():
        few = ", ".join(new[:8] if len(new) > 12 else new)
        more = f" {words.count('count.more', len(new) - 8)}" if len(new) > 12 else ""
        yield f"+ {section}: {few}{more}"


def _edit(change: Change, words: Words) -> str:
    if change.kind == "add":
        return f"+ {_dotted(change)}: {_said(change.new, words)}"
    return (
        f"- {_dotted(change)}: {_said(change.old, words)}"
        if change.kind == "remove"
        else f"~ {_dotted(change)}: {_said(change.old, words)} -> {_said(change.new, words)}"
    )


def _kept(change: Change, words: Words) -> str:
    return f"{_dotted(change)}: {_said(change.old, words)} (Azure: {_said(change.new, words)})"


def _shortened(proposal: Proposal, words: Words) -> Callable[[str], str]:
    """Ids of the own subscription from their resource group on, and what is said of them in the language."""
    own = f"/subscriptions/{proposal.spec.subscription_id}/resourceGroups/"
    return lambda line: words.sentence(line.removeprefix(own))


def _reasons(proposal: Proposal, words: Words, *, generic: bool) -> Iterator[str]:
    for outcome in proposal.adoption.outcomes:
        if outcome.key and outcome.reason and outcome.key.startswith("generic.") is generic:
            yield f"{outcome.key.removeprefix('generic.')}: {words.sentence(outcome.reason)}"


def _dotted(change: Change) -> str:
    return ".".join(change.path)


def _said(value: object, words: Words) -> str:
    text = words("value.absent") if value is None else inline(value)
    return text if len(text) <= 100 else f"{text[:97]}..."


def _listed(to: Console, title: str, lines: Iterable[str], words: Words) -> None:
    """Lines under the title of that key; of many the first, and how many more there are."""
    found = list(lines)
    if found and title:
        to.print()
        _print(to, words(title))
    for line in found[:LISTED]:
        to.print(Padding.indent(Text(printable(line), overflow="fold"), 2))
    if len(found) > LISTED:
        _print(to, f"  {words.count('count.more', len(found) - LISTED)}")


def _print(to: Console, line: str, style: str = "") -> None:
    to.print(Text(printable(line), style=style, overflow="fold"))
