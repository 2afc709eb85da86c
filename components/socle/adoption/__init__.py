"""From an Azure inventory to the estate's `legacy.yaml`. Pure: files in, values out; nothing here asks Azure or imports a cloud SDK."""

from .export import Export, read_export
from .file import open_legacy, write
from .import_file import import_file, not_importable
from .merge import Change
from .proposal import Proposal, propose
from .render import inline
from .target import Target

__all__ = [
    "Change",
    "Export",
    "Proposal",
    "Target",
    "import_file",
    "inline",
    "not_importable",
    "open_legacy",
    "propose",
    "read_export",
    "write",
]
