"""What changed configuration does that no plan shows: stack files, Pulumi.yaml, and the claims and permissions of an estate."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any, cast

from socle.diff import Change
from socle.facts import CREDENTIALS, PLUGIN_SOURCE, redirects, strangers
from socle.messages import Refused
from socle.plan import SECRET, redacted
from socle.project import ChangedFile, Project, as_text, document_of, full_key, is_secret

from .files import NOTHING, FileChange
from .installing import steering_in
from .keys import differing, leaves
from .verdict import Verdict

_ENCRYPTION = ("secretsprovider", "encryptedkey", "encryptionsalt")
_ACCOUNT = frozenset({"organizationid", "projectid", "subscriptionid", "tenantid", "auxiliarytenantids", "clientid"})
"""Settings of a provider, in lower case, that say in which account it works."""
_QUIET_SETTINGS = frozenset({"pulumi:tags"})
_QUIET = frozenset({"description", "author", "license", "website", "template"})
"""Keys of Pulumi.yaml that only people read."""
_TAKEN_FROM = frozenset({"backend", "plugins", "packages"})
"""Keys of Pulumi.yaml that say where the state is kept, and which programs get the credentials."""
_RUNTIME_LOOKED_AT = frozenset({"options.typechecker"})
"""Options of the runtime that choose no interpreter and no installer."""
_CLAIMS = ("attestations", "exemptions", "lifetime", "scaleway.hds_contract")
"""What an estate claims, or lets somebody off: rules and checks read it, and no resource is made of it."""
_WORDS = frozenset({"reason", "description", "owner", "since"})
"""Fields of an entry that only people read."""


_LISTED = 12
"""Keys of an estate that one line names."""


def stack_changes(file: ChangedFile, project: Project) -> Iterator[FileChange]:
    """What a stack file does beside its program: providers, encryption, environments, secrets."""
    documents = _both(file)
    if documents is None:
        yield FileChange(file.path, "unreadable", Verdict.LOOK)
        return
    if file.new is None:
        return  # the stack is gone, which the review says by its name
    old, new = documents
    for key in differing(old, new):
        if key in _ENCRYPTION:
            yield FileChange(
                file.path, "stack-encryption", Verdict.LOOK if file.old is None else Verdict.DANGEROUS, key
            )
        elif key == "environment":
            yield FileChange(file.path, "stack-environment", Verdict.DANGEROUS, key)
        elif key != "config":
            steers = any(steering_in(as_text(new.get(key))))
            yield FileChange(file.path, "stack-setting", Verdict.DANGEROUS if steers else Verdict.LOOK, key)
    yield from _settings(file, project, config_of(old, project), config_of(new, project))


def project_changes(file: ChangedFile, project: Project) -> Iterator[FileChange]:
    """What the project's own file does: which programs run, where they come from, and the defaults of every stack."""
    documents = _both(file)
    if documents is None or file.file != project.file.resolve():
        yield FileChange(file.path, "other" if documents else "unreadable", Verdict.LOOK)
        return
    old, new = documents
    for key in differing(old, new):
        if key in _TAKEN_FROM:
            yield FileChange(file.path, "project-taken-from", Verdict.DANGEROUS, key)
        elif key == "runtime":
            yield from _runtime(file, *(_runtime_of(each) for each in documents))
        elif key not in _QUIET and key != "config":
            yield FileChange(file.path, "project", Verdict.LOOK, key)
    before, after = (_defaults(each, project) for each in (old, new))
    yield from _settings(file, project, before, after)


