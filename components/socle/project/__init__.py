"""A checkout: its project file, its stack files, its revisions, and the plans of its stacks.

What captures or reads estates is loaded on first use: completion in a shell must not wait for it.
"""

from typing import TYPE_CHECKING

from socle.lazy import on_first_use

from .exported import read_state
from .failures import CaptureFailed, ProgramFailed, chain
from .project import Project, find_project
from .settings import as_text, full_key, is_secret
from .stacks import estate_names, estate_of, layer_of, may_be_of, space_of, stacks_of_estate
from .yaml import document_of

if TYPE_CHECKING:
    from .captured import Capturing, Given, Watch, capture_stacks, capture_with_revision, unwatched
    from .changes import ChangedFile, changed_files
    from .declared import declared_of
    from .head import Head, captured_commit, head_of
    from .network import model_of_estate, model_of_plans, model_of_revision
    from .quotas import Need, needs
    from .revision import Captured, Revision
    from .usage import Usage
    from .worktree import checkout, commit_of, differs, ends_by_exception, files_of, text_of, texts_of, top_of

__all__ = [
    "CaptureFailed",
    "Captured",
    "Capturing",
    "ChangedFile",
    "Given",
    "Head",
    "Need",
    "ProgramFailed",
    "Project",
    "Revision",
    "Usage",
    "Watch",
    "as_text",
    "capture_stacks",
    "capture_with_revision",
    "captured_commit",
    "chain",
    "changed_files",
    "checkout",
    "commit_of",
    "declared_of",
    "differs",
    "document_of",
    "ends_by_exception",
    "estate_names",
    "estate_of",
    "files_of",
    "find_project",
    "full_key",
    "head_of",
    "is_secret",
    "layer_of",
    "may_be_of",
    "model_of_estate",
    "model_of_plans",
    "model_of_revision",
    "needs",
    "read_state",
    "space_of",
    "stacks_of_estate",
    "text_of",
    "texts_of",
    "top_of",
    "unwatched",
]

__getattr__ = on_first_use(
    __name__,
    {
        "Captured": "revision",
        "Capturing": "captured",
        "ChangedFile": "changes",
        "Given": "captured",
        "Head": "head",
        "Need": "quotas",
        "Revision": "revision",
        "Usage": "usage",
        "Watch": "captured",
        "capture_stacks": "captured",
        "captured_commit": "head",
        "capture_with_revision": "captured",
        "changed_files": "changes",
        "checkout": "worktree",
        "commit_of": "worktree",
        "declared_of": "declared",
        "differs": "worktree",
        "files_of": "worktree",
        "ends_by_exception": "worktree",
        "head_of": "head",
        "model_of_estate": "network",
        "model_of_plans": "network",
        "model_of_revision": "network",
        "needs": "quotas",
        "text_of": "worktree",
        "texts_of": "worktree",
        "top_of": "worktree",
        "unwatched": "captured",
    },
)
