"""The commands and their help. Help is plain text on purpose: it starts fast and reads alike in a pipe and at 60 columns.

A command's module is imported when it is run, completed or asked for its own help. The list of commands imports none: it has
each one's line here, which a test compares with the command's own.
"""

from collections.abc import Callable, Iterator
from functools import cached_property
from importlib.metadata import version
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from socle.extras import DISTRIBUTION
from socle.report.words import Language

from .commands import function_of
from .commands.cutover import function_of as function_of_cutover
from .commands.evidence import function_of as function_of_evidence
from .commands.move import function_of as function_of_move
from .commands.move.database import function_of as function_of_database
from .language import Command, Commands, short
from .movers import COLLECTORS, DATABASE, DATABASES, Row

_PLAIN: dict[str, Any] = {"rich_markup_mode": None, "pretty_exceptions_enable": False, "add_completion": False}

app = typer.Typer(
    name="socle",
    cls=Commands,
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


class Late(Command):
    """A command that is imported on first use; only its name and what the list of commands says of it are here."""

    def __init__(
        self, name: str, line: str, epilog: str, find: Callable[[str], Callable[..., None]] = function_of
    ) -> None:
        super().__init__(name, help=line, rich_markup_mode=None)
        self._epilog = epilog
        self.find = find

    @cached_property
    def real(self) -> Any:
        """The command itself, with its options."""
        alone = typer.Typer(**_PLAIN)
        alone.command(self.name, cls=Command, epilog=self._epilog)(self.find(str(self.name)))
        return typer.main.get_command(alone)

    def get_short_help_str(self, limit: int = 45) -> str:
        return short(self.help or "", limit)

    def make_context(self, info_name: str | None, args: list[str], parent: Any = None, **extra: Any) -> Any:
        said_before = _said_before(parent)
        args = ["--lang", said_before, *args] if said_before else args
        return self.real.make_context(info_name, args, parent, **extra)


class Together(Commands):
    """Commands under one name, such as `socle cutover status`."""

    def get_short_help_str(self, limit: int = 45) -> str:
        return short(self.help or "", limit)


class Written(Together):
    """Commands under one name of which one is meant where none is named: `socle evidence --out DIR` writes."""

    otherwise = "write"

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        named = {*self.commands, *ctx.help_option_names}
        return super().parse_args(ctx, args if not args or named & set(args) else [self.otherwise, *args])


def _said_before(context: Any) -> str:
    """The language that was named before the command, on whichever level."""
    while context is not None:
        if context.params.get("_lang"):
            return str(context.params["_lang"])
        context = context.parent
    return ""


def _examples(*lines: tuple[str, str]) -> str:
    width = max(len(line) for line, _ in lines)
    return "\b\nExamples:\n" + "\n".join(f"  {line.ljust(width)}  {what}".rstrip() for line, what in lines)


def _codes(first: str, wrong_use: str = "2 wrong use") -> str:
    return f"\n\b\nExit codes: {first}, {wrong_use}."


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"socle {version(DISTRIBUTION)}")
        raise typer.Exit


@app.callback()
def _socle(
    _version: Annotated[
        bool, typer.Option("--version", help="Print the version and exit.", callback=_show_version, is_eager=True)
    ] = False,
    _lang: Annotated[Language | None, typer.Option("--lang", help="The same as after the command.")] = None,
) -> None:
    pass


