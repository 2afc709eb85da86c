"""Azure inventories as rows: what `az graph query`, Resource Graph's and ARM's own APIs, and ARM template exports give.

An export that is cut, that contradicts itself or that is none is refused as a whole: a half inventory would read as
"nothing else is there". Of its values only ids enter a message, since any other could be a secret.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from socle.estate.legacy import AzureId, parse
from socle.messages import Place, Refusal, Refused

from .forms import (
    ENVELOPE,
    QUERY,
    TEMPLATE_OPTIONS,
    Parameters,
    cut_at_a_depth,
    flattened,
    is_parameters,
    is_template,
    member,
    nested,
    other_form,
    parameters_of,
    rows_of,
    speaks,
    table,
    template_rows,
    undecided,
    with_ids,
)

MAX_BYTES = 256 * 1024 * 1024
"""Resource Graph gives about 3 kB a resource: 80,000 resources. A larger file is a mistake."""
_NEVER_LIFTED = ENVELOPE - {"sku"}
SHOWN = 20
"""Problems of one kind that are listed one by one."""
_TYPE = re.compile(r"[A-Za-z][A-Za-z0-9.]*(/[A-Za-z0-9]+)+")
_TOTALS = ("totalRecords", "total_records")
_CONTINUES = ("$skipToken", "skipToken", "skip_token", "nextLink")


@dataclass(frozen=True)
class Row:
    """One resource of an export. `place` says where it stood: `inventory.json: row 17`, from 1."""

    id: AzureId
    body: dict[str, Any]
    place: str

    @property
    def file(self) -> str:
        """The file of its place."""
        return self.place.rpartition(": row ")[0]

    def at(self, *path: str) -> Any:
        """A value of the row, such as `at("properties", "encryption", "keySource")`; nothing when a part is missing.

        Names are compared without regard to case, as Azure does. Most lists of `az` lift what stands under `properties` to the top.
        """
        if path[0] == "properties" and len(path) > 1 and not isinstance(member(self.body, "properties"), dict):
            return None if path[1].lower() in _NEVER_LIFTED else self.at(*path[1:])
        here: Any = self.body
        for part in path:
            here = member(here, part)
        return here

    @property
    def speaks(self) -> bool:
        """Whether it says anything of its resource beyond its name."""
        return speaks(self.body)

    def inner(self, body: Mapping[str, Any]) -> "Row":
        """Something that stands inside the row and has no row of its own, read like one."""
        return Row(self.id, dict(body), self.place)


@dataclass(frozen=True)
class Export:
    """Every row once, in the order of ids, whatever the order of the files."""

    rows: tuple[Row, ...]
    duplicates: tuple[Row, ...] = ()
    """Rows that said the same as one that is kept, or nothing but the name of one."""

    @property
    def total(self) -> int:
        """Rows that were read; what is done with them must add up to it."""
        return len(self.rows) + len(self.duplicates)


def read_export(files: Iterable[Path], scope: AzureId | None = None) -> Export:
    """Read the pages of one export; `scope` is the resource group of an ARM template, which does not say it.

    Raises:
        Refused: unreadable, no inventory, cut, without ids, or one id with two contents.
    """
    read = {file: _json(file) for file in files}
    values = parameters_of(document for document in read.values() if is_parameters(document))
    pages = [_page(file, document, scope, values) for file, document in read.items() if not is_parameters(document)]
    if not pages:
        raise _refused(str(next(iter(read), "")), "there is no inventory beside the parameters", *_NONE)
    _refuse_cut(pages)
    rows, problems = list[Row](), list[Refusal]()
    for page in pages:
        for number, body in enumerate(page.rows, 1):
            found = _row(body, page, number)
            (rows if isinstance(found, Row) else problems).append(found)  # type: ignore[arg-type]
    _raise_if(problems)
    return _once(rows)


@dataclass(frozen=True)
class _Page:
    file: str
    rows: list[Any]
    total: int | None = None
    continues: bool = False
    template: bool = False


def _page(file: Path, document: Any, scope: AzureId | None, values: Parameters) -> _Page:
    where = str(file)
    if other := other_form(document):
        raise _refused(where, *other, f"export what is there: {QUERY}")
    if is_template(document):
        if scope is None or not scope.resource_group:
            raise _refused(
                where,
                "an ARM template does not say where its resources are",
                "no resource would have an id",
                "pass --scope /subscriptions/<id>/resourceGroups/<name>",
            )
        return _Page(where, template_rows(document, scope, values), template=True)
    rows = rows_of(document)
    if rows is None:
        raise _refused(where, "this is not an inventory", *_NONE)
    if cut_at_a_depth(rows):
        raise _refused(
            where,
            "values in it were turned into text such as @{...}, as ConvertTo-Json does below a depth of 2",
            "what they said is lost, and would be taken for absent",
            "export again with ConvertTo-Json -Depth 100, or with az: " + QUERY,
        )
    envelope = cast("dict[str, Any]", document) if isinstance(document, dict) else {}
    total = next((found for key in _TOTALS if isinstance(found := member(envelope, key), int)), None)
    continues = any(member(envelope, key) for key in _CONTINUES)
    if str(member(envelope, "resultTruncated")).lower() == "true":
        raise _refused(where, "it says of itself that it is cut (resultTruncated)", *_CUT)
    count = member(envelope, "count")
    if isinstance(count, int) and count != len(rows):
        raise _refused(where, f"it announces {count} rows and has {len(rows)}", *_CUT)
    return _Page(where, rows, total, continues)


def _json(file: Path) -> Any:
    where = str(file)
    size = file.stat().st_size
    if size > MAX_BYTES:
        raise _refused(
            where, f"{size:,} bytes, more than {MAX_BYTES:,}", "it could exhaust memory", "export fewer types at once"
        )
    again = f"export it again: {QUERY}"
    raw = file.read_bytes()
    try:
        return json.loads(raw, object_pairs_hook=_once_each, parse_constant=_no_number)
    except _NoAnswer as error:
        raise _refused(where, str(error), "which value is true is not known", again) from None
    except UnicodeDecodeError:
        raise _refused(where, "the text is neither UTF-8 nor UTF-16", "names would be read wrongly", again) from None
    except RecursionError:
        raise _refused(where, "the JSON is nested too deeply", "nothing of it can be read", again) from None
    except json.JSONDecodeError as error:
        if other := table(raw):
            raise _refused(where, other, "what it leaves out would be taken for absent", again) from None
        what = f"this is not JSON, or only the beginning of it: {error.msg}"
        raise _refused(where, what, "what follows would be taken for absent", again, line=error.lineno) from None


class _NoAnswer(Exception):
    """Something in a file that has no one meaning, though a reader of JSON would take it."""


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A mapping; Python takes the last of two values of one name, other readers the first."""
    found = dict(pairs)
    if len(found) != len(pairs):
        for name, value in pairs:
            if found[name] != value:
                raise _NoAnswer(f"the name {name} stands twice in one mapping, with two values")
    return found


