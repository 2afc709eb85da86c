"""Who may what in a project, from the plans of its stacks, and whose rights grew and shrank since another revision."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from socle.access import Matrix, Shift, matrix_of, shifts
from socle.estate import remembered
from socle.plan import Plan
from socle.project import Project, Revision, Watch, capture_stacks, capture_with_revision, unwatched

from ..causes import estate_words, in_words
from ..gathered import known_as
from .pairs import identities


@dataclass(frozen=True)
class Accessible:
    """The matrix of some stacks; with a base, what became of rights. `failures` have no plan, `unbased` nothing to compare with.

    `gone` are stacks that the base has and the project no more: whatever they gave is still deployed.
    """

    matrix: Matrix
    stacks: tuple[str, ...]
    base: str = ""
    shifts: tuple[Shift, ...] = ()
    failures: Mapping[str, Exception] = field(default_factory=dict[str, Exception])
    unbased: Mapping[str, str] = field(default_factory=dict[str, str])
    gone: tuple[str, ...] = ()


def access_of_stacks(
    project: Project, stacks: list[str], base: str | None = None, watch: Watch = unwatched
) -> Accessible:
    """Who may what by the plans of stacks, in the words of their estates.

    Raises:
        Refused: there is no such revision, or it cannot be run.
    """
    with remembered():
        if base is None:
            run = capture_stacks(project, stacks, watch=watch)
            now = _matrix(project, run.plans, stacks)
            return Accessible(now, tuple(stacks), failures=run.failures)
        revision = Revision.of(project, base)
        run, before = capture_with_revision(project, stacks, revision, watch)
        now, then = (_matrix(project, plans, stacks) for plans in (run.plans, before.plans))
        return Accessible(
            now,
            tuple(stacks),
            str(revision),
            tuple(shifts(then, now, {*run.failures, *before.failed, *before.gone})),
            run.failures,
            before.failed,
            before.gone,
        )


def _matrix(project: Project, plans: Mapping[str, Plan], stacks: list[str]) -> Matrix:
    """The matrix of the stacks that were asked for, of those that have a plan."""
    asked = [plans[stack] for stack in stacks if stack in plans]
    words = {**identities(estate_words(asked)), **known_as(project, plans)}
    return matrix_of(asked, lambda text: in_words(text, words))
