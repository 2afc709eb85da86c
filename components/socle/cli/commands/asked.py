"""Which review a person asked `socle preview` for: at most one baseline, what goes with it, and the files to write."""

from dataclasses import dataclass
from pathlib import Path

import typer

from socle.report.words import Language

from ..options import STANDARD_OUTPUT, refuse_unwritable


@dataclass(frozen=True)
class Asked:
    """What a person asked for: at most one baseline, and any number of outputs."""

    base: str | None = None
    state: Path | None = None
    engine: tuple[Path, ...] = ()
    captured: Path | None = None
    head: str | None = None
    markdown: Path | None = None
    html: Path | None = None
    json_report: Path | None = None
    language: Language = Language.ENGLISH

    @property
    def written(self) -> list[Path]:
        """The files that this run writes."""
        return [file for file in (self.markdown, self.html, self.json_report) if file]

    @property
    def anything(self) -> bool:
        """Whether a review was asked for at all."""
        return any((self.base, self.state, self.engine, self.captured, self.markdown, self.html, self.json_report))

    def refuse_alone(self) -> None:
        """Refuse what is wrong whatever the project has: two baselines, a head without its plans, files that cannot be."""
        baselines = (
            ("--base", self.base),
            ("--state", self.state),
            ("--engine", self.engine),
            ("--captured", self.captured),
        )
        given = [name for name, value in baselines if value]
        if len(given) > 1:
            raise typer.BadParameter(f"{' and '.join(given)}: a review has one baseline", param_hint=given[1])
        if self.captured and not self.head:
            raise typer.BadParameter("the plans of which revision? Name it with --head", param_hint="--captured")
        if self.head and not (self.captured or self.engine):
            raise typer.BadParameter(
                "nothing of a head is run: its plans are --captured, or its --engine preview", param_hint="--head"
            )
        for file in (*self.engine, *(each for each in (self.state, self.captured) if each)):
            if not file.is_file():
                raise typer.BadParameter(f"there is no file {file}", param_hint=given[0])
        outputs = {"--markdown": self.markdown, "--html": self.html, "--json-report": self.json_report}
        for option, file in outputs.items():
            refuse_unwritable(file, option)
        if list(outputs.values()).count(STANDARD_OUTPUT) > 1:
            raise typer.BadParameter("the standard output takes one of them", param_hint="--markdown")

    def refuse_with(
        self, *, prior: Path | None, json: Path | None, given: str, stacks: list[str], chosen: bool
    ) -> None:
        """Refuse what does not go with a review; `chosen` says that not every stack was asked for.

        `given` is the option by which a person says what other projects or functions answer, where one was written.
        """
        if given and (self.base or self.engine or self.captured or self.head):
            raise typer.BadParameter(
                "a review that runs two programs, or none, is not told what others answer: it counts as unknown on both sides; "
                "leave it out, or review against --state",
                param_hint=given,
            )
        if self.captured and chosen:
            raise typer.BadParameter(
                "every stack of a revision is judged: one that is left out would be unseen", param_hint="--captured"
            )
        if prior:
            raise typer.BadParameter("a review reads the state by itself: give --state instead", param_hint="--prior")
        if json:
            raise typer.BadParameter(
                "the plan and a review cannot be written in one run; a review is --json-report", param_hint="--json"
            )
        if self.state and len(stacks) != 1:
            raise typer.BadParameter(f"a state is of one stack, and {len(stacks)} are previewed", param_hint="--state")
