"""What an estate has and permits: assets, rights, flows, attestations, exemptions, derogations, and where the cut-over stands."""

from collections.abc import Iterator

from socle.access import Verb
from socle.cutover import Book
from socle.cutover.evidence import entries
from socle.messages import Text, said
from socle.sovereignty import NOT_KNOWN, Holding, Stored, told_place

from .document import Cell, Document, Row
from .gathered import Gathered


def assets(of: Gathered) -> Document:
    """Every resource: owner, place, class, key."""
    columns = ("name", "type", "owner", "operator", "law", "place", "class", "key", "standard", "line", "level")
    return Document("assets", columns, tuple(_asset(each, of) for each in of.sovereignty.holdings), of.level)


def _asset(each: Holding, of: Gathered) -> Row:
    cells: dict[str, Cell] = {
        "name": each.name,
        "type": each.type,
        "owner": each.owner or None,
        "operator": known(each.operator),
        "law": said(f"law.{each.law}"),
        "place": None if each.place == NOT_KNOWN else told_place(each.place),
        "class": each.data_class or (None if each.holds else ""),
        "key": said(f"keyholder.{each.key}"),
        "standard": standard(each.standard),
        "line": f"{each.file}:{each.line}" if each.line else each.file,
        "level": of.levels.get(each.stack, "declared"),
        "holds": each.holds,
    }
    return Row(cells, (f"plan:{each.stack}#{each.urn}",))


def known(text: str) -> str | None:
    """A text, or nothing where it is not known."""
    return None if text == NOT_KNOWN else text


def standard(text: str) -> Cell:
    """An open standard, the host's own interface, or nothing where nobody has read up on it."""
    return known(text) if text else said("sovereignty.own_interface")


def access(of: Gathered) -> Document:
    """Who may see, read, write, delete and manage what."""
    columns = ("holder", "is", "on", *(str(verb) for verb in Verb), "further", "condition", "level")
    made: list[Row] = []
    for row in of.matrix.rows:
        cells: dict[str, Cell] = {
            "holder": row.holder,
            "is": said(f"evidence.holder.{of.matrix.holder(row.holder).kind}"),
            "on": row.targets,
            **{str(verb): _may(row.cells.may(verb)) for verb in Verb},
            "further": row.cells.further,
            "condition": row.condition,
            "level": of.levels.get(row.stack, "declared"),
        }
        made.append(Row(cells, (f"plan:{row.stack}",)))
    return Document("access", columns, tuple(made), of.level, ("owners_of_organisation", "given_by_hand"))


def _may(answer: bool | None) -> Cell:
    return None if answer is None else said("evidence.yes") if answer else said("evidence.no")


def flows(of: Gathered) -> Document:
    """Every declared flow with its reason, and whether it has a way."""
    columns = ("flow", "source", "destination", "ports", "reason", "owner", "since", "state")
    plans = tuple(f"plan:{stack}" for stack in of.plans)
    made: list[Row] = []
    for result in of.flows:
        flow = result.flow
        cells: dict[str, Cell] = {
            "flow": flow.name,
            "source": flow.source,
            "destination": flow.destination,
            "ports": " ".join(flow.ports) or said("evidence.any"),
            "reason": flow.reason,
            "owner": flow.owner,
            "since": flow.since or None,
            "state": said(f"evidence.flow.{result.state.replace(' ', '_')}"),
        }
        made.append(Row(cells, (of.line_of(f"network.flows.{flow.name}"), *plans)))
    gaps = () if of.flows else ("flows_unproven",)
    return Document("flows", columns, tuple(made), of.level, gaps)


def attestations(of: Gathered) -> Document:
    """What is claimed with a document, and whether it is in force."""
    columns = ("key", "scheme", "product", "region", "reference", "until", "by", "in_force")
    made = tuple(
        Row(
            {
                "key": key,
                "scheme": each.scheme,
                "product": each.product,
                "region": each.region,
                "reference": each.reference,
                "until": each.valid_until,
                "by": each.claimed_by,
                "in_force": _may(each.valid_on(of.day)),
            },
            (of.line_of(f"attestations.{key}"),),
        )
        for key, each in of.estate.attestations.items()
    )
    return Document(
        "attestations", columns, made, "declared", ("documents_unread", *(() if made else ("no_attestation",)))
    )


def exemptions(of: Gathered) -> Document:
    """Permissions to break a rule, each with its owner and its days."""
    columns = ("key", "rule", "resource", "reason", "owner", "since", "until", "in_force")
    made = tuple(
        Row(
            {
                "key": key,
                "rule": each.rule,
                "resource": each.resource,
                "reason": each.reason,
                "owner": each.owner,
                "since": each.granted_on,
                "until": each.expires_on,
                "in_force": _may(each.active_on(of.day)),
            },
            (of.line_of(f"exemptions.{key}"),),
        )
        for key, each in of.estate.exemptions.items()
    )
    return Document("exemptions", columns, made)


