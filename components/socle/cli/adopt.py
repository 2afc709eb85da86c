"""`socle adopt`: an Azure export becomes, or updates, the `legacy.yaml` of an estate. Asks Azure nothing."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from socle.project import Project, estate_names

from .files import refuse_unwritable
from .options import Root, complete_estate, one_estate, open_project


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
    from socle.adoption import Target  # noqa: PLC0415 - `socle --help` must not wait for it

    from .adopting import run  # noqa: PLC0415

    sound = run(project, folder, inventory, Target(subscription, tenant), scope, mode.value, dry_run, import_file)
    if not sound:
        raise typer.Exit(1)


def _only(project: Project) -> str:
    names = estate_names(project)
    if len(names) != 1:
        raise typer.BadParameter(f"which estate? There are {', '.join(names) or 'none'}.", param_hint="--estate")
    return names[0]