COMMANDS: tuple[tuple[str, str, str], ...] = (
    (
        "init",
        "Write a new estate that checks and previews clean; ask for what was not given, and never overwrite.",
        _examples(
            ("socle init acme", "it asks"),
            ("socle init acme --owner 'Agence publique' \\", ""),
            ("  --organization-id ID --break-glass-user-id ID \\", ""),
            ("  --contact on-call@acme.example", ""),
            ("socle init acme --from demo", "the large estate, without Azure"),
        )
        + _codes("0 written, 1 an answer is refused, or something is there already"),
    ),
    (
        "preview",
        "Draw every resource that stacks would register, or what would change against a baseline.",
        _examples(
            ("socle preview", "every stack"),
            ("socle preview demo-platform", "one stack"),
            ("socle preview --estate demo --json -", "as JSON"),
            ("socle preview demo-platform \\", ""),
            ("  --mode up --prior state.json", "after a deployment"),
            ("socle preview --base main", "what a branch changes"),
            ("socle preview demo-platform \\", ""),
            ("  --state state.json --html review.html", "against what is deployed"),
            ("socle preview --capture plans.json", "in a job without secrets"),
            ("socle preview --head $SHA \\", ""),
            ("  --captured plans.json --markdown -", "judged by the base's own code"),
        )
        + _codes("0 shown, 1 a stack cannot be captured or the verdict is refused"),
    ),
    (
        "cost",
        "Sum up what stacks cost a month, and name what is not in the sum.",
        _examples(
            ("socle cost", "every stack"),
            ("socle cost demo-platform --json -", "every line as JSON"),
            ("socle cost --base main", "what a branch costs more"),
            ("socle cost --refresh prices.json", "newer prices of machines"),
        )
        + _codes("0 summed up, 1 a stack cannot be captured or compared"),
    ),
    (
        "check",
        "Read and cross-check estates and stack files, and their plans by the rules; print every problem with its line.",
        _examples(
            ("socle check", "every estate"),
            ("socle check --estate demo", "one estate"),
            ("socle check --rules", "what its stacks would deploy, too"),
            ("socle check --quotas", "what the organisation must hold"),
            ("socle check --rules --json --as-of 2027-06-30", "on another day"),
        )
        + _codes("0 sound, 1 a problem or a broken rule of high or critical severity"),
    ),
    (
        "bootstrap",
        "Say what of an estate's first day is done, what a person must do and how it is checked, and the next command.",
        _examples(
            ("socle bootstrap --estate acme", "from files alone"),
            ("socle bootstrap --estate acme --live", "the host is asked, too"),
            ("socle bootstrap --json", "every step as JSON"),
        )
        + _codes("0 told, whatever is left to do; 1 the estate is refused"),
    ),
    (
        "doctor",
        "Say what a deployment from this machine would stop at, or be led astray by: tools, backend, credentials, quotas.",
        _examples(
            ("socle doctor", "the lasting estate, without network"),
            ("socle doctor demo-platform", "one stack"),
            ("socle doctor demo-platform --live", "the hosts are asked, too"),
            ("socle doctor --json", "every line as JSON"),
        )
        + _codes("0 nothing is wrong, 1 something is"),
    ),
    (
        "explain",
        "Show a value of a stack's estate, the line it comes from, and what it is for.",
        _examples(
            ("socle explain demo-platform", "what there is"),
            ("socle explain demo-platform buckets.studies", "one bucket"),
            ("socle explain demo-platform buckets.studies.lock.days", ""),
        )
        + _codes("0 shown, 1 the estate is refused", "2 wrong use or an unknown key"),
    ),
    (
        "schema",
        "Print the JSON Schema of a file of an estate.",
        _examples(
            ("socle schema", "print it"),
            ("socle schema --output estate.schema.json", "write it"),
            ("socle schema legacy --output legacy.schema.json", ""),
            ("socle schema --output estate.schema.json --check", ""),
        )
        + _codes("0 written or up to date, 1 FILE is missing or stale"),
    ),
    (
        "adopt",
        "Turn an Azure inventory into legacy.yaml, or bring it up to date; hand edits and comments stay.",
        _examples(
            ("socle adopt inventory.json --estate demo", ""),
            ("socle adopt inventory.json --estate demo --dry-run", ""),
            ("socle adopt newer.json --import-file import.json", ""),
        )
        + _codes("0 adopted, 1 the export or the estate is refused"),
    ),
    (
        "inventory",
        "Sort the Azure estate for the move, and say when Azure can end at the earliest and why.",
        _examples(
            ("socle inventory --estate demo", ""),
            ("socle inventory --as-of 2026-12-01 --switch 2027-06-01", ""),
            ("socle inventory --format html -o leaving-azure.html", ""),
        )
        + _codes("0 sorted, 1 the estate is refused or has no legacy.yaml"),
    ),
    (
        "reach",
        "Say whether FROM reaches TO, and what opens or closes each hop; without names, prove the estate's isolation.",
        _examples(
            ("socle reach", "prove the isolation"),
            ("socle reach platform data --port 5432", "one path, hop by hop"),
            ("socle reach internet databases.catalogue", ""),
            ("socle reach 10.101.0.0/16 data --expect closed", "as a test"),
        )
        + _codes("0 answered, 1 a finding or not as expected"),
    ),
    (
        "access",
        "Say who may see, read, write, delete and manage what, by the plans of all layers.",
        _examples(
            ("socle access", "every stack"),
            ("socle access --estate demo --format csv -o rights.csv", "to sign"),
            ("socle access --format markdown", "to review"),
            ("socle access --base main", "whose rights grew and shrank"),
        )
        + _codes("0 written, 1 a stack cannot be captured or compared"),
    ),
    (
        "audit",
        "Judge what is deployed; exit code 1 where a rule of high or critical severity is broken.",
        _examples(
            ("socle audit state.json", "what is deployed, judged by the rules"),
            ("socle audit state.json --estate demo", "with its exemptions"),
            ("socle audit state.json --json", "every finding"),
        )
        + _codes("0 fine, 1 a broken rule of high or critical severity"),
    ),
    (
        "flows",
        "Write every declared flow with its reason, owner, date, line and whether it has a way.",
        _examples(
            ("socle flows", "to read"),
            ("socle flows --format csv -o flows.csv", "to sign"),
            ("socle flows --base main", "what opened since"),
        )
        + _codes("0 written, 1 a stack cannot be captured"),
    ),
    (
        "sovereignty",
        "Say under whose law, in whose hands and behind whose keys everything is, and when nothing is left on Azure.",
        _examples(
            ("socle sovereignty", "to read"),
            ("socle sovereignty --format json", "every resource"),
            ("socle sovereignty --format html -o sovereignty.html", ""),
            ("socle sovereignty --as-of 2027-06-30", "on another day"),
        )
        + _codes("0 written, 1 the estate is refused or a stack cannot be captured"),
    ),
)
"""Name, first line of help and the rest of it, in the order of the overview."""


