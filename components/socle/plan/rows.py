"""The fields of one row of a state or a preview, their types, and what a row waits for.

Names and types are those of `ResourceV3` (Pulumi, sdk/go/common/apitype/core.go). A value of another type is refused: the engine
never wrote it, and read as false or as nothing it would be called harmless.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Any, cast

_TEXTS = ("urn", "type", "id", "parent", "provider", "importID", "deletedWith", "viewOf", "sourcePosition")
_FLAGS = (
    "custom",
    "delete",
    "external",
    "protect",
    "taint",
    "pendingReplacement",
    "retainOnDelete",
    "deleteBeforeReplace",
    "refreshBeforeUpdate",
)
_LISTS = (
    "dependencies",
    "initErrors",
    "additionalSecretOutputs",
    "aliases",
    "replaceWith",
    "ignoreChanges",
    "replaceOnChanges",
    "hideDiff",
    "hideDiffs",
    "stackTrace",
)
_OBJECTS = ("inputs", "outputs", "propertyDependencies", "customTimeouts", "resourceHooks")
_KINDS: dict[str, type] = {
    **dict.fromkeys(_TEXTS, str),
    **dict.fromkeys(_FLAGS, bool),
    **dict.fromkeys(_LISTS, list),
    **dict.fromkeys(_OBJECTS, dict),
}
FIELDS = frozenset({*_KINDS, "created", "modified", "replacementTrigger"})
"""Every field of a row that is read, or known to mean nothing to a reviewer."""
_WORDS = {str: "a text", bool: "true or false", list: "a list", dict: "an object"}


def checked_row(row: object) -> Mapping[str, Any]:
    """A row whose fields have the types that the engine gives them.

    Raises:
        ValueError: a field is missing or of another type; the message names it and its resource.
    """
    if not isinstance(row, Mapping):
        raise ValueError("a resource is not an object: nothing can be said of it")  # noqa: TRY004 - a bad file, not a bad type
    fields = cast("Mapping[str, Any]", row)
    urn = fields.get("urn")
    if not isinstance(urn, str) or not is_urn(urn):
        raise ValueError("a resource has no URN of Pulumi: nothing can be said of it")
    refuse_misspelt(urn, fields, FIELDS)
    for name, kind in _KINDS.items():
        value = fields.get(name)
        if value is not None and type(value) is not kind:
            raise ValueError(
                f"{name} of {urn} is not {_WORDS[kind]}: no engine wrote this, and what it means is not known"
            )
    if not fields.get("type"):
        raise ValueError(f"{urn} has no type: nothing can be said of it")
    if not fields.get("custom") and fields.get("id"):
        raise ValueError(f"{urn} is a component and has an id: no engine wrote this, and what it means is not known")
    return fields


def refuse_misspelt(what: str, names: Iterable[str], known: Collection[str]) -> None:
    """Refuse a name that is another one but for its spelling: the engine reads names in any case, and would act on it.

    Raises:
        ValueError: a name is spelled in a way that no engine writes.
    """
    meant = {_folded(name): name for name in known}
    for name in names:
        if name not in known and _folded(name) in meant:
            raise ValueError(
                f"{what} has {name!r} for {meant[_folded(name)]}: no engine wrote this, and what it means is not known"
            )


def _folded(name: str) -> str:
    return name.replace("_", "").lower()


def is_urn(text: str) -> bool:
    """Whether a text has the parts of a URN: stack, project, type and name."""
    return text.startswith("urn:pulumi:") and text.count("::") > 2


def waits_for(row: Mapping[str, Any]) -> str:
    """What the next deployment does with a row, whatever the program says; empty where it does nothing."""
    if row.get("delete"):
        return "delete"
    if row.get("pendingReplacement") or row.get("taint"):
        return "replace"
    return "update" if row.get("initErrors") else ""
