"""What the options of a resource do when they change: most of them are invisible in a preview of the engine."""

from collections.abc import Callable
from typing import Any, cast

from ..engine import GUARDS, KEPT
from .effect import HARMLESS, NOT_KNOWN, Effect, Effects
from .judges import effects

_E = Effect
_WEAKENS = effects(_E.WEAKENS)


def _protect(old: Any, _new: Any) -> Effects:
    return _WEAKENS if old is True else HARMLESS


def _retain(old: Any, _new: Any) -> Effects:
    """Taken off, the next deletion is a real one; put on, what goes stays behind, unmanaged."""
    return _WEAKENS if old is True else effects(_E.COSTS)


def _fewer(old: Any, new: Any) -> Effects:
    return _WEAKENS if set(old or ()) - set(new or ()) else HARMLESS


def _ignored(old: Any, new: Any) -> Effects:
    """What is ignored from now on is no longer guarded by the program; what was ignored may come in with the next deployment."""
    return _WEAKENS if set(new or ()) - set(old or ()) else NOT_KNOWN


def _replacing(old: Any, new: Any) -> Effects:
    """Taken off, a change that is never sent passes unseen; put on, a later edit replaces."""
    return _WEAKENS if set(old or ()) - set(new or ()) else effects(_E.INTERRUPTS)


def _hooks(old: Any, new: Any) -> Effects:
    """A hook that goes guards nothing any more; one that comes runs code with every deployment, unless it is a guard of ours."""
    come = [name for name in set(new or ()) - set(old or ()) if not str(name).endswith((*GUARDS, KEPT))]
    unread = NOT_KNOWN if come else HARMLESS
    return (_fewer(old, new) | unread) - HARMLESS or HARMLESS


def _secret_outputs(old: Any, new: Any) -> Effects:
    return effects(_E.EXPOSES) if set(old or ()) - set(new or ()) else HARMLESS


def _hidden(old: Any, new: Any) -> Effects:
    return _WEAKENS if set(new or ()) - set(old or ()) else HARMLESS


def _added(old: Any, new: Any) -> Effects:
    return NOT_KNOWN if set(old or ()) - set(new or ()) else HARMLESS


def _unknown(_old: Any, _new: Any) -> Effects:
    return NOT_KNOWN


def _interrupts(_old: Any, _new: Any) -> Effects:
    return effects(_E.INTERRUPTS)


def _patience(old: Any, new: Any) -> Effects:
    """More time than before is harmless; with less, or with the provider's own, an operation may be given up half-way."""
    before, after = (cast("dict[str, float]", side or {}) for side in (old, new))
    longer = all(after.get(name, 0) >= seconds for name, seconds in before.items())
    return HARMLESS if longer and before.keys() == after.keys() else NOT_KNOWN


def _exposes(_old: Any, _new: Any) -> Effects:
    """A provider's code runs with all credentials of the deployment, whoever wrote it."""
    return effects(_E.EXPOSES)


OPTIONS: dict[str, Callable[[Any, Any], Effects]] = {
    "protect": _protect,
    "retain_on_delete": _retain,
    "ignore_changes": _ignored,
    "replace_on_changes": _replacing,
    "additional_secret_outputs": _secret_outputs,
    "hide_diffs": _hidden,
    "depends_on": _added,
    "aliases": _added,
    "deleted_with": _unknown,
    "replace_with": _unknown,
    "replacement_trigger": _unknown,
    "provider": _unknown,
    "hooks": _hooks,
    "delete_before_replace": _interrupts,
    "custom_timeouts": _patience,
    "version": _unknown,
    "plugin_download_url": _exposes,
    "import_id": _unknown,
}


def option_effects(name: str, old: Any, new: Any) -> Effects:
    """What another value of an option does; an option that is not here is not known."""
    judged = OPTIONS.get(name)
    return judged(old, new) if judged else NOT_KNOWN
