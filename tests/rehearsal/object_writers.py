"""Applications that write objects throughout a rehearsal: each keeps a journal of what was confirmed, and goes to the side that is open.

Most write objects that are new; some of theirs they replace. The journal says which bytes must be there in the end.
"""

import hashlib
import os
import random
import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from .parts.stores import Application, Closed, Place
from .writing import Writing

_ANEW = 4
"""Of so many writes one replaces an object that was written before."""


@dataclass
class ObjectWriter(Writing):
    """One application.

    confirmed: digest of the bytes of each object, as last confirmed. unsure: objects of which a write was neither confirmed nor
    refused, with the digests that it may have left.
    """

    sides: tuple[Place, Place]
    confirmed: dict[str, str] = field(default_factory=dict[str, str])
    unsure: dict[str, set[str]] = field(default_factory=dict[str, set[str]])
    replaced: int = 0

    def _write(self) -> None:
        doors: list[Application] = [each.application() for each in self.sides]
        chance, open_one = random.Random(self.name), 0  # noqa: S311 - no secret
        for number in self._turns(every_seconds=0.1):
            again = bool(self.confirmed) and number % _ANEW == 0
            key = chance.choice(sorted(self.confirmed)) if again else f"{self.name}/{number:06d}"
            body = os.urandom(chance.choice((0, 20, 3_000)))
            while not self._ends.is_set():
                try:
                    doors[open_one].put(key, body)
                except Closed:
                    open_one = 1 - open_one
                    time.sleep(0.05)
                except Exception:
                    self.unsure.setdefault(key, set()).add(hashlib.sha256(body).hexdigest())
                    time.sleep(0.05)
                else:
                    self.times.append(time.monotonic())
                    self.replaced += again
                    self.confirmed[key] = hashlib.sha256(body).hexdigest()
                    break


def doubled_or_lost(writers: list[ObjectWriter], there: Mapping[str, bytes]) -> tuple[set[str], set[str]]:
    """Objects of writers that nobody wrote, or with bytes that nobody confirmed; and confirmed ones that are not there."""
    confirmed, unsure = dict[str, str](), dict[str, set[str]]()
    for each in writers:
        confirmed |= each.confirmed
        unsure |= each.unsure
    names = tuple(f"{each.name}/" for each in writers)
    found = {key: hashlib.sha256(body).hexdigest() for key, body in there.items() if key.startswith(names)}
    odd = {key for key, is_so in found.items() if is_so != confirmed.get(key) and is_so not in unsure.get(key, ())}
    return odd, confirmed.keys() - found.keys()
