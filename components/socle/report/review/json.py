"""The review as JSON for other tools: version 2, described by `review.schema.json`. Long values are cut, secrets masked."""

import json
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from socle.characters import steers
from socle.cost import Line
from socle.diff import ABSENT, Change, Comparison, EngineRefusal, PropertyChange, uncovers
from socle.review import Cause, Danger, Freeze, Gain, Review, Shift, Step, dangers, effects_of, lost
from socle.rules import Finding

from ..places import Where
from ..words import Language, Words
from .alike import Card
from .causes import cards, sentence
from .sentences import headline, places

if TYPE_CHECKING:
    from socle.reach import PathChange  # its graph library is for those who compare

VERSION = 2
LONGEST_VALUE = 400


def review_json(review: Review, place: Where) -> str:
    """The whole review, the same bytes for the same review."""
    text = json.dumps(as_data(review, place), indent=2, ensure_ascii=False, sort_keys=True)
    # JSON leaves as they are the marks that reorder text where a person reads it, and halves of characters that no file can hold
    for character in sorted(set(text) - {"\n"}):
        if steers(character):
            text = text.replace(character, json.dumps(character)[1:-1])
    return text + "\n"


def schema() -> dict[str, Any]:
    """The JSON Schema of the review."""
    return json.loads(files("socle.report.review").joinpath("review.schema.json").read_text(encoding="utf-8"))


def as_data(review: Review, place: Where) -> dict[str, Any]:
    """The review as plain data."""
    return {
        "version": VERSION,
        "level": str(review.level),
        "baseline": review.baseline,
        "verdict": str(review.verdict),
        "reasons": review.reasons,
        "counts": {str(op): number for op, number in review.counts().items()},
        "unchangedStacks": review.unchanged,
        "stacks": [_stack(comparison, place) for comparison in review.stacks],
        "rights": [_gain(gain) for gain in review.rights],
        "reachable": [_path(change, place) for change in review.reachable],
        "paths": [_gain(gain) for gain in review.paths],
        "failed": dict(review.failed),
        "unbased": dict(review.unbased),
        "gone": list(review.gone),
        "files": [
            {
                "files": [f.file, *f.others],
                "kind": f.kind,
                "verdict": str(f.verdict),
                "detail": f.detail,
                "old": f.old,
                "new": f.new,
            }
            for f in review.files
        ],
        "window": [
            {"stack": each.stack, "wave": each.turn.wave, "goal": each.turn.goal, "label": each.turn.label}
            for each in review.announced
        ],
        "cutover": [_shift(each, place) for each in review.shifts],
        "freeze": [_freeze(each) for each in review.frozen],
        "broken": [_finding(each) for each in review.broken.failed],
        "undecided": [_finding(each) for each in review.broken.undecided],
        "causes": [_cause(card, review, place) for card in cards(review.causes, review, Words(Language.ENGLISH))],
        "headline": headline(review, Words(Language.ENGLISH), str),
        "cost": _cost(review),
    }


def _cause(card: Card, review: Review, place: Where) -> dict[str, Any]:
    first, *alike = card
    return {
        "said": sentence(card, review, Words(Language.ENGLISH), str),
        **_written(first, place),
        "alike": [_written(each, place) for each in alike],
        "dangers": [str(danger) for danger in Danger if any(danger in cause.dangers for cause in card)],
        "changes": [change.urn for cause in card for change in cause.changes],
    }


def _written(cause: Cause, place: Where) -> dict[str, str]:
    return {"key": cause.key, "place": place(cause.origin) if cause.origin else ""}


def _shift(shift: Shift, place: Where) -> dict[str, Any]:
    return {
        "estate": shift.estate,
        "wave": shift.wave,
        "from": shift.old,
        "to": shift.new,
        "reached": shift.reached,
        "steps": None if shift.steps is None else [_step(each) for each in shift.steps],
        "final": shift.final,
        "place": place(shift.origin) if shift.origin else "",
    }


def _step(step: Step) -> dict[str, Any]:
    return {
        "goal": step.goal,
        "kind": step.kind,
        "final": step.final,
        "deletes": step.deletes,
        "gate": step.state,
        "conditions": [
            {
                "condition": each.condition,
                "state": each.state,
                "why": each.why,
                "about": each.about,
                "record": each.record,
            }
            for each in step.answers
        ],
        "signed": list(step.signed),
        "hands": list(step.hands),
        "switches": [
            {"hand": each.hand, "switch": each.switch, "on": each.on, "entries": list(each.entries)}
            for each in step.turns
        ],
    }


