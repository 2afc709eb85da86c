"""Answers and the isolation report as JSON for other tools."""

import json
from typing import Any

from socle.reach import Answer, Proofs, Written, services, text_of

from ..places import Where


def answer_json(answer: Answer, place: Where) -> str:
    """One answer."""
    form: dict[str, Any] = {
        "version": 1,
        "from": answer.source.text,
        "to": answer.target.text,
        "state": answer.state,
        "traffic": services(answer.traffic) if answer.traffic else "",
        "why": answer.why,
        "remedy": answer.remedy,
        "flows": [flow.name for flow in answer.flows],
        "hops": [
            {
                "text": step.text,
                "passes": step.passes,
                "by": [_written(w, place) for w in step.stated_by],
                "closed": "" if step.passes else step.hop.closed or "no rule lets it pass",
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
                "title": each.title,
                "explanation": each.explanation,
                "remedy": each.remedy,
                "source": each.source,
                "target": each.target,
                "services": each.services,
                "by": [_written(w, place) for w in each.by],
                "hops": list(each.hops),
            }
            for each in proofs.findings
        ],
        "flows": [{"flow": r.flow.name, "state": r.state, "why": r.why} for r in proofs.flows],
        "endpoints": [
            {
                "name": each.name,
                "product": each.product,
                "state": each.state,
                "guard": each.guard,
                "sources": text_of(each.sources) if each.sources else "",
                "by": [_written(w, place) for w in each.by],
            }
            for each in proofs.endpoints
        ],
        "legacy": [each.__dict__ for each in proofs.legacy],
        "unfiltered": list(dict.fromkeys(proofs.unfiltered)),
        "answersOnly": list(dict.fromkeys(proofs.answers_only)),
        "unknown": list(dict.fromkeys(proofs.unknown)),
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
