"""Until when the host offers what an estate declares, as of a day. An estate does not say what stands already: whoever loads it
refuses what can stand nowhere, and tells of the rest; a review knows what is new, and stops what the host would not make.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date

from socle.facts import is_host_image, kind
from socle.facts.offers import Offer, Standing, cannot_be, offer, offers, way_out
from socle.messages import Refusal, choose
from socle.specs import Part, Spec, parts

from .attestation import AttestationSpec, ExemptionSpec
from .cutover import LeftOutSpec, PendingSpec


def impossible(part: Part) -> Iterator[Refusal]:
    """What of a spec can stand nowhere, whatever the day: a version that went before the table was read, or is far ahead of it."""
    for at, of, name in _named(part):
        if cannot_be(of, name):
            row, newest = offer(of, name), offers(of)[-1]
            what = (
                f"{row.said} is gone since {row.gone_from}"
                if row
                else f"there is no {newest.called} {name} in the table of {newest.read}"
            )
            known = [each.name for each in offers(of) if each.standing(each.read) is Standing.OPEN]
            yield Refusal(what, "the deployment would fail half-way", f"write one of: {', '.join(known)}", at=at)


def withdrawn(estate: Spec, day: date) -> Iterator[tuple[bool, Refusal]]:
    """What the host offers no more on a day, or soon will not; true where nobody can have it any more, so that it is refused."""
    for at, of, name in (each for part in parts(estate) for each in _named(part)):
        row = offer(of, name)
        if row is None or (row.released and row.released > day):
            yield False, _not_known(of, name, row)
            continue
        standing = row.standing(day)
        if standing is not Standing.OPEN:
            what, consequence = _said(row, standing)
            yield standing is Standing.GONE, Refusal(what, consequence, _remedy(row, day), at=at)


def closed_to_new(estate: Spec, day: date) -> Iterator[Refusal]:
    """What of an estate the host makes no more on a day: it may stand, and where it is new it is refused."""
    for at, of, name in (each for part in parts(estate) for each in _named(part)):
        row = offer(of, name)
        standing = row.standing(day) if row else Standing.OPEN
        if row and standing in (Standing.CLOSED, Standing.ENDED):
            what, _ = _said(row, standing)
            yield Refusal(
                what,
                "this is new here, and the host would refuse it half-way through a deployment",
                _remedy(row, day),
                at=at,
            )


def _not_known(of: str, name: str, row: Offer | None) -> Refusal:
    """What is said of a name that the table has not, or not yet on that day."""
    if row:
        return Refusal(
            f"{row.said} comes on {_day(row.released)}, later than the day that counts",
            "a deployment on that day would fail half-way",
            "choose what was there, or a later day",
        )
    known = [each.name for each in offers(of) if each.standing(each.read) is Standing.OPEN]
    return Refusal(
        f"whether the host offers {name} is not known: it is not in the table of {offers(of)[-1].read}",
        "the deployment may fail half-way",
        f"ask the host, or write what is in it: {choose(name, known)}",
    )


def _named(part: Part) -> Iterator[tuple[str, str, str]]:
    """Where a spec names something of the table, the kind of row, and the name."""
    row = kind(part.spec.BECOMES)
    fields = {_snake(key): of for key, of in row.offers.items()} if row else {}
    machine: str = getattr(type(part.spec), "MACHINE", "")
    for field, of in {**fields, **({machine: "machine"} if machine else {})}.items():
        name = vars(part.spec).get(field)
        if isinstance(name, str) and (of != "image" or is_host_image(name)):
            yield f"{part.at}.{field}" if part.at else field, of, name


def _snake(name: str) -> str:
    return "".join(f"_{each.lower()}" if each.isupper() else each for each in name)


def _said(row: Offer, standing: Standing) -> tuple[str, str]:
    if standing is Standing.CLOSING:
        first = row.closed or row.ends
        return (
            f"the host makes no new {row.said} from {first}, and the end of its support is {_day(row.ends)}",
            "a restore or a second one would fail from then on",
        )
    if standing is Standing.CLOSED:
        return (
            f"the host makes no new {row.said} since {_day(row.closed)}, and the end of its support is {_day(row.ends)}",
            "what stands goes on until then, and a new one would be refused half-way through a deployment",
        )
    if standing is Standing.ENDED:
        return (
            f"the support of {row.said} ended on {_day(row.ends)}",
            "the host changes what stands by itself, and would refuse a new one half-way through a deployment",
        )
    return (
        f"{row.said} is gone since {_day(row.gone_from)}",
        "the host would refuse a new one, and has changed what stood by itself: the estate declares what is not there",
    )


def _day(day: date | None) -> str:
    return day.isoformat() if day else "not known"


def _remedy(row: Offer, day: date) -> str:
    out = way_out(row, day)
    if out is None:
        return "choose another one that the host offers"
    if row.kind == "kubernetes":
        return f"write {out.name} for what is new; what stands goes up one minor version at a time"
    return f"write {out.name} for what is new; plan the change of what stands"


def _ended(day: date, at: str) -> Refusal:
    return Refusal(f"it ended on {day}", "the host refuses whoever holds it", "rotate it, or take it out", at=at)


def _unreviewed(day: date, at: str) -> Refusal:
    consequence = "nobody has asked since whether it is still needed"
    return Refusal(f"it was to be reviewed by {day}", consequence, "review it, and write the next day", at=at)


def _shut(day: date, at: str) -> Refusal:
    what = f"no call can meet the condition any more: its last day was {day}"
    return Refusal(what, "the rights hold for nobody", "write another day, or take the group out", at=at)


def _not_yet(day: date, at: str) -> Refusal:
    consequence = "what the host has not raised would be counted"
    return Refusal(
        f"it claims a day that has not come: {day}", consequence, "write the day of the host's answer", at=at
    )


def _still_open(day: date, at: str) -> Refusal:
    what, consequence = f"it was to be closed or moved by {day}", "it would break, or be lost, without a word"
    return Refusal(what, consequence, "ask its holder, and take it out or write the next day", at=at)


def _still_out(day: date, at: str) -> Refusal:
    what, consequence = (
        f"it was to be looked at again by {day}",
        "it stays behind, and nobody has said again that it may",
    )
    return Refusal(what, consequence, "decide again, and write the next day", at=at)


_OVER = {"expires_on": _ended, "review_by": _unreviewed, "not_after": _shut}
"""By field, what is said once its day is over. Exemptions and attestations have rules of their own."""
_UNTIL: Mapping[type[Spec], Callable[[date, str], Refusal]] = {PendingSpec: _still_open, LeftOutSpec: _still_out}
"""By spec, what is said of `until` once that day is over. Elsewhere the word means another thing, or a rule reports it."""
_AHEAD = {"raised_on": _not_yet}


def overdue(estate: Spec, day: date) -> Iterator[Refusal]:
    """What is over on a day, or not there yet, each where it stands."""
    for part in parts(estate):
        if isinstance(part.spec, ExemptionSpec | AttestationSpec):
            continue
        over = _OVER | ({"until": _UNTIL[type(part.spec)]} if type(part.spec) in _UNTIL else {})
        for field, value in vars(part.spec).items():
            if not isinstance(value, date):
                continue
            said = over.get(field) if value < day else _AHEAD.get(field) if value > day else None
            if said:
                yield said(value, f"{part.at}.{field}" if part.at else field)
