"""Where in the program a failure comes from, when its traceback does not say: an `apply` runs when the loop has time for it, and
the SDK raises what happened there again somewhere else. Also: what an `apply` makes of a stand-in is unknown, where it cannot.
"""

import inspect
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType, TracebackType
from typing import Any, cast
from unittest.mock import patch
from urllib.parse import unquote, urlsplit

import pulumi
from pulumi.output import UNKNOWN as UNKNOWN_VALUE

from socle.plan import SEALED

from ..program import is_own
from .unheard import soon
from .wrapped_secrets import SealedObject

_CAPTURE = Path(__file__).resolve().parents[1]
_RUNNERS = ("run.py", "runtime.py", "program.py", Path(__file__).name)
"""Every failure of a program goes through these files."""
_PLACE = "socle_place"
_OURS = "socle_ours"
_DEEPEST = 60
"""Frames that are looked through for the program's own: components stand in components, not in sixty of them."""


def place_of(error: BaseException, root: Path) -> tuple[str, int] | None:
    """File and line of the program's own code that an exception comes from: the deepest line that it went through, else the one
    that asked for what failed; None where neither is known."""
    if isinstance(error, SyntaxError) and error.filename and is_own(error.filename, root):
        return error.filename, error.lineno or 0
    frames = _frames(error.__traceback__)
    inside = [(each.tb_frame.f_code.co_filename, each.tb_lineno) for each in frames]
    own = [place for place in inside if not place[0].startswith("<") and is_own(place[0], root)]
    if own:
        return own[-1]
    if not of_the_program(error):
        return None
    asked: tuple[str, int] | None = getattr(error, _PLACE, None)
    return asked or next((place for each in frames if (place := _registered_at(each.tb_frame, root))), None)


def of_ours(error: BaseException) -> None:
    """Mark an exception of the capture itself: where the SDK raises it again, its traceback may be another."""
    setattr(error, _OURS, True)


def of_the_program(error: BaseException) -> bool:
    """Whether an exception is the program's, or its SDK's, and none of the capture that answers in place of the engine."""
    if getattr(error, _OURS, False):
        return False
    files = (Path(each.tb_frame.f_code.co_filename) for each in _frames(error.__traceback__))
    return not any(file.is_relative_to(_CAPTURE) and file.name not in _RUNNERS for file in files)


@contextmanager
def followed(root: Path) -> Generator[None]:
    """While a program runs, remember of each `apply` which of the program's lines asked for it, in case its function fails."""
    apply: Callable[..., pulumi.Output[Any]] = vars(pulumi.Output)["apply"]
    known: dict[str, bool] = {}

    def followed_apply(
        output: pulumi.Output[Any], func: Callable[[Any], Any], run_with_unknowns: bool = False
    ) -> pulumi.Output[Any]:
        asked = _asked(inspect.currentframe(), root, known)

        def run(value: Any) -> Any:
            try:
                return func(value)
            except Exception as error:
                if _is_stand_in(value):
                    return _unknown()
                if getattr(error, _PLACE, None) is None:
                    setattr(error, _PLACE, _deepest(error.__traceback__, root) or asked)
                raise

        return apply(output, run, run_with_unknowns)

    with patch.object(pulumi.Output, "apply", followed_apply):
        yield


def _asked(frame: FrameType | None, root: Path, known: dict[str, bool]) -> tuple[str, int] | None:
    for _ in range(_DEEPEST):
        if frame is None:
            return None
        file = frame.f_code.co_filename
        if file not in known:
            known[file] = not file.startswith("<") and is_own(file, root)
        if known[file]:
            return file, frame.f_lineno
        frame = frame.f_back
    return None


def _frames(found: TracebackType | None) -> list[TracebackType]:
    frames: list[TracebackType] = []
    while found is not None:
        frames.append(found)
        found = found.tb_next
    return frames


def _deepest(found: TracebackType | None, root: Path) -> tuple[str, int] | None:
    own = [each for each in _frames(found) if is_own(each.tb_frame.f_code.co_filename, root)]
    return (own[-1].tb_frame.f_code.co_filename, own[-1].tb_lineno) if own else None


def _registered_at(frame: FrameType, root: Path) -> tuple[str, int] | None:
    """The program's line that made the resource which the SDK registers in a frame: it notes the stack of each for the engine."""
    noted: Sequence[Any] = getattr(frame.f_locals.get("stack_trace"), "frames", ())
    for at in (each.pc for each in noted):
        file = unquote(urlsplit(str(at.uri)).path)
        if file and is_own(file, root):
            return file, int(at.line)
    return None


def _is_stand_in(value: Any) -> bool:
    """Whether a value is, or holds, what stands for a secret that only `pulumi` can decrypt."""
    if isinstance(value, str):
        return SEALED in value
    if isinstance(value, SealedObject):
        return True
    if isinstance(value, Mapping):
        return any(map(_is_stand_in, cast("Mapping[Any, Any]", value).values()))
    return isinstance(value, list | tuple) and any(map(_is_stand_in, cast("list[Any]", value)))


def _unknown() -> pulumi.Output[Any]:
    """A secret that nobody knows yet, as on a first preview."""
    return pulumi.Output(set(), soon(UNKNOWN_VALUE), soon(False), soon(True))
