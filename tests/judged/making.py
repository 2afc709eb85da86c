"""Making a pull request in a copy of this project and reviewing it whole, as `socle preview --base` does, in this process.

`python -m tests.judged.making FOLDER` renders every request there: comment and page, in both languages.
"""

import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

import yaml

from socle.cli.failures import said_of
from socle.diff.compare import compare
from socle.origin import Origin
from socle.project.captured import capture_stacks
from socle.project.changes import changed_files
from socle.project.project import Project, find_project
from socle.project.revision import Revision
from socle.report.review.html import page
from socle.report.review.markdown import markdown
from socle.report.words import Language, Words
from socle.review.gathered import Gathered, reviewed, told
from socle.review.model import Review
from tests.checkout import ROOT, copied, edited
from tests.edits.rows import Row, rows
from tests.repository import begin


def requests() -> list[tuple[dict[str, Any], Row]]:
    """Every pull request with the row that makes it."""
    by_title = {row.says: row for row in rows()}
    forms = yaml.safe_load(Path(__file__).with_name("requests.yaml").read_text("utf-8"))
    return [(form, by_title[form["edit"]]) for form in forms]


def place(origin: Origin) -> str:
    """A line of the estate as the command names it."""
    return f"stacks/estates/{origin.file}:{origin.line}"


class Repository:
    """A copy of the project with one commit; every request is made to it, reviewed, and taken back."""

    def __init__(self, folder: Path) -> None:
        self.root = copied(folder)
        shutil.copy(ROOT / ".gitignore", self.root)  # or what Python compiles would be a file that changes
        begin(self.root)
        project = find_project(self.root)
        self._stacks = [stack for stack in project.stacks() if stack.startswith("demo-")]
        self._before = capture_stacks(project, self._stacks).plans

    def review(self, row: Row) -> Review:
        """What the request changes, against the one commit."""
        with edited(self.root, row.edits):
            return self._reviewed(find_project(self.root))

    def _reviewed(self, project: Project) -> Review:
        run = capture_stacks(project, self._stacks)
        found = Gathered(baseline="main", failed=told(run.failures, said_of(project)))
        found.comparisons += [compare(plan, self._before[stack]) for stack, plan in run.plans.items()]
        found.before += [self._before[stack] for stack in run.plans]
        found.take(changed_files(Revision.of(project, "HEAD")), project)
        return reviewed(project, found)


def head_of(review: Review, language: Language = Language.ENGLISH) -> str:
    """What a comment says before it says what it was made from: all that a reader of one minute reads."""
    words = Words(language)
    return markdown(review, words, place, "socle").split(f"\n\n{words(f'level.{review.level}')}")[0]


def _render(folder: Path) -> None:
    with tempfile.TemporaryDirectory() as root:
        repository = Repository(Path(root))
        for number, (form, row) in enumerate(requests(), 1):
            review = repository.review(row)
            for language in Language:
                words = Words(language)
                for name, text in (
                    ("md", markdown(review, words, place, "socle")),
                    ("html", page(review, words, place, "socle")),
                ):
                    (folder / f"{number:02}.{language}.{name}").write_text(text, "utf-8")
            sys.stdout.write(f"{number:02} {form['edit']}\n   should be told: {form['tell']}\n{head_of(review)}\n\n")


if __name__ == "__main__":
    _render(Path(sys.argv[1]))
