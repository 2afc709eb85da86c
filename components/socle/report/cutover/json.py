"""The cut-over as plain data for other programs: one versioned form, times in ISO 8601, keys that no language changes."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from socle.cutover import Answer, Book, Gate, Status, owed_by
from socle.cutover.evidence import Entry
from socle.messages import Refusal

from ..words import Words
from .sentences import doing, expected, loss, why

VERSION = 1


def as_json(data: Mapping[str, Any]) -> str:
    """What is printed."""
    return json.dumps({"version": VERSION, **data}, indent=2, ensure_ascii=False)


def status_data(found: Sequence[Status], at: datetime, words: Words) -> dict[str, Any]:
    """Every wave with all that the screen says, and more."""
    return {"as_of": _time(at), "waves": {each.book.wave: _status(each, words) for each in found}}


def gates_data(book: Book, gates: Sequence[Gate], words: Words) -> dict[str, Any]:
    """What gates say, condition by condition."""
    return {"wave": book.wave, "as_of": _time(book.at), "gates": [gate_data(book, each, words) for each in gates]}


def ledgers_data(books: Sequence[Book], anchors: Sequence[str], words: Words) -> dict[str, Any]:
    """What each ledger is worth."""
    return {
        "anchors": list(anchors),
        "ledgers": {
            each.wave: {
                "records": len(each.lines),
                "anchored": bool(each.heads),
                "flaws": [_refusal(one, words) for one in each.refusals],
                "unknown": [{"record": one.record.serial, "kind": one.record.kind} for one in each.unknown],
            }
            for each in books
        },
    }


def record_data(entry: Entry, *, written: bool, signed_by: Sequence[str], missing: Sequence[str]) -> dict[str, Any]:
    """A record that was written, or that waits for further signatures."""
    return {
        "record": entry.record.as_json(),
        "digest": entry.digest,
        "written": written,
        "signed_by": list(signed_by),
        "missing": list(missing),
    }


def _status(found: Status, words: Words) -> dict[str, Any]:
    position = found.book.position
    return {
        "stage": position.stage.value,
        "epoch": position.epoch,
        "held": position.held,
        "lossy": position.lossy,
        "urgent": found.urgent,
        "waiting": list(position.waiting),
        "may_write": list(found.may_write),
        "datasets": sorted(found.book.spec.datasets),
        "desired": found.book.spec.desired,
        "gate": gate_data(found.book, found.gate, words) if found.gate else None,
        "owed": [{"condition": each.answer.condition.value, "by": list(each.by)} for each in found.owed],
        "countdowns": [
            {
                "key": each.key,
                "name": each.name,
                "at": _time(each.at),
                "seconds": int((each.at - found.book.at).total_seconds()),
            }
            for each in found.countdowns
        ],
        "last": {"at": _time(found.last.record.at), "record": found.last.digest} if found.last else None,
        "loss": {"key": found.loss.value, "datasets": list(found.lost), "said": loss(found, words)},
        "calls": [{"name": each.name, "role": each.role, "number": each.number} for each in found.calls],
        "announced": {each.hand: each.label for each in found.announced},
        "next": {
            "do": found.next.do.value,
            "goal": found.next.goal,
            "hand": found.next.hand,
            "commands": list(found.next.commands),
            "said": doing(found, words),
            "expected": expected(found.book, found.next, words),
        },
        "refusals": [_refusal(each, words) for each in found.book.reached.refusals],
    }


def gate_data(book: Book, gate: Gate, words: Words) -> dict[str, Any]:
    """What a gate says, condition by condition."""
    lapse = book.lapses(gate)
    return {
        "from": gate.step.origin.value,
        "to": gate.step.goal.value,
        "kind": gate.step.kind,
        "state": gate.state.value,
        "missing": [each.value for each in gate.step.missing(gate.met)],
        "lapses": _time(lapse) if lapse else None,
        "conditions": [_answer(each, words) for each in gate.answers],
    }


def _answer(answer: Answer, words: Words) -> dict[str, Any]:
    return {
        "condition": answer.condition.value,
        "state": answer.state.value,
        "why": answer.why.value if answer.why else None,
        "about": answer.about,
        "record": answer.record,
        "signed_by": list(owed_by(answer.condition)),
        "said": why(answer, words),
    }


def _refusal(refusal: Refusal, words: Words) -> dict[str, str]:
    said = words.refusal(refusal)
    return {"what": said.what, "consequence": said.consequence, "remedy": said.remedy, "place": said.place.position}


def _time(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%SZ}"
