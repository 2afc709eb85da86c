"""`socle cutover approve`: sign with the SSH key that one has, what the other role has proposed, or the approval of the next step."""

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from socle.cutover import ADOPTABLE, ADOPTED, Book, Stage, adoption, approval, leading
from socle.cutover.evidence import HARMLESS, Entry, Flaw, Key, head_of, proposal_file, read_proposal, verify
from socle.messages import Place, Refusal, Refused
from socle.report.words import Language, Words

from ...options import Lang, Root
from .asked import AsJson, At, KeyFile, OfCutover, Wave, asked, holders_of, key_for
from .check import Phase, stage_of
from .written import say_record, settle, signed_further, write


def approve(
    wave: Wave,
    phase: Phase = None,
    key: KeyFile = None,
    anew: Annotated[
        bool, typer.Option("--anew", help="Drop what is proposed, and propose the approval of the next step.")
    ] = False,
    adopt: Annotated[
        bool,
        typer.Option("--adopt", help="Propose that a wave without a ledger goes on at this phase, which it proves."),
    ] = False,
    estate: OfCutover = None,
    as_of: At = None,
    as_json_: AsJson = False,
    lang: Lang = Language.ENGLISH,
    root: Root = None,
) -> None:
    """Sign what is proposed for a wave, or propose the approval of its next step; it is written once all have signed."""
    found, words = asked(root, estate, as_of), Words(lang)
    book = found.book(wave)
    proposal = proposal_file(book.file)
    proposed = None if anew else read_proposal(proposal)
    if proposed is None:
        draft = adoption(book, _adopted(phase)) if adopt else approval(book, _goal(book, phase))
        proposal.unlink(missing_ok=True)
        written, missing = write(book, draft, key)
    else:
        _meant(book, proposed, phase, adopt=adopt)
        signer = _signer(book, proposed, key)
        written = signed_further(proposed, signer)
        missing = settle(book, written, [*(each.signs_as for each in holders_of(proposed, book)), signer.signs_as])
    said = words("cutover.signed", wave=wave, kind=written.record.kind)
    say_record(book, written, missing, said, words, as_data=as_json_)


def _goal(book: Book, phase: str | None) -> Stage:
    if phase:
        return stage_of(phase)
    step = leading(book)
    if step is None:
        raise typer.BadParameter("the wave has no step left", param_hint="WAVE")
    return step.goal


def _adopted(phase: str | None) -> Stage:
    if phase not in ADOPTABLE:
        raise typer.BadParameter(f"a wave is adopted at one of {', '.join(ADOPTABLE)}", param_hint="PHASE")
    return Stage(phase)


def _meant(book: Book, proposed: Entry, phase: str | None, *, adopt: bool) -> None:
    """Refuse where what is proposed is not what was named: nobody signs one thing and means another."""
    kind, goal = proposed.record.kind, str(proposed.record.values.get("goal", ""))
    if (phase and phase != goal) or (adopt and kind != ADOPTED):
        raise Refused(
            [
                Refusal(
                    f"what is proposed is {' '.join(filter(None, (kind, goal)))}, and another thing was named",
                    "something would be signed that nobody meant",
                    f"sign what is proposed by naming the wave alone, or propose anew: socle cutover approve {book.wave} --anew",
                    place=Place(str(proposal_file(book.file))),
                )
            ]
        )


def _signer(book: Book, proposed: Entry, key: Path | None) -> Key:
    """The key here that signs a proposal further.

    Raises:
        Refused: the ledger has moved on, a signature of it is unsound, or whoever would sign has signed.
    """
    _fresh(book, proposed)
    return key_for(proposed.record, book, key, signed=holders_of(proposed, book))


def _fresh(book: Book, proposed: Entry) -> None:
    head, record = head_of(book.lines), proposed.record
    if (record.previous, record.serial) != (head.digest, head.serial + 1):
        raise Refused([_stale(book, proposed)])
    flaws = [
        each
        for each in verify([*book.lines, proposed], replace(book.known, heads=()))
        if each.line == len(book.lines) + 1
    ]
    wrong = [each for each in flaws if each.flaw not in HARMLESS and each.flaw is not Flaw.UNSIGNED]
    if wrong:
        raise Refused([each.refusal(str(proposal_file(book.file))) for each in wrong])


def _stale(book: Book, proposed: Entry) -> Refusal:
    return Refusal(
        f"record {proposed.record.serial} is proposed, and the ledger has come to record {len(book.lines)} meanwhile",
        "it would hide what was recorded in between",
        f"look at what was recorded, then sign anew: socle cutover approve {book.wave} --anew, or record it again",
        place=Place(str(proposal_file(book.file))),
    )
