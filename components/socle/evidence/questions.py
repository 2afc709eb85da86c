"""Twenty questions that an auditor asks, each answered from what a bundle has, or not known. No answer says that anything is fulfilled."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime

from socle.cutover.evidence import entries
from socle.messages import Text, said
from socle.sovereignty import qualifications, told_place

from .document import Cell, Document, Row
from .gathered import Gathered

_FEW = 12
"""Names that an answer lists; the document that it points to has all."""

Docs = Mapping[str, Document]
Answers = Iterator[Text]


def questions(of: Gathered, docs: Docs) -> Document:
    """All twenty, in one order. A question without an answer is not known, and said to be."""
    made: list[Row] = []
    for number, (name, shown_in, answer) in enumerate(_ASKED, 1):
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
    counted = Counter(each.place for each in of.sovereignty.holdings if each.health and each.holds)
    for place, count in sorted(counted.items()):
        yield said("evidence.answer.place", place=told_place(place), n=count)


def _readers(of: Gathered, docs: Docs) -> Answers:
    """By name on buckets of health data; those on Azure are in a directory that no file lists."""
    names = tuple(_buckets_of_health(of))
    about = [row for row in docs["access"].rows if any(str(each).startswith(names) for each in _parts(row.cells["on"]))]
    yield from _holders(about if names else (), "read")
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


def _managers(_of: Gathered, docs: Docs) -> Answers:
    yield from _holders(docs["access"].rows, "manage")


def _holders(found: Iterable[Row], verb: str) -> Answers:
    yes, unknown = said("evidence.yes"), 0
    names: dict[Text, None] = {}
    for row in found:
        if row.cells[verb] == yes:
            names[_text(row.cells["holder"])] = None
        unknown += row.cells[verb] is None
    yield from _listed(list(names))
    if unknown:
        yield said("evidence.answer.rights_unknown", n=unknown)


def _listed(names: list[Text]) -> Answers:
    yield from names[:_FEW]
    if len(names) > _FEW:
        yield said("evidence.answer.more", n=len(names) - _FEW)


def _text(cell: Cell) -> Text:
    return cell if not isinstance(cell, (int, float, tuple)) and cell is not None else str(cell)  # pyright: ignore[reportReturnType]


def _keys(of: Gathered, _docs: Docs) -> Answers:
    counted = Counter(each.key for each in of.sovereignty.holdings if each.health and each.holds)
    for key, count in sorted(counted.items()):
        yield said("evidence.answer.key", holder=said(f"keyholder.{key}"), n=count)


def _foreign(of: Gathered, _docs: Docs) -> Answers:
    for each in of.sovereignty.under:
        until = each.spec.ends_on.isoformat() if each.spec and each.standing.allowed else said("sovereignty.not_known")
        what = each.holding.at or each.holding.name
        yield said("evidence.answer.foreign", what=what, standing=said(f"standing.{each.standing}"), until=until)
    if not of.sovereignty.under:
        yield said("sovereignty.health.none")


def _restore(of: Gathered, _docs: Docs) -> Answers:
    found = [
        (line.record.at, book.wave)
        for book in of.books
        for line in entries(book.lines)
        if "restore" in line.record.kind
    ]
    for at, wave in sorted(found)[-1:]:
        yield said("evidence.answer.restore", day=_stamp(at), wave=wave)


def _stamp(at: datetime) -> str:
    return at.date().isoformat()


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
    yield said("evidence.answer.undecided", n=total)
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
    if of.sovereignty.burn_down.zero:
        yield said("sovereignty.zero", day=of.sovereignty.burn_down.zero.isoformat())


def _erased(of: Gathered, _docs: Docs) -> Answers:
    stores = of.sovereignty.exposure.stores
    if stores:
        gone = sum(each.erased for each in stores)
        yield said("evidence.answer.erased", n=gone, of=len(stores))


def _nothing(_of: Gathered, _docs: Docs) -> Answers:
    return iter(())


def _made_of(of: Gathered, _docs: Docs) -> Answers:
    yield said("evidence.answer.revision", revision=of.revision or said("sovereignty.not_known"))
    if of.dirty:
        yield said("evidence.answer.dirty")
    for stack, level in of.levels.items():
        yield said("evidence.answer.stack", stack=stack, level=said(f"evidence.level.{level}"))
    for stack in of.missing:
        yield said("evidence.answer.missing", stack=stack)


def _waves(of: Gathered, _docs: Docs) -> Answers:
    for book in of.books:
        yield said("sovereignty.wave", wave=book.wave, stage=book.position.stage.value, n=len(book.lines))


def _backups(_of: Gathered, docs: Docs) -> Answers:
    for row in docs["rules"].rows:
        if row.cells["id"] in ("database-backed-up", "database-backup-kept", "bucket-versioned"):
            counts = {name: _number(row.cells[name]) for name in ("pass", "fail", "undetermined", "exempt")}
            yield said("evidence.answer.rule", rule=str(row.cells["id"]), **{f"n_{k}": v for k, v in counts.items()})


_ASKED: tuple[tuple[str, str, Callable[[Gathered, Docs], Answers]], ...] = (
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
    ("restore", "cutover", _restore),
    ("incidents", "incidents", _nothing),
    ("made_of", "digests", _made_of),
)
