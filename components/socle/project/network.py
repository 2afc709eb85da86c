"""The network of an estate as the plans of its layers make it, with what the estate declares of it."""

from collections.abc import Callable, Mapping
from pathlib import Path

from socle.estate import Declared, load, remembered
from socle.messages import Refusal, Refused
from socle.plan import Plan
from socle.reach import Model, model_of

from .captured import Watch, capture_stacks, unwatched
from .declared import declared_of
from .failures import CaptureFailed
from .project import Project
from .revision import Revision
from .stacks import stacks_of_estate
from .worktree import checkout, ends_by_exception

Shown = Callable[[Path], str]
"""How a file is named to the one who reads."""


def model_of_estate(project: Project, estate: str, shown: Shown = str, watch: Watch = unwatched) -> Model:
    """The network of an estate as its layers would make it.

    Raises:
        CaptureFailed: a layer cannot be captured, so no answer would be whole.
        Refused: no stack is of the estate.
    """
    stacks = stacks_of_estate(project, estate)
    if not stacks:
        what, remedy = f"no stack is of the estate {estate}", f"add a stack file that says socle:estate: {estate}"
        raise Refused([Refusal(what, "there is no network to ask about", remedy)])
    with remembered():
        run = capture_stacks(project, stacks, watch=watch)
        if run.failures:
            raise CaptureFailed(run.failures)
        return model_of_plans(project, estate, run.plans, shown=shown)


def model_of_revision(project: Project, estate: str, name: str, shown: Shown = str) -> Model:
    """The network of another revision: its own program, its own estate, its own flows.

    Raises:
        Refused: there is no such revision, or it cannot be run.
    """
    revision = Revision.of(project, name)
    with ends_by_exception():
        captured = revision.capture(stacks_of_estate(project, estate))
        with checkout(revision.top, revision.commit, revision.environ) as folder:
            estates = folder / project.estates.resolve().relative_to(revision.top)
            return model_of_plans(project, estate, captured.plans, estates, shown)


def model_of_plans(
    project: Project, estate: str, plans: Mapping[str, Plan], estates: Path | None = None, shown: Shown = str
) -> Model:
    """The network of captured plans, with what the estate declares; `estates` is another revision's folder of them.

    Without an estate nothing is declared: what the plans open is all that is known.
    """
    if not estate:
        return model_of(plans.values())
    loaded = load((estates or project.estates) / estate)
    return model_of(plans.values(), declared_of(loaded, lambda key: _line_of(loaded, key, project, shown)))


def _line_of(loaded: Declared, key: str, project: Project, shown: Shown) -> str:
    origin = loaded.origin(key)
    return f"{shown(project.estates / origin.file)}:{origin.line}" if origin else ""
