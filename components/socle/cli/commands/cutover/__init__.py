"""`socle cutover`: the commands of the cut-over, a module each. The one that is asked for is imported, and no other."""

from collections.abc import Callable


def function_of(name: str) -> Callable[..., None]:
    """The function of a command of the group."""
    match name:
        case "status":
            from .status import status as found  # noqa: PLC0415
        case "check":
            from .check import check as found  # noqa: PLC0415
        case "plan":
            from .plan import plan as found  # noqa: PLC0415
        case "verify":
            from .verify import verify as found  # noqa: PLC0415
        case "anchor":
            from .anchor import anchor as found  # noqa: PLC0415
        case "record":
            from .record import record as found  # noqa: PLC0415
        case "approve":
            from .approve import approve as found  # noqa: PLC0415
        case "advance":
            from .steps import advance as found  # noqa: PLC0415
        case "rollback":
            from .steps import rollback as found  # noqa: PLC0415
        case _:
            from .steps import hold as found  # noqa: PLC0415
    return found
