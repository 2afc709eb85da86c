"""The inventory as plain data, for other programs: one versioned form, dates in ISO 8601."""

from typing import Any

from socle.inventory import Inventory

from ..words import ENGLISH, Words

VERSION = 1


def as_data(found: Inventory, words: Words = ENGLISH) -> dict[str, Any]:
    """What can be written as JSON; its sentences are in a language, its keys are not."""
    return {
        "version": VERSION,
        "estate": found.estate,
        "as_of": found.as_of.isoformat(),
        "switch": found.switch.isoformat(),
        "earliest_end": {
            "day": found.end.day.isoformat(),
            "steps": [{"day": day.isoformat(), "reason": words.sentence(reason)} for day, reason in found.end.steps],
            "without_a_day": [words.sentence(reason) for reason in found.end.open],
            "not_measured": [words.sentence(reason) for reason in found.end.unmeasured],
        },
        "blockers": [
            {
                "key": blocker.key,
                "stops": blocker.stops,
                "what": words.sentence(blocker.what),
                "remedy": words.sentence(blocker.remedy),
                "lead_days": blocker.lead_days,
                "starts_by": start.isoformat() if (start := found.starts_by(blocker)) else None,
                "late_by_days": found.late_by(blocker),
                "until": blocker.until.isoformat() if blocker.until else None,
                "after_days": blocker.after_days,
                "without_a_day": blocker.open,
                "measured": blocker.measured,
            }
            for blocker in found.blockers
        ],
        "types": [
            {
                "type": each.type,
                "count": each.count,
                "fate": each.counterpart.fate,
                "to": words.sentence(each.counterpart.to),
                "lead_days": each.counterpart.lead_days,
            }
            for each in found.types
        ],
        "unowned": list(found.unowned),
    }
