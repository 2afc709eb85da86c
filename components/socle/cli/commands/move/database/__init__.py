"""`socle move database`: the commands of a database that moves, a module each. The one that is asked for is imported, and no other."""

from collections.abc import Callable


def function_of(name: str) -> Callable[..., None]:
    """The function of a command of the group."""
    match name:
        case "lint":
            from .lint import lint as found  # noqa: PLC0415
        case "arm":
            from .directions import arm as found  # noqa: PLC0415
        case "disarm":
            from .directions import disarm as found  # noqa: PLC0415
        case "turn":
            from .directions import turn as found  # noqa: PLC0415
        case "watch":
            from .watch import watch as found  # noqa: PLC0415
        case "fence":
            from .fences import fence as found  # noqa: PLC0415
        case "unfence":
            from .fences import unfence as found  # noqa: PLC0415
        case "drain":
            from .compare import drain as found  # noqa: PLC0415
        case _:
            from .compare import verify as found  # noqa: PLC0415
    return found
