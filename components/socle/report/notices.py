"""The one form of a message on a terminal: where and what, then consequence, then remedy; and what a plan is warned of."""

from collections.abc import Iterable, Iterator

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from socle.messages import Refusal
from socle.plan import Plan, Resource, loss

from .places import Where
from .tally import is_exposed, listed
from .text import counted, dotted_type, printable


def first_line(refusal: Refusal) -> str:
    """`file:line: key: what`, without what is not known."""
    place = refusal.place
    return ": ".join(printable(part) for part in (place.position, place.subject, refusal.what) if part)


def below(refusal: Refusal) -> list[str]:
    """The lines under the first: details, consequence, remedy."""
    last = (("consequence", refusal.consequence), ("remedy", refusal.remedy))
    lines = [*refusal.details, *(f"{name}: {text}" for name, text in last if text)]
    return [printable(line) for line in lines]


def show(refusals: Iterable[Refusal], console: Console, style: str = "", word: str = "") -> None:
    """Print messages. The first line is never wrapped by us: a broken path cannot be opened."""
    for refusal in refusals:
        start = Text(f"{word}: ", style=style) if word else Text()
        console.print(start.append(first_line(refusal), style="" if word else style), soft_wrap=True)
        for line in below(refusal):
            console.print(Padding(Text(line, overflow="fold"), (0, 0, 0, 2), expand=False))


def exposed(plan: Plan, place: Where) -> Iterator[Refusal]:
    """One warning that names everything that holds something and could be deleted without a further word."""
    bare = [resource for resource in listed(plan) if is_exposed(resource)]
    if bare:
        yield Refusal(
            f"{counted(len(bare), 'stateful resource')} of {plan.stack} {'is' if len(bare) == 1 else 'are'} not protected",
            details=tuple(f"{_where(plan, resource, place)}{resource.name}: {loss(resource)}" for resource in bare),
            consequence="a deletion or a replacement would go ahead, and lose what is named here",
            remedy="leave protection to the posture, or pass protect=True; nothing to do where losing it is agreed",
        )


def unchecked(plan: Plan, place: Where) -> Iterator[Refusal]:
    """What the capture could not check, so that silence is not taken for approval."""
    for resource in listed(plan):
        for note in resource.notes:
            yield Refusal(
                f"{_where(plan, resource, place)}{resource.name} ({dotted_type(resource.type)}): {note}", "", ""
            )


def _where(plan: Plan, resource: Resource, place: Where) -> str:
    origin = plan.origin_of(resource)
    return f"{place(origin)}: " if origin else ""
