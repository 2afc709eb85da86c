"""The plans of an estate judged by the rules, with what the estate declares, claims and permits."""

from collections.abc import Iterable
from datetime import date

from socle.estate import Declared, load
from socle.messages import Refused
from socle.plan import Plan
from socle.project import Project, declared_of, estate_names
from socle.rules import Context, Finding, Runner, judged


def judged_estate(
    declared: Declared,
    plans: Iterable[Plan],
    *,
    whole: bool,
    as_of: date | None,
    runner: Runner = Runner.CHECK,
    every: bool = False,
) -> list[Finding]:
    """Every finding on the plans of an estate, the gravest first, its exemptions counted as of a day.

    Args:
        runner: who judges; a review has its own name for what it does not know.
        whole: the plans are those of all its stacks; else nothing is said of flows, nor of exemptions that nothing uses.
        every: they are, and only the flows are nothing that the runner knows.
    """
    context = Context(
        runner,
        as_of=as_of,
        estate=declared.estate,
        declared=declared_of(declared, lambda key: key) if whole else None,
        where=declared.origin,
    )
    return judged(plans, context, every=every)


def declared_by(project: Project, estate: str) -> Declared | None:
    """An estate as it stands; nothing where there is none. One that is refused permits nothing, and its stacks have no plan."""
    if estate not in estate_names(project):
        return None
    try:
        return load(project.estates / estate)
    except Refused:
        return None
