"""The quantities that the estates of a project declare, for whoever prices its stacks."""

from functools import cache

from socle.estate import load
from socle.messages import Refused

from .project import Project
from .stacks import estate_of

Quantities = dict[str, dict[str, float]]


class Usage:
    """The declared quantities of each stack's estate; an estate that is refused declares none, and its capture has said so."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._of_estate = cache(self._read)

    def __call__(self, stack: str) -> Quantities:
        name = estate_of(self._project, stack)
        return self._of_estate(name) if name else {}

    def _read(self, name: str) -> Quantities:
        try:
            estate = load(self._project.estates / name).estate
        except Refused:
            return {}
        return {entry.of: entry.quantities() for entry in estate.usage.values()}
