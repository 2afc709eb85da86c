"""What the stacks of a project deploy, as their configuration says it: of which estate, which layer, which space.

A stack's name is not taken apart for it: names of estates and of spaces may have dashes.
"""

from socle.messages import Refused

from .project import Project


def estate_names(project: Project) -> list[str]:
    """Every folder of an estate, in alphabetical order."""
    return sorted(f.name for f in project.estates.iterdir() if f.is_dir()) if project.estates.is_dir() else []


def estate_of(project: Project, stack: str) -> str:
    """The estate that a stack's configuration names; empty when it names none, or when there is no such stack."""
    return _said(project, stack, "socle:estate")


def layer_of(project: Project, stack: str) -> str:
    """The layer that a stack's configuration names; empty as for `estate_of`."""
    return _said(project, stack, "socle:layer")


def space_of(project: Project, stack: str) -> str:
    """The project space that a stack deploys: what its configuration names, else what its name says after the estate's.

    Empty for the layers that are of the whole estate.
    """
    named = _said(project, stack, "socle:space")
    if named or layer_of(project, stack) != "space":
        return named
    _, _, space = stack.removeprefix(estate_of(project, stack)).partition("-space-")
    return space


def stacks_of_estate(project: Project, estate: str) -> list[str]:
    """Every stack of an estate, in alphabetical order: a path may lead through all of its layers."""
    return [stack for stack in project.stacks() if may_be_of(project, stack, estate)]


def may_be_of(project: Project, stack: str, estate: str) -> bool:
    """Whether a stack is of an estate. One whose file cannot be read may be of any: it is refused by name, never left out."""
    said = _given(project, stack)
    return said is None or said.get("socle:estate", "") == estate


def _said(project: Project, stack: str, key: str) -> str:
    return (_given(project, stack) or {}).get(key, "") if stack in project.stacks() else ""


def _given(project: Project, stack: str) -> dict[str, str] | None:
    """The plain values of a stack, those of a file that is refused for another reason too; nothing where none can be read."""
    try:
        return project.config(stack)[0]
    except Refused:
        return project.unchecked(stack)
