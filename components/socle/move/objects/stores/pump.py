"""Bytes from one call of `obstore` to another: a stream cannot be read inside a write, since both would drive one runtime."""

import queue
import threading
from collections.abc import Iterable, Iterator

_AHEAD = 4
"""Pieces that are read before they are written."""

_Piece = bytes | BaseException | None


def pumped(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The same pieces, read in a thread of their own, which ends with the iterator. What it raises is raised here."""
    waiting: queue.Queue[_Piece] = queue.Queue(_AHEAD)
    stopped = threading.Event()
    threading.Thread(target=_read, args=(chunks, waiting, stopped), daemon=True).start()
    try:
        while (piece := waiting.get()) is not None:
            if isinstance(piece, BaseException):
                raise piece
            yield piece
    finally:
        stopped.set()


def _read(chunks: Iterable[bytes], waiting: queue.Queue[_Piece], stopped: threading.Event) -> None:
    try:
        for chunk in chunks:
            if not _given(chunk, waiting, stopped):
                return
        _given(None, waiting, stopped)
    except BaseException as error:
        _given(error, waiting, stopped)


def _given(piece: _Piece, waiting: queue.Queue[_Piece], stopped: threading.Event) -> bool:
    """Hand a piece over; False where nobody takes any more."""
    while not stopped.is_set():
        try:
            waiting.put(piece, timeout=0.5)
        except queue.Full:
            continue
        return True
    return False
