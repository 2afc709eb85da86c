"""Which ranges have some of these addresses, without asking each of them."""

from bisect import bisect_right
from collections.abc import Iterable

from .traffic import Interval

_BROAD = 1 << 24
"""Ranges of more addresses than an IPv4 /8 are few and are kept apart, so that they do not make every search long."""


class Lookup:
    """Ranges by address, each with a number of the caller's."""

    def __init__(self, ranges: Iterable[tuple[Interval, int]]) -> None:
        every = sorted((low, high, number) for (low, high), number in ranges)
        self._broad: dict[Interval, list[int]] = {}
        for low, high, number in every:
            if high - low > _BROAD:
                self._broad.setdefault((low, high), []).append(number)
        self._narrow = [each for each in every if each[1] - each[0] <= _BROAD]
        reach, self._ends = -1, list[int]()
        for _, high, _ in self._narrow:
            reach = max(reach, high)
            self._ends.append(reach)

    def touching(self, ranges: Iterable[Interval]) -> list[int]:
        """The numbers of the ranges that have some of these addresses, in order."""
        found: set[int] = set()
        for low, high in ranges:
            for (first, last), numbers in self._broad.items():
                if first <= high and last >= low:
                    found.update(numbers)
            at = bisect_right(self._narrow, (high, 1 << 200, 0)) - 1
            while at >= 0 and self._ends[at] >= low:
                if self._narrow[at][1] >= low:
                    found.add(self._narrow[at][2])
                at -= 1
        return sorted(found)
