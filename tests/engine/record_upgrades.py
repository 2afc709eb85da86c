"""`python -m tests.engine.record_upgrades`: deploy each named revision with the engine and keep the states that it leaves.

Only what is not kept yet is recorded. A kept state is what was deployed: it is never recorded anew.
"""

import gzip
import json
import subprocess
import sys
import tarfile
from io import BytesIO
from pathlib import Path
from typing import Any

from tests.upgrade.announced import announcements
from tests.upgrade.recorded import ESTATES, Revision, revisions

from .estates import place_of
from .plugins import lacking
from .sweep import own_place
from .workplace import ROOT

_GIVEN = (
    "scaleway:secrets/secret:Secret",
    "scaleway:s2svpn/connection:Connection",
    "scaleway:keymanager/key:Key",
    "scaleway:iam/apiKey:ApiKey",
)
"""Types of which an estate gives inputs that some plugin does not know."""


def main() -> None:
    """Record every revision that lacks a state."""
    for revision in revisions():
        for estate in ESTATES:
            stacks = revision.stacks_of(estate)
            if not all(revision.file(stack).exists() for stack in stacks):
                with own_place() as folder:
                    _check_out(revision, folder)
                    _keep_estates(revision, folder)
                    _record(revision, estate, stacks, folder)


def _check_out(revision: Revision, folder: Path) -> None:
    archive = ("git", "archive", revision.commit, "components", "infra", "stacks", "Pulumi.yaml", "CHANGELOG.md")
    packed = subprocess.run(archive, cwd=ROOT, check=True, capture_output=True).stdout
    with tarfile.open(fileobj=BytesIO(packed)) as files:
        files.extractall(folder, filter="data")


def _keep_estates(revision: Revision, root: Path) -> None:
    for file in sorted((root / "stacks").rglob("*.yaml")):
        kept = revision.folder / file.relative_to(root)
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_bytes(file.read_bytes())
    told = announcements((root / "CHANGELOG.md").read_text("utf-8"))
    (revision.folder / "announced").write_text("".join(f"{each}\n" for each in told), "utf-8")
    given = {token: names for token, names in lacking().items() if token in _GIVEN}
    (revision.folder / "lacking.json").write_text(json.dumps(given, indent=2) + "\n", "utf-8")


def _record(revision: Revision, estate: str, stacks: list[str], root: Path) -> None:
    with place_of(estate, root=root) as place:
        for stack in stacks:
            place.up(stack).ok()
            place.preview(stack, "--expect-no-changes").ok()
            text = json.dumps(scrubbed(place.export(stack)), sort_keys=True)
            revision.file(stack).write_bytes(gzip.compress(text.encode(), mtime=0))
            sys.stdout.write(f"{revision.commit} {stack}\n")


def scrubbed(state: dict[str, Any]) -> dict[str, Any]:
    """A state without what is the recording machine's: stack traces, and lines of packages that are installed there."""
    for row in state["deployment"]["resources"]:
        row.pop("stackTrace", None)
        if "/../" in row.get("sourcePosition", ""):
            del row["sourcePosition"]
    return state


if __name__ == "__main__":
    main()
