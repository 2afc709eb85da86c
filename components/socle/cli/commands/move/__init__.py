"""`socle move`: the commands of the movers, a module each. The one that is asked for is imported, and no other."""

from collections.abc import Callable


def function_of(name: str) -> Callable[..., None]:
    """The function of a command of the group."""
    match name:
        case "plan":
            from .plan import plan as found  # noqa: PLC0415
        case "copy":
            from .passing import copy as found  # noqa: PLC0415
        case "digest":
            from .passing import digest as found  # noqa: PLC0415
        case "verify":
            from .passing import verify as found  # noqa: PLC0415
        case "collect":
            from .collect import collect as found  # noqa: PLC0415
        case _:
            from .erase import erase as found  # noqa: PLC0415
    return found
