"""By what a resource answers on the Internet: the row of its type, which access and reach read too, where values may not be known."""

from collections.abc import Iterator
from functools import partial

from socle.facts import kind
from socle.facts.scaleway import facts

from .view import State, Unknown, View, apart


def opened(view: View) -> Iterator[str]:
    """The inputs that open it; an empty text where none of those is given that would keep it inside.

    Raises:
        Unknown: a switch is not known; raised after what is known was given.
    """
    row = kind(view.type)
    if row is None or row.public is None:
        raise Unknown("type")
    public = row.public
    yield from apart(
        *(partial(_given, view, name) for name in public.opened_by),
        partial(_bare, view, public.private),
        partial(_unclosed, view, public.closed_by),
    )


def _given(view: View, name: str) -> Iterator[str]:
    """An object or an id that is not known is there; a switch or a number may be off, and of a type without schema anything."""
    found, known = view.value(name), facts(view.type)
    if found.state is State.UNKNOWN and (known is None or known.inputs[name].type in ("boolean", "integer")):
        raise Unknown(name)
    if found.state is State.UNKNOWN or found.value not in (None, False, "", []):
        yield name


def _bare(view: View, private: tuple[str, ...]) -> Iterator[str]:
    if private and all(view.value(name).state is State.ABSENT for name in private):
        yield ""


def _unclosed(view: View, closed_by: tuple[tuple[str, object], ...]) -> Iterator[str]:
    found = [(name, view.value(name), value) for name, value in closed_by]
    if not found or any(each.state is State.KNOWN and each.value == value for _, each, value in found):
        return
    unknown = [name for name, each, _ in found if each.state is State.UNKNOWN]
    if unknown:
        raise Unknown(unknown.pop())
    yield ""
