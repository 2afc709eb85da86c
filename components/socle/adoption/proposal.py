"""What adopting an export would make of an estate's `legacy.yaml`: the new text, every change, and a count of every row."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, cast

from socle.estate.legacy import LegacySpec, Mode, parse

from .adoption import SUBSCRIPTION_KEY, Adoption, adopted
from .credentials import credentials
from .export import Export, Row
from .file import LegacyFile, Remembered, validated
from .merge import Change, Digests, applied, digests, merged
from .names import key_for
from .placing import lists_parts
from .render import lines
from .scope import SUBSCRIPTION
from .splice import spliced
from .target import Target, target_of
from .typed import EMBEDDED

HEADER = """\
# The Azure estate that the platform replaces, as `socle adopt` read it from an export. Edit it: a newer export keeps what a
# person wrote, comments included, and changes only what Azure says otherwise.
"""

Verdict = Literal["observed", "adopted", "referenced", "unknown", "out of scope", "repeated"]
VERDICTS: tuple[Verdict, ...] = ("observed", "adopted", "referenced", "unknown", "out of scope", "repeated")


@dataclass(frozen=True)
class Proposal:
    """A new `legacy.yaml` that has been validated, and nothing written yet."""

    file: LegacyFile
    text: str
    spec: LegacySpec
    memory: Mapping[str, Remembered]
    adoption: Adoption
    changes: tuple[Change, ...]
    counts: Mapping[Verdict, int]
    """Of rows; they add up to the rows of the export."""
    vanished: tuple[str, ...]
    """Dotted keys of what the file says and the export does not have; all stay."""
    credentials: tuple[str, ...]
    """Where in the export values look like credentials; none was copied."""

    @property
    def changed(self) -> bool:
        """Whether the text differs from the file's."""
        return self.text != self.file.text


def propose(file: LegacyFile, export: Export, wanted: Target, mode: Mode = "observe") -> Proposal:
    """Bring a file up to an export; `mode` is that of new entries, where their type and subscription allow it.

    Raises:
        Refused: the export is not of the file's subscription or tenant, or it does not say which to take.
        Refused: the estate would refuse the result.
    """
    target = target_of(file, export, wanted)
    known = file.keys
    adoption = adopted(export, target.subscription, target.location, known, file.removed(), file.folder.name)
    theirs = _ordered({**adoption.entries, **_rules_gone(file, export, adoption)})
    whole = file.spec.model_dump(mode="json") if file.spec else {}
    changes = [*_subscriptions(file, export, adoption, target), *merged(file.data, whole, _read(file), theirs)]
    changes = [_with_mode(change, mode, target) for change in changes]
    text = spliced(file.text, changes) if file.spec else _fresh(target, changes)
    spec, data = validated(text, file.folder)
    if file.spec and data != applied(file.data, changes):
        raise RuntimeError("the edited legacy.yaml does not say what it should; nothing was written")
    return Proposal(
        file,
        text,
        spec,
        _memory(file, adoption),
        adoption,
        tuple(changes),
        _counts(export, adoption, spec, target),
        tuple(_vanished(spec, known, adoption.places, _silent(export))),
        tuple(f"{row.id.text}: {path}" for row in export.rows for path in credentials(row.body)),
    )


def _fresh(target: Target, changes: Iterable[Change]) -> str:
    ids = {"tenant_id": target.tenant, "subscription_id": target.subscription, "location": target.location}
    head = "\n".join(line for name, value in ids.items() if value for line in lines(name, value, 0, 0))
    maps = applied({}, list(changes)).items()
    blocks = ("\n".join(lines(name, value, 0, 0)) for name, value in maps)
    return "\n\n".join((HEADER + head, *blocks)) + "\n"


