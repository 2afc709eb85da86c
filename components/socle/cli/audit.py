"""`socle audit`: an exported state judged by the rules. Needs no program, no account and no Pulumi CLI."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer


def audit(
    state: Annotated[Path, typer.Argument(metavar="STATE.json", help="The output of pulumi stack export.")],
    as_of: Annotated[
        datetime | None,
        typer.Option("--as-of", formats=["%Y-%m-%d"], help="The day that counts for dates. Default: today."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Every finding as JSON.")] = False,
) -> None:
    """Judge what is deployed; exit code 1 where a rule of high or critical severity is broken."""
    if not state.is_file():
        raise typer.BadParameter(f"there is no file {state}", param_hint="STATE.json")
    from socle.plan import read_state  # noqa: PLC0415 - `socle --help` must not wait for what follows
    from socle.report import printable  # noqa: PLC0415
    from socle.rules import Context, Result, Runner, run  # noqa: PLC0415

    try:
        plan = read_state(state)
    except ValueError as error:
        raise typer.BadParameter(f"{state}: {error}", param_hint="STATE.json") from None
    day = (as_of or datetime.now(UTC)).date()
    findings = run([plan], Context(Runner.AUDIT, as_of=day))
    if as_json:
        typer.echo(json.dumps([each.as_json() for each in findings], indent=2))
    else:
        for each in findings:
            if each.result is Result.FAIL:
                place = f" ({each.place})" if each.place else ""
                typer.echo(printable(f"{each.severity.value} {each.rule}: {each.name}{place}: {each.message}"))
        open_ = sum(each.result is Result.UNDETERMINED for each in findings)
        typer.echo(f"{sum(each.result is Result.FAIL for each in findings)} broken, {open_} undetermined")
    if any(each.blocks for each in findings):
        raise typer.Exit(1)
