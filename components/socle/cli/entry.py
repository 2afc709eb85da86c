"""Where the process begins and ends: what a person sees of an error, and with which code the command ends."""

import gc
import os
import signal
import sys
from io import TextIOWrapper
from typing import NoReturn

from socle.interrupts import Once

from .clock import clock

INTERRUPTED = 130
"""128 and the number of the signal, as shells count."""
_OBJECTS_A_COLLECTION = 1_000_000
"""A command is over in seconds and keeps nearly all that it makes: looking for garbage every 700 objects, as Python does
where nothing is said, takes a twentieth of a review's processor time and finds next to nothing."""


def main() -> None:
    """Run the `socle` command on the arguments of the process, and exit: 0 fine, 1 refused or found, 2 wrong use."""
    clock.start()
    gc.set_threshold(_OBJECTS_A_COLLECTION)
    _prepare_streams()
    asked = _listens_to_interrupts()
    try:
        code = run()
    except KeyboardInterrupt:
        code = INTERRUPTED
    _leave(INTERRUPTED if asked else code)


def _listens_to_interrupts() -> list[int]:
    """Every Ctrl-C from now on, also one that a program or an event loop takes for a failure of its own."""
    note = Once(lambda _number: KeyboardInterrupt())
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, note)
    return note.asked


def run() -> int:
    """The exit code of the command line of this process."""
    from .app import command  # noqa: PLC0415 - the clock listens first

    try:
        command()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    except Exception as error:
        from .failures import DEBUG, show_failure, show_traceback  # noqa: PLC0415 - only a failure needs it

        if os.environ.get(DEBUG):
            show_traceback(error)
        else:
            show_failure(error)
        return 1
    return 0


def _leave(code: int) -> NoReturn:
    """End now: the interpreter would take a provider's million objects apart one by one, a third of a short run's time."""
    if code == INTERRUPTED:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        sys.stderr.write(f"{_said('run.interrupted')}\n")
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError as error:
        os.write(2, f"{_said('run.incomplete', reason=error.strerror)}\n".encode())
        code = code or 1
    os._exit(code)


def _said(key: str, **values: str | None) -> str:
    from .language import words  # noqa: PLC0415 - the clock listens first

    return words()(key, **values)


def _prepare_streams() -> None:
    """End silently when the reader of a pipe does; write out what the encoding cannot, instead of failing on it."""
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
