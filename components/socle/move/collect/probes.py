"""Whether a fence holds: a write with every kind of credential in use is tried, and each is named as refused, accepted or not tried.

A kind that nobody could try is not refused. What a probe wrote by accident is an accepted write, and is told as that.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from .sight import Sight, known


class Outcome(StrEnum):
    """What became of a write that was tried."""

    REFUSED = "refused"
    ACCEPTED = "accepted"
    NOT_TRIED = "not-tried"


KINDS = (
    "role",
    "owner",
    "administrator",
    "key",
    "sas",
    "delegation-sas",
    "token",
    "session",
    "pool",
    "job",
    "subscription",
)
"""Kinds of credentials in use on either cloud: those that a wave does not have are left out by whoever declares them."""


@dataclass(frozen=True)
class Probe:
    """One write that was tried: of which dataset, with which kind of credential, and what was said; why it was not tried."""

    dataset: str
    kind: str
    outcome: Outcome
    said: str = ""


def probe(dataset: str, kind: str, write: Callable[[], None] | None, refused: tuple[type[BaseException], ...]) -> Probe:
    """Try one write.

    Args:
        write: writes one probe and returns, or raises. None: nobody could try it.
        refused: what it raises where it was refused; anything else means that nobody knows, and it counts as not tried.
    """
    if write is None:
        return Probe(dataset, kind, Outcome.NOT_TRIED, "no credential of this kind was given")
    try:
        write()
    except refused as error:
        return Probe(dataset, kind, Outcome.REFUSED, type(error).__name__)
    except Exception as error:
        return Probe(dataset, kind, Outcome.NOT_TRIED, type(error).__name__)
    return Probe(dataset, kind, Outcome.ACCEPTED)


def closed(
    side: str,
    probes: Sequence[Probe],
    declared: Iterable[tuple[str, str]],
    *,
    connections: int | None,
    since: datetime,
    at: datetime,
) -> Sight:
    """What the probes of one side show.

    Args:
        side: source or target.
        declared: dataset and kind of every credential in use. One that no probe tried is not refused.
        connections: sessions of others that are left; None where nobody could count them.
        since: when it was closed. at: when the last probe was tried.
    """
    wanted = sorted(set(declared))
    found = {(each.dataset, each.kind): each.outcome for each in sorted(probes, key=_worst_last)}
    left = [each for each in wanted if found.get(each, Outcome.NOT_TRIED) is Outcome.NOT_TRIED]
    return Sight(
        f"{side}-closed",
        known(
            datasets=len({dataset for dataset, _ in wanted}),
            kinds=len(wanted),
            refused=sum(found.get(each) is Outcome.REFUSED for each in wanted),
            accepted=sum(each.outcome is Outcome.ACCEPTED for each in probes),
            connections=connections,
            minutes=max(0, int((at - since) / timedelta(minutes=1))),
        ),
        unseen=tuple(f"{dataset}: {kind} was not tried" for dataset, kind in left),
    )


def target_refuses(probes: Sequence[Probe], datasets: int) -> Sight:
    """That clients cannot write to the targets before the switch."""
    tried = [each for each in probes if each.outcome is not Outcome.NOT_TRIED]
    return Sight(
        "target-refuses-writes",
        known(datasets=datasets, tried=len(tried), accepted=sum(each.outcome is Outcome.ACCEPTED for each in tried)),
        unseen=tuple(
            f"{each.dataset}: {each.kind} was not tried" for each in probes if each.outcome is Outcome.NOT_TRIED
        ),
    )


def _worst_last(each: Probe) -> int:
    """Of two probes of one kind the worse counts: it is put last."""
    return (Outcome.REFUSED, Outcome.NOT_TRIED, Outcome.ACCEPTED).index(each.outcome)
