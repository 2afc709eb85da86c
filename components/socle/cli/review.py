"""The options of `socle preview` that ask for a review: what to compare with, and where to write what came of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from socle.report.words import Language

from .files import STANDARD_OUTPUT, refuse_unwritable

if TYPE_CHECKING:
    from socle.project import Project


Base = Annotated[
    str | None,
    typer.Option("--base", metavar="REV", help="Compare with another git revision: a branch, a tag, a commit."),
]
State = Annotated[
    Path | None,
    typer.Option("--state", metavar="FILE", help="Compare one stack with what is deployed: pulumi stack export."),
]
Engine = Annotated[
    list[Path] | None,
    typer.Option("--engine", metavar="FILE", help="Report what the engine says: pulumi preview --json. Once a stack."),
]
MarkdownFile = Annotated[
    Path | None, typer.Option("--markdown", metavar="FILE", help="Write the review as the comment of a merge request.")
]
HtmlFile = Annotated[Path | None, typer.Option("--html", metavar="FILE", help="Write the review as one page.")]
JsonReport = Annotated[
    Path | None, typer.Option("--json-report", metavar="FILE", help="Write the review as JSON for other tools.")
]


@dataclass(frozen=True)
class Asked:
    """What a person asked for: at most one baseline, and any number of outputs."""

    base: str | None = None
    state: Path | None = None
    engine: tuple[Path, ...] = ()
    markdown: Path | None = None
    html: Path | None = None
    json_report: Path | None = None
    language: Language = Language.ENGLISH

    @property
    def anything(self) -> bool:
        """Whether a review was asked for at all."""
        return any((self.base, self.state, self.engine, self.markdown, self.html, self.json_report))

    def refuse_with(self, *, prior: Path | None, json: Path | None, stacks: list[str]) -> None:
        """Refuse what does not go with a review."""
        if prior:
            raise typer.BadParameter("a review reads the state by itself: give --state instead", param_hint="--prior")
        if json:
            raise typer.BadParameter(
                "the plan and a review cannot be written in one run; a review is --json-report", param_hint="--json"
            )
        if self.state and len(stacks) != 1:
            raise typer.BadParameter(f"a state is of one stack, and {len(stacks)} are previewed", param_hint="--state")


def asked_for(
    base: str | None,
    state: Path | None,
    engine: Iterable[Path] | None,
    outputs: tuple[Path | None, Path | None, Path | None],
    language: Language,
) -> Asked:
    """The options as one value; `outputs` are Markdown, HTML and JSON."""
    given = [name for name, value in (("--base", base), ("--state", state), ("--engine", engine)) if value]
    if len(given) > 1:
        raise typer.BadParameter(f"{' and '.join(given)}: a review has one baseline", param_hint=given[1])
    for file in (*(engine or ()), *([state] if state else ())):
        if not file.is_file():
            raise typer.BadParameter(f"there is no file {file}", param_hint=given[0])
    for file, option in zip(outputs, ("--markdown", "--html", "--json-report"), strict=True):
        refuse_unwritable(file, option)
    if outputs.count(STANDARD_OUTPUT) > 1:
        raise typer.BadParameter("the standard output takes one of them", param_hint="--markdown")
    return Asked(base, state, tuple(engine or ()), *outputs, language)


def review_stacks(project: "Project", stacks: list[str], asked: Asked) -> None:
    """Review stacks; ends with code 1 when the verdict is refused."""
    from .reviewing import run_review  # noqa: PLC0415 - `socle --help` must not wait for it

    if run_review(project, stacks, asked).value == "refused":
        raise typer.Exit(1)
