"""What is told of one input: of another value of it, and of a new resource that has it. Names of inputs may have dots."""

from typing import Any

from socle.facts.effects import Effect, Effects, changed, created


def effects_of(type_: str, name: str, old: Any, new: Any, **beside: Any) -> Effects:
    """All that another value does, where `beside` stays; None is an input that is not given."""
    sides = ({**beside, **({} if value is None else _nested(name, value))} for value in (old, new))
    return changed(type_, tuple(name.split(".")), *sides)[1]


def does(type_: str, name: str, old: Any, new: Any, **beside: Any) -> Effects:
    """What another value does that is not harmless."""
    return effects_of(type_, name, old, new, **beside) - {Effect.HARMLESS}


def born(type_: str, name: str, value: Any = None) -> Effects:
    """What an input brings to a new resource, or that it is not given."""
    inputs = {} if value is None else _nested(name, value)
    return dict(created(type_, inputs))[name.partition(".")[0] if inputs else name] - {Effect.HARMLESS}


def _nested(name: str, value: Any) -> dict[str, Any]:
    first, _, rest = name.partition(".")
    return {first: _nested(rest, value) if rest else value}
