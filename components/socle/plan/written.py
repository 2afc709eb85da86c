"""Writing the JSON form of a plan: version 1, with the key names of Pulumi's exported state, empty values left out as a state does.

What is written is read by attribute, so that the model can write itself; `json` reads it back.
"""

import json
from typing import Any

VERSION = 1
"""Version of the JSON form."""

_TEXT = (
    *("urn", "type", "parent", "id", "provider", "version", "pluginDownloadURL"),
    *("importID", "deletedWith", "sourcePosition"),
)
_FLAG = ("custom", "external", "remote", "protect", "retainOnDelete", "deleteBeforeReplace")
TEXTS = (
    "dependencies",
    "ignoreChanges",
    "replaceOnChanges",
    "aliases",
    "replaceWith",
    "additionalSecretOutputs",
    "hideDiffs",
    "notes",
)
_OBJECT = ("inputs", "outputs", "propertyDependencies", "customTimeouts", "resourceHooks")
ANY = ("replacementTrigger",)
KINDS: dict[str, type] = {
    **dict.fromkeys(ANY, object),
    **dict.fromkeys(_TEXT, str),
    **dict.fromkeys(_FLAG, bool),
    **dict.fromkeys(TEXTS, list),
    **dict.fromkeys(_OBJECT, dict),
}
_ATTRIBUTE = {"importID": "import_id", "pluginDownloadURL": "plugin_download_url", "resourceHooks": "hooks"}
ALWAYS = ("urn", "type", "custom")


def _attribute(key: str) -> str:
    return _ATTRIBUTE.get(key) or "".join(f"_{c.lower()}" if c.isupper() else c for c in key)


ATTRIBUTES = {key: _attribute(key) for key in KINDS}


def resource_to_dict(resource: Any) -> dict[str, Any]:
    """One resource with the state's key names, empty values left out (`custom` is always there)."""
    values = {key: getattr(resource, attribute) for key, attribute in ATTRIBUTES.items()}
    kept = {key: value for key, value in values.items() if value or key in ALWAYS or (key in ANY and value is not None)}
    if resource.origin:
        kept["estate"] = {"file": resource.origin.file, "line": resource.origin.line, "key": resource.origin.key}
    return kept


def plan_to_dict(plan: Any) -> dict[str, Any]:
    """The plan as plain data under its version."""
    form: dict[str, Any] = {
        "version": VERSION,
        "stack": plan.stack,
        "project": plan.project,
        "resources": [resource_to_dict(resource) for resource in plan.resources],
        "outputs": plan.outputs,
    }
    if plan.plain_secrets:
        form["plainSecrets"] = list(plan.plain_secrets)
    return form


def to_json(plan: Any) -> str:
    """The plan as JSON text, keys sorted, so that identical plans are identical bytes."""
    return json.dumps(plan_to_dict(plan), indent=2, sort_keys=True, ensure_ascii=False) + "\n"
