"""Files that a French public body is asked for, as far as facts reach. What is missing is named as a gap, and never filled."""

from collections import Counter
from collections.abc import Iterator, Mapping

from socle.cutover import Book, Condition, Stage
from socle.estate.legacy import PostgresSpec, VaultSpec
from socle.facts import HDS_PAGES, kind
from socle.messages import Text, said
from socle.sovereignty import NOT_KNOWN, Holding, KeyHolder, Stored, told_place

from .document import Cell, Document, Row
from .gathered import Gathered
from .held import known, last, standard
from .recorded import Seen, last_seen, requested


def responsibilities(of: Gathered) -> Document:
    """Who answers for what, product by product of the host (HDS EXI 13)."""
    columns = ("product", "resources", "health", "page", "attestation", "host", "customer")
    used: dict[str, list[Holding]] = {}
    for each in of.sovereignty.holdings:
        row = kind(each.type)
        if row and row.product:
            used.setdefault(row.product, []).append(each)
    made = [Row(_product(name, found, of), _of_product(found)) for name, found in sorted(used.items())]
    return Document("responsibilities", columns, tuple(made), of.level, ("host_matrix", "contract_text"))


def _product(name: str, found: list[Holding], of: Gathered) -> dict[str, Cell]:
    claims = [key for key, each in of.estate.attestations.items() if each.scheme == "hds" and each.product == name]
    valid = [key for key in claims if of.estate.attestations[key].valid_on(of.day)]
    holders = {each.key for each in found if each.holds}
    own = (
        "keys_customer"
        if holders <= {KeyHolder.CUSTOMER, KeyHolder.BROUGHT, KeyHolder.CUSTOMER_AT_HOST}
        else "keys_shared"
    )
    return {
        "product": name,
        "resources": len(found),
        "health": sum(each.health and each.holds for each in found),
        "page": said("evidence.yes") if name in HDS_PAGES else said("evidence.not_received"),
        "attestation": ", ".join(valid) or said("evidence.not_received"),
        "host": (said("evidence.host.site"), said("evidence.host.service")),
        "customer": (
            said("evidence.customer.configuration"),
            said("evidence.customer.rights"),
            said(f"evidence.customer.{own}"),
        ),
    }


def _of_product(found: list[Holding]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(f"plan:{each.stack}#{each.urn}" for each in found))


def reversibility(of: Gathered) -> Document:
    """What an exit from the new host would need, by open standard (HDS EXI 27): counts, volumes, and where else it could run."""
    columns = ("standard", "resources", "with_data", "gigabytes", "keys", "form", "elsewhere")
    groups: dict[str, list[Holding]] = {}
    for each in of.sovereignty.holdings:
        if not each.foreign:
            groups.setdefault(each.standard, []).append(each)
    made = [Row(_way_out(name, found, of), _of_product(found)) for name, found in sorted(groups.items())]
    return Document("reversibility", columns, tuple(made), of.level, ("exit_untried", "exit_time", "exit_cost"))


def _way_out(name: str, found: list[Holding], of: Gathered) -> dict[str, Cell]:
    holding = [each for each in found if each.holds]
    return {
        "standard": standard(name),
        "resources": len(found),
        "with_data": len(holding),
        "gigabytes": _volume(holding, of) if holding else 0,
        "keys": tuple(said(f"keyholder.{key}") for key in KeyHolder if any(each.key is key for each in holding)),
        "form": said(f"evidence.form.{_FORMS.get(name, 'declared')}"),
        "elsewhere": None if name == NOT_KNOWN else said(f"elsewhere.{name}") if name else said("evidence.rewritten"),
    }


_FORMS: Mapping[str, str] = {"S3": "objects", "PostgreSQL": "dump", "OCI": "images", "QCOW2": "image", "Redis": "dump"}


def _volume(holding: list[Holding], of: Gathered) -> float | None:
    """Gigabytes by what the estate declares of a month; nothing where of one of them nobody has."""
    declared = {each.of: each.stored_gb for each in of.estate.usage.values()}
    sizes = [declared.get(key) for key in {each.at for each in holding}]
    return sum(each for each in sizes if each is not None) if sizes and None not in sizes else None


def exits(of: Gathered) -> Document:
    """The same resource by resource: what holds data at the new host, in which standard, how much of it, and how it comes out."""
    columns = ("name", "class", "standard", "place", "gigabytes", "key", "form", "elsewhere", "level")
    found = [each for each in of.sovereignty.holdings if each.holds and not each.foreign]
    made = tuple(Row(_leaves(each, of), (f"plan:{each.stack}#{each.urn}",)) for each in found)
    return Document("exits", columns, made, of.level)