def _no_number(text: str) -> Any:
    raise _NoAnswer(f"{text} stands where a number belongs")


_NONE = ("there is nothing to adopt from it", f"export one with: {QUERY}")
_CUT = ("what is missing would be taken for absent from Azure", f"export every page: {QUERY}")


def _refuse_cut(pages: list[_Page]) -> None:
    """Files that announce one total are pages of one answer; a file that announces a further page needs one that does not."""
    for total in {page.total for page in pages if page.total is not None}:
        same = [page for page in pages if page.total == total]
        read = sum(len(page.rows) for page in same)
        if read < total:
            raise _refused(same[0].file, f"{read} of {total} resources: pages are missing", *_CUT)
    if not any(page.rows for page in pages):
        raise _refused(
            pages[0].file,
            "there is no resource in it",
            "everything would look as if it had vanished",
            f"where a list of locks, containers or settings is empty, write an empty mapping of its name; else export every page: {QUERY}",
        )
    if all(page.continues for page in pages):
        raise _refused(pages[-1].file, "it announces a further page", *_CUT)


def _unread(body: Any, page: _Page, number: int) -> Refusal | None:
    """Why a row that is there says less than it seems to."""
    if undecided(body):
        return _problem(
            page.file,
            f"row {number} is made under a condition, and nobody knows whether it holds",
            "what may not be there would be taken for what is",
            f"export with names and values: {TEMPLATE_OPTIONS}; or pass the file of parameters too",
        )
    if page.template and nested(body):
        return _problem(
            page.file,
            f"row {number} is a deployment of another template, which is not read",
            "what it makes would be taken for absent",
            f"export what stands, not what made it: az group export, or {QUERY}",
        )
    if flat := flattened(body):
        what = f"row {number} has parts of its properties as columns, such as {flat}"
        return _problem(
            page.file,
            what,
            "they would not be read",
            f"leave properties whole in the query: project id, type, name, location, properties; or {QUERY}",
        )
    return None