def _freeze(freeze: Freeze) -> dict[str, Any]:
    refusals = [
        {"what": r.what, "consequence": r.consequence, "remedy": r.remedy, "place": r.place.position}
        for r in freeze.refusals
    ]
    return {"stack": freeze.stack, "known": freeze.known, "refusals": refusals}


def _finding(finding: Finding) -> dict[str, Any]:
    return finding.as_json(Words(Language.ENGLISH).text)


def _path(path: "PathChange", place: Where) -> dict[str, Any]:
    return {
        "change": path.change,
        "source": path.source,
        "target": path.target,
        "services": Words(Language.ENGLISH).text(path.services),
        "public": path.public,
        "by": [{"stack": w.stack, "name": w.name, "place": w.where(place)} for w in path.by],
    }


def _stack(comparison: Comparison, place: Where) -> dict[str, Any]:
    return {
        "stack": comparison.stack,
        "unchanged": comparison.unchanged,
        "counts": {str(op): number for op, number in comparison.counts().items()},
        "changes": [change_data(change, place) for change in comparison.changes],
        "uncompared": {urn: list(inputs) for urn, inputs in sorted(comparison.uncompared.items())},
        "outputs": [{"name": o.path, "kind": o.kind, "uncovered": uncovers(o)} for o in comparison.outputs],
        "errors": list(comparison.errors),
        "warnings": list(comparison.warnings),
        "pending": list(comparison.pending),
    }


def change_data(change: Change, place: Where) -> dict[str, Any]:
    """One change as plain data, without what it has nothing of."""
    refusal = change.refusal
    row: dict[str, Any] = {
        "urn": change.urn,
        "type": change.resource.type,
        "name": change.resource.name,
        "op": str(change.op),
        "certainty": str(change.certainty),
        "dangers": [str(danger) for danger in dangers(change)],
        "effects": sorted(effects_of(change)),
        "properties": [_property(p) for p in change.properties],
        "options": [_property(p) for p in change.options],
        "replaceReasons": list(change.reasons),
        "causedBy": change.caused_by,
        "deleteBeforeReplace": change.delete_before_replace,
        "refusal": _refused(refusal) if refusal else None,
        "remarks": [{"remark": str(remark), "detail": detail} for remark, detail in change.remarks],
        "loses": lost(change),
        "declared": places(change, place),
    }
    return {key: value for key, value in row.items() if value not in ("", [], None, False)}


def _refused(refusal: EngineRefusal) -> dict[str, str]:
    row = {"kind": str(refusal.kind), "urn": refusal.urn, "cause": refusal.cause}
    own = {"what": refusal.what, "remedy": refusal.remedy}
    return row | {name: text for name, text in own.items() if text}


def _property(change: PropertyChange) -> dict[str, Any]:
    row: dict[str, Any] = {"path": change.path, "kind": change.kind, "certainty": str(change.certainty)}
    if change.old is not ABSENT:
        row["old"] = _cut(change.old)
    if change.new is not ABSENT:
        row["new"] = _cut(change.new)
    if change.replaces:
        row |= {"replaces": True, "why": change.why}
    if not change.effective:
        row["effective"] = False
    return row


def _cut(value: Any) -> Any:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True)
    return value if len(text) <= LONGEST_VALUE else f"{text[:LONGEST_VALUE]}…"


def _gain(gain: Gain) -> dict[str, Any]:
    words, reach = Words(Language.ENGLISH), gain.reach
    return {
        "source": words.text(reach.source),
        "action": words.text(reach.action),
        "target": words.text(reach.target),
        "public": reach.public,
        "by": [change.urn for change in gain.changes],
    }


def _cost(review: Review) -> dict[str, Any] | None:
    if review.cost is None:
        return None
    before, after = review.cost.before, review.cost.after
    return {
        "currency": "EUR",
        "before": round(before.total, 2),
        "after": round(after.total, 2),
        "difference": round(review.cost.difference, 2),
        "kgCo2ePerMonth": round(after.kg_co2e, 3),
        "byDataClass": {name: round(amount, 2) for name, amount in after.by("data_class").items()},
        "bySpace": {name: round(amount, 2) for name, amount in after.by("space").items() if name},
        "byStack": {name: round(amount, 2) for name, amount in after.by("stack").items()},
        "lines": [_line(line) for line in after.lines],
    }


def _line(line: Line) -> dict[str, Any]:
    row: dict[str, Any] = {
        "urn": line.urn,
        "meter": line.meter,
        "status": str(line.status),
        "unit": line.unit,
        "quantity": line.quantity,
        "euro": None if line.amount is None else round(line.amount, 6),
        "date": line.date,
        "source": line.source,
        "confidence": line.confidence,
    }
    return {key: value for key, value in row.items() if value not in ("", None)}
