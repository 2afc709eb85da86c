"""What resolvers and clients answer for the names of a wave: how long answers live, and whether all of them give the new end.

A resolver that does not answer is not one that gives the right answer.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from socle.extras import MOVE

from .sight import Sight, known


@dataclass(frozen=True)
class Answer:
    """What one resolver or client answered for a name. addresses: none where it gave none; answered: whether it spoke at all."""

    asked: str
    name: str
    addresses: frozenset[str] = frozenset()
    ttl_seconds: int | None = None
    answered: bool = True


def resolve(name: str, resolver: str, *, patience_seconds: float = 3.0) -> Answer:
    """Ask one resolver for the addresses of a name, both families.

    Args:
        resolver: its address.

    Raises:
        ExtraMissing: what asks resolvers is not installed.
    """
    MOVE.demand()
    import dns.exception  # noqa: PLC0415 - an extra
    import dns.resolver  # noqa: PLC0415

    asking = dns.resolver.Resolver(configure=False)
    asking.nameservers, asking.lifetime = [resolver], patience_seconds
    addresses, lives, spoke = set[str](), list[int](), False
    for kind in ("A", "AAAA"):
        try:
            found = asking.resolve(name, kind)
        except (dns.resolver.NoAnswer, dns.resolver.NXDOMAIN):
            spoke = True
        except dns.exception.DNSException:
            return Answer(resolver, name, answered=False)
        else:
            spoke = True
            addresses |= {str(each) for each in found}
            lives.append(int(found.rrset.ttl if found.rrset else 0))
    return Answer(resolver, name, frozenset(addresses), max(lives, default=None), spoke)


def ttl_lowered(answers: Sequence[Answer], *, old_ttl: timedelta, changed: datetime, at: datetime) -> Sight:
    """How long answers live, and how long old ones may still: the longest counts. changed: when the zone was changed."""
    silent = _silent(answers)
    lives = [each.ttl_seconds for each in answers if each.answered]
    left = max(timedelta(0), changed + old_ttl - at)
    return Sight(
        "ttl-lowered",
        known(
            names=len({each.name for each in answers if each.ttl_seconds is not None}),
            ttl_seconds=None if None in lives or silent or not lives else max(each or 0 for each in lives),
            old_ttl_left_seconds=int(left.total_seconds()),
        ),
        unseen=silent,
    )


def names_moved(answers: Sequence[Answer], new: Iterable[str]) -> Sight:
    """Whether every resolver and client gives the new end, and nothing else."""
    wanted, silent = frozenset(new), _silent(answers)
    return Sight(
        "names-moved",
        known(
            asked=len(answers),
            old=sum(each.answered and not (each.addresses and each.addresses <= wanted) for each in answers),
            silent=len(silent),
        ),
        unseen=silent,
    )


def _silent(answers: Sequence[Answer]) -> tuple[str, ...]:
    return tuple(f"{each.asked} did not answer for {each.name}" for each in answers if not each.answered)
