"""The commands and their help. Help is plain text on purpose: it starts fast and reads alike in a pipe and at 60 columns."""

from importlib.metadata import version
from typing import Annotated

import typer

from socle.extras import DISTRIBUTION

from .adopt import adopt
from .audit import audit
from .check import check
from .cost import cost
from .explain import explain
from .flows import flows
from .inventory import inventory
from .preview import preview
from .reach import reach
from .schema import schema

app = typer.Typer(
    name="socle",
    help="See what a stack would deploy, before anything is deployed: no account, no credential, no Pulumi CLI.",
    epilog="\b\nExamples:\n  socle check                  is every estate sound?\n"
    "  socle preview demo-platform  what would the stack deploy?\n"
    "  socle explain demo-platform buckets\n"
    "  socle --install-completion   complete commands and names in your shell\n"
    "\b\nExit codes: 0 fine, 1 refused input or a finding, 2 wrong use.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _examples(*lines: tuple[str, str]) -> str:
    width = max(len(line) for line, _ in lines)
    return "\b\nExamples:\n" + "\n".join(f"  {line.ljust(width)}  {what}".rstrip() for line, what in lines)


app.command(
    epilog=_examples(
        ("socle preview", "every stack"),
        ("socle preview demo-platform", "one stack"),
        ("socle preview --estate demo --json -", "as JSON"),
        ("socle preview demo-platform \\", ""),
        ("  --mode up --prior state.json", "after a deployment"),
        ("socle preview --base main", "what a branch changes"),
        ("socle preview demo-platform \\", ""),
        ("  --state state.json --html review.html", "against what is deployed"),
    )
)(preview)
app.command(
    epilog=_examples(
        ("socle cost", "every stack"),
        ("socle cost demo-platform --json -", "every line as JSON"),
        ("socle cost --base main", "what a branch costs more"),
        ("socle cost --refresh prices.json", "newer prices of machines"),
    )
)(cost)
app.command(
    epilog=_examples(("socle check", "every estate"), ("socle check --estate demo", "one estate")),
)(check)
app.command(epilog=_examples(("socle audit state.json", "what is deployed, judged by the rules")))(audit)
app.command(
    epilog=_examples(
        ("socle explain demo-platform", "what there is"),
        ("socle explain demo-platform buckets.studies", "one bucket"),
        ("socle explain demo-platform buckets.studies.lock.days", ""),
    )
)(explain)
app.command(
    epilog=_examples(
        ("socle schema", "print it"),
        ("socle schema --output estate.schema.json", "write it"),
        ("socle schema legacy --output legacy.schema.json", ""),
        ("socle schema --output estate.schema.json --check", ""),
    )
)(schema)
app.command(
    epilog=_examples(
        ("socle adopt inventory.json --estate demo", ""),
        ("socle adopt inventory.json --estate demo --dry-run", ""),
        ("socle adopt newer.json --import-file import.json", ""),
    )
)(adopt)
app.command(
    epilog=_examples(
        ("socle inventory --estate demo", ""),
        ("socle inventory --as-of 2026-12-01 --switch 2027-06-01", ""),
        ("socle inventory --format html -o leaving-azure.html", ""),
    )
)(inventory)

app.command(
    epilog=_examples(
        ("socle reach", "prove the isolation"),
        ("socle reach platform data --port 5432", "one path, hop by hop"),
        ("socle reach internet databases.catalogue", ""),
        ("socle reach 10.101.0.0/16 data --expect closed", "as a test"),
    )
    + "\n\b\nExit codes: 0 answered, 1 a finding or not as expected, 2 wrong use."
)(reach)
app.command(
    epilog=_examples(
        ("socle flows", "to read"),
        ("socle flows --format csv -o flows.csv", "to sign"),
        ("socle flows --base main", "what opened since"),
    )
)(flows)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"socle {version(DISTRIBUTION)}")
        raise typer.Exit


@app.callback()
def _socle(
    _version: Annotated[
        bool, typer.Option("--version", help="Print the version and exit.", callback=_show_version, is_eager=True)
    ] = False,
) -> None:
    pass


def command() -> None:
    """Run the command line of this process; ends by `SystemExit`, or by the exception of what failed."""
    typer.main.get_command(app).main(prog_name="socle")
