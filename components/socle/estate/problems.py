"""From a validation error to problems that a person can act on: what, consequence, remedy, file, line, key."""

import difflib
from collections.abc import Iterator
from typing import Any, cast, get_args, get_origin

from pydantic import BaseModel, ValidationError

from .estate import Estate
from .refusal import Problem, Refusal, Refusals
from .yaml_source import Path_, Source


def dotted(path: Path_) -> str:
    """`("buckets", "studies", "lock")` as `buckets.studies.lock`."""
    return ".".join(str(part) for part in path)


def problems_of(error: ValidationError, source: Source) -> list[Problem]:
    """Every problem of a validation error, with its place in the file."""
    return [
        Problem(source.file, *source.place(path), dotted(path), refusal.what, refusal.consequence, refusal.remedy)
        for details in error.errors()
        for path, refusal in _refusals(dict(details))
    ]


def pruned(data: Any, error: ValidationError) -> tuple[Any, bool]:
    """The data without the values that were refused where the rest can be judged without them, and whether any was cut.

    Only what has a default or is an entry of a map can go; a second look then finds what contradicts among the rest.
    """
    cut = False
    for details in error.errors():
        path = tuple(part for part in details["loc"] if part != "[key]")
        if details["type"] == "value_error" or details["type"] == "missing":
            continue
        data, done = _without(data, path)
        cut = cut or done
    return data, cut


def _without(data: object, path: Path_) -> tuple[object, bool]:
    mapping = _as_mapping(data)
    if not path or path[0] not in mapping:
        return data, False
    if len(path) == 1:
        return {key: value for key, value in mapping.items() if key != path[0]}, True
    inner, done = _without(mapping[str(path[0])], path[1:])
    return ({**mapping, str(path[0]): inner} if done else mapping), done


def _as_mapping(data: object) -> dict[str, object]:
    return cast("dict[str, object]", data) if isinstance(data, dict) else {}


def _refusals(details: dict[str, Any]) -> Iterator[tuple[Path_, Refusal]]:
    path: Path_ = tuple(part for part in details["loc"] if part != "[key]")
    raised = details.get("ctx", {}).get("error")
    if isinstance(raised, Refusals):
        for refusal in raised.refusals:
            yield path + _parts(refusal.at), refusal
    else:
        yield path, _plain(details, path)


def _parts(at: str) -> Path_:
    return tuple(at.split(".")) if at else ()


def _plain(details: dict[str, Any], path: Path_) -> Refusal:
    kind, ctx = str(details["type"]), details.get("ctx", {})
    if kind == "extra_forbidden":
        return _unknown_key(path)
    if kind == "missing":
        return Refusal(f"{path[-1]} is missing", _decides(path), f"add {path[-1]}{_expected(path)}")
    if "[key]" in details["loc"]:
        return Refusal(
            f"{path[-1]!r} is not a name",
            "it becomes part of resources' names",
            "use lower-case letters, digits and single dashes, 40 at the most, a letter first",
        )
    if kind in {"literal_error", "enum"}:
        near = difflib.get_close_matches(str(details["input"]), _choices(ctx), n=1, cutoff=0.5)
        hint = f"did you mean {near[0]}? " if near else ""
        return Refusal(
            f"{_shown(details['input'])} is not a choice",
            _decides(path),
            f"{hint}write one of: {', '.join(_choices(ctx))}",
        )
    return Refusal(
        f"{_shown(details['input'])} does not fit: {_said(details)}", _decides(path), f"correct it{_expected(path)}"
    )


def _unknown_key(path: Path_) -> Refusal:
    model = model_at(path[:-1])
    known = list(model.model_fields) if model else []
    near = difflib.get_close_matches(str(path[-1]), known, n=1, cutoff=0.5)
    remedy = f"did you mean {near[0]}?" if near else f"known keys here: {', '.join(known)}"
    return Refusal(
        f"{path[-1]} is not a known key", "it would have no effect, and what was meant would not happen", remedy
    )


def _said(details: dict[str, Any]) -> str:
    if details["type"] == "string_pattern_mismatch":
        return f"expected text like {details['ctx']['pattern']}"
    message: str = details["msg"]
    return message[0].lower() + message[1:]


def _shown(value: Any) -> str:
    text = (
        "nothing"
        if value is None
        else "a mapping"
        if isinstance(value, dict)
        else "a list"
        if isinstance(value, list)
        else repr(value)
    )
    return text if len(text) <= 60 else f"{text[:57]}..."


def _choices(ctx: dict[str, Any]) -> list[str]:
    return [part.strip("' ") for part in str(ctx.get("expected", "")).replace(" or ", ", ").split(",")]


def _decides(path: Path_) -> str:
    """What a field is for, in its own words: that is what goes wrong without it."""
    model = model_at(path[:-1])
    field = model.model_fields.get(str(path[-1])) if model and path else None
    if field is None or not field.description:
        return "the estate does not say what was meant"
    first = field.description.split("\n")[0].rstrip(".")
    return f"it decides this: {first[0].lower()}{first[1:]}"


def _expected(path: Path_) -> str:
    model = model_at(path[:-1])
    field = model.model_fields.get(str(path[-1])) if model and path else None
    if field is None:
        return ""
    examples = {int: "a whole number", bool: "true or false", str: "text"}
    for kind in (field.annotation, *get_args(field.annotation)):
        if kind in examples:
            return f" ({examples[kind]})"
    return ""


def model_at(path: Path_) -> type[BaseModel] | None:
    """The spec that a path leads to: through fields, entries of maps and items of lists."""
    here: Any = Estate
    for part in path:
        if isinstance(here, type) and issubclass(here, BaseModel):
            field = here.model_fields.get(str(part))
            here = _model_in(field.annotation) if field else None
        elif get_origin(here) is dict:
            here = _model_in(get_args(here)[1])
        if here is None:
            return None
    return here if isinstance(here, type) and issubclass(here, BaseModel) else None


def _model_in(annotation: Any) -> Any:
    """The spec, or the map of specs, inside `X | None` and the like."""
    if get_origin(annotation) is dict or (isinstance(annotation, type) and issubclass(annotation, BaseModel)):
        return cast("Any", annotation)
    return next((found for kind in get_args(annotation) if (found := _model_in(kind)) is not None), None)
