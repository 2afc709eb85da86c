"""Rows of an export as entries of `legacy.yaml`: typed where a spec can say them, `generic` where none can.

A type whose row does not fit its spec falls back to `generic` with a note, and so does a part whose parent is missing: an
inventory that skips what it does not understand would be taken for complete.
"""

import json
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any, cast

from pydantic import ValidationError

from socle.estate.bridge import GATEWAY
from socle.messages import Place, Refusal, Refused
from socle.specs import Spec

from .credentials import is_credential
from .export import Export, Row
from .forms import QUERY
from .owners import owner_of
from .places import Places, Untyped, said, spellings
from .placing import Placing, lists_parts
from .scope import DEFAULT_SETTING, SUBSCRIPTION, left_out
from .typed import ENTRIES, FOLDED, PARTS, WHOLE, maps, plain

Fields = dict[str, Any]
SUBSCRIPTION_KEY = "subscription_id"
"""Where the row of a subscription stands."""


@dataclass(frozen=True)
class Outcome:
    """What became of one row: where it stands (nowhere: left out), and why it is left out, only `generic`, or not read again."""

    row: Row
    key: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Adoption:
    """The entries that an export gives, by dotted key, and the outcome of every row of it."""

    entries: dict[str, Fields]
    """A field that is None is one that the export says Azure does not have; of a field that is left out it does not speak."""
    outcomes: tuple[Outcome, ...]
    places: Mapping[str, str]
    """Dotted keys by id of everything that the export has and the file will say, parts included."""
    unsaid: tuple[str, ...]
    """Parts inside a row that no spec can say, with the reason."""
    unresolved: tuple[str, ...]
    """Ids that an entry refers to and that stand in no map of their type."""


def adopted(
    export: Export,
    subscription: str,
    location: str,
    known: Mapping[str, str],
    removed: Collection[str],
    estate: str = "",
) -> Adoption:
    """The entries of an export. `known` are dotted keys that ids already have, `removed` ids that a person took out.

    `estate` is the name of the estate that they are adopted into: what its own bridge made is left out.
    """
    _refuse_names_only(export, known)
    reasons = left_out(export.rows, subscription, known, removed, estate)
    kept = [row for row in export.rows if row.id.key not in reasons and row.id.type != SUBSCRIPTION]
    texts = spellings(kept)
    failed: dict[str, str] = {}
    while True:
        reading = _Reading(Placing(kept, known, failed), texts, location)
        if not reading.failures:
            break
        failed |= reading.failures
    notes = reading.placing.notes | reading.kept
    outcomes = (
        Outcome(row, reason=reasons[row.id.key])
        if row.id.key in reasons
        else Outcome(row, reading.placing.keys.get(row.id.key, SUBSCRIPTION_KEY), notes.get(row.id.key, ""))
        for row in export.rows
    )
    for row in export.rows:
        if reasons.get(row.id.key) == DEFAULT_SETTING:
            reading.note_settings(row)
    missing = sorted(set(reading.places.missing))
    inside = [row for row in reading.placing.rows if row.id.key in failed and row.id.key not in reading.placing.own]
    unsaid = tuple(f"{row.id.text}: {failed[row.id.key]}" for row in inside)
    return Adoption(reading.entries, tuple(outcomes), reading.placing.keys, unsaid, tuple(missing))


def _refuse_names_only(export: Export, known: Mapping[str, str]) -> None:
    """An export of names, such as that of `az resource list`, would fill a new file with entries that say nothing for good.

    Raises:
        Refused: no row of a type that has a spec says anything, and the file has none of them yet.
    """
    telling = [row for row in export.rows if row.id.type in _TELLING]
    if not telling or any(row.speaks or row.id.key in known for row in telling):
        return
    raise Refused(
        [
            Refusal(
                f"{len(telling)} resources are named and nothing is said of how they are set: their properties are null or left out, "
                "as in the answer of az resource list",
                "what is not said would be taken for Azure's defaults, or nothing could be read",
                f"export what they say: {QUERY}",
                place=Place(telling[0].file),
            )
        ]
    )


_TELLING = {type_ for type_, typed in ENTRIES.items() if typed.read is not plain}
"""Types whose rows say more than that they are there."""


