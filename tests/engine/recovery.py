"""The runbook's ways out of a deployment that was cut off or lost an answer, followed step by step."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from .workplace import Workplace

_WITH_ITS_OWNER = ("rdb.User", "rdb.Database", "rdb.Privilege", "vpc.Acl", "cockpit.AlertManager")
"""Kinds that have no existence of their own: they go and come with what they belong to."""


def converge(place: Workplace, stack: str) -> list[str]:
    """Deploy until nothing is left to do; what had to be done by hand, in the order of the runbook.

    Raises:
        AssertionError: the ways out were followed, and the engine still refuses.
    """
    done = restored(place, stack)
    if place.run(stack, "cancel", "--yes").code == 0:
        done.append("cancel")
    if place.export(stack)["deployment"].get("pending_operations"):
        done.append("clear pending creates")
        place.run(stack, "refresh", "--yes", "--clear-pending-creates").ok()
    if place.up(stack).code:
        done += [f"delete {each}" for each in delete_strangers(place, stack)]
        place.run(stack, "refresh", "--yes").ok()
        place.up(stack).ok()
    elif "clear pending creates" in done:
        # Made a second time where no name was taken: the first stands there, and no state knows it.
        done += [f"delete {each}" for each in delete_strangers(place, stack)]
    place.preview(stack, "--expect-no-changes").ok()
    return done


def restored(place: Workplace, stack: str) -> list[str]:
    """Make readable again what a backend in a local folder keeps of a stack, where it was cut off while it was written.

    The state is put back from its backup; a file of attributes beside it, which says nothing that the engine needs, goes.
    """
    done = list[str]()
    (file,) = (place.folder / "state").rglob(f"{stack}.json")
    if _is_cut_off(file):
        shutil.copy(file.with_suffix(".json.bak"), file)
        done.append("restore the backup of the state")
    attributes = file.with_suffix(".json.attrs")
    if attributes.exists() and _is_cut_off(attributes):
        attributes.unlink()
        done.append("delete the attributes of the state")
    return done


def _is_cut_off(file: Path) -> bool:
    """Whether nothing of a file is there, or its beginning."""
    try:
        json.loads(file.read_text("utf-8"))
    except ValueError:
        return True
    return False


def strangers(place: Workplace, stack: str) -> list[tuple[str, str]]:
    """What is in the project and not in the state: kind and key of everything that the state does not mention."""
    mentioned = json.dumps(place.export(stack))
    found = [("bucket", name) for name in place.emulation.cloud.bucket_projects if name not in mentioned]
    for kind, items in place.emulation.cloud.stored.items():
        own = (key for key, item in items.items() if not _belongs(kind, item) and key not in mentioned)
        found += [(kind, key) for key in own if f"{kind} {key}" not in place.before]
    return found


def _belongs(kind: str, item: dict[str, object]) -> bool:
    """Whether something came with another: an address with an attachment, a volume with its server."""
    with_server = kind == "block.Volume" and str(item.get("name")).endswith("_root")
    return bool(kind in _WITH_ITS_OWNER or item.get("_managed") or with_server or item.get("deletion_requested_at"))


def delete_strangers(place: Workplace, stack: str) -> list[str]:
    """Delete by hand what is outside the state: the platform did it, and nobody was told."""
    gone: list[str] = []
    for kind, key in strangers(place, stack):
        with place.emulation.lock:
            if kind == "bucket":
                place.emulation.remove_bucket(key)
            elif key in place.emulation.cloud.kind(kind):
                place.emulation.cloud.drop(place.emulation.cloud.kind(kind)[key])
        gone.append(f"{kind} {key}")
    return gone


def way_out(done: Sequence[str], gone: Sequence[str] = ()) -> str:
    """What led out, in a line: steps by hand, the next deployment, and what was left outside the state."""
    steps = [*done, "the next up", *(f"delete {each}, left outside the state" for each in gone)]
    return ", ".join(steps)
