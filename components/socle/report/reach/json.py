"""Answers and the isolation report as JSON for other tools."""

import json
from typing import Any

from socle.reach import NO_RULE, Answer, Proofs, Written, services, text_of

from ..places import Where
from ..words import Words

_TEXT = Words().text
"""A form for tools is in English, whatever people read."""


def answer_json(answer: Answer, place: Where) -> str:
    """One answer."""
    form: dict[str, Any] = {
        "version": 1,
        "from": answer.source.text,
        "to": answer.target.text,
        "state": answer.state,
        "traffic": _TEXT(services(answer.traffic)) if answer.traffic else "",
        "why": _TEXT(answer.why),
        "remedy": _TEXT(answer.remedy),
        "flows": [flow.name for flow in answer.flows],
        "hops": [
            {
                "text": _TEXT(step.text),
                "passes": step.passes,
                "by": [_written(w, place) for w in step.stated_by],
                "closed": "" if step.passes else _TEXT(step.hop.closed or NO_RULE),
            }
            for step in answer.steps
        ],
    }
    return _text(form)


def proofs_json(proofs: Proofs, estate: str, place: Where) -> str:
    """The isolation report."""
    form: dict[str, Any] = {
        "version": 1,
        "estate": estate,
        "holds": proofs.holds,
        "findings": [
            {
                "proof": each.proof,
                "title": _TEXT(each.title),
                "explanation": _TEXT(each.explanation),
                "remedy": _TEXT(each.remedy),
                "source": each.source,
                "target": _TEXT(each.target),
                "services": _TEXT(each.services),
                "by": [_written(w, place) for w in each.by],
                "hops": list(map(_TEXT, each.hops)),
            }
            for each in proofs.findings
        ],
        "flows": [{"flow": r.flow.name, "state": r.state, "why": _TEXT(r.why)} for r in proofs.flows],
        "endpoints": [
            {
                "name": each.name,
                "product": _TEXT(each.product),
                "state": each.state,
                "guard": _TEXT(each.guard),
                "sources": _TEXT(text_of(each.sources)) if each.sources else "",
                "by": [_written(w, place) for w in each.by],
            }
            for each in proofs.endpoints
        ],
        "legacy": [{**each.__dict__, "services": _TEXT(each.services)} for each in proofs.legacy],
        "unfiltered": list(map(_TEXT, dict.fromkeys(proofs.unfiltered))),
        "answersOnly": list(map(_TEXT, dict.fromkeys(proofs.answers_only))),
        "unknown": list(map(_TEXT, dict.fromkeys(proofs.unknown))),
    }
    return _text(form)


def _written(written: Written, place: Where) -> dict[str, str]:
    where = place(written.origin) if written.origin else ""
    return {
        "resource": written.name,
        "type": written.type,
        "stack": written.stack,
        "estate": where,
        "code": written.code,
    }


def _text(form: dict[str, Any]) -> str:
    return json.dumps(form, indent=2, ensure_ascii=False, sort_keys=True) + "\n"
