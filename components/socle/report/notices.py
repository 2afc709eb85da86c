"""What a person must act on or know, in the one form of every message: where and what, then consequence, then remedy."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from socle.plan import Plan, Resource, loss

from .places import Place
from .tally import is_exposed, listed
from .text import counted, dotted_type, printable


@dataclass(frozen=True)
class Notice:
    """One message. `place` is `file:line` where there is one, so that a terminal or editor can open it."""

    what: str
    consequence: str = ""
    remedy: str = ""
    place: str = ""
    key: str = ""
    details: tuple[str, ...] = ()

    def first_line(self) -> str:
        """`file:line: key: what`, without what is not known."""
        return ": ".join(printable(part) for part in (self.place, self.key, self.what) if part)

    def below(self) -> list[str]:
        """The lines under the first: details, consequence, remedy."""
        last = (("consequence", self.consequence), ("remedy", self.remedy))
        lines = [*self.details, *(f"{name}: {text}" for name, text in last if text)]
        return [printable(line) for line in lines]


def show(notices: Iterable[Notice], console: Console, style: str = "", word: str = "") -> None:
    """Print messages. The first line is never wrapped by us: a broken path cannot be opened."""
    for notice in notices:
        start = Text(f"{word}: ", style=style) if word else Text()
        console.print(start.append(notice.first_line(), style="" if word else style), soft_wrap=True)
        for line in notice.below():
            console.print(Padding(Text(line, overflow="fold"), (0, 0, 0, 2), expand=False))


def exposed(plan: Plan, place: Place) -> Iterator[Notice]:
    """One warning that names everything that holds something and could be deleted without a further word."""
    bare = [resource for resource in listed(plan) if is_exposed(resource)]
    if bare:
        yield Notice(
            f"{counted(len(bare), 'stateful resource')} of {plan.stack} {'is' if len(bare) == 1 else 'are'} not protected",
            details=tuple(f"{_where(plan, resource, place)}{resource.name}: {loss(resource)}" for resource in bare),
            consequence="a deletion or a replacement would go ahead, and lose what is named here",
            remedy="leave protection to the posture, or pass protect=True; nothing to do where losing it is agreed",
        )


def unchecked(plan: Plan, place: Place) -> Iterator[Notice]:
    """What the capture could not check, so that silence is not taken for approval."""
    for resource in listed(plan):
        for note in resource.notes:
            yield Notice(f"{_where(plan, resource, place)}{resource.name} ({dotted_type(resource.type)}): {note}")


def _where(plan: Plan, resource: Resource, place: Place) -> str:
    origin = plan.origin_of(resource)
    return f"{place(origin)}: " if origin else ""
