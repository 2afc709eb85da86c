"""Python runs this in the program that the engine starts: what it registers is altered as the file in `ALTERED` says."""

import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType


class _BeforeTheSdk:
    """Asked at each import, so that processes without the SDK of Scaleway pay nothing. Pulumi itself must not be loaded twice."""

    def find_spec(self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None) -> None:
        if name == "pulumiverse_scaleway":
            sys.meta_path.remove(self)  # type: ignore[arg-type]
            from alterations import alter

            alter(**json.loads(Path(os.environ["ALTERED"]).read_text("utf-8")))


if "ALTERED" in os.environ:
    sys.meta_path.insert(0, _BeforeTheSdk())  # type: ignore[arg-type]