_STEP_CODES = "0 written or proposed, 1 refused: the gate, the ledger or the key"
CUTOVER: tuple[tuple[str, str, str], ...] = (
    (
        "status",
        "Say who may write, how long there is, what to type next, whom to call, and what every wave still lacks.",
        _examples(
            ("socle cutover status", "every wave"),
            ("socle cutover status catalogue", "one wave in full"),
            ("socle cutover status --json --as-of 2027-02-08T03:00", "at another time"),
        )
        + _codes("0 told, 1 a ledger is not believed"),
    ),
    (
        "check",
        "Say of each step that a wave may take what its gate asks for, what is shown, and who owes the rest.",
        _examples(
            ("socle cutover check catalogue", "every step from here"),
            ("socle cutover check catalogue seeding", "one step"),
        )
        + _codes("0 the gate is open, 1 it is not"),
    ),
    (
        "plan",
        "Write the runbook of a wave's next step, and the kit that gives Azure back when nothing else runs.",
        _examples(
            ("socle cutover plan catalogue", "who does what, in order"),
            ("socle cutover plan catalogue --kit kit/", "scripts for an offline laptop"),
        )
        + _codes("0 written, 1 the ledger is not believed or the folder is refused"),
    ),
    (
        "record",
        "Write what was seen, deployed or decided into a wave's ledger, signed by who answers for it.",
        _examples(
            ("socle cutover record catalogue path-mtu passes=true \\", ""),
            ("  --key keys/probe", "what a collector saw"),
            ("socle cutover record catalogue deployment \\", ""),
            ("  hand=legacy --state demo-legacy.json", "that a stack shows its stage"),
        )
        + _codes("0 written or proposed, 1 refused: the state, the ledger or the key"),
    ),
    (
        "approve",
        "Sign what is proposed for a wave, or propose the approval of its next step; it is written once all have signed.",
        _examples(
            ("socle cutover approve catalogue", "with the listed key of ~/.ssh"),
            ("socle cutover approve catalogue --key ~/.ssh/token.pub", "an agent holds the key"),
        )
        + _codes("0 signed, 1 refused: the evidence, the ledger or the key"),
    ),
    (
        "advance",
        "Begin a wave's next step forward: its gate is judged once, and what it said is signed.",
        _examples(("socle cutover advance catalogue", "the next step")) + _codes(_STEP_CODES),
    ),
    (
        "rollback",
        "Begin a wave's way back: to the phase before, or, after the switch, to the fence of the platform and on to Azure.",
        _examples(
            ("socle cutover rollback catalogue", "the nearest way back"),
            ("socle cutover rollback catalogue --to aborted", "and the copy is wiped"),
        )
        + _codes("0 written, 1 refused: the ledger or the key"),
    ),
    (
        "hold",
        "Stop a wave from going forward, as anybody may who is listed; the way back stays open.",
        _examples(
            ("socle cutover hold catalogue", "stop"),
            ("socle cutover hold catalogue --release", "go on"),
        )
        + _codes("0 written, 1 refused: the ledger or the key"),
    ),
    (
        "verify",
        "Say what is wrong with the ledgers of waves, line by line, and what they were held against.",
        _examples(
            ("socle cutover verify", "against the last commit"),
            ("socle cutover verify --base origin/main", "against what was reviewed"),
            ("socle cutover verify --state demo-legacy.json", "against what is deployed"),
            ("socle cutover verify --anchor s3://acme-audit-evidence", "against the locked bucket"),
        )
        + _codes("0 sound, 1 a flaw"),
    ),
    (
        "anchor",
        "Keep the end of each ledger in a locked bucket, so that a tail that is cut off shows.",
        _examples(("socle cutover anchor", "after every step, by the pipeline that collects"))
        + _codes("0 kept, 1 the bucket or a ledger is refused"),
    ),
)
"""The commands of the cut-over, as in `COMMANDS`."""

