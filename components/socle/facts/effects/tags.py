"""Tags that somebody reads: the start of a machine, and the controller that makes the nodes of a pool.

Sources: the host's documentation of how to add SSH keys to an Instance, and of how to manage tags of a Kubernetes pool.
"""

from collections.abc import Callable
from typing import Any

from .effect import HARMLESS, NOT_KNOWN, Effects, Judge
from .judges import TAGS, members_in
from .usual import EXPOSES, GRANTS, INTERRUPTS, REVOKES

_ROOT_KEY = "authorized_key="
_WORDS = ("estate", "owner", "layer")
"""Tags that every resource of an estate has, for people who read them."""
_UNPREFIXED = "noprefix="
"""A label as it is written, without the prefix of the host: it may be one by which the cluster itself decides."""


def lets_root_in(tag: str) -> bool:
    """Whether a tag of a machine holds a public key, which its start writes down for root."""
    return tag.strip().lower().startswith(_ROOT_KEY)


def _of_machine(tag: str, *, comes: bool) -> Effects:
    """The public key of such a tag may enter the machine as root."""
    if not lets_root_in(tag):
        return HARMLESS
    return EXPOSES | GRANTS if comes else REVOKES


def _of_pool(tag: str, *, comes: bool) -> Effects:
    """Every tag becomes a label of the nodes, or a taint, by which pods are placed and sent away, when it comes and when it goes."""
    if tag.partition("=")[0] in _WORDS:
        return HARMLESS
    return INTERRUPTS | NOT_KNOWN if comes and _UNPREFIXED in tag.lower() else INTERRUPTS


def _read_by(weigh: Callable[..., Effects]) -> Judge:
    def change(old: Any, new: Any) -> Effects:
        was, will = _tags(old), _tags(new)
        if was is None or will is None:
            return NOT_KNOWN
        told = TAGS.change(old, new)
        for tag in will - was:
            told |= weigh(tag, comes=True)
        for tag in was - will:
            told |= weigh(tag, comes=False)
        return told

    return Judge(change, lambda value: change(None, value))


def _tags(value: Any) -> set[str] | None:
    """Tags as texts; nothing where they cannot be read."""
    return members_in(value) if value is None or isinstance(value, list) else None


MACHINE_TAGS = _read_by(_of_machine)
POOL_TAGS = _read_by(_of_pool)