def _leaves(each: Holding, of: Gathered) -> dict[str, Cell]:
    whole = _way_out(each.standard, [each], of)
    return {
        "name": each.at or each.name,
        "class": each.data_class or None,
        "place": None if each.place == NOT_KNOWN else told_place(each.place),
        "key": said(f"keyholder.{each.key}"),
        "level": of.levels.get(each.stack, "declared"),
        **{name: whole[name] for name in ("standard", "gigabytes", "form", "elsewhere")},
    }


def erasure(of: Gathered) -> Document:
    """The erasure of the old host, store by store. Basis: GDPR article 28(3)(g). It is a record, and attests nothing by itself."""
    columns = (
        *("store", "class", "requested", "purged", "purge_passed", "backups", "soft_deleted", "custodian", "host"),
        "level",
    )
    made = tuple(_erased(each, of) for each in of.sovereignty.exposure.stores)
    gaps = ("host_statement", "backups_of_host", "soft_deleted_items") if made else ("no_old_host",)
    return Document("erasure", columns, made, "declared", gaps)


def _erased(each: Stored, of: Gathered) -> Row:
    """A store: what is planned of it, and what believed records of its wave say."""
    book = _book(each, of)
    asked = requested(book) if book else None
    purged = last_seen([book], Condition.PURGED) if book else None
    certified = last_seen([book], Condition.ERASURE_CERTIFIED) if book else None
    cells: dict[str, Cell] = {
        "store": each.key,
        "class": each.data_class or None,
        "requested": _on(asked) if asked else said("evidence.not_requested"),
        "purged": each.gone,
        "purge_passed": _on(purged),
        "backups": _backups(each, of),
        "soft_deleted": None,
        "custodian": _on(certified),
        "host": said("evidence.not_received"),
        "level": newest.level if (newest := purged or certified or asked) else "declared",
    }
    rests = tuple(record.source for record in (asked, purged, certified) if record)
    return Row(cells, (of.line_of(f"legacy.{each.key}"), *(last(book) if book else ()), *rests))


def _on(record: Seen | None) -> Cell:
    """When a signed record said so, with what it counted."""
    if record is None:
        return said("evidence.not_received")
    return (said("evidence.by_record", day=record.entry.record.at.date().isoformat()), *record.values)


def _backups(each: Stored, of: Gathered) -> Cell:
    legacy = of.estate.legacy
    entry = dict(legacy.entries()).get(".".join(each.key.split(".")[:2])) if legacy else None
    if isinstance(entry, PostgresSpec):
        return said("evidence.backup_days", days=entry.backup_days)
    if isinstance(entry, VaultSpec):
        return said("evidence.retention_days", days=entry.retention_days)
    return None


def _book(each: Stored, of: Gathered) -> Book | None:
    """The wave that moves a store, with its ledger."""
    return next((book for book in of.books if book.wave == each.wave), None)


def identities(of: Gathered) -> Document:
    """Old identity to new subject, so that logs stay imputable after the move."""
    made = tuple(
        Row({"old": key, "new": None, "kind": said("evidence.machine")}, (of.line_of(f"legacy.{key}"),))
        for key in of.sovereignty.exposure.identities
    )
    return Document("identities", ("old", "kind", "new"), made, "declared", ("people_map", "old_logs"))


def copy_readers(of: Gathered) -> Document:
    """Who reads what while it is copied: the movers, dataset by dataset."""
    columns = ("wave", "dataset", "from", "to", "reader", "rights", "seen")
    return Document("copy_readers", columns, tuple(_copies(of)), "declared", ("reads_unlogged",))


def _copies(of: Gathered) -> Iterator[Row]:
    spec = of.estate.cutover
    for wave, declared in (spec.waves if spec else {}).items():
        for name, dataset in declared.datasets.items():
            cells: dict[str, Cell] = {
                "wave": wave,
                "dataset": name,
                "from": dataset.source,
                "to": dataset.targets,
                "reader": (spec.movers if spec else ()) or None,
                "rights": _on(rights := last_seen(of.books, Condition.READERS, wave=wave)),
                "seen": said("evidence.not_received"),
            }
            rests = (rights.source,) if rights else ()
            yield Row(cells, (of.line_of(f"cutover.waves.{wave}.datasets.{name}"), *rests))


def subjects(of: Gathered) -> Document:
    """Where identifiers of people stand, and until when."""
    made = list(_subjects(of))
    return Document("subjects", ("where", "what", "count", "until"), tuple(made), "declared", ("provider_retention",))


