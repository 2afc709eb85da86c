"""One estate checked: a line with what it holds, or every problem."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

from rich.text import Text

from socle.estate import load
from socle.messages import Refused
from socle.project import Project
from socle.report import console, printable
from socle.specs import Spec

from .failures import show_failure


def is_sound(project: Project, folder: Path) -> bool:
    """Print `ok` on standard output, or the problems on standard error."""
    try:
        declared = load(folder)
    except Refused as refused:
        sys.stdout.flush()
        show_failure(refused, project)
        return False
    line = f"ok  {printable(folder.name)}: {', '.join(_counts(declared.estate))}"
    console(sys.stdout).print(Text(line, overflow="fold"))
    return True


def _counts(part: Spec, prefix: str = "") -> Iterator[str]:
    """`buckets 3` for every map of the estate, `network.flows 5` for those of its parts."""
    for name in type(part).model_fields:
        value: Any = getattr(part, name)
        if isinstance(value, Spec):
            yield from _counts(value, f"{prefix}{name}.")
        elif isinstance(value, dict) and value:
            yield f"{prefix}{name} {len(cast('dict[str, Any]', value))}"
