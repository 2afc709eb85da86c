"""Capturing the stacks of one run in an order that answers their references, whatever order they were asked for in."""

import io
import sys
import warnings
from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO, Any

from pydantic import ValidationError

from socle.capture import UNKNOWN_OUTPUTS, UnknownStackError
from socle.characters import visible
from socle.estate import remembered
from socle.interrupts import undisturbed
from socle.messages import Place, Refusal, Refused
from socle.plan import Plan, redacted
from socle.specs import refusals_of

from .exported import read_state
from .failures import ProgramFailed, chain
from .project import Project
from .revision import Captured, Revision
from .worktree import end_all, ends_by_exception

Capture = Callable[..., Plan]
Watch = Callable[[int], AbstractContextManager[Callable[[str], None]]]
"""Given how many stacks there are, a function to call with the name of each as it begins: a bar, or nothing."""


@contextmanager
def unwatched(_stacks: int) -> Generator[Callable[[str], None]]:
    """Nobody watches."""
    yield lambda _stack: None


@dataclass(frozen=True)
class Given:
    """What a person says of what is elsewhere: outputs of other stacks by full name, results of provider functions by token."""

    references: dict[str, dict[str, Any]] = field(default_factory=dict[str, dict[str, Any]])
    invokes: dict[str, dict[str, Any]] = field(default_factory=dict[str, dict[str, Any]])


@dataclass
class Capturing:
    """Plans and failures of one run, by stack. `prior` is the exported state of the one stack that is previewed."""

    project: Project
    mode: str
    prior: dict[str, Any] | None
    capture: Capture
    begin: Callable[[str], None]
    plans: dict[str, Plan] = field(default_factory=dict[str, Plan])
    failures: dict[str, Exception] = field(default_factory=dict[str, Exception])
    given: Given = field(default_factory=Given)
    assumed: dict[str, None] = field(default_factory=dict[str, None])
    """Full names of stacks of other projects, or without a file here, that programs refer to: their outputs count as unknown."""

    def all(self, stacks: list[str]) -> None:
        """Capture stacks, and before each those that it refers to."""
        for stack in stacks:
            self.begin(stack)
            self._need(stack, ())

    def _need(self, stack: str, above: tuple[str, ...]) -> None:
        """Capture a stack as often as it takes to know what it refers to; every failed try but the last is forgotten."""
        while stack not in self.plans and stack not in self.failures:
            try:
                self.plans[stack] = self._one(stack, None if above else self.prior)
            except Exception as error:
                unknown = next((each.stack for each in chain(error) if isinstance(each, UnknownStackError)), "")
                other = self._here(unknown)
                if unknown and not other and unknown not in self.assumed:
                    self.assumed[unknown] = None  # the engine would ask the backend for it
                    continue
                if other in self.failures:
                    self.failures[stack] = _needed(stack, str(other))
                    return
                if other in (None, stack, *above, *self.plans):
                    self.failures[stack] = error
                    return
                self._need(str(other), (*above, stack))

    def _here(self, name: str) -> str | None:
        """The stack of this project that a full name is of, where it has a file."""
        project, _, stack = name.partition("/")[2].partition("/")
        return stack if project == self.project.name and stack in self.project.stacks() else None

    def _one(self, stack: str, prior: dict[str, Any] | None) -> Plan:
        config, secret_config = self.project.config(stack)
        try:
            aside = _Aside(sys.stderr)
            with redirect_stdout(aside), redirect_stderr(aside):
                return self.capture(
                    self.project.program,
                    stack=stack,
                    project=self.project.name,
                    config=config,
                    secret_config=secret_config,
                    mode=self.mode,
                    prior=prior,
                    references={**dict.fromkeys(self.assumed, UNKNOWN_OUTPUTS), **self.given.references, **self.plans},
                    invokes=self.given.invokes,
                    root=self.project.root,
                )
        except (Exception, SystemExit) as error:
            place = _place(error, self.project)
            if place and (refused := _refusals(error, *place)):
                raise Refused(refused) from error
            if hasattr(error, "refusals") or not place:
                raise
            from socle.capture import sealed_in  # noqa: PLC0415 - imports Pulumi, which the program has by now

            raise ProgramFailed(stack, *place, sealed=sealed_in(error)) from error