EVIDENCE: tuple[tuple[str, str, str], ...] = (
    (
        "write",
        "Write everything that an auditor asks to see, each claim with its sources, in a chain that a third party can check.",
        _examples(
            ("socle evidence --out evidence", "what the program declares"),
            ("socle evidence --out evidence --state state.json", "and what is deployed"),
            ("socle evidence --out evidence --as-of 2026-12-01 --lang fr", ""),
        )
        + _codes("0 written, 1 the estate is refused or a stack cannot be captured"),
    ),
    (
        "verify",
        "Say whether a bundle is whole, and signed by somebody on your list; each flaw with its file.",
        _examples(
            ("socle evidence verify evidence --signers signers \\", ""),
            ("  --head ADDRESS", "both are yours, not the bundle's"),
        )
        + _codes("0 whole and signed, 1 it is not, or a file is refused"),
    ),
    (
        "diff",
        "Say what is better, worse, new, gone or expired in a newer bundle.",
        _examples(
            ("socle evidence diff spring autumn", "what became of it"), ("socle evidence diff spring autumn --json", "")
        )
        + _codes("0 nothing is worse or expired, 1 something is, or a file is refused"),
    ),
)
"""The commands of evidence, as in `COMMANDS`."""

_EVIDENCE = "Write what an auditor asks to see as files that can be handed over, verify such a bundle, or compare two."

_CUTOVER = "See where the waves of the cut-over stand, take their steps, and give Azure back."