def _runtime(file: ChangedFile, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[FileChange]:
    """What runs the program: which language, and by which options. A type checker that is left out or another is asked, and no more."""
    for key in differing(old, new):
        taken = key.startswith("options.") and key not in _RUNTIME_LOOKED_AT
        yield FileChange(
            file.path,
            "project-taken-from" if taken else "project",
            Verdict.DANGEROUS if taken else Verdict.LOOK,
            f"runtime.{key}",
        )


def _runtime_of(document: Mapping[str, Any]) -> dict[str, Any]:
    """The runtime by its keys; a word alone is its name."""
    value = document.get("runtime")
    return {key: each for key, each in leaves(value if isinstance(value, dict) else {"name": value}) if each != {}}


@dataclass(frozen=True)
class Told:
    """What the changes of plans tell of an estate, by its keys: those of resources, and those of components, which only record."""

    resources: frozenset[str] = frozenset()
    records: frozenset[str] = frozenset()

    @classmethod
    def by(cls, changes: Iterable[Change]) -> "Told":
        """What some changes tell of the entries that they come from."""
        keys = [(change.origin.key, change.resource.custom) for change in changes if change.origin]
        return cls(*(frozenset(key for key, custom in keys if custom is of) for of in (True, False)))

    def has(self, key: str) -> bool:
        """Whether a change tells what differs at a key: a word is told by the record, anything else only by what it does."""
        told = self.resources | self.records if key.rpartition(".")[2] in _WORDS else self.resources
        if key == "owner" and told:
            return True  # a tag of everything: each change of it stands for the estate's own
        return any(key == own or key.startswith(f"{own}.") or own.startswith(f"{key}.") for own in told)


def estate_changes(file: ChangedFile, project: Project, moved: Mapping[str, Told]) -> Iterator[FileChange]:
    """The claims and permissions of an estate, and anything else in it that no change of a resource tells."""
    estate = PurePosixPath(file.path).relative_to(_below(file, project)).parts[0]
    if not file.path.endswith((".yaml", ".yml")):
        yield FileChange(file.path, "evidence", Verdict.LOOK, PurePosixPath(file.path).name)
        return
    documents = _both(file)
    if documents is None:
        yield FileChange(file.path, "unreadable", Verdict.LOOK)
        return
    old, new = (dict(leaves(each)) for each in documents)
    different = differing(old, new)
    claims = sorted({claim for key in different if (claim := _claim(key))})
    for claim in claims:
        mine = _differences((key for key in different if _claim(key) == claim), old, new)
        yield FileChange(file.path, "evidence", Verdict.LOOK, claim, differences=mine)
    told, theme = moved.get(estate, Told()), PurePosixPath(file.path).stem
    rest = [key for key in different if key and not _claim(key) and not (told.has(key) or told.has(f"{theme}.{key}"))]
    if rest:
        shown = _differences(rest, old, new)
        more = f" (+{len(rest) - _LISTED})" if len(rest) > _LISTED else ""
        named = ", ".join(rest[:_LISTED]) + more
        yield FileChange(file.path, "estate-unshown", Verdict.LOOK, named, differences=shown)


def _differences(
    keys: Iterable[str], old: Mapping[str, Any], new: Mapping[str, Any]
) -> tuple[tuple[str, str, str], ...]:
    return tuple((key, _shown(old.get(key)), _shown(new.get(key))) for key in keys)


def _settings(
    file: ChangedFile, project: Project, old: Mapping[str, Any], new: Mapping[str, Any]
) -> Iterator[FileChange]:
    for key in differing(old, new):
        before, after = old.get(key), new.get(key)
        namespace, _, name = key.partition(":")
        hosts = strangers(namespace, name, after)
        hidden = name.lower() in CREDENTIALS or is_secret(before) or is_secret(after)
        was, now = ("", "") if hidden else (_shown(before), _shown(after))
        if hosts:
            yield FileChange(file.path, "provider-redirected", Verdict.REFUSED, key, new=" ".join(filter(None, hosts)))
        elif namespace == project.name:
            if is_secret(before) or is_secret(after):
                yield FileChange(file.path, "secret-setting", Verdict.LOOK, key)
        elif namespace == "pulumi":
            if key not in _QUIET_SETTINGS:
                yield FileChange(file.path, "stack-setting", Verdict.LOOK, key, was, now)
        else:
            level = Verdict.DANGEROUS if decides(name) else Verdict.LOOK
            yield FileChange(file.path, "provider-setting", level, key, was or NOTHING, now or NOTHING)


def decides(name: str) -> bool:
    """Whether a setting of a provider says where it works, as whom, in which account, or which program it is."""
    return redirects(name) or name.lower() in CREDENTIALS | _ACCOUNT | {PLUGIN_SOURCE.lower()}


def _shown(value: Any) -> str:
    return "" if value is None else SECRET if is_secret(value) else redacted(as_text(value))


def _both(file: ChangedFile) -> tuple[dict[str, Any], dict[str, Any]] | None:
    """The values of both sides; nothing where one cannot be read."""
    try:
        old, new = (document_of(file.file, text or "").value for text in (file.old, file.new))
    except Refused:
        return None
    return old, new


def config_of(value: dict[str, Any], project: Project) -> dict[str, Any]:
    """What a stack file gives, by `namespace:name`; a key that is none is shown as it is written."""
    config = value.get("config")
    if not isinstance(config, dict):
        return {}
    return {full_key(str(key), project.name) or str(key): each for key, each in cast("dict[Any, Any]", config).items()}


def _defaults(value: dict[str, Any], project: Project) -> dict[str, Any]:
    """What Pulumi.yaml gives every stack: the default of a declared setting, or the bare value."""
    found: dict[str, Any] = {}
    for key, each in config_of(value, project).items():
        declared = cast("dict[str, Any]", each) if isinstance(each, dict) else {"value": each}
        default = declared.get("default", declared.get("value"))
        if default is not None:
            found[key] = default
    return found


def _claim(key: str) -> str:
    """The claim or permission that a key of an estate belongs to; empty where it is something else."""
    for claim in _CLAIMS:
        if key == claim or key.startswith(f"{claim}."):
            return ".".join(key.split(".")[: len(claim.split(".")) + 1])
    return ""


def _below(file: ChangedFile, project: Project) -> str:
    return project.estates.resolve().relative_to(file.revision.top).as_posix()
