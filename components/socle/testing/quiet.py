"""The Scaleway SDK imported without its 311 warnings about its own deprecated names, whatever the session does of warnings.

Only while it is imported, and only if somebody imports it: its own code warns, not the program's.
"""

import sys
import warnings
from collections.abc import Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import find_spec
from types import ModuleType

_SDK = "pulumiverse_scaleway"


class QuietImport(MetaPathFinder):
    """Finds the SDK as everybody else does, and runs it with its warnings off. Steps aside after that."""

    def find_spec(
        self,
        fullname: str,
        path: Sequence[str] | None,  # noqa: ARG002 - the protocol's
        target: ModuleType | None = None,  # noqa: ARG002
    ) -> ModuleSpec | None:
        if fullname != _SDK:
            return None
        self.leave()
        spec = find_spec(fullname)
        if spec is not None and spec.loader is not None:
            spec.loader = _Quiet(spec.loader)
        return spec

    def leave(self) -> None:
        """Take no further part in imports."""
        if self in sys.meta_path:
            sys.meta_path.remove(self)


class _Quiet(Loader):
    def __init__(self, loader: Loader) -> None:
        self._loader = loader

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        return self._loader.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        module.__loader__ = self._loader
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            self._loader.exec_module(module)
