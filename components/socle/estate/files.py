"""The files of one estate as one source: `estate.yaml` at the root, and beside it one file a theme (`legacy.yaml` is `legacy`).

A theme has its own file when another team reviews it or a tool writes it. What is in it could not stand in `estate.yaml` too.
"""

from pathlib import Path

from socle.messages import Refusal, Refused
from socle.specs import Source, read

from .bridge import BRIDGE_FILE
from .cutover import CUTOVER_FILE
from .foundation import FOUNDATION_FILE
from .legacy import LEGACY_FILE

ESTATE_FILE = "estate.yaml"
THEMES = {"foundation": FOUNDATION_FILE, "legacy": LEGACY_FILE, "bridge": BRIDGE_FILE, "cutover": CUTOVER_FILE}
"""Top-level keys of the estate that stand in a file of their own."""


def read_files(folder: Path, root: Path) -> Source:
    """Read all files of the estate in `folder`, each value with its own file and line.

    Raises:
        Refused: a file cannot be read; the problems of all files are in it.
    """
    problems: list[Refusal] = []
    found: dict[str, Source] = {}
    for key, file in {"": ESTATE_FILE, **THEMES}.items():
        if key and not (folder / file).exists() and not (folder / file).is_symlink():
            continue
        try:
            found[key] = read(folder / file, root)
        except Refused as refused:
            problems += refused.refusals
    if problems:
        raise Refused(problems)
    whole = found.pop("")
    for key, part in found.items():
        _join(whole, key, part)
    return whole


def _join(whole: Source, key: str, part: Source) -> None:
    if key in whole.data:
        whole.refuse(
            whole.place((key,)),
            (key,),
            Refusal(
                f"{key} is written here and in {part.file}",
                "one of the two would be ignored",
                "keep the file and remove it here",
            ),
        )
    whole.data[key] = part.data
    whole.places[key,] = (1, 1)
    whole.places |= {(key, *path): place for path, place in part.places.items()}
    whole.files[key,] = part.file
    whole.problems += part.problems
    whole.unsound |= {(key, *path) for path in part.unsound}
