"""The one form of a message on a terminal: where and what, then consequence, then remedy; and what a plan is warned of."""

from collections.abc import Iterable, Iterator

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from socle.messages import Refusal
from socle.plan import Plan, Resource, loss

from .counts import is_exposed, listed
from .places import Where
from .text import dotted_type, printable
from .words import ENGLISH, Words


def first_line(refusal: Refusal) -> str:
    """`file:line: key: what`, without what is not known."""
    place = refusal.place
    return ": ".join(printable(part) for part in (place.position, place.subject, refusal.what) if part)


def below(refusal: Refusal, words: Words = ENGLISH) -> list[str]:
    """The lines under the first: details, consequence, remedy."""
    last = (("consequence", refusal.consequence), ("remedy", refusal.remedy))
    lines = [*refusal.details, *(words(f"finding.{name}", **{name: text}) for name, text in last if text)]
    return [printable(line) for line in lines]


def show(
    refusals: Iterable[Refusal], console: Console, style: str = "", word: str = "", *, words: Words = ENGLISH
) -> None:
    """Print messages, each in the language that it has; `words` say what its parts are.

    The first line is never wrapped by us: a broken path cannot be opened.
    """
    for refusal in refusals:
        start = Text(f"{word}: ", style=style) if word else Text()
        console.print(start.append(first_line(refusal), style="" if word else style), soft_wrap=True)
        for line in below(refusal, words):
            console.print(Padding.indent(Text(line, overflow="fold"), 2))


def exposed(plan: Plan, place: Where, words: Words = ENGLISH) -> Iterator[Refusal]:
    """One warning that names everything that holds something and could be deleted without a further word."""
    bare = [resource for resource in listed(plan) if is_exposed(resource)]
    if bare:
        yield Refusal(
            words.count("preview.exposed", len(bare), stack=plan.stack),
            details=tuple(
                words(
                    "preview.loss",
                    name=f"{_where(plan, resource, place)}{resource.name}",
                    loss=words.loss(loss(resource)),
                )
                for resource in bare
            ),
            consequence=words("preview.exposed.consequence"),
            remedy=words("preview.exposed.remedy"),
        )


def unchecked(plan: Plan, place: Where, words: Words = ENGLISH) -> Iterator[Refusal]:
    """What the capture could not check, so that silence is not taken for approval."""
    for resource in listed(plan):
        for note in resource.notes:
            name = f"{_where(plan, resource, place)}{resource.name}"
            what = words("preview.note", name=name, type=dotted_type(resource.type), note=words.sentence(note))
            yield Refusal(what, "", "")


def _where(plan: Plan, resource: Resource, place: Where) -> str:
    origin = plan.origin_of(resource)
    return f"{place(origin)}: " if origin else ""
