"""Writing the files of a new estate: all of them or none, none over another, and none that is not sound."""

import tempfile
from collections.abc import Mapping
from pathlib import Path

from socle.estate import load
from socle.messages import Place, Refusal, Refused

from ..project import Project


def written(project: Project, name: str, files: Mapping[str, str]) -> list[Path]:
    """Write the files of an estate below the project's folder of stack files; their paths.

    Raises:
        Refused: one is there already, or the estate that they make is refused. Nothing was written then.
    """
    places = {project.stack_folder / file: text for file, text in files.items()}
    _refuse_what_is_there([project.estates / name, *places])
    _refuse_unsound(name, files)
    for place, text in places.items():
        place.parent.mkdir(parents=True, exist_ok=True)
        with place.open("x", encoding="utf-8") as file:
            file.write(text)
    return sorted(places)


def _refuse_what_is_there(places: list[Path]) -> None:
    there = sorted(place for place in places if place.exists() or place.is_symlink())
    if there:
        raise Refused(
            [
                Refusal(
                    "it is there already",
                    "what somebody wrote would be lost",
                    "choose another name, or remove it yourself",
                    place=Place(str(place)),
                )
                for place in there
            ]
        )


def _refuse_unsound(name: str, files: Mapping[str, str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for file, text in files.items():
            place = Path(folder) / file
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(text, encoding="utf-8")
        load(Path(folder) / "estates" / name)
