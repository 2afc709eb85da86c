"""Sovereignty as JSON for other tools: one versioned form, its sentences in a language, null for what is not known."""

import json
from datetime import date
from typing import Any

from socle.sovereignty import NOT_KNOWN, Holding, Sovereignty, Stored, Supplier, Under

from ..words import ENGLISH, Words

VERSION = 1


def sovereignty_json(found: Sovereignty, words: Words = ENGLISH) -> str:
    """The whole, as text."""
    return json.dumps(as_data(found, words), indent=2, ensure_ascii=False) + "\n"


def as_data(found: Sovereignty, words: Words = ENGLISH) -> dict[str, Any]:
    """The whole, as plain data."""
    down = found.burn_down
    return {
        "version": VERSION,
        "estate": found.estate,
        "as_of": found.as_of.isoformat(),
        "level": "declared",
        "health_under_foreign_law": [_under(each) for each in found.under],
        "burn_down": {
            "zero": _day(down.zero),
            "not_before": _day(found.earliest.day) if found.earliest else None,
            "others_zero": _day(down.suppliers_zero),
            "steps": [
                {
                    "day": each.day.isoformat(),
                    "stores": each.stores,
                    "of_health": each.health,
                    "gigabytes": each.gigabytes,
                    "at_most": each.at_most,
                    "gone": list(each.gone),
                }
                for each in down.steps
            ],
            "held_back_by": [{"what": what, "why": words.text(why)} for what, why in down.holds],
        },
        "waves": [
            {"wave": each.wave, "stage": each.stage, "records": each.records, "refused": bool(each.refusals)}
            for each in found.waves
        ],
        "exposure": {
            "stores": [_stored(each, words) for each in found.exposure.stores],
            "identities": list(found.exposure.identities),
            "suppliers": [_supplier(each) for each in found.exposure.suppliers],
        },
        "objectives": [
            {
                "id": each.id,
                "known": list(map(words.text, each.known)),
                "not_known": list(map(words.text, each.unknown)),
            }
            for each in found.objectives
        ],
        "resources": [_holding(each, words) for each in found.holdings],
        "without_plan": list(found.missing),
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _known(value: str) -> str | None:
    return None if value == NOT_KNOWN else value


def _under(each: Under) -> dict[str, Any]:
    spec = each.spec
    return {
        "urn": each.holding.urn,
        "at": each.holding.at,
        "operator": each.holding.operator,
        "standing": each.standing.value,
        "derogation": each.derogation or None,
        "authority": spec.authority if spec else None,
        "reference": spec.reference if spec else None,
        "decided_on": _day(spec.decided_on) if spec else None,
        "ends_on": _day(spec.ends_on) if spec else None,
    }


def _stored(each: Stored, words: Words) -> dict[str, Any]:
    return {
        "key": each.key,
        "type": each.type,
        "data_class": each.data_class or None,
        "owner": each.owner or None,
        "gigabytes": each.gigabytes,
        "at_most": each.at_most,
        "wave": each.wave or None,
        "gone": _day(each.gone),
        "held": list(map(words.text, each.held)),
        "erased": each.erased,
    }


def _supplier(each: Supplier) -> dict[str, Any]:
    if each.spec is None:
        return {"role": each.role, "known": False}
    spec = each.spec
    return {
        "role": each.role,
        "known": True,
        "name": each.name,
        "operator": spec.operator,
        "country": spec.country,
        "parent": spec.parent,
        "law": _known(spec.law),
        "sees": spec.sees,
        "until": _day(spec.until),
    }


def _holding(each: Holding, words: Words) -> dict[str, Any]:
    elsewhere = words(f"elsewhere.{each.standard}") if each.standard and each.standard != NOT_KNOWN else None
    return {
        "stack": each.stack,
        "urn": each.urn,
        "type": each.type,
        "operator": _known(each.operator),
        "parent": _known(each.parent),
        "law": _known(each.law),
        "place": _known(each.place),
        "key": _known(each.key.value),
        "standard": _known(each.standard),
        "elsewhere": elsewhere,
        "holds_data": each.holds,
        "data_class": each.data_class or None,
        "owner": each.owner or None,
        "file": each.file or None,
        "line": each.line or None,
    }
