"""What the host still offers: versions, engines and types that it gives to nothing new, or soon will not. Asked as of a day."""

from collections.abc import Callable, Iterator
from datetime import date

from socle.facts import is_host_image, kind, kinds
from socle.facts.offers import Offer, Standing, offer
from socle.messages import Said, Text, said

from .view import Unknown, View, over

CLUSTER = "scaleway:kubernetes/cluster:Cluster"
OTHERS = tuple(row.type for row in kinds() if row.offers and row.type != CLUSTER)
"""What names something of the table, clusters apart, which have a rule of their own."""


def closed(view: View) -> Iterator[Text]:
    """What of a resource the host gives to nothing new any more, or no longer supports.

    Raises:
        Unknown: something has no row in the table of offers, or no name before the deployment.
    """

    def judge(row: Offer) -> Iterator[Text]:
        standing = row.standing(_day(view))
        if standing is Standing.GONE:
            yield said("found.offer_gone", name=row.name, day=_or_unknown(row.gone_from))
        elif standing is Standing.ENDED:
            yield said("found.offer_ended", name=row.name, day=_or_unknown(row.ends))
        elif standing is Standing.CLOSED:
            yield said("found.offer_closed", name=row.name, day=_or_unknown(row.closed), ends=_or_unknown(row.ends))

    return _of_each(view, judge)


def closing(view: View) -> Iterator[Text]:
    """What of a resource will soon be given to nothing new, or will soon have no support; raises as `closed` does."""

    def judge(row: Offer) -> Iterator[Text]:
        if row.standing(_day(view)) is Standing.CLOSING:
            yield said("found.offer_closing", name=row.name, day=_or_unknown(row.closed), ends=_or_unknown(row.ends))

    return _of_each(view, judge)


def _of_each(view: View, judge: Callable[[Offer], Iterator[Text]]) -> Iterator[Text]:
    """What a judge says of everything of the table that a resource names. An image by its id is somebody's, not the host's."""

    def of(named: tuple[str, str]) -> Iterator[Text]:
        key, what = named
        name = view.text(key)
        if not name or (what == "image" and not is_host_image(name)):
            return
        row = offer(what, name)
        if row is None:
            raise Unknown(said("found.offer_unknown", name=name))
        yield from judge(row)

    row = kind(view.type)
    return over(row.offers.items() if row else (), of)


def _day(view: View) -> date:
    day = view.graph.context.as_of
    if day is None:
        raise Unknown(said("fact.day"))
    return day


def _or_unknown(day: date | None) -> Text:
    return day.isoformat() if day else Said("found.day_unknown")