_MOVE_CODES = "0 done, 1 refused, not finished, or not equal"
MOVE: tuple[tuple[str, str, str], ...] = (
    (
        "plan",
        "Say what a move takes: days, requests, what leaving costs, workers, and how long its fence would last.",
        _examples(
            ("socle move plan studies.yaml --objects 1000 --gigabytes 1", ""),
            ("socle move plan base.yaml --objects 300000000 \\", ""),
            ("  --gigabytes 450000 --days 10", "how many workers?"),
            ("socle move plan base.yaml --objects 300000000 \\", ""),
            ("  --gigabytes 450000 --window 240", "does the fence fit?"),
        )
        + _codes("0 told, 1 the job is refused, or the fence is longer than the window"),
    ),
    (
        "copy",
        "Copy what is not on the target as it is at the source, hash it on the way, and read it back; run again to go on.",
        _examples(
            ("socle move copy studies.yaml", "in this process"),
            ("socle move copy studies.yaml --workers 4", "in four others"),
            ("socle move copy studies.yaml --back", "what was written on the platform since"),
            ("socle move copy studies.yaml \\", ""),
            ("  --scheduler tls://scheduler.mover:8786 \\", ""),
            ("  --certificate mover.pem --certificate-key mover.key \\", ""),
            ("  --authority authority.pem --json", "on a cluster, for a program"),
        )
        + _codes(_MOVE_CODES),
    ),
    (
        "digest",
        "Read what nobody has a valid digest of, on both sides, so that a fence has little left to read.",
        _examples(("socle move digest studies.yaml --workers 2", "the night before")) + _codes(_MOVE_CODES),
    ),
    (
        "verify",
        "Say whether source and target hold the same objects: missing, extra, different, or not proven; name what is not.",
        _examples(
            ("socle move verify studies.yaml", "while both run"),
            ("socle move verify studies.yaml --fence", "the source is closed"),
        )
        + _codes(_MOVE_CODES),
    ),
    (
        "erase",
        "Erase every version of what a signed list names from the target; a legal hold refuses, and nothing else is deleted.",
        _examples(
            ("socle move erase studies.yaml tombstones.json \\", ""),
            ("  --signature tombstones.sig --estate demo", "signed for data protection"),
        )
        + _codes("0 erased, 1 refused, or something is still there"),
    ),
)
"""The commands that move objects, as in `COMMANDS`."""

_MOVE = "Move objects and databases to the platform, prove that they are equal, and erase what was erased."


def commands() -> TyperGroup:
    """The command line, with every command."""
    group = typer.main.get_command(app)
    assert isinstance(group, TyperGroup)  # noqa: S101 - a callback makes it one
    for name, line, more in COMMANDS:
        group.add_command(Late(name, line, more))
    group.add_command(_cutover())
    group.add_command(_move())
    group.add_command(_evidence())
    return group


def leaves() -> list[Late]:
    """Every command that does something, those of a group too."""
    return list(_leaves(commands()))


def _leaves(group: TyperGroup) -> Iterator[Late]:
    for each in group.commands.values():
        if isinstance(each, Together):
            yield from _leaves(each)
        elif isinstance(each, Late):
            yield each


def _cutover() -> Together:
    epilog = _examples(("socle cutover status", "the screen for three in the morning")) + _codes("0 as of each command")
    found = Together(name="cutover", help=_CUTOVER, epilog=epilog, no_args_is_help=True, rich_markup_mode=None)
    for name, line, more in CUTOVER:
        found.add_command(Late(name, line, more, function_of_cutover))
    return found


def _move() -> Together:
    epilog = _examples(("socle move copy studies.yaml", "again and again, until verify is green"))
    codes = _codes("0 as of each command")
    found = Together(name="move", help=_MOVE, epilog=epilog + codes, no_args_is_help=True, rich_markup_mode=None)
    for name, line, more in MOVE:
        found.add_command(Late(name, line, more, function_of_move))
    _add(found, COLLECTORS, function_of_move)
    found.add_command(_database())
    return found


def _database() -> Together:
    epilog = _examples(("socle move database lint", "what stands in the way")) + _codes("0 as of each command")
    found = Together(name="database", help=DATABASE, epilog=epilog, no_args_is_help=True, rich_markup_mode=None)
    _add(found, DATABASES, function_of_database)
    return found


def _add(group: Together, rows: tuple[Row, ...], find: Callable[[str], Callable[..., None]]) -> None:
    for name, line, examples, first in rows:
        group.add_command(Late(name, line, _examples(*examples) + _codes(first), find))


def _evidence() -> Together:
    epilog = _examples(("socle evidence --out evidence", "write a bundle")) + _codes("0 as of each command")
    found = Written(name="evidence", help=_EVIDENCE, epilog=epilog, no_args_is_help=True, rich_markup_mode=None)
    for name, line, more in EVIDENCE:
        found.add_command(Late(name, line, more, function_of_evidence))
    return found


def command() -> None:
    """Run the command line of this process; ends by `SystemExit`, or by the exception of what failed."""
    commands().main(prog_name="socle")
