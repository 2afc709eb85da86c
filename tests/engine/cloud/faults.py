"""Faults to order: the next calls that match are refused, left hanging, or answered by nobody."""

import re
import threading
from dataclasses import dataclass, field


@dataclass
class Fault:
    """What happens to the next `times` calls whose method and path match.

    `status` answers with that code, `hang_seconds` waits first, `close` drops the connection without an answer. With
    `lost` the call takes effect before: the platform did it, and nobody was told.
    """

    path: str
    method: str = ".*"
    times: int = 1
    status: int | None = None
    hang_seconds: float = 0
    close: bool = False
    lost: bool = False

    def meets(self, method: str, path: str) -> bool:
        """Whether a call is one that this fault is for."""
        return self.times > 0 and bool(re.fullmatch(self.method, method) and re.search(self.path, path))


@dataclass
class Faults:
    """Those that were ordered, each until it was met as often as it was ordered."""

    ordered: list[Fault] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def met(self, method: str, path: str) -> Fault | None:
        """The fault that a call meets, counted."""
        with self._lock:
            for fault in self.ordered:
                if fault.meets(method, path):
                    fault.times -= 1
                    return fault
        return None