def derogations(of: Gathered) -> Document:
    """The register: each decision of an authority, and everything under foreign law that none covers."""
    columns = ("key", "store", "stands", "authority", "reference", "since", "until", "in_force")
    declared = of.estate.cutover.derogations if of.estate.cutover else {}
    made = [
        Row(
            {
                "key": key,
                "store": each.store,
                "stands": said("standing.derogation"),
                "authority": each.authority,
                "reference": each.reference,
                "since": each.decided_on,
                "until": each.ends_on,
                "in_force": _may(each.active_on(of.day)),
            },
            (of.line_of(f"cutover.derogations.{key}"),),
        )
        for key, each in declared.items()
    ]
    for each in of.sovereignty.under:
        if not each.standing.allowed:
            cells: dict[str, Cell] = {
                "key": each.derogation,
                "store": each.holding.at or each.holding.name,
                "stands": said(f"standing.{each.standing}"),
                "authority": None,
                "reference": None,
                "since": None,
                "until": None,
                "in_force": said("evidence.no"),
            }
            made.append(Row(cells, (f"plan:{each.holding.stack}#{each.holding.urn}",)))
    return Document("derogations", columns, tuple(made), of.level)


def cutover(of: Gathered) -> Document:
    """Each wave: where it stands by its ledger, and what the gates of its next steps say."""
    columns = ("wave", "stage", "records", "step", "condition", "state", "why", "level")
    made = [row for book in of.books for row in _gates(book, of)]
    gaps = () if of.books else ("no_cutover",)
    return Document("cutover", columns, tuple(made), "declared", gaps)


def _gates(book: Book, of: Gathered) -> Iterator[Row]:
    base = (of.line_of(f"cutover.waves.{book.wave}"), *last(book))
    common: dict[str, Cell] = {"wave": book.wave, "stage": book.position.stage.value, "records": len(book.lines)}
    refused = bool(book.reached.refusals)
    if refused or not book.steps:
        why: Text = said("evidence.ledger_refused") if refused else said("evidence.no_step")
        yield Row({**common, "step": None, "condition": None, "state": None, "why": why, "level": "declared"}, base)
    for step in () if refused else book.steps:
        for answer in book.gate(step).answers:
            cells: dict[str, Cell] = {
                **common,
                "step": step.goal.value,
                "condition": answer.condition.value,
                "state": said(f"evidence.gate.{answer.state}"),
                "why": answer.why.value if answer.why else "",
                "level": _level(book, answer.record),
            }
            rests = (f"record:{answer.record}",) if answer.record else ()
            yield Row(cells, (*base, *rests))


def _level(book: Book, digest: str) -> str:
    return next((each.record.level for each in entries(book.lines) if each.digest == digest), "declared")


def last(book: Book) -> tuple[str, ...]:
    """The last record of a ledger, on which where the wave stands rests."""
    return tuple(f"record:{each.digest}" for each in entries(book.lines))[-1:]


def objectives(of: Gathered) -> Document:
    """SOV-1 to SOV-8: what is known of each, and what is not."""
    plans = tuple(f"plan:{stack}" for stack in of.plans)
    made = tuple(
        Row(
            {"id": each.id, "known": each.known, "unknown": each.unknown},
            (*plans, "table:operators", "table:standards"),
        )
        for each in of.sovereignty.objectives
    )
    return Document("sovereignty", ("id", "known", "unknown"), made, of.level, ("no_score",))


def _size(each: Stored) -> Cell:
    """Gigabytes; of a disk that it is on, at the most."""
    if each.gigabytes is None or not each.at_most:
        return each.gigabytes
    return said("sovereignty.at_most", n=int(each.gigabytes))


def exposure(of: Gathered) -> Document:
    """Stores that are left on Azure, and when each is gone by plan."""
    columns = ("store", "class", "owner", "gigabytes", "wave", "gone", "held")
    made = tuple(
        Row(
            {
                "store": each.key,
                "class": each.data_class or None,
                "owner": each.owner or None,
                "gigabytes": _size(each),
                "wave": each.wave or said("sovereignty.none"),
                "gone": each.gone,
                "held": each.held,
            },
            (of.line_of(f"legacy.{each.key}"), *((of.line_of(f"cutover.waves.{each.wave}"),) if each.wave else ())),
        )
        for each in of.sovereignty.exposure.left
    )
    return Document("exposure", columns, made, "declared", ("identities_of_directory",))
