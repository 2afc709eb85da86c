"""Python runs this in the program that the engine starts: inputs that the plugin at hand does not know are left out.

The SDK may be ahead of a plugin; the engine would stop at the first such input. Which they are is in the file that
`SOCLE_LACKING` names; the tests say so, and hold them against a capture instead.
"""

import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from typing import Any


class _LeaveOut:
    """Asked at each import, so that programs which use no such SDK pay nothing."""

    def find_spec(self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None) -> None:
        if name == "pulumiverse_scaleway":
            sys.meta_path.remove(self)  # type: ignore[arg-type]
            _leave_out(json.loads(Path(os.environ["SOCLE_LACKING"]).read_text("utf-8")))


def _leave_out(lacking: dict[str, list[str]]) -> None:
    import pulumi

    register = pulumi.CustomResource.__init__

    def registered(self: Any, token: str, name: str, props: Any = None, *args: Any, **more: Any) -> None:
        for attribute in lacking.get(token, ()):
            if attribute in getattr(props, "__dict__", {}):
                props.__dict__[attribute] = None
        register(self, token, name, props, *args, **more)

    pulumi.CustomResource.__init__ = registered


if "SOCLE_LACKING" in os.environ:
    sys.meta_path.insert(0, _LeaveOut())  # type: ignore[arg-type]
