"""Which updates of deployed stacks the changelog tells of: lines under its headings *State* that name layer, type and property.

Such a line names each of them: `foundation: scaleway:object/bucketPolicy:BucketPolicy policy`. Whatever else it says is for people.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from socle.diff import Change

_TOLD = re.compile(r"`([a-z]+): ([\w-]+:[\w./-]+:\w+) (\w+)`")


@dataclass(frozen=True)
class Announcement:
    """An update of every deployed stack of a layer: the type of its resources, and the property (of the first level) that changes."""

    layer: str
    type: str
    property: str

    def __str__(self) -> str:
        return f"`{self.layer}: {self.type} {self.property}`"


def announcements(changelog: str) -> Iterator[Announcement]:
    """What the sections *State* of every version tell of."""
    heading = ""
    for line in changelog.splitlines():
        if line.startswith("#"):
            heading = line.strip("# ")
        elif heading == "State":
            yield from read(line)


def read(text: str) -> Iterator[Announcement]:
    """What a text tells of, wherever it stands."""
    return (Announcement(*found.groups()) for found in _TOLD.finditer(text))


def updates(layer: str, changes: Iterable[Change]) -> Iterator[Announcement]:
    """What the changelog has to tell of these changes of a stack; an update for no property of its own is one of its options."""
    for change in changes:
        properties = {each.top for each in change.properties if each.effective}
        yield from (Announcement(layer, change.resource.type, name) for name in sorted(properties) or ["options"])
