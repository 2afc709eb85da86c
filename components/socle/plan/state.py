"""Reading what the engine writes: an exported state (`pulumi stack export`) and a preview (`pulumi preview --json`).

Both become the plan's own form, by these normalisations and no others: what the provider filled in (`__defaults`) is
dropped, as are `__internal` and a provider's `version`; a secret, as ciphertext or plain, becomes `[secret]`; a whole
number is an int; dependencies are sorted. Resources that are only waiting for deletion are left out.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, cast

from socle.facts import PLUGIN_SOURCE, document_of, plugin_source, secret_inputs, strange_in

from .credentials import PLAIN, without_credentials
from .masking import masked, redacted
from .model import SECRET, STACK_TYPE, Plan, Resource, in_order
from .property_paths import render
from .rows import FIELDS, checked_row, refuse_misspelt, waits_for
from .scrubbing import scrubbed
from .texts import texts_in

# What marks a special value, in a state as on the wire (sdk/python/lib/pulumi/runtime/rpc.py).
SIGNATURE = "4dabf18193072939515e22adb298388d"
SECRET_SIGNATURE = "1b47061264138c4ac30d75fd1eb44270"  # noqa: S105 - a marker

_PROVIDER = "pulumi:providers:"
_VERSION, _WITH_FEATURES = 3, 4
_TOP = frozenset({"version", "features", "deployment"})
_DEPLOYMENT = frozenset({"manifest", "secrets_providers", "resources", "pending_operations", "metadata"})
"""What an export and its deployment hold (`UntypedDeployment` and `DeploymentV3` of Pulumi, sdk/go/common/apitype)."""
_READ_OPS = ("read", "read-replacement", "read-discard", "discard")


def plain_inputs(value: Any) -> Any:
    """Inputs or outputs as the engine writes them, without what the provider filled in and with secrets masked."""
    if isinstance(value, dict):
        return _plain_object(cast("dict[str, Any]", value))
    if isinstance(value, list):
        return [plain_inputs(item) for item in cast("list[Any]", value)]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def _plain_object(value: dict[str, Any]) -> Any:
    if value.get(SIGNATURE) == SECRET_SIGNATURE:
        return SECRET
    dropped = {"__defaults", "__internal", *(value.get("__defaults") or ())}
    return {name: plain_inputs(item) for name, item in value.items() if name not in dropped and item is not None}


def read_state(state: "Mapping[str, Any] | str | Path") -> Plan:
    """An exported state as a plan; `state` is the export itself, or the path of one.

    Raises:
        ValueError: it is not an exported state.
    """
    return plan_of_rows([read_resource(row) for row in state_rows(state)])


def state_rows(state: "Mapping[str, Any] | str | Path") -> list[dict[str, Any]]:
    """The resources of an exported state as they are written there, without those that only wait for deletion.

    Raises:
        ValueError: it is not an exported state.
    """
    form = load(state)
    if isinstance(state, Mapping):
        _refuse_strange("the state", form)
    _refuse_version(form)
    refuse_misspelt("the state", form, _TOP)
    deployment = cast("dict[str, Any]", form.get("deployment") if isinstance(form.get("deployment"), dict) else {})
    refuse_misspelt("the deployment", deployment, _DEPLOYMENT)
    for name in ("resources", "pending_operations"):
        rows = deployment.get(name)
        if (rows is None and name == "resources") or not _objects(rows):
            raise ValueError(
                f"this is not an exported state (no deployment.{name}): nothing could be compared with it; "
                "write one with `pulumi stack export`"
            )
    return [row for row in cast("list[dict[str, Any]]", deployment["resources"]) if not checked_row(row).get("delete")]


def _is_plan(form: Mapping[str, Any]) -> bool:
    """Whether it is a plan of one stack or of several, as `socle preview --json` writes them."""
    return {"project", "resources", "stack"} <= form.keys() or "plans" in form


def _refuse_version(form: Mapping[str, Any]) -> None:
    """The engine writes version 3, and 4 where it names the features that need it; what another one means is not known.

    Source: `DeploymentSchemaVersionCurrent` and `Latest` of Pulumi (sdk/go/common/apitype/core.go).
    """
    if "deployment" not in form and _is_plan(form):
        raise ValueError(
            "this is a plan of socle preview and no exported state: socle check --rules judges what stacks would deploy, from their "
            "program, and this command what is deployed"
        )
    version = form.get("version", _VERSION)
    if version != _VERSION and not (version == _WITH_FEATURES and form.get("features")):
        raise ValueError(
            f"this state says that it is of version {str(version)[:20]!r}, which is not known here (3, or 4 with its features): "
            "what it holds could be misread; write one with `pulumi stack export`"
        )


def _objects(rows: object) -> bool:
    """Whether something is a list of objects, or not there."""
    return rows is None or (isinstance(rows, list) and all(isinstance(row, dict) for row in cast("list[Any]", rows)))


def unread_of(state: "Mapping[str, Any] | str | Path") -> list[str]:
    """What an exported state says and nobody here knows: keys, each with the resource that has it, what the engine notes of the state
    itself (that it is damaged), and a resource that goes on twice. What comes of it is not known.
    """
    form = load(state)
    deployment = cast("dict[str, Any]", form.get("deployment") or {})
    rows = cast("list[dict[str, Any]]", deployment.get("resources") or [])
    noted: Any = deployment.get("metadata") or {}
    notes = cast("dict[str, Any]", noted) if isinstance(noted, dict) else {"": noted}
    live = Counter(str(row.get("urn", "")) for row in rows if not row.get("delete"))
    return [
        *(name for name in form if name not in _TOP),
        *(f"deployment.{name}" for name in deployment if name not in _DEPLOYMENT),
        *(f"deployment.metadata.{name}" for name, value in notes.items() if value),
        *(f"{urn} {number} times" for urn, number in live.items() if number > 1),
        *(f"{redacted(name)} ({row.get('urn', '')})" for row in rows for name in row if name not in FIELDS),
    ]


def pending_of(state: "Mapping[str, Any] | str | Path") -> list[str]:
    """What an exported state has not finished: rows that wait for deletion or replacement, and operations that were cut off.

    The next deployment carries it out, whatever the program says; what an operation did in the cloud is not known. What was
    protected comes first.
    """
    return unfinished(_pending(load(state)))


def unfinished(found: Iterable[tuple[str, Mapping[str, Any]]]) -> list[str]:
    """What is not finished: an operation and the row of its resource, as text; what was protected says so, and comes first.

    Protection holds nothing here: the engine deletes what waits for deletion all the same.
    """
    rows = sorted(found, key=lambda one: not one[1].get("protect"))
    return [f"{word} {row.get('urn', '')}{' (protected)' if row.get('protect') else ''}" for word, row in rows]


def _pending(form: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    deployment = cast("dict[str, Any]", form.get("deployment") or {})
    for row in cast("list[dict[str, Any]]", deployment.get("resources") or []):
        if word := waits_for(row):
            yield word, row
    for one in cast("list[dict[str, Any]]", deployment.get("pending_operations") or []):
        yield str(one.get("type", "operation")), cast("dict[str, Any]", one.get("resource") or {})


def read_preview(preview: "Mapping[str, Any] | str | Path") -> Plan:
    """The resources that a preview ends with, as a plan; stack outputs are not in a preview.

    Raises:
        ValueError: it is not the output of `pulumi preview --json`.
    """
    rows: dict[str, dict[str, Any]] = {}
    steps = _steps(preview)
    for step in steps:
        if step.get("newState"):
            rows[step["urn"]] = {**step["newState"], "external": step["op"] in _READ_OPS}
    return plan_of_rows(
        [read_resource(row) for row in rows.values()], next((str(s["urn"]) for s in steps if s.get("urn")), "")
    )


def _steps(preview: "Mapping[str, Any] | str | Path") -> list[dict[str, Any]]:
    steps = load(preview).get("steps")
    if isinstance(steps, list):
        return cast("list[dict[str, Any]]", steps)
    raise ValueError(
        "this is not a preview (no steps): nothing could be compared with it; "
        "write one with `pulumi preview --json --show-sames --show-reads`"
    )


def load(source: "Mapping[str, Any] | str | Path") -> Mapping[str, Any]:
    """A JSON object given as such, or by its path.

    Raises:
        ValueError: the file does not hold a JSON object, or one key of an object twice, of which readers take different ones.
    """
    if isinstance(source, Mapping):
        return source
    try:
        form = document_of(Path(source).read_text(encoding="utf-8"))
    except RecursionError:
        raise ValueError(f"{Path(source).name}: it is nested deeper than anything that an engine writes") from None
    if not isinstance(form, dict):
        raise ValueError(f"{Path(source).name}: not a JSON object")  # noqa: TRY004 - a bad file, not a bad type
    _refuse_strange(Path(source).name, form)
    return cast("dict[str, Any]", form)


def _refuse_strange(file: str, form: Any) -> None:
    if found := strange_in(form):
        raise ValueError(f"{file}: {found}: no engine writes this, and what it means is not known")


def read_resource(row: Mapping[str, Any]) -> Resource:
    """One resource of a state or a preview.

    Raises:
        ValueError: a field is missing, or of another type than the engine gives it.
    """
    row = checked_row(row)
    type_ = str(row["type"])
    inputs = plain_inputs(row.get("inputs") or {})
    plugin = _plugin(row.get("inputs") or {}) if type_.startswith(_PROVIDER) else {}
    for name in ("version", PLUGIN_SOURCE) if plugin else ():
        inputs.pop(name, None)
    deps = cast("Mapping[str, list[str] | None]", row.get("propertyDependencies") or {})
    hooks = cast("Mapping[str, list[str] | None]", row.get("resourceHooks") or {})
    return Resource(
        urn=row["urn"],
        type=type_,
        custom=bool(row.get("custom")),
        parent=row.get("parent") or "",
        inputs=masked(type_, inputs, row.get("additionalSecretOutputs") or (), sealed=True),
        outputs=_outputs(type_, row),
        id=row.get("id") or "",
        external=bool(row.get("external")),
        dependencies=tuple(sorted(row.get("dependencies") or ())),
        property_dependencies={name: tuple(sorted(urns or ())) for name, urns in deps.items()},
        provider=row.get("provider") or "",
        protect=bool(row.get("protect")),
        retain_on_delete=bool(row.get("retainOnDelete")),
        delete_before_replace=bool(row.get("deleteBeforeReplace")),
        ignore_changes=tuple(row.get("ignoreChanges") or ()),
        replace_on_changes=tuple(row.get("replaceOnChanges") or ()),
        aliases=tuple(row.get("aliases") or ()),
        import_id=row.get("importID") or "",
        deleted_with=row.get("deletedWith") or "",
        replace_with=tuple(row.get("replaceWith") or ()),
        replacement_trigger=without_credentials(plain_inputs(row.get("replacementTrigger"))),
        additional_secret_outputs=tuple(row.get("additionalSecretOutputs") or ()),
        hide_diffs=tuple(map(_hidden, row.get("hideDiff") or row.get("hideDiffs") or ())),
        custom_timeouts=dict(row.get("customTimeouts") or {}),
        hooks={_hook_kind(kind): tuple(names) for kind, names in hooks.items() if names},
        source_position=row.get("sourcePosition") or "",
        **plugin,
    )


def _plugin(inputs: Mapping[str, Any]) -> dict[str, Any]:
    """Version and source of a provider's code; a source that is the publishers' own is none that a program chose.

    Source: `SetProviderVersion` and `SetProviderURL` of Pulumi (sdk/go/common/providers), which wrote the URL beside the version
    before it wrote it under `__internal`.
    """
    internal: Any = inputs.get("__internal")
    kept = cast("dict[str, Any]", internal) if isinstance(internal, dict) else {}
    url = kept.get(PLUGIN_SOURCE) or inputs.get(PLUGIN_SOURCE) or ""
    return {"version": str(inputs.get("version") or ""), "plugin_download_url": redacted(plugin_source(str(url)))}


def _outputs(type_: str, row: Mapping[str, Any]) -> dict[str, Any]:
    """What a component registers or a read answers; of a managed resource only the secrets that can be read in plain."""
    kept, roots = not row.get("custom") or bool(row.get("external")), _roots(type_)
    if not (kept or roots):
        return {}
    outputs = masked(type_, plain_inputs(row.get("outputs") or {}), sealed=True)
    return outputs if kept else {name: PLAIN for name in roots if PLAIN in texts_in(outputs.get(name))}


def _roots(type_: str) -> list[str]:
    """The outputs of a type that are secrets, or hold one."""
    return sorted({name.partition(".")[0] for name in secret_inputs(type_)})


def _hidden(path: Any) -> str:
    """A path as text, which the engine may write as the list of its steps."""
    return render(tuple(cast("list[str | int]", path))) if isinstance(path, list) else str(path)


def _hook_kind(kind: str) -> str:
    """`before-update`, which previews and states of the engine spell `BeforeUpdate`."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", kind).lower()


def plan_of_rows(resources: list[Resource], any_urn: str = "") -> Plan:
    """The resources of one stack as a plan; `any_urn` says which stack it is where there is none."""
    stack = next((r for r in resources if r.type == STACK_TYPE), None)
    any_urn = resources[0].urn if resources else any_urn or "urn:pulumi:::::::"
    stack_name, project = any_urn.removeprefix("urn:pulumi:").split("::", 2)[:2]
    outputs = dict(stack.outputs) if stack else {}
    kept = [r if r.type != STACK_TYPE else Resource(r.urn, r.type, r.custom, r.parent) for r in resources]
    return scrubbed(Plan(stack_name, project, in_order(kept), outputs))
