"""Azure inventories as rows: what `az graph query`, Resource Graph's and ARM's own APIs, and ARM template exports give.

An export that is cut, that contradicts itself or that is none is refused as a whole: a half inventory would read as
"nothing else is there". Of its values only ids enter a message, since any other could be a secret.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from socle.estate.legacy import AzureId, parse
from socle.messages import Place, Refusal, Refused

from .template import is_template, template_rows

MAX_BYTES = 256 * 1024 * 1024
"""Resource Graph gives about 3 kB a resource: 80,000 resources. A larger file is a mistake."""
SHOWN = 20
"""Problems of one kind that are listed one by one."""
QUERY = (
    "az graph query -q 'resources | union resourcecontainers' --first 1000 --output json, and --skip-token for the rest"
)

_TYPE = re.compile(r"[A-Za-z][A-Za-z0-9.]*(/[A-Za-z0-9]+)+")
_TOTALS = ("totalRecords", "total_records")
_CONTINUES = ("$skipToken", "skipToken", "skip_token", "nextLink")


@dataclass(frozen=True)
class Row:
    """One resource of an export. `place` says where it stood: `inventory.json: row 17`, from 1."""

    id: AzureId
    body: dict[str, Any]
    place: str

    def at(self, *path: str) -> Any:
        """A value of the row, such as `at("properties", "encryption", "keySource")`; nothing when a part is missing.

        Names are compared without regard to case, as Azure does.
        """
        here: Any = self.body
        for part in path:
            here = _member(here, part)
        return here


@dataclass(frozen=True)
class Export:
    """Every row once, in the order of ids, whatever the order of the files."""

    rows: tuple[Row, ...]
    duplicates: tuple[Row, ...] = ()
    """Rows that said the same as one that is kept."""

    @property
    def total(self) -> int:
        """Rows that were read; what is done with them must add up to it."""
        return len(self.rows) + len(self.duplicates)


def read_export(files: Iterable[Path], scope: AzureId | None = None) -> Export:
    """Read the pages of one export; `scope` is the resource group of an ARM template, which does not say it.

    Raises:
        Refused: unreadable, no inventory, cut, without ids, or one id with two contents.
    """
    pages = [_page(file, scope) for file in files]
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


def _page(file: Path, scope: AzureId | None) -> _Page:
    document = _json(file)
    where = str(file)
    if is_template(document):
        if scope is None or not scope.resource_group:
            raise _refused(
                where,
                "an ARM template does not say where its resources are",
                "no resource would have an id",
                "pass --scope /subscriptions/<id>/resourceGroups/<name>",
            )
        return _Page(where, template_rows(document, scope))
    if isinstance(document, list):
        return _Page(where, cast("list[Any]", document))
    envelope = cast("dict[str, Any]", document) if isinstance(document, dict) else {}
    rows = _rows_of(envelope)
    if rows is None:
        raise _refused(
            where, "this is not an inventory", "there is nothing to adopt from it", f"export one with: {QUERY}"
        )
    total = next((envelope[key] for key in _TOTALS if isinstance(envelope.get(key), int)), None)
    continues = any(envelope.get(key) for key in _CONTINUES)
    if envelope.get("count", len(rows)) != len(rows):
        raise _refused(where, f"it announces {envelope['count']} rows and has {len(rows)}", *_CUT)
    return _Page(where, rows, total, continues)


def _json(file: Path) -> Any:
    where = str(file)
    size = file.stat().st_size
    if size > MAX_BYTES:
        raise _refused(
            where, f"{size:,} bytes, more than {MAX_BYTES:,}", "it could exhaust memory", "export fewer types at once"
        )
    again = f"export it again: {QUERY}"
    try:
        return json.loads(file.read_bytes())
    except UnicodeDecodeError:
        raise _refused(where, "the text is neither UTF-8 nor UTF-16", "names would be read wrongly", again) from None
    except RecursionError:
        raise _refused(where, "the JSON is nested too deeply", "nothing of it can be read", again) from None
    except json.JSONDecodeError as error:
        what = f"this is not JSON, or only the beginning of it: {error.msg}"
        raise _refused(where, what, "what follows would be taken for absent", again, line=error.lineno) from None


def _rows_of(envelope: dict[str, Any]) -> list[Any] | None:
    """The rows of Resource Graph's two result formats, or of a list of ARM."""
    data: Any = envelope.get("data", envelope.get("value"))
    if isinstance(data, list):
        return cast("list[Any]", data)
    columns, rows = _member(data, "columns"), _member(data, "rows")
    if isinstance(columns, list) and isinstance(rows, list):
        names = [str(_member(column, "name")) for column in cast("list[Any]", columns)]
        return [dict(zip(names, row, strict=False)) for row in cast("list[list[Any]]", rows)]
    return None


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
            pages[0].file, "there is no resource in it", "everything would look as if it had vanished", _CUT[1]
        )
    if all(page.continues for page in pages):
        raise _refused(pages[-1].file, "it announces a further page", *_CUT)


def _row(body: Any, page: _Page, number: int) -> Row | Refusal:
    place = f"{page.file}: row {number}"
    text = _member(body, "id")
    if not isinstance(text, str):
        return _problem(page.file, f"row {number} has no id", "it would be dropped", f"keep id in the query: {QUERY}")
    try:
        return Row(_id(text), cast("dict[str, Any]", body), place)
    except ValueError as error:
        what = f"row {number} has an id that is none: {error}"
        return _problem(page.file, what, "it would be dropped, or taken for another resource", "export it again")


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
        if _folded(first) == _folded(row):
            duplicates.append(row)
        else:
            what = f"{row.id} stands twice, with different contents: {first.place}, {row.place}"
            problems.append(
                _problem(
                    row.place.split(": row")[0], what, "which one is true is not known", "export once, without joins"
                )
            )
    _raise_if(problems)
    return Export(tuple(kept[key] for key in sorted(kept)), tuple(duplicates))


def _folded(row: Row) -> str:
    """The content without its case: two spellings of the same ids say the same."""
    return json.dumps(row.body, sort_keys=True).lower()


def _member(value: Any, name: str) -> Any:
    if not isinstance(value, dict):
        return None
    mapping = cast("dict[str, Any]", value)
    if name in mapping:
        return mapping[name]
    return next((item for key, item in mapping.items() if key.lower() == name.lower()), None)


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
