"""A Pulumi project as its files say it: name, program, stacks, configuration. Nothing is run, decrypted or written."""

import os
from dataclasses import dataclass, field
from pathlib import Path

from socle.messages import Place, Refusal, Refused

from .settings import Setting, as_text, breaches, declared_settings, given_settings, is_secret, redirections
from .yaml import read_document

_PROJECT_FILES = ("Pulumi.yaml", "Pulumi.yml")

Configuration = tuple[dict[str, str], dict[str, str]]
"""Plain values and secret ones, by `namespace:name`; structured values are JSON text, as the engine passes them."""


@dataclass(frozen=True)
class Project:
    """A folder with a Pulumi.yaml. `program` is the file or folder that `main` names; `stack_folder` has the stack files.

    One is opened a run, and reads each of its files once: what changes on disk meanwhile is not seen.
    """

    root: Path
    file: Path
    name: str
    program: Path
    stack_folder: Path
    settings: tuple[Setting, ...] = ()
    _configurations: dict[str, Configuration] = field(
        default_factory=dict[str, Configuration], compare=False, repr=False
    )

    @property
    def estates(self) -> Path:
        """The folder of the estates, one folder each."""
        return self.stack_folder / "estates"

    def stack_file(self, stack: str) -> Path:
        """Where the engine looks for a stack's configuration: the extension is that of the project's own file."""
        return self.stack_folder / f"Pulumi.{stack}{self.file.suffix}"

    def stacks(self) -> list[str]:
        """Every stack that has a file, in alphabetical order."""
        return stack_names(self.stack_folder, self.file.suffix)

    def config(self, stack: str) -> Configuration:
        """What the program of a stack is given, with the defaults of Pulumi.yaml; encrypted values are placeholders.

        Raises:
            Refused: the file is missing or malformed, breaks what Pulumi.yaml declares, or sends a provider to a stranger; all at once.
        """
        if stack not in self._configurations:
            self._configurations[stack] = self._read(stack)
        return self._configurations[stack]

    def unchecked(self, stack: str) -> dict[str, str] | None:
        """The plain values of a stack's file whatever else it says; nothing where it cannot be read."""
        try:
            given = given_settings(read_document(self.stack_file(stack)), self.name)
        except Refused:
            return None
        values = {s.key: s.default for s in self.settings if s.default is not None} | given
        return {key: as_text(value) for key, value in values.items() if not is_secret(value)}

    def _read(self, stack: str) -> Configuration:
        document = read_document(self.stack_file(stack))
        given = given_settings(document, self.name)
        problems = [problem for setting in self.settings for problem in breaches(setting, given, document)]
        values = {s.key: s.default for s in self.settings if s.default is not None} | given
        problems += redirections(values, document)
        if problems:
            raise Refused(problems)
        plain = {key: as_text(value) for key, value in values.items() if not is_secret(value)}
        secret = {key: as_text(value) for key, value in values.items() if is_secret(value)}
        return plain, secret


def find_project(start: Path, *, named: bool = False) -> Project:
    """The project of a folder: the nearest Pulumi.yaml in it or above it. `named`: somebody named the folder for it.

    Raises:
        Refused: there is none, or it is malformed.
    """
    if not start.is_dir():
        raise _no_project(start, "there is no such folder", named=named)
    for folder in (start.resolve(), *start.resolve().parents):
        if file := project_file(folder):
            return read_project(file)
    raise _no_project(start, "there is no Pulumi.yaml here or in any folder above", named=named)


def project_file(folder: Path) -> Path | None:
    """The Pulumi.yaml of a folder, where it has one."""
    return next((folder / name for name in _PROJECT_FILES if (folder / name).is_file()), None)


def read_project(file: Path) -> Project:
    """The project that a Pulumi.yaml describes.

    Raises:
        Refused: it is malformed, or one of its folders leads out of it by a link.
    """
    document = read_document(file)
    name = document.text("name", "the project has no name", "name: <project>")
    main = document.text("main", "", "main: <folder>")
    old_folder = document.value.get("config")
    folder = document.text("stackConfigDir", "", "stackConfigDir: <folder>") or (
        old_folder if isinstance(old_folder, str) else ""
    )
    for each in (main, folder, f"{folder}/estates"):
        _refuse_leading_out(file.parent, each)
    return Project(
        root=file.parent,
        file=file,
        name=name,
        program=file.parent / main,
        stack_folder=file.parent / folder,
        settings=tuple(declared_settings(document, name)),
    )


def _refuse_leading_out(root: Path, inside: str) -> None:
    """Refuse a folder of the project that is written as one inside it, and whose files are elsewhere by a link."""
    written = Path(os.path.normpath(root / inside))
    if written.is_relative_to(root) and not written.resolve().is_relative_to(root.resolve()):
        raise Refused(
            [
                Refusal(
                    "a link that leads out of its folder",
                    "the project cannot be read",
                    "put the file itself there: a reviewer would not see it",
                    place=Place(str(written)),
                )
            ]
        )


def stack_names(folder: Path, suffix: str = ".yaml") -> list[str]:
    """The stacks that have a file in a folder, in alphabetical order; none when the folder is missing."""
    names = [f.name for f in folder.glob(f"Pulumi.*{suffix}") if f.is_file()] if folder.is_dir() else []
    return sorted(name.removeprefix("Pulumi.").removesuffix(suffix) for name in names)


def _no_project(start: Path, what: str, *, named: bool) -> Refused:
    remedy = (
        "name the folder of a project, which has a Pulumi.yaml in it or above it"
        if named
        else "run this inside a project, or name its folder with --root"
    )
    return Refused([Refusal(what, "no stack can be found", remedy, place=Place(str(start)))])
