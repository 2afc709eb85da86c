"""The flow matrix that an auditor signs, as CSV and as Markdown. Names and reasons are foreign text: neither form may obey them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from socle.reach import FlowResult

from ..review import code, table
from ..sheet import sheet
from ..words import Words

ENGLISH = Words()

HEADER = ("flow", "source", "destination", "port", "protocol", "reason", "owner", "since", "where", "state", "why")


@dataclass(frozen=True)
class Row:
    """One flow. `change` is empty, `opened`, `closed` or `changed` against another revision."""

    flow: str
    source: str
    destination: str
    port: str
    protocol: str
    reason: str
    owner: str
    since: str
    where: str
    state: str
    why: str = ""
    change: str = ""

    @property
    def cells(self) -> tuple[str, ...]:
        return tuple(getattr(self, name) for name in HEADER)


def matrix(
    results: Iterable[FlowResult], before: Iterable[FlowResult] | None = None, *, words: Words = ENGLISH
) -> list[Row]:
    """A row for each declared flow, in the order of the estate, and one for each that another revision had open."""
    now = [_row(result, words) for result in results]
    if before is None:
        return now
    old = {row.flow: row for row in (_row(result, words) for result in before)}
    rows = [_compared(row, old.get(row.flow)) for row in now]
    names = {row.flow for row in now}
    gone = [row for name, row in old.items() if name not in names]
    return rows + [Row(**{**row.__dict__, "state": "no longer declared", "change": "closed"}) for row in gone]


def _row(result: FlowResult, words: Words) -> Row:
    flow = result.flow
    return Row(
        flow.name,
        flow.source,
        flow.destination,
        " ".join(flow.ports) or "any",
        flow.protocol,
        flow.reason,
        flow.owner,
        flow.since or "unknown",
        flow.where,
        result.state,
        words.text(result.why),
    )


def _compared(row: Row, old: Row | None) -> Row:
    was, is_ = old is not None and old.state == "open", row.state == "open"
    change = "opened" if is_ and not was else "closed" if was and not is_ else ""
    if old and not change and _ends(old) != _ends(row):
        change = "changed"
    return Row(**{**row.__dict__, "change": change})


def _ends(row: Row) -> tuple[str, ...]:
    return row.source, row.destination, row.port, row.protocol


def _header(rows: Sequence[Row]) -> tuple[str, ...]:
    return (*HEADER, "change") if any(row.change for row in rows) else HEADER


def as_csv(rows: Sequence[Row], *, change: bool = False, words: Words = ENGLISH) -> str:
    """Comma-separated, one line a flow."""
    header = (*HEADER, "change") if change else _header(rows)
    cells = ([_worded(name, getattr(row, name), words) for name in header] for row in rows)
    return sheet([words(f"flow.{name}") for name in header], cells)


def as_markdown(rows: Sequence[Row], *, title: str, change: bool = False, words: Words = ENGLISH) -> str:
    """One table. Every cell is escaped, so that a name can neither end it nor become a link, an image or a mention."""
    header = [*HEADER, "change"] if change else list(_header(rows))
    cells = [[_shown(name, _worded(name, getattr(row, name), words)) for name in header] for row in rows]
    titles = [words(f"flow.{name}") for name in header]
    return f"# {title}\n\n{table(titles, cells)}\n"


_OURS = ("port", "protocol", "since", "state", "change")
"""Columns with words of ours among the values."""


def _worded(column: str, text: str, words: Words) -> str:
    return words.of(f"flow.{column}", text) if column in _OURS else text


def _shown(column: str, text: str) -> str:
    return text if column in ("state", "change") or not text else code(text)
