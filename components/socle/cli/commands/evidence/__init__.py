"""`socle evidence`: the commands of bundles, a module each. The one that is asked for is imported, and no other."""

from collections.abc import Callable


def function_of(name: str) -> Callable[..., None]:
    """The function of a command of the group."""
    match name:
        case "write":
            from .write import write as found  # noqa: PLC0415
        case "verify":
            from .verify import verify as found  # noqa: PLC0415
        case _:
            from .diff import diff as found  # noqa: PLC0415
    return found