class _Reading:
    """One try at reading every row in its place; a new row that fails is placed under `generic` in the next."""

    def __init__(self, placing: Placing, texts: Mapping[str, str], location: str) -> None:
        self.placing, self._location = placing, location
        self.places = Places(placing.keys, texts, placing.failed)
        self.entries: dict[str, Fields] = {}
        self.failures: dict[str, str] = {}
        self.kept: dict[str, str] = {}
        """Why what is typed in the file could not be read again, and stays as it is."""
        placed = [row for row in placing.by_depth() if row.id.key in placing.keys]
        entries = [row for row in placed if row.id.type in ENTRIES and not placing.is_generic(row)]
        for row in entries:
            self._read(row, ENTRIES[row.id.type].read, self._entry(row))
        for row in placed:
            if placing.is_generic(row):
                self._add_generic(row)
            elif row.id.type not in ENTRIES:
                self._add_part(row)
        for row in entries:
            if row.id.type in WHOLE and not self._has_parts(row):
                self._fail(row, "the export does not say all of its rules")
            self._check(row, ENTRIES[row.id.type].spec, self.entries[placing.keys[row.id.key]])
        for row in entries:
            if row.id.key in self.kept:
                del self.entries[placing.keys[row.id.key]]

    def note_settings(self, row: Row) -> None:
        """A parameter that nobody set is not written; that parameters were read is."""
        above = row.id.parent.lower()
        key = self.placing.keys.get(above) or self.placing.known_above(above)
        if key and not key.startswith("generic."):
            self._holder(key).setdefault("settings", {})

    def _has_parts(self, row: Row) -> bool:
        """Whether a row lists its parts, or they come as rows of their own."""
        return lists_parts(row) or row.id.key in self.placing.holders

    def _entry(self, row: Row) -> Fields:
        where = re.sub(r"[^a-z0-9]", "", str(row.at("location") or "").lower())
        fields: Fields = {"id": self.places.spelled(row.id.text)}
        if where:
            fields["location"] = None if where in {"global", self._location} else where
        owner = owner_of(row)
        fields |= {"owner": owner} if owner else {}
        return self.entries.setdefault(self.placing.keys[row.id.key], fields)

    def _holder(self, key: str) -> Fields:
        """An entry that parts stand in: of one that is in the file alone, nothing but its id is said."""
        if key not in self.entries:
            id_ = next(id_ for id_, known in self.placing.keys.items() if known == key)
            self.entries[key] = {"id": self.places.spelled(id_)}
        return self.entries[key]

    def _add_generic(self, row: Row) -> None:
        fields = self._entry(row)
        fields["type"] = row.id.type
        if row.id.type == GATEWAY and row.at("properties", "gatewayType") != "ExpressRoute":
            held = maps(row.at("properties", "ipConfigurations"))
            places = [self.places.subnet(row.inner(each).at("properties", "subnet", "id")) for each in held]
            fields |= said(subnet=next(filter(None, places), None))
        if self.placing.is_new(row):
            fields |= said(note=self.placing.notes.get(row.id.key))

    def _add_part(self, row: Row) -> None:
        section, name, *path = self.placing.keys[row.id.key].split(".", 3)  # a setting's name may have a dot
        holder = self._holder(f"{section}.{name}")
        if row.id.type in FOLDED:
            into = holder.get(path[0], {}).get(path[1]) if path else holder
            if into is None:
                self._fail(row, "what it is part of could not be read")
            else:
                self._read(row, FOLDED[row.id.type].read, into)
            return
        field, key = path
        fields: Fields = {} if key == row.id.name else {"name": row.id.name}
        if self._read(row, PARTS[row.id.type].read, fields) and self._check(row, PARTS[row.id.type].spec, fields):
            holder.setdefault(field, {})[key] = fields

    def _read(self, row: Row, read: Callable[[Row, Places], Fields], into: Fields) -> bool:
        try:
            fields = _clean(read(row, self.places), row)
        except Untyped as error:
            return self._fail(row, str(error))
        except (TypeError, AttributeError, LookupError, ValueError):
            return self._fail(row, "its row has another form than Azure documents")
        if "target" in fields:
            fields["target"] = self.places.spelled(fields["target"])
        for name, value in fields.items():
            both = isinstance(value, dict) and isinstance(into.get(name), dict)
            into[name] = {**into[name], **value} if both else value
        return True

    def _check(self, row: Row, spec: type[Spec], fields: Fields) -> bool:
        """Whether a spec takes the fields. Of what the file has already, what the export does not say stays as it stands there."""
        try:
            spec.model_validate_json(json.dumps(stated(fields)), strict=True)
        except ValidationError as error:
            errors = error.errors(include_url=False, include_input=False)
            unsaid = [".".join(map(str, each["loc"])) for each in errors if each["type"] == "missing"]
            others = [each for each in errors if each["type"] != "missing"]
            if others:
                return self._fail(row, f"{'.'.join(map(str, others[0]['loc']))}: {others[0]['msg']}"[:300])
            if self.placing.is_new(row):
                return self._fail(row, f"the export does not say {', '.join(unsaid)}")
        return True

    def _fail(self, row: Row, reason: str) -> bool:
        """A part that is only inside its parent's row has no row to fall back to: it is said. Its filter falls with it."""
        if not self.placing.is_new(row):
            self.kept[row.id.key] = f"kept as it stands, since it could not be read again: {reason}"
        else:
            self.failures.setdefault(row.id.key, reason)
        if row.id.type in PARTS and row.id.type.rpartition("/")[0] in WHOLE:
            self._fail_whole(row.id.parent.lower(), f"{row.id.name}: {reason}")
        return False

    def _fail_whole(self, parent: str, reason: str) -> None:
        for row in self.placing.rows:
            if row.id.key == parent and parent not in self.failures:
                self._fail(row, reason)


def stated(fields: Fields) -> Fields:
    """Fields without those that Azure does not have."""
    nested = {
        name: stated(cast("Fields", value)) if isinstance(value, dict) else value for name, value in fields.items()
    }
    return {name: value for name, value in nested.items() if value is not None}


def _clean(fields: Fields, row: Row) -> Fields:
    """Without what looks like a credential, and without control characters; empty text says nothing."""
    kept: Fields = {}
    for name, value in fields.items():
        if value == "" or is_credential(value, row.id.name if name == "value" else name):
            continue
        if isinstance(value, float) and value.is_integer():
            value = int(value)  # noqa: PLW2901 - JSON knows no difference, and some tools write 90.0
        kept[name] = re.sub(r"[\x00-\x1f\x7f-\x9f]+", " ", value) if isinstance(value, str) else value
    return kept
