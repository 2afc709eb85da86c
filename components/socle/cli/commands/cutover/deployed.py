"""What an exported state must show before `socle cutover record` takes a deployment for done: all of the stack's plan, by this ledger."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from socle.cutover import DEPLOYED, TRANSITION, Book
from socle.cutover.evidence import Value, entries
from socle.messages import Place, Refusal, Refused
from socle.project import Project
from socle.report import near

from ...failures import refuse_file, said_of
from .asked import deployed_by, exported, resources_of

if TYPE_CHECKING:
    from socle.review import Proof

_NAMED = 8
"""What is lacking that a refusal names; the rest is counted."""


def counts_of(project: Project, book: Book, hand: str, state: Path) -> dict[str, Value]:
    """How much of an exported state was held against the plan, once it shows the turn of a hand.

    Raises:
        Refused: it is of another stack, of an older ledger, of a part, or not finished.
    """
    from socle.review import proof_of  # noqa: PLC0415 - imports Pulumi, which no other record needs

    try:
        read = exported(state.read_text("utf-8"))
    except (ValueError, OSError) as error:
        remedy = "write it with pulumi stack export --file"
        refuse_file(state, ValueError(str(error)), "it shows nothing, so nothing was written", remedy)
    stack = f"{book.estate.name}-{hand}"
    names = {str(each.get("urn", "")).split("::")[0].removeprefix("urn:pulumi:") for each in resources_of(read)}
    digests = [each.digest for each in entries(book.lines)]
    turn = _turn(book)
    began = deployed_by(read, book.wave)
    shown = any(head.serial >= turn and digests[head.serial - 1 : head.serial] == [head.digest] for head in began)
    said = ", ".join(sorted(names)) or "no stack"
    faults = (
        (names != {stack}, f"the state is of {said}, not of {stack}", f"export {stack}"),
        (
            bool(read["deployment"].get("pending_operations")),
            "the deployment was interrupted: operations are pending",
            f"run pulumi up --stack {stack} again, then export",
        ),
        (
            turn > 0 and not shown,
            f"the state was not deployed by this ledger since record {turn}",
            f"run pulumi up --stack {stack} whole, not --target, then export",
        ),
    )
    for wrong, what, remedy in faults:
        if wrong:
            raise Refused([_refusal(state, what, remedy)])
    proof = proof_of(project, stack, state, said_of(project))
    if lacks := list(_lacks(proof, stack, state)):
        raise Refused(lacks)
    return {"compared": proof.compared, "uncompared": proof.uncompared}


def _turn(book: Book) -> int:
    """The record since which it is the turn of the hand: the last that moved the position; 0 where no stack can have noted one."""
    moved = [each.record.serial for each in entries(book.lines) if each.record.kind in (TRANSITION, DEPLOYED)]
    return max(moved, default=0)


def _lacks(proof: "Proof", stack: str, state: Path) -> Iterator[Refusal]:
    """Why a state does not show all that the program of this checkout asks for."""
    again = f"run pulumi up --stack {stack} again, then export"
    if proof.failed:
        what = f"the program gives no plan of {stack} at this checkout, so nobody knows what the state should show"
        yield _refusal(state, what, f"put right what socle preview {stack} says", [proof.failed])
    if proof.pending:
        what = f"the deployment is not finished: {len(proof.pending)} resources wait for deletion or replacement"
        yield _refusal(state, what, again, _some(proof.pending))
    if proof.unread:
        what = f"the state says {len(proof.unread)} things that are not known here"
        yield _refusal(state, what, "export it with an engine that this release knows", _some(proof.unread))
    if proof.changes:
        what = f"the state does not show the plan of this checkout: {len(proof.changes)} resources differ"
        yield _refusal(state, what, again, _some(proof.differing()))


def _some(said: Iterable[str]) -> list[str]:
    """The first few of what is said, and how many more there are."""
    found = list(said)
    more = [f"+ {len(found) - _NAMED}"] if len(found) > _NAMED else []
    return [*found[:_NAMED], *more]


def _refusal(state: Path, what: str, remedy: str, details: Iterable[str] = ()) -> Refusal:
    consequence = "a stack could show another stage than would be believed"
    return Refusal(what, consequence, remedy, place=Place(near(state)), details=details)
