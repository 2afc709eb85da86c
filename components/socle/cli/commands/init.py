"""`socle init`: a new estate of one's own, from the few facts that only its owner knows."""

import re
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from socle.messages import Refusal, Refused
from socle.project import Project
from socle.project.new import QUESTIONS, Answers, Question, from_demo, left_over, small, written, wrong
from socle.report import console, near, printable
from socle.report.words import Language, Words

from ..options import AsOf, Lang, Root, open_project


def init(
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="The estate's name: the first part of its stacks' names.")
    ],
    owner: Annotated[str, typer.Option("--owner", metavar="BODY", help="The body that answers for the data.")] = "",
    organization_id: Annotated[
        str, typer.Option("--organization-id", metavar="ID", help="The organisation at the host.")
    ] = "",
    break_glass_user_id: Annotated[
        str, typer.Option("--break-glass-user-id", metavar="ID", help="The IAM user of emergencies.")
    ] = "",
    contact: Annotated[
        str, typer.Option("--contact", metavar="EMAIL", help="Where alarms go: a list or an office.")
    ] = "",
    name_prefix: Annotated[
        str, typer.Option("--name-prefix", metavar="PREFIX", help="First part of names at the host. Default: NAME.")
    ] = "",
    runner_range: Annotated[
        str, typer.Option("--runner-range", metavar="RANGE", help="Public range that deployments come from.")
    ] = "",
    hds_contract: Annotated[
        str, typer.Option("--hds-contract", metavar="REF", help="The HDS contract; needed with --from demo.")
    ] = "",
    administrator_user_id: Annotated[
        str,
        typer.Option(
            "--administrator-user-id", metavar="ID", help="The IAM user who deploys first; writes bootstrap too."
        ),
    ] = "",
    origin: Annotated[
        str, typer.Option("--from", metavar="ESTATE", help="demo: the large estate, without Azure.")
    ] = "",
    as_of: AsOf = None,
    lang: Lang = Language.ENGLISH,
    root: Root = None,
) -> None:
    """Write a new estate that checks and previews clean; ask for what was not given, and never overwrite."""
    if origin not in ("", "demo"):
        raise typer.BadParameter(f"there is no model {printable(origin)}. Known: demo.", param_hint="--from")
    project = open_project(root)
    answers = Answers(
        name, owner, organization_id, break_glass_user_id, contact, name_prefix, runner_range, hds_contract,
        (as_of or datetime.now(UTC)).date(), administrator_user_id,
    )  # fmt: skip
    if sys.stdin.isatty():
        answers = _asked(answers, demo=bool(origin), ask=typer.prompt, words=Words(lang))
    found = list(wrong(answers, demo=bool(origin)))
    if found:
        raise Refused(found)
    files = from_demo(answers, _demo(project)) if origin else small(answers, _taken(project))
    _say(answers, files, written(project, name, files), Words(lang))


def _asked(answers: Answers, *, demo: bool, ask: Callable[[str], str], words: Words) -> Answers:
    """The answers, with what is needed and was not given asked for until it can be one."""
    for question in QUESTIONS:
        needed = question.needed == "always" or (demo and question.needed == "demo")
        while needed and (not getattr(answers, question.field) or _unfit(answers, question)):
            for refusal in _unfit(answers, question):
                typer.echo(f"{words.sentence(refusal.what)}; {words.sentence(refusal.remedy)}", err=True)
            asked = f"{words.sentence(_small(question.asked))} ({words.sentence(question.found)})"
            answers = replace(answers, **{question.field: ask(asked).strip()})
    return answers


def _small(text: str) -> str:
    """A question as it stands inside a sentence."""
    return f"{text[0].lower()}{text[1:]}"


def _unfit(answers: Answers, question: Question) -> list[Refusal]:
    given = getattr(answers, question.field)
    return [each for each in wrong(answers) if given and each.at == question.option]


def _taken(project: Project) -> set[int]:
    """N of each 10.N.0.0/16 that an estate of the project names; one that cannot be read names none here."""
    found: set[int] = set()
    for file in project.estates.glob("*/*.yaml"):
        with suppress(OSError, ValueError):
            found |= {int(octet) for octet in re.findall(r"\b10\.(\d{1,3})\.", file.read_text("utf-8"))}
    return found


def _demo(project: Project) -> dict[str, str]:
    files = ("estate.yaml", "foundation.yaml")
    try:
        return {file: (project.estates / "demo" / file).read_text("utf-8") for file in files}
    except OSError:
        raise typer.BadParameter(f"the project has no demo estate in {project.estates}", param_hint="--from") from None


def _say(answers: Answers, files: dict[str, str], places: list[Path], words: Words) -> None:
    output = console(sys.stdout)

    def line(text: str) -> None:
        output.print(Text(text, overflow="fold"), soft_wrap=True)

    line(words("init.written", name=answers.name))
    for place in places:
        line(f"  {near(str(place))}")
    left = left_over(files, answers)
    if left:
        line(words("init.made_up"))
        for each in left:
            line(f"  {each}")
    line(words("init.next"))
    stacks = [file.removeprefix("Pulumi.").removesuffix(".yaml") for file in files if file.startswith("Pulumi.")]
    line(f"  socle check --estate {answers.name}")
    line(f"  socle preview {' '.join(stacks)}")
    for stack in stacks:
        line(f"  pulumi stack init {stack} && pulumi up --stack {stack}")
