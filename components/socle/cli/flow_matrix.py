"""Capturing an estate, and another revision of it, for the flow matrix."""

from pathlib import Path

from socle.project import Project, Revision, checkout, ends_by_exception, stacks_of_estate
from socle.reach import Model, PathChange, compare_paths, prove
from socle.report.reach import as_csv, as_markdown, matrix
from socle.report.review import code
from socle.report.words import Language, Words

from .files import write_whole
from .reaching import model_of_estate, model_of_plans


def write_matrix(
    project: Project, estate: str, *, csv: bool, output: Path, base: str | None, language: Language
) -> None:
    """Write the matrix of an estate; with a revision, also what opened and closed since."""
    words = Words(language)
    old = _before(project, estate, base) if base else None
    model = model_of_estate(project, estate)
    rows = matrix(prove(model).flows, prove(old).flows if old else None, words=words)
    if csv:
        write_whole(output, as_csv(rows, change=old is not None, words=words))
        return
    text = as_markdown(rows, title=words("flow.title", estate=estate), change=old is not None, words=words)
    write_whole(output, text + (_changes(compare_paths(old, model), base or "", words) if old else ""))


def _before(project: Project, estate: str, name: str) -> Model:
    """The network of another revision: its own program, its own estate, its own flows."""
    revision = Revision.of(project, name)
    with ends_by_exception():
        captured = revision.capture(stacks_of_estate(project, estate))
        with checkout(revision.top, revision.commit, revision.environ) as folder:
            estates = folder / project.estates.resolve().relative_to(revision.top)
            return model_of_plans(project, estate, captured.plans, estates)


def _changes(changes: list[PathChange], base: str, words: Words) -> str:
    lines = ["", f"## {words('flow.paths_since', base=code(base))}", ""]
    for each in changes:
        by = ", ".join(code(str(written)) for written in each.by)
        change, services = words(f"flow.change.{each.change}"), code(words.text(each.services))
        said = words(
            "flow.path", change=change, source=code(each.source), target=code(each.target), services=services, by=by
        )
        lines.append(f"- {said}")
    return "\n".join(lines if changes else [*lines, words("flow.no_path")]) + "\n"