def _ordered(entries: Mapping[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Entries in the order of the estate's fields, then by key."""
    order = {name: index for index, name in enumerate(LegacySpec.model_fields)}
    return dict(sorted(entries.items(), key=lambda item: (order[item[0].split(".")[0]], item[0])))


def _subscriptions(file: LegacyFile, export: Export, adoption: Adoption, target: Target) -> Iterator[Change]:
    """Names for the other subscriptions that something is kept from."""
    known = set(file.spec.other_subscriptions.values()) if file.spec else set[str]()
    kept = {parse(id_).subscription for id_ in adoption.places} - {target.subscription} - known
    names = {row.id.subscription: row for row in export.rows if row.id.type == SUBSCRIPTION}
    taken = set(file.spec.other_subscriptions) if file.spec else set[str]()
    new: dict[str, str] = {}
    for subscription in sorted(kept):
        row = names.get(subscription)
        called = row.at("name") if row else None
        text = str(called) if isinstance(called, str) else f"subscription-{subscription[-8:]}"
        new[
            key_for(parse(f"/subscriptions/{subscription}/resourceGroups/{text.replace('/', '-')}"), {*taken, *new})
        ] = subscription
    if new and taken:
        yield from (Change("add", ("other_subscriptions", name), new=value) for name, value in new.items())
    elif new:
        yield Change("add", ("other_subscriptions",), new=new)


def _rules_gone(file: LegacyFile, export: Export, adoption: Adoption) -> dict[str, dict[str, Any]]:
    """Security groups with the rules that Azure no longer has, where a group's row lists its rules; a row without a list says nothing."""
    found: dict[str, dict[str, Any]] = {}
    listed = {row.id.key for row in export.rows if lists_parts(row)}
    for name, group in (file.spec.security_groups if file.spec else {}).items():
        fields = adoption.entries.get(f"security_groups.{name}") if group.id.lower() in listed else None
        gone = dict.fromkeys(group.rules.keys() - (fields or {}).get("rules", {}).keys())
        if fields is not None and gone:
            found[f"security_groups.{name}"] = {**fields, "rules": {**fields.get("rules", {}), **gone}}
    return found


def _with_mode(change: Change, mode: Mode, target: Target) -> Change:
    section, fields = change.path[0], change.new
    if (
        mode == "observe"
        or change.kind != "add"
        or len(change.path) != 2
        or section in {"generic", "other_subscriptions"}
    ):
        return change
    if parse(fields["id"]).subscription != target.subscription or fields.get("level") == "ReadOnly":
        return change
    return Change("add", change.path, new={"id": fields["id"], "mode": mode, **fields})


def _read(file: LegacyFile) -> dict[str, Mapping[str, str]]:
    """Digests by the key that an entry has now, which a person may have changed."""
    keys = file.keys
    return {keys[id_]: known.fields for id_, known in file.memory.items() if id_ in keys}


def _memory(file: LegacyFile, adoption: Adoption) -> dict[str, Remembered]:
    """What was not in this export stays remembered: absence is no reason to forget."""
    found = dict(file.memory)
    for id_, key in adoption.places.items():
        fields = adoption.entries.get(key)
        if fields is None or str(fields["id"]).lower() != id_:
            found[id_] = found[id_] if id_ in found and key.count(".") == 1 else Remembered(key)
            continue
        before: Digests = found[id_].fields if id_ in found else {}
        unsaid = {path: known for path, known in before.items() if not _says(fields, path.split("/"))}
        found[id_] = Remembered(key, {**unsaid, **digests(fields)})
    return found


def _says(fields: Any, path: list[str]) -> bool:
    """Whether an export speaks of a field, be it to say that Azure does not have it."""
    for part in path:
        if not isinstance(fields, dict):
            return True
        if part not in fields:
            return False
        fields = cast("dict[str, Any]", fields)[part]
    return True


def _counts(export: Export, adoption: Adoption, spec: LegacySpec, target: Target) -> dict[Verdict, int]:
    modes: dict[str, Mode] = {resource.key: resource.mode for resource in spec.resources()}
    found: Counter[Verdict] = Counter(_verdict(o.row, o.key, modes, target) for o in adoption.outcomes)
    found["repeated"] = len(export.duplicates)
    return {verdict: found[verdict] for verdict in VERDICTS}


def _verdict(row: Row, key: str, modes: Mapping[str, Mode], target: Target) -> Verdict:
    if not key:
        return "out of scope"
    if key == SUBSCRIPTION_KEY or row.id.subscription != target.subscription:
        return "referenced"
    if key.startswith("generic."):
        return "unknown"
    entry = ".".join(key.split(".")[:2])
    return "observed" if modes.get(key, modes.get(entry)) == "observe" else "adopted"


def _silent(export: Export) -> frozenset[str]:
    """Ids of what could list its parts and does not, neither in its row nor in rows of their own."""
    holders = {row.id.parent.lower() for row in export.rows}
    could = (row for row in export.rows if row.id.type in EMBEDDED and not lists_parts(row))
    return frozenset(row.id.key for row in could if row.id.key not in holders)


def _vanished(
    spec: LegacySpec, known: Mapping[str, str], seen: Mapping[str, str], silent: Collection[str]
) -> Iterator[str]:
    """What is expected as a row and is not there: not what a rehearsal creates, nor what is a field of something else, nor a part
    of what says nothing of its parts."""
    created = {resource.key for resource in spec.resources() if resource.mode == "create"}
    for id_, key in known.items():
        if id_ in seen or parse(id_).parent.lower() in silent:
            continue
        if key not in created and ".rules." not in key and not key.endswith(_FIELDS):
            yield key


_FIELDS = (".immutability", ".dns_zone")


__all__ = ["VERDICTS", "Proposal", "Verdict", "propose"]