def _subjects(of: Gathered) -> Iterator[Row]:
    estate = of.estate
    if estate.cutover:
        for key, each in estate.cutover.approvers.items():
            cells: dict[str, Cell] = {
                "where": f"cutover.approvers.{key}",
                "what": said("evidence.subject.signer"),
                "count": 1,
                "until": said("evidence.kept_after", day=each.valid_until.isoformat()),
            }
            yield Row(cells, (of.line_of(f"cutover.approvers.{key}"),))
    if estate.scaleway.break_glass_user_id:
        yield Row(
            {
                "where": "scaleway.break_glass_user_id",
                "what": said("evidence.subject.emergency"),
                "count": 1,
                "until": None,
            },
            (of.line_of("scaleway.break_glass_user_id"),),
        )
    for each in of.sovereignty.holdings:
        if each.type.endswith("observability/source:Source"):
            days = next(
                (r.inputs.get("retentionDays") for p in of.plans.values() for r in p if r.urn == each.urn), None
            )
            until: Cell = said("evidence.log_days", days=int(days)) if isinstance(days, int | float) else None
            yield Row(
                {"where": each.name, "what": said("evidence.subject.logs"), "count": None, "until": until},
                (f"plan:{each.stack}#{each.urn}",),
            )


def subprocessors(of: Gathered) -> Document:
    """Who else processes: the hosts, and whom the estate declares."""
    columns = ("role", "operator", "country", "parent", "law", "sees", "until")
    operators = Counter((each.operator, each.country, each.parent, each.law) for each in of.sovereignty.holdings)
    made = [
        Row(
            {
                "role": said("evidence.host_role"),
                "operator": known(name),
                "country": known(country),
                "parent": known(parent),
                "law": said(f"law.{law}"),
                "sees": None,
                "until": None,
            },
            ("table:operators", *(f"plan:{stack}" for stack in of.plans)),
        )
        for name, country, parent, law in sorted(operators)
    ]
    made += [_supplier(each.role, each.name, of) for each in of.sovereignty.exposure.suppliers]
    return Document("subprocessors", columns, tuple(made), "declared", ("hosts_subprocessors",))


def _supplier(role: str, name: str, of: Gathered) -> Row:
    spec = of.estate.suppliers.get(name) if name else None
    cells: dict[str, Cell] = {
        "role": said(f"supplier.{role}"),
        "operator": spec.operator if spec else None,
        "country": spec.country if spec else None,
        "parent": spec.parent if spec else None,
        "law": said(f"law.{spec.law}") if spec else None,
        "sees": said(f"sees.{spec.sees}") if spec and spec.sees else None,
        "until": spec.until if spec else None,
    }
    return Row(cells, (of.line_of(f"suppliers.{name}") if name else of.line_of("suppliers"),))


def rights_requests(of: Gathered) -> Document:
    """While both clouds run, where somebody's data is asked for, corrected or erased: the copy with authority, and the other."""
    columns = ("dataset", "authority", "azure", "platform", "wave", "stage")
    return Document(
        "rights_requests", columns, tuple(_requests(of)), "declared", ("requests_unknown", "requests_procedure")
    )


def _requests(of: Gathered) -> Iterator[Row]:
    for book in of.books:
        before = book.position.stage in (Stage.INVENTORIED, Stage.FROZEN, Stage.BRIDGED)
        writes: Text = said("evidence.authority.azure") if before else said("evidence.authority.by_wave")
        for name, dataset in book.spec.datasets.items():
            cells: dict[str, Cell] = {
                "dataset": name,
                "authority": writes,
                "azure": dataset.source,
                "platform": dataset.targets,
                "wave": book.wave,
                "stage": book.position.stage.value,
            }
            yield Row(cells, (of.line_of(f"cutover.waves.{book.wave}.datasets.{name}"),))


def transfers(of: Gathered) -> Document:
    """Whom a law from outside the Union reaches, and what leaves (HDS EXI 29 to 31)."""
    columns = ("what", "operator", "law", "count", "place")
    made: list[Row] = []
    groups: dict[tuple[str, str, str], list[Holding]] = {}
    for each in of.sovereignty.holdings:
        if each.law != "european":
            groups.setdefault((each.operator, each.law, each.place), []).append(each)
    for (operator, law, place), found in sorted(groups.items()):
        cells: dict[str, Cell] = {
            "what": said("evidence.transfer.hosted"),
            "operator": known(operator),
            "law": said(f"law.{law}"),
            "count": len(found),
            "place": known(place),
        }
        made.append(Row(cells, _of_product(found)))
    exporters = [each for each in of.sovereignty.holdings if each.type.endswith(":Exporter")]
    if exporters:
        made.append(
            Row(
                {
                    "what": said("evidence.transfer.exported"),
                    "operator": None,
                    "law": None,
                    "count": len(exporters),
                    "place": None,
                },
                _of_product(exporters),
            )
        )
    return Document("transfers", columns, tuple(made), of.level, ("public_map", "remote_access"))
