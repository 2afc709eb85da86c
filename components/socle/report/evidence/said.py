"""What verifying a bundle and comparing two of them says, in lines and as JSON."""

import json
from collections.abc import Iterable, Iterator

from socle.evidence import Difference, Found, Verified

from ..text import printable
from ..words import ENGLISH, Words


def flaw_lines(found: Verified, words: Words = ENGLISH) -> Iterator[str]:
    """Every flaw with its file, then what came of it."""
    for each in found.flaws:
        yield flaw_line(each, words)
    if found.sound:
        yield words("evidence.whole", n=found.files, day=found.day, names=", ".join(map(printable, found.signed_by)))
    else:
        yield words("evidence.broken", n=len(found.flaws))


def flaw_line(found: Found, words: Words = ENGLISH) -> str:
    """A flaw with its file."""
    return words(f"evidence.flaw.{found.flaw}", file=printable(found.file), about=printable(found.about)).rstrip()


def verified_json(found: Verified) -> str:
    """The same for other tools."""
    form = {
        "version": 1,
        "whole": found.sound,
        "files": found.files,
        "day": found.day.isoformat() if found.day else None,
        "signed_by": list(found.signed_by),
        "flaws": [{"flaw": each.flaw.value, "file": each.file, "about": each.about} for each in found.flaws],
    }
    return json.dumps(form, indent=2, ensure_ascii=False) + "\n"


def difference_lines(found: Iterable[Difference], words: Words = ENGLISH) -> Iterator[tuple[str, str]]:
    """What became of each thing, and of what, the worst first."""
    for each in found:
        document = words(f"evidence.doc.{each.document}")
        results = {"before": each.before or "-", "after": each.after or "-"}
        key = "evidence.difference.results" if each.before or each.after else "evidence.difference"
        yield (
            words(f"evidence.became.{each.became}"),
            words(key, document=document, what=printable(each.what), **results),
        )
