"""A checkout: its project file, its stack files, its revisions, and the plans of its stacks.

What captures or reads estates is loaded on first use: completion in a shell must not wait for it.
"""

from typing import TYPE_CHECKING

from socle.lazy import on_first_use

from .exported import read_state
from .failures import ProgramFailed, chain
from .project import Project, find_project
from .stacks import estate_names, estate_of, layer_of, space_of, stacks_of_estate

if TYPE_CHECKING:
    from .captured import Capturing
    from .declared import declared_of
    from .revision import Captured, Revision
    from .worktree import checkout, ends_by_exception

__all__ = [
    "Captured",
    "Capturing",
    "ProgramFailed",
    "Project",
    "Revision",
    "chain",
    "checkout",
    "declared_of",
    "ends_by_exception",
    "estate_names",
    "estate_of",
    "find_project",
    "layer_of",
    "read_state",
    "space_of",
    "stacks_of_estate",
]

__getattr__ = on_first_use(
    __name__,
    {
        "Captured": "revision",
        "Capturing": "captured",
        "Revision": "revision",
        "checkout": "worktree",
        "declared_of": "declared",
        "ends_by_exception": "worktree",
    },
)
