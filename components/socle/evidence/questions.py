"""Twenty questions that an auditor asks, each answered from what a bundle has, or not known. No answer says that anything is fulfilled."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, cast

from socle.cutover import Condition
from socle.messages import Text, said
from socle.sovereignty import NOT_KNOWN, Holding, qualifications, told_place

from .document import Cell, Document, Row
from .gathered import Gathered
from .recorded import last_seen

_FEW = 12
"""Names that an answer lists; the document that it points to has all."""

Docs = Mapping[str, Document]
Answers = Iterator[Text]


def questions(of: Gathered, docs: Docs) -> Document:
    """All twenty, in one order. A question without an answer is not known, and said to be."""
    made: list[Row] = []
    for number, (name, shown_in, answer) in enumerate(ASKED, 1):
        told = tuple(answer(of, docs))
        cells: dict[str, Cell] = {
            "id": f"Q{number}",
            "question": said(f"evidence.ask.{name}"),
            "answer": told or None,
            "see": said(f"evidence.doc.{shown_in}"),
        }
        made.append(Row(cells, (f"document:{shown_in}",)))
    return Document("questions", ("id", "question", "answer", "see"), tuple(made), of.level)


def _where(of: Gathered, _docs: Docs) -> Answers:
    counted = Counter((each.operator, each.place) for each in _health(of))
    for (operator, place), count in sorted(counted.items(), key=lambda each: each[0][::-1]):
        host = said("sovereignty.not_known") if operator == NOT_KNOWN else operator
        yield said("evidence.answer.place", operator=host, place=told_place(place), n=count)
    yield from _unclassed(of)


def _health(of: Gathered) -> list[Holding]:
    return [each for each in of.sovereignty.holdings if each.health and each.holds]


def _unclassed(of: Gathered) -> Answers:
    """That nothing is declared to hold health data, and what holds data of which nobody has said the class: it may hold some."""
    holding = [each for each in of.sovereignty.holdings if each.holds]
    if holding and not _health(of):
        yield said("evidence.answer.no_health")
    if unsaid := sum(each.data_class in ("", NOT_KNOWN) for each in holding):
        yield said("evidence.answer.unclassed", n=unsaid)


def _readers(of: Gathered, docs: Docs) -> Answers:
    """By name on buckets of health data; those on Azure are in a directory that no file lists."""
    names = tuple(_buckets_of_health(of))
    about = [row for row in docs["access"].rows if any(str(each).startswith(names) for each in _parts(row.cells["on"]))]
    yield from _holders(about if names else (), "read", of)
    if others := sum(not each.foreign and not each.type.endswith(":Bucket") for each in _health(of)):
        yield said("evidence.answer.readers_others", n=others)
    if of.sovereignty.holdings and not _health(of):
        yield said("evidence.answer.no_health")
    if any(each.health and each.foreign for each in of.sovereignty.holdings):
        yield said("evidence.answer.readers_azure")


def _buckets_of_health(of: Gathered) -> Iterator[str]:
    for each in of.sovereignty.holdings:
        resource = of.plans[each.stack].by_urn.get(each.urn) if each.health and each.stack in of.plans else None
        name = resource.inputs.get("name") if resource and each.type.endswith(":Bucket") else None
        if isinstance(name, str):
            yield name


def _parts(cell: Cell) -> tuple[Text, ...]:
    return cell if isinstance(cell, tuple) else ()


def _managers(of: Gathered, docs: Docs) -> Answers:
    yield from _holders(docs["access"].rows, "manage", of)


def _holders(found: Iterable[Row], verb: str, of: Gathered) -> Answers:
    yes, unknown, ids = said("evidence.yes"), 0, _ids(of)
    names: dict[Text, None] = {}
    for row in found:
        if row.cells[verb] == yes:
            holder = _text(row.cells["holder"])
            entry = ids.get(str(holder))
            names[said("evidence.answer.called", holder=holder, entry=entry) if entry else holder] = None
        unknown += row.cells[verb] is None
    yield from _listed(list(names))
    if unknown:
        yield said("evidence.answer.rights_unknown", n=unknown)


def _ids(of: Gathered) -> dict[str, str]:
    """By id, the key of the estate that has it: nobody knows an id by heart."""
    found = [(key, value) for key, value in _leaves(of.estate.model_dump(mode="json")) if _ID.fullmatch(value)]
    return {value: key for key, value in sorted(found, key=lambda each: (-len(each[0]), each[0]))}


_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def _leaves(value: Any, at: str = "") -> Iterator[tuple[str, str]]:
    """The texts of plain data, by their dotted keys."""
    if isinstance(value, str):
        yield at, value
    elif isinstance(value, dict):
        for key, part in cast("dict[str, Any]", value).items():
            yield from _leaves(part, f"{at}.{key}" if at else key)
    elif isinstance(value, list):
        for number, part in enumerate(cast("list[Any]", value)):
            yield from _leaves(part, f"{at}.{number}")


def _listed(names: list[Text]) -> Answers:
    yield from names[:_FEW]
    if len(names) > _FEW:
        yield said("evidence.answer.more", n=len(names) - _FEW)


def _text(cell: Cell) -> Text:
    return cell if not isinstance(cell, (int, float, tuple)) and cell is not None else str(cell)  # pyright: ignore[reportReturnType]


def _keys(of: Gathered, _docs: Docs) -> Answers:
    counted = Counter(each.key for each in _health(of))
    if of.sovereignty.holdings and not counted:
        yield said("evidence.answer.no_health")
    for key, count in sorted(counted.items()):
        yield said("evidence.answer.key", holder=said(f"keyholder.{key}"), n=count)


def _foreign(of: Gathered, _docs: Docs) -> Answers:
    for each in of.sovereignty.under:
        what, stands = each.holding.at or each.holding.name, said(f"standing.{each.standing}")
        if each.spec and each.standing.allowed:
            yield said("evidence.answer.foreign", what=what, standing=stands, until=each.spec.ends_on.isoformat())
        else:
            yield said("evidence.answer.foreign_open", what=what, standing=stands)
    seeing = [each for each in of.sovereignty.exposure.suppliers if each.spec and each.spec.sees == "health"]
    for each in seeing:
        if each.spec and each.spec.law != "european":
            stands = said("standing.non-conformity" if each.spec.law == "foreign" else "sovereignty.not_known")
            yield said("evidence.answer.foreign_open", what=f"suppliers.{each.name}", standing=stands)
    if not of.sovereignty.under:
        yield said("sovereignty.health.none")
    unsaid = [
        each.key for each in of.sovereignty.exposure.left if not each.data_class and not each.key.startswith("vaults.")
    ]
    if unsaid:
        yield said("evidence.answer.foreign_unclassed", stores=", ".join(unsaid))


def _restore(of: Gathered, _docs: Docs) -> Answers:
    """By believed records of what was observed alone: a restore that somebody only declares was not seen."""
    found = last_seen(of.books, Condition.BACKUP_RESTORED, Condition.RESTORE_PROVEN)
    if found and found.level == "observed":
        record = found.entry.record
        yield said("evidence.answer.restore", day=record.at.date().isoformat(), wave=record.wave)
        yield from found.values


def _incidents(_of: Gathered, docs: Docs) -> Answers:
    """What records know. Nobody keeps the register here, so that nothing follows from there being none."""
    known = [row for row in docs["incidents"].rows if row.cells["what"] in _STOPS]
    if known:
        yield said("evidence.answer.open")
    for row in known:
        parts = _parts(row.cells["about"])
        yield said("evidence.answer.incident", day=str(row.cells["day"]), what=_text(row.cells["what"]), about=parts[0])


_STOPS = tuple(said(f"evidence.incident.{each}") for each in ("held", "back", "cause"))


def _broken(_of: Gathered, docs: Docs) -> Answers:
    counted = Counter(str(row.cells["result"]) for row in docs["findings"].rows)
    for row in docs["rules"].rows:
        if row.cells["fail"]:
            yield said("evidence.answer.broken", rule=str(row.cells["id"]), n=_number(row.cells["fail"]))
    if not any(row.cells["fail"] for row in docs["rules"].rows) and counted:
        yield said("evidence.answer.none_broken")


def _number(cell: Cell) -> int:
    return int(cell) if isinstance(cell, int | float) else 0


def _undecided(_of: Gathered, docs: Docs) -> Answers:
    total = sum(_number(row.cells["undetermined"]) for row in docs["rules"].rows)
    yield said("evidence.answer.undecided", n=total) if total else said("evidence.answer.none_undecided")
    yield from _listed([str(row.cells["id"]) for row in docs["rules"].rows if row.cells["undetermined"]])


def _exempted(_of: Gathered, docs: Docs) -> Answers:
    yield from _in_force(docs["exemptions"], "exemption", "owner")


def _attested(_of: Gathered, docs: Docs) -> Answers:
    yield from _in_force(docs["attestations"], "attestation", "by")


def _in_force(doc: Document, what: str, who: str) -> Answers:
    yes = said("evidence.yes")
    rows = [row for row in doc.rows if row.cells["in_force"] == yes]
    yield said(f"evidence.answer.{what}s", n=len(rows))
    for row in rows[:_FEW]:
        yield said(
            f"evidence.answer.{what}",
            entry=str(row.cells["key"]),
            who=str(row.cells[who]),
            until=str(row.cells["until"]),
        )
    if len(rows) > _FEW:
        yield said("evidence.answer.more", n=len(rows) - _FEW)


def _qualified(of: Gathered, _docs: Docs) -> Answers:
    yield from qualifications(of.estate.attestations.values(), of.day)


def _flows(_of: Gathered, docs: Docs) -> Answers:
    if docs["flows"].rows:
        yield said("evidence.answer.flows", n=len(docs["flows"].rows))
        out = [row for row in docs["flows"].rows if "internet" in (row.cells["source"], row.cells["destination"])]
        yield said("evidence.answer.internet", n=len(out))


def _logs(_of: Gathered, docs: Docs) -> Answers:
    for row in docs["subjects"].rows:
        if row.cells["what"] == said("evidence.subject.logs"):
            until = _text(row.cells["until"]) if row.cells["until"] is not None else said("sovereignty.not_known")
            yield said("evidence.answer.logs", name=str(row.cells["where"]), until=until)


def _others(_of: Gathered, docs: Docs) -> Answers:
    for row in docs["subprocessors"].rows:
        operator = _text(row.cells["operator"]) if row.cells["operator"] is not None else said("sovereignty.not_known")
        yield said("evidence.answer.other", role=_text(row.cells["role"]), operator=operator)


def _zero(of: Gathered, _docs: Docs) -> Answers:
    """The day by plan; else that it is not known, before which day it is not, and what keeps it from being known."""
    down, earliest = of.sovereignty.burn_down, of.sovereignty.earliest
    if of.estate.legacy is None:
        yield said("evidence.answer.no_old_host")
    elif down.zero:
        yield said("sovereignty.zero", day=down.zero.isoformat())
    else:
        yield said("evidence.answer.open")
        if earliest:
            yield said("sovereignty.earliest", day=earliest.day.isoformat())
            if earliest.open:
                yield said("sovereignty.earliest_open", n=len(earliest.open))
        open_ = {each.key for each in of.sovereignty.exposure.left if each.gone is None}
        yield said("evidence.answer.without_day", n=len(open_))
        held = [said("evidence.answer.held", store=key, why=why) for key, why in down.holds if key in open_]
        yield from _listed(list(held))


def _erased(of: Gathered, _docs: Docs) -> Answers:
    stores = of.sovereignty.exposure.stores
    if of.estate.legacy is None:
        yield said("evidence.answer.no_old_host")
    elif stores:
        gone = sum(each.erased for each in stores)
        yield said("evidence.answer.erased", n=gone, of=len(stores))


def _made_of(of: Gathered, _docs: Docs) -> Answers:
    yield said("evidence.answer.revision", revision=of.revision or said("sovereignty.not_known"))
    if of.dirty:
        yield said("evidence.answer.dirty")
    for stack, level in of.levels.items():
        yield said("evidence.answer.stack", stack=stack, level=said(f"evidence.level.{level}"))
    for stack in of.missing:
        yield said("evidence.answer.missing", stack=stack)


def _waves(of: Gathered, _docs: Docs) -> Answers:
    if not of.books:
        yield said("evidence.answer.no_cutover")
    for book in of.books:
        yield said("sovereignty.wave", wave=book.wave, stage=book.position.stage.value, n=len(book.lines))


def _backups(_of: Gathered, docs: Docs) -> Answers:
    for row in docs["rules"].rows:
        if row.cells["id"] in ("database-backed-up", "database-backup-kept", "bucket-versioned"):
            counts = {name: _number(row.cells[name]) for name in ("pass", "fail", "undetermined", "exempt")}
            yield said("evidence.answer.rule", rule=str(row.cells["id"]), **{f"n_{k}": v for k, v in counts.items()})


ASKED: tuple[tuple[str, str, Callable[[Gathered, Docs], Answers]], ...] = (
    ("where", "assets", _where),
    ("readers", "access", _readers),
    ("managers", "access", _managers),
    ("keys", "assets", _keys),
    ("foreign", "derogations", _foreign),
    ("zero", "exposure", _zero),
    ("erased", "erasure", _erased),
    ("waves", "cutover", _waves),
    ("broken", "findings", _broken),
    ("undecided", "findings", _undecided),
    ("exempted", "exemptions", _exempted),
    ("attested", "attestations", _attested),
    ("qualified", "attestations", _qualified),
    ("flows", "flows", _flows),
    ("logs", "subjects", _logs),
    ("others", "subprocessors", _others),
    ("backups", "rules", _backups),
    ("restore", "records", _restore),
    ("incidents", "incidents", _incidents),
    ("made_of", "digests", _made_of),
)
