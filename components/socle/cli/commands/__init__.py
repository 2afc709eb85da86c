"""The commands, a module each. The one that is asked for is imported, and no other."""

from collections.abc import Callable


def function_of(name: str) -> Callable[..., None]:
    """The function of a command. Each import stands here as one, so that whoever follows imports sees it."""
    match name:
        case "access":
            from .access import access as found  # noqa: PLC0415
        case "adopt":
            from .adopt import adopt as found  # noqa: PLC0415
        case "audit":
            from .audit import audit as found  # noqa: PLC0415
        case "bootstrap":
            from .bootstrap import bootstrap as found  # noqa: PLC0415
        case "check":
            from .check import check as found  # noqa: PLC0415
        case "cost":
            from .cost import cost as found  # noqa: PLC0415
        case "doctor":
            from .doctor import doctor as found  # noqa: PLC0415
        case "explain":
            from .explain import explain as found  # noqa: PLC0415
        case "flows":
            from .flows import flows as found  # noqa: PLC0415
        case _:
            return _further(name)
    return found


def _further(name: str) -> Callable[..., None]:
    """The rest of them: each function of a size that is read at once."""
    match name:
        case "init":
            from .init import init as found  # noqa: PLC0415
        case "inventory":
            from .inventory import inventory as found  # noqa: PLC0415
        case "preview":
            from .preview import preview as found  # noqa: PLC0415
        case "reach":
            from .reach import reach as found  # noqa: PLC0415
        case "sovereignty":
            from .sovereignty import sovereignty as found  # noqa: PLC0415
        case _:
            from .schema import schema as found  # noqa: PLC0415
    return found
