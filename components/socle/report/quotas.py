"""What estates need of an organisation's quotas, as a table, and the text of the request for what must be raised."""

import sys
from collections.abc import Iterable, Sequence

from rich.table import Table
from rich.text import Text

from socle.project import Need

from .terminal import console
from .text import printable
from .words import ENGLISH, Words

_NARROW = 0.8
"""From this part of a quota on, a line says that it is nearly used up."""


def show_quotas(organization: str, found: Sequence[Need], words: Words = ENGLISH) -> None:
    """Draw what is needed on standard output, and write the request where something must be raised."""
    output = console(sys.stdout)
    table = Table(title=words("quotas.title", organization=printable(organization)), title_justify="left", box=None)
    for column in ("quotas.what", "quotas.needed", "quotas.there", "quotas.state"):
        table.add_column(words(column), justify="left" if column in ("quotas.what", "quotas.state") else "right")
    for need in found:
        table.add_row(
            words.of("quota", need.called),
            _needed(need, words),
            _there(need, words),
            words.count("quotas.unread", need.unread) if _state(need) == "quotas.unread" else words(_state(need)),
        )
    output.print()
    output.print(table)
    output.print(Text(words("quotas.unknown")), soft_wrap=True)
    for need in found:
        if need.raised:
            said = words("quotas.by", what=words.of("quota", need.called), reference=printable(need.raised))
            output.print(Text(said), soft_wrap=True)
    lacking = [need for need in found if need.exceeded]
    if lacking:
        output.print()
        output.print(Text(request(organization, lacking, words)), soft_wrap=True)


def _needed(need: Need, words: Words) -> str:
    """What is needed, which is more than what is known where something could not be read."""
    if not need.unread:
        return words.number(need.total)
    return words("quotas.at_least", n=words.number(need.total)) if need.total else "?"


def _there(need: Need, words: Words) -> str:
    if need.most is None:
        return "?"
    return words("quotas.raised", n=words.number(need.most)) if need.raised else words.number(need.most)


def request(organization: str, raised: Iterable[Need], words: Words = ENGLISH) -> str:
    """The text to send to the host's support."""
    lines = [
        words(
            "quotas.line",
            what=words.of("quota", need.called),
            most=words.number(need.most or 0),
            asked=words.number(need.asked),
            estates=", ".join(
                f"{printable(name)} {words.number(count)}" for name, count in sorted(need.by_estate.items()) if count
            ),
        )
        for need in raised
    ]
    return "\n".join([words("quotas.request", organization=printable(organization)), *lines, words("quotas.why")])


def _state(need: Need) -> str:
    if need.exceeded:
        return "quotas.exceeded"
    if need.unread:
        return "quotas.unread"
    if need.most is None:
        return "quotas.not_known"
    return "quotas.narrow" if need.total >= need.most * _NARROW else "quotas.fits"