def _row(body: Any, page: _Page, number: int) -> Row | Refusal:
    place = f"{page.file}: row {number}"
    text = next((found for name in ("id", "resourceId") if isinstance(found := member(body, name), str)), None)
    if unread := _unread(body, page, number):
        return unread
    if text is None and page.template:
        return _problem(
            page.file,
            f"row {number} has no id: its name is an expression without a value, such as a parameter that has none",
            "it would be dropped",
            f"export with names and values: {TEMPLATE_OPTIONS}; or pass the file of parameters too",
        )
    if text is None:
        return _problem(page.file, f"row {number} has no id", "it would be dropped", with_ids(body))
    try:
        return Row(_id(text), _unpacked(cast("dict[str, Any]", body)), place)
    except ValueError as error:
        what = f"row {number} has an id that is none: {error}"
        return _problem(page.file, what, "it would be dropped, or taken for another resource", "export it again")


def _unpacked(body: dict[str, Any]) -> dict[str, Any]:
    """A row whose `properties` are JSON inside text, as a table of Resource Graph Explorer has them, with what the text says.

    Raises:
        ValueError: the text is not that.
    """
    held = member(body, "properties")
    if not isinstance(held, str):
        return body
    try:
        properties = json.loads(held or "null")
    except ValueError:
        raise ValueError("its properties are text and no JSON") from None
    return {**{key: value for key, value in body.items() if key.lower() != "properties"}, "properties": properties}


def _id(text: str) -> AzureId:
    """An id; also one above the subscriptions (a management group, a role of the directory), which nothing here adopts."""
    if not text.lower().startswith("/providers/"):
        found = parse(text)
        if not _TYPE.fullmatch(found.type):
            raise ValueError("what stands before its names is no type")
        return found
    _, namespace, *pairs = text.rstrip("/").split("/")[1:]
    type_, names = "/".join((namespace, *pairs[::2])), tuple(pairs[1::2])
    if not names or len(pairs) % 2:
        raise ValueError("it ends with a type and no name")
    return AzureId(text.rstrip("/"), "", "", type_, names, "")


def _once(rows: list[Row]) -> Export:
    kept, duplicates, problems = dict[str, Row](), list[Row](), list[Refusal]()
    for row in rows:
        first = kept.setdefault(row.id.key, row)
        if first is row:
            continue
        if _folded(first) == _folded(row) or not row.speaks:
            duplicates.append(row)
        elif not first.speaks:
            kept[row.id.key] = row
            duplicates.append(first)
        else:
            what = f"{row.id.text} stands twice, with different contents: {first.place}, {row.place}"
            problems.append(_problem(row.file, what, "which one is true is not known", "export once, without joins"))
    _raise_if(problems)
    return Export(tuple(kept[key] for key in sorted(kept)), tuple(duplicates))


def _folded(row: Row) -> str:
    """The content without its case: two spellings of the same ids say the same."""
    return json.dumps(row.body, sort_keys=True).lower()


def _problem(file: str, what: str, consequence: str, remedy: str, line: int = 0) -> Refusal:
    return Refusal(what, consequence, remedy, place=Place(file, line))


def _refused(file: str, what: str, consequence: str, remedy: str, line: int = 0) -> Refused:
    return Refused([_problem(file, what, consequence, remedy, line)])


def _raise_if(problems: list[Refusal]) -> None:
    if len(problems) > SHOWN:
        more = len(problems) - SHOWN
        problems = [
            *problems[:SHOWN],
            _problem(
                problems[0].place.file, f"and {more} more like these", "the export is not usable", "repair the query"
            ),
        ]
    if problems:
        raise Refused(problems)
