"""The demo's ledgers anew, `python -m tools.demo_ledgers`: keys are made, put into its `cutover.yaml`, sign, and are thrown away.

Every address changes with them, so this is run only when what a ledger holds has changed.
"""

import re
import subprocess
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from socle.cutover import Stage
from socle.cutover.evidence import Entry, Record, Signer, ledger_file, ssh_sign, written
from socle.estate import load

from .walked_ledger import begun_book, walked

DEMO = Path(__file__).parents[1] / "stacks/estates/demo"
WALKS = {
    "catalogue": (datetime(2026, 11, 16, 8, tzinfo=UTC), (Stage.FROZEN, Stage.BRIDGED)),
    "evidence": (datetime(2026, 11, 23, 8, tzinfo=UTC), (Stage.FROZEN,)),
    "studies": (datetime(2026, 11, 27, 8, tzinfo=UTC), ()),
}
"""When each wave of the demo began, and the stages that it has reached."""

ENTRY = re.compile(r"^  (?P<name>[a-z-]+):\n(?:    .*\n)*?    key: (?P<key>ssh-ed25519 \S+)$", re.MULTILINE)
"""An entry of people or collectors with its key."""


def main() -> None:
    """Write keys and ledgers."""
    with tempfile.TemporaryDirectory() as made:
        keys = _keys(Path(made))
        _declare(keys)
        estate = load(DEMO).estate
        for wave, (start, goals) in WALKS.items():
            book = walked(begun_book(estate, wave, start), goals, lambda signer, record: _signed(keys, signer, record))
            file = ledger_file(DEMO, wave)
            file.parent.mkdir(exist_ok=True)
            file.write_text(written(each for each in book.lines if isinstance(each, Entry)), encoding="utf-8")


def _keys(folder: Path) -> dict[str, Path]:
    """A new key for each entry that has one."""
    names = [each["name"] for each in ENTRY.finditer((DEMO / "cutover.yaml").read_text("utf-8"))]
    for name in names:
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", folder / name], check=True)  # noqa: S603, S607
    return {name: folder / name for name in names}


def _declare(keys: dict[str, Path]) -> None:
    """Put the public halves in place of those before."""
    file = DEMO / "cutover.yaml"
    text = file.read_text("utf-8")
    for each in ENTRY.finditer(text):
        public = keys[each["name"]].with_suffix(".pub").read_text("utf-8").strip()
        text = text.replace(each["key"], public)
    file.write_text(text, encoding="utf-8")


def _signed(keys: dict[str, Path], signer: Signer, record: Record) -> str:
    name = ("probe" if record.level == "observed" else "deployer") if signer == "collector" else signer
    return ssh_sign(keys[name])(record.digest)


if __name__ == "__main__":
    main()
