"""`socle audit`: an exported state judged by the rules; and the judging of estates that `socle check --rules` asks for."""

import sys
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated

import typer

from socle.estate import Declared, load
from socle.plan import load as load_json
from socle.plan import pending_of, read_deployed, unread_of
from socle.project import Project, capture_stacks, estate_of, stacks_of_estate
from socle.report import console, findings_json, near, show_findings
from socle.report.words import Language, Words
from socle.review import judged_estate
from socle.rules import Context, Finding, Runner, beside, by_weight, judged, unseen

from ..failures import refuse_file, show_failures
from ..options import AsOf, Lang, Root, complete_estate, one_estate, open_project
from ..progress import watched


def audit(
    state: Annotated[Path, typer.Argument(metavar="STATE.json", help="The output of pulumi stack export.")],
    estate: Annotated[
        str | None,
        typer.Option(
            "--estate",
            metavar="NAME",
            help="The estate whose exemptions and attestations count. Default: none.",
            autocompletion=complete_estate,
        ),
    ] = None,
    as_of: AsOf = None,
    as_json: Annotated[bool, typer.Option("--json", help="Every finding as JSON.")] = False,
    lang: Lang = Language.ENGLISH,
    root: Root = None,
) -> None:
    """Judge what is deployed; exit code 1 where a rule of high or critical severity is broken."""
    if not state.is_file():
        raise typer.BadParameter(f"there is no file {state}", param_hint="STATE.json")
    try:
        form = load_json(state)
        plan, pending = read_deployed(form), pending_of(form)
    except ValueError as error:
        refuse_file(state, error, "nothing of it was judged", "write one with: pulumi stack export")
    project = open_project(root) if estate or root else None
    declared = load(one_estate(project, estate)) if project and estate else None
    context = Context(
        Runner.AUDIT,
        as_of=(as_of or datetime.now(UTC)).date(),
        estate=declared.estate if declared else None,
        where=declared.origin if declared else None,
    )
    found = sorted([*judged([plan], context), *beside([plan], pending, unread_of(form))], key=by_weight)
    if tell({plan.stack: found}, project, as_json=as_json, language=lang):
        raise typer.Exit(1)


def judge_estates(
    project: Project,
    estates: Mapping[str, Declared],
    *,
    alone: bool,
    day: date,
    as_json: bool,
    language: Language,
) -> bool:
    """Judge the plans of estates, each with all its stacks, and say what was found; whether anything blocks.

    `alone` leaves out the stacks of no estate.
    """
    stacks = {name: stacks_of_estate(project, name) for name in estates}
    plain = [] if alone else [stack for stack in project.stacks() if not estate_of(project, stack)]
    wanted = [*plain, *(stack for each in stacks.values() for stack in each)]
    run = capture_stacks(project, wanted, watch=watched)
    show_failures(run.failures, project, None)
    found: dict[str, list[Finding]] = {}
    for name, declared in estates.items():
        plans = [run.plans[stack] for stack in stacks[name] if stack in run.plans]
        rules = judged_estate(declared, plans, whole=len(plans) == len(stacks[name]), as_of=day)
        found[name] = sorted([*rules, *unseen(plans)], key=by_weight)
    if plain:
        plans = [run.plans[stack] for stack in plain if stack in run.plans]
        rules = judged(plans, Context(Runner.CHECK, as_of=day))
        found[""] = sorted([*rules, *unseen(plans)], key=by_weight)
    return tell(found, project, as_json=as_json, language=language) or bool(run.failures)


def tell(found: Mapping[str, list[Finding]], project: Project | None, *, as_json: bool, language: Language) -> bool:
    """Print findings by estate; whether one of them blocks."""
    words = Words(language)
    everything = [each for findings in found.values() for each in findings]
    if as_json:
        typer.echo(findings_json(everything, words))
    else:
        for name, findings in found.items():
            show_findings(findings, name, console(sys.stdout), _where(project), words)
    return any(each.blocks for each in everything)


def _where(project: Project | None) -> Callable[[Finding], str]:
    """A place as it would be opened from here; as it is written where there is no project."""

    def where(finding: Finding) -> str:
        if not finding.file or project is None:
            return finding.place
        file = near((project.estates if finding.declared else project.root) / finding.file)
        return f"{file}:{finding.line}" if finding.line else file

    return where
