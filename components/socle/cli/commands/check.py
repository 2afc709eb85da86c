"""`socle check`: whether estates and stack files are sound, and with `--rules` what their plans break; else no program is run."""

import sys
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Annotated, Any, cast

import typer
import yaml
from rich.text import Text

from socle.estate import Declared, Estate, beside, claimed_twice, closed_to_new, load, overdue, withdrawn
from socle.messages import Refusal, Refused
from socle.project import Project, capture_stacks, estate_names, needs, stacks_of_estate, texts_of
from socle.report import console, printable, show, show_quotas
from socle.report.words import Language, Words
from socle.specs import Spec

from ..failures import near_place, show_failure, show_failures
from ..options import AsOf, Lang, Root, complete_estate, one_estate, open_project


def check(
    estate: Annotated[
        str | None,
        typer.Option(
            "--estate", metavar="NAME", help="Only this estate. Default: all.", autocompletion=complete_estate
        ),
    ] = None,
    rules: Annotated[
        bool, typer.Option("--rules", help="Also judge what every stack would deploy by the rules.")
    ] = False,
    quotas: Annotated[
        bool,
        typer.Option(
            "--quotas", help="Also count what the organisation's quotas must hold, and write the request for more."
        ),
    ] = False,
    as_of: AsOf = None,
    as_json: Annotated[bool, typer.Option("--json", help="With --rules: every finding as JSON.")] = False,
    lang: Lang = Language.ENGLISH,
    root: Root = None,
) -> None:
    """Read and cross-check estates and stack files, and their plans by the rules; print every problem with its line."""
    if as_json and (quotas or not rules):
        raise typer.BadParameter(
            "only findings of rules are written as JSON: add --rules, and leave --quotas out", param_hint="--json"
        )
    project = open_project(root)
    folders = [one_estate(project, estate)] if estate else [project.estates / name for name in estate_names(project)]
    if not (folders or rules):
        what = f"the project has no estate: there is no folder in {project.estates}"
        beside = "--rules judges what its stacks would deploy, and socle init writes an estate"
        raise typer.BadParameter(f"{what}; {beside}")
    day = (as_of or datetime.now(UTC)).date()
    sound = {folder.name: _sound(project, folder, day, Words(lang), quiet=as_json) for folder in folders}
    broken = not all([*sound.values(), *map(partial(_is_configured, project), project.stacks())])
    if rules:
        from .audit import judge_estates  # noqa: PLC0415 - a check of estates alone loads no rule and runs no program

        estates = {name: declared for name, declared in sound.items() if declared}
        broken |= judge_estates(project, estates, alone=bool(estate), day=day, as_json=as_json, language=lang)
    if quotas:
        broken |= _lack_quotas(project, [folder.name for folder in folders if sound[folder.name]], Words(lang))
    if broken:
        raise typer.Exit(1)


def _lack_quotas(project: Project, asked: list[str], words: Words) -> bool:
    """Draw what the organisations of some estates need, all of their estates together, and say whether a quota is too small."""
    every: dict[str, dict[str, list[str]]] = {}
    estates: dict[str, Estate] = {}
    for name in estate_names(project):
        with suppress(Refused):
            estates[name] = load(project.estates / name).estate
            every.setdefault(estates[name].scaleway.organization_id, {})[name] = stacks_of_estate(project, name)
    lacking = False
    for organization, stacks in every.items():
        if not set(asked) & stacks.keys():
            continue
        run = capture_stacks(project, [each for of in stacks.values() for each in of])
        show_failures(run.failures, project, None)
        plans = {name: [run.plans[each] for each in of if each in run.plans] for name, of in stacks.items()}
        found = needs(plans, {name: estates[name] for name in stacks})
        show_quotas(organization, found, words)
        lacking |= bool(run.failures) or any(need.exceeded for need in found)
    return lacking


def _is_configured(project: Project, stack: str) -> bool:
    """Print on standard error what a stack file says and may not; what nobody can read may be of any estate."""
    try:
        project.config(stack)
    except Refused as refused:
        sys.stdout.flush()
        show_failure(refused, project)
        return False
    return True


def _sound(project: Project, folder: Path, day: date, words: Words, *, quiet: bool) -> Declared | None:
    """Print `ok` on standard output, or the problems on standard error; there too what the host will not offer for long."""
    try:
        declared = load(folder)
        told = _offered(declared, folder, day)
        _refuse_unknown_rules(declared)
        _refuse_what_another_has(folder)
    except Refused as refused:
        sys.stdout.flush()
        show_failure(refused, project)
        return None
    if not quiet:
        line = f"ok  {printable(folder.name)}: {', '.join(_counts(declared.estate))}"
        console(sys.stdout).print(Text(line, overflow="fold"))
        sys.stdout.flush()
        told += claimed_twice(folder)
        near = [each.placed(near_place(each.place, project)) for each in told]
        show(map(words.refusal, near), console(sys.stderr), "bold yellow", "warning", words=words)
    return declared


def _offered(declared: Declared, folder: Path, day: date) -> list[Refusal]:
    """What the host offers no more on a day, or soon will not, and what is overdue. What nobody can have any more is refused, at its
    line, and so is what the host makes no more where it is new."""
    found = list(withdrawn(declared.estate, day))
    refused = [each for gone, each in found if gone]
    closed = list(closed_to_new(declared.estate, day))
    if closed and (before := _committed(folder)) is not None:
        refused += [each for each in closed if not _stands(before, each.at)]
    if refused:
        raise Refused([declared.placed(each) for each in refused])
    return [declared.placed(each) for each in (*(each for _, each in found), *overdue(declared.estate, day))]


def _committed(folder: Path) -> dict[str, Any] | None:
    """The estate as its last commit has it: empty where that has none, None where nobody can tell."""
    texts = texts_of(folder, "HEAD", ["estate.yaml"])
    try:
        return None if texts is None else yaml.safe_load(texts.get("estate.yaml", "{}")) or {}
    except yaml.YAMLError:
        return None


def _stands(before: object, at: str) -> bool:
    """Whether the entry that a key is in was committed before."""
    here: Any = before
    for part in at.split(".")[:-1]:
        here = cast("dict[str, Any]", here).get(part) if isinstance(here, dict) else None
    return here is not None


def _refuse_unknown_rules(declared: Declared) -> None:
    """Refuse an exemption from a rule that there is not, at its line."""
    if not declared.estate.exemptions:
        return
    from socle.rules import unknown_rules  # noqa: PLC0415 - few estates have exemptions, and rules load more than a check needs

    found = [declared.placed(each) for each in unknown_rules(declared.estate.exemptions)]
    if found:
        raise Refused(found)


def _refuse_what_another_has(folder: Path) -> None:
    """Refuse what an estate and another one of its organisation both claim."""
    found = beside(folder)
    if found:
        raise Refused(found)


def _counts(part: Spec, prefix: str = "") -> Iterator[str]:
    """`buckets 3` for every map of the estate, `network.flows 5` for those of its parts."""
    for name in type(part).model_fields:
        value: Any = getattr(part, name)
        if isinstance(value, Spec):
            yield from _counts(value, f"{prefix}{name}.")
        elif isinstance(value, dict) and value:
            yield f"{prefix}{name} {len(cast('dict[str, Any]', value))}"
