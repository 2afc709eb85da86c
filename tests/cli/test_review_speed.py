"""What `--base` costs beside a preview: processor time of both in one run, so that a busy machine does not show.

Of the processes alone: what the file system takes to write a checkout is the machine's, up to a millisecond a file.
"""

import resource
import shutil
from pathlib import Path

import pytest

from .conftest import process

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]


def processor_seconds(*arguments: str) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert process(*arguments, cwd=ROOT, PYTHONDONTWRITEBYTECODE="").returncode in (0, 1)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime


@pytest.mark.skipif(shutil.which("git") is None or not (ROOT / ".git").exists(), reason="needs a git checkout")
def test_a_review_costs_each_revision_once() -> None:
    """Two previews, a comparison, a checkout: three times one preview would be work that nobody asked for."""
    processor_seconds("preview", "demo-platform")
    alone, compared = zip(
        *(
            (
                processor_seconds("preview", "demo-platform"),
                processor_seconds("preview", "demo-platform", "--base", "HEAD"),
            )
            for _ in range(3)
        ),
        strict=True,
    )

    assert min(compared) < 3 * min(alone), "the least of three, since what else runs on the machine only adds"
