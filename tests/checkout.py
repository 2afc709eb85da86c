"""This repository's program in a folder where a test may edit it, and edits that cannot miss what they mean."""

import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[1]
CUTOVER = "stacks/estates/demo/cutover.yaml"
UNDESIRED = tuple((f"desired: {stage}", "desired: inventoried") for stage in ("bridged", "frozen"))
"""What is replaced in the demo's cut-over where its ledgers go: a program refuses what is desired and borne out by none."""


def copied(folder: Path, stacks: Path = ROOT / "stacks") -> Path:
    """Today's program with its stacks and estates, or with those of another revision."""
    for source, name in ((ROOT / "infra", "infra"), (stacks, "stacks")):
        shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "Pulumi.yaml", folder)
    return folder


def replaced(text: str, *pairs: tuple[str, str]) -> str:
    """A text with pieces replaced, each of which stands there exactly once."""
    for old, new in pairs:
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in\n{text}"
        text = text.replace(old, new)
    return text


def before_ledgers(root: Path) -> Path:
    """A copy of the project whose demo has waves, none of which has a ledger or is to go anywhere yet."""
    shutil.rmtree(root / "stacks" / "estates" / "demo" / "cutover")
    edit(root / CUTOVER, *UNDESIRED)
    return root


@contextmanager
def edited(root: Path, edits: Mapping[str, Iterable[tuple[str, str]]]) -> Iterator[None]:
    """Pieces of some files replaced, by their path below a folder; the files are as they were afterwards."""
    kept = {name: (root / name).read_text("utf-8") for name in edits}
    try:
        for name, pairs in edits.items():
            (root / name).write_text(replaced(kept[name], *pairs), "utf-8")
        yield
    finally:
        for name, text in kept.items():
            (root / name).write_text(text, "utf-8")


def edit(file: Path, *pairs: tuple[str, str]) -> None:
    """Replace pieces of a file, each of which stands there exactly once."""
    file.write_text(replaced(file.read_text("utf-8"), *pairs), "utf-8")