def capture_stacks(
    project: Project,
    stacks: list[str],
    mode: str = "up",
    prior: Path | None = None,
    watch: Watch = unwatched,
    given: Given | None = None,
) -> Capturing:
    """Capture stacks; what cannot be captured is among the failures and hides no other.

    Args:
        mode: `preview` leaves ids that only the cloud knows unknown; `up` makes them up, so that references can be followed.
        prior: the exported state of the only stack.
        given: what is known of other projects' stacks and of provider functions; all else of both is unknown.

    Raises:
        Refused: `prior` is not that state.
    """
    # A program that fails leaves coroutines of Pulumi behind: its failure is told, they are not.
    warnings.filterwarnings("ignore", r"coroutine .* was never awaited", RuntimeWarning)
    _refuse_without_program(project)
    state = read_state(prior, stacks[0], project.name) if prior else None
    with watch(len(stacks)) as begin, remembered():
        from socle.capture import capture  # noqa: PLC0415 - imports Pulumi: while somebody watches, and after what can be refused

        run = Capturing(project, mode, state, capture, begin, given=given or Given())
        run.all(stacks)
    return run


def capture_with_revision(
    project: Project, stacks: list[str], revision: Revision, watch: Watch = unwatched
) -> tuple[Capturing, Captured]:
    """Both revisions captured at the same time, as if each had been deployed: so references can be followed."""
    with ends_by_exception(), ThreadPoolExecutor(1) as beside:
        base = beside.submit(revision.capture, stacks)
        try:
            return capture_stacks(project, stacks, watch=watch), base.result()
        except BaseException:
            with undisturbed():
                revision.given_up.set()
                end_all()
                beside.shutdown()
            raise


class _Aside(io.TextIOBase):
    """What a program says goes to standard error, so that it does not mix with a plan.

    What looks like a credential is left out of it, and what steers a terminal written out.
    """

    def __init__(self, to: IO[str]) -> None:
        self._to = to

    def write(self, text: str, /) -> int:
        self._to.write(visible(redacted(text)))
        return len(text)

    def flush(self) -> None:
        self._to.flush()


def _refusals(error: BaseException, file: str, line: int) -> list[Refusal]:
    """What the program's own line is refused for: a spec's values, or whatever a check says without knowing its place."""
    if isinstance(error, Refused) and not any(each.place.file for each in error.refusals):
        found = list(error.refusals)
    elif isinstance(error, ValidationError):
        found = refusals_of(error)
    else:
        found = []
    return [each.placed(replace(each.place, file=file, line=line)) for each in found]


def _needed(stack: str, other: str) -> Refused:
    """Why a stack that takes the outputs of a failed one has no plan; what that one fails with is told once, by its name."""
    what = f"{stack} takes outputs of {other}, which cannot be captured"
    return Refused([Refusal(what, "nothing is known of what it would register", f"correct {other} first")])


def _place(error: BaseException, project: Project) -> tuple[str, int] | None:
    """File and line of the program that an exception comes from: where no line is known, the program as a whole; None for one of ours."""
    from socle.capture import of_the_program, place_of  # noqa: PLC0415 - as above

    if found := place_of(error, project.root.resolve()):
        return found
    entry = project.program / "__main__.py" if project.program.is_dir() else project.program
    return (str(entry), 0) if of_the_program(error) else None


def _refuse_without_program(project: Project) -> None:
    entry = project.program / "__main__.py" if project.program.is_dir() else project.program
    if entry.is_file():
        return
    said = entry.relative_to(project.root) if entry.is_relative_to(project.root) else entry
    raise Refused(
        [
            Refusal(
                f"there is no {said}, which is the program of the project {project.name}",
                "nothing can be run, neither here nor by the engine",
                "write it, or let main name the folder with __main__.py or the file that there is",
                place=Place(str(project.file)),
            )
        ]
    )
