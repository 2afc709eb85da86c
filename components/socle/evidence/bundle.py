"""A bundle: all documents, what they rest on, and the files that can be handed over."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from socle.cutover import Book
from socle.cutover.evidence import Level, entries
from socle.rules import RULES

from .chain import digest_of
from .document import Cell, Document, Row, Sources
from .gathered import Gathered
from .held import access, assets, attestations, cutover, derogations, exemptions, exposure, flows, objectives
from .judged import findings, judged_controls, judged_rules
from .oscal import oscal_files
from .questions import questions
from .recorded import incidents, records
from .registers import (
    copy_readers,
    erasure,
    exits,
    identities,
    responsibilities,
    reversibility,
    rights_requests,
    subjects,
    subprocessors,
    transfers,
)

DOCUMENTS: tuple[Callable[[Gathered], Document], ...] = (
    judged_controls,
    judged_rules,
    findings,
    attestations,
    exemptions,
    derogations,
    objectives,
    exposure,
    assets,
    access,
    flows,
    cutover,
    records,
    responsibilities,
    reversibility,
    exits,
    erasure,
    transfers,
    subprocessors,
    copy_readers,
    identities,
    subjects,
    rights_requests,
    incidents,
)
"""What makes each document, in the order of the page."""


@dataclass(frozen=True)
class Bundle:
    """All documents by name, and the other files by path. `levels` is of each file what its weakest row rests on."""

    of: Gathered
    documents: Mapping[str, Document]
    files: Mapping[str, bytes]
    levels: Mapping[str, Level]


def bundle_of(of: Gathered) -> Bundle:
    """Everything but what is drawn for people, and the chain.

    Raises:
        ExtraMissing: a package that bundles need is not installed.
    """
    found = [make(of) for make in DOCUMENTS]
    docs = {each.name: each for each in found}
    raw = {f"plans/{stack}.json": plan.to_json().encode() for stack, plan in of.plans.items()}
    raw |= {f"ledgers/{book.wave}.jsonl": book.file.read_bytes() for book in of.books if book.file.is_file()}
    sources = _sources(of, docs, raw)
    docs["digests"] = _digests(of, raw)
    docs["questions"] = questions(of, docs)
    docs["sources"] = sources.document()
    files = {f"{name}.json": written(each) for name, each in docs.items()}
    levels: dict[str, Level] = {f"{name}.json": each.level for name, each in docs.items()}
    levels |= {f"ledgers/{book.wave}.jsonl": docs["records"].level for book in of.books}
    levels |= {f"plans/{stack}.json": level for stack, level in of.levels.items()}
    levels |= dict.fromkeys((made := oscal_files(of, docs)), of.level)
    return Bundle(of, docs, {**raw, **files, **made}, levels)


def written(doc: Document) -> bytes:
    """A document as its file has it."""
    return f"{json.dumps(doc.as_json(), indent=1, ensure_ascii=False)}\n".encode()


def _sources(of: Gathered, docs: Mapping[str, Document], raw: Mapping[str, bytes]) -> Sources:
    found = Sources()
    for stack, level in of.levels.items():
        path = f"plans/{stack}.json"
        kind = "state" if level == "deployed" else "plan"
        found.add(f"plan:{stack}", kind, digest_of(raw[path]), path)
    for name, digest in of.files.items():
        found.add(f"estate:{name}", "file of the estate", digest)
    for name, digest in of.program.items():
        found.add(f"file:{name}", "file of the project", digest)
    for doc, kind in (("attestations", "attestation"), ("exemptions", "exemption")):
        for row in docs[doc].rows:
            found.add(f"{kind}:{row.cells['key']}", kind, file=f"{doc}.json")
    for rule in RULES:
        found.add(f"rule:{rule.id}", "rule", file="rules.json")
    for name in (*docs, "digests", "questions"):
        found.add(f"document:{name}", "document", file=f"{name}.json")
    for book in of.books:
        _records(found, book)
    for table in ("controls", "operators", "standards"):
        found.add(f"table:{table}", "table of this version", of.tools.get("socle", ""))
    return found


def _records(found: Sources, book: Book) -> None:
    for each in entries(book.lines):
        found.add(f"record:{each.digest}", "record", each.digest, f"ledgers/{book.wave}.jsonl")


def _digests(of: Gathered, raw: Mapping[str, bytes]) -> Document:
    """What the bundle was made of: revision, plans and states, files of the estate, lock and tools."""
    made: list[Row] = [_digest("revision", of.revision or None, ("document:digests",))]
    made += [
        _digest(f"plan {stack}", digest_of(raw[f"plans/{stack}.json"]), (f"plan:{stack}",), of.levels[stack])
        for stack in of.plans
    ]
    made += [_digest(name, digest, (f"estate:{name}",)) for name, digest in of.files.items()]
    made += [_digest(name, digest, (f"file:{name}",)) for name, digest in of.program.items()]
    made += [_digest(f"tool {name}", value, ("document:digests",)) for name, value in of.tools.items()]
    gaps = (
        *(("dirty",) if of.dirty else ()),
        *(() if of.revision else ("no_revision",)),
        *(("missing",) if of.missing else ()),
    )
    return Document("digests", ("what", "digest", "level"), tuple(made), "declared", gaps)


def _digest(what: str, digest: str | None, sources: tuple[str, ...], level: Cell = "") -> Row:
    return Row({"what": what, "digest": digest, "level": level}, sources)
