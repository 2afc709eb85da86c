"""What other tools exported, held against what was declared: images, tunnels and routes, the preview of the legacy stack. Pure.

An export that says less than is asked gives no count for it, never a zero.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from ipaddress import ip_network
from typing import Any, cast

from .sight import Sight, known

HARMLESS_OPS = ("same", "read", "refresh")
"""Operations of a preview that change nothing."""


def images_equal(source: Mapping[str, str], target: Mapping[str, str]) -> Sight:
    """That every image is there under the same digest. By repository and tag, `sha256:...`."""
    lacking = [name for name, digest in source.items() if target.get(name) != digest]
    undigested = [name for name, digest in source.items() if not digest.startswith("sha256:")]
    return Sight(
        "images-equal",
        known(images=len(source), missing=len(set(lacking) | set(undigested))),
        unseen=tuple(f"{name} has no digest" for name in sorted(undigested)),
    )


@dataclass(frozen=True)
class Tunnel:
    """One tunnel as an end of it told: up, and when its child was last made anew. None: not told."""

    name: str
    up: bool | None = None
    rekeyed_at: datetime | None = None


def tunnels_rekeyed(declared: Iterable[str], seen: Sequence[Tunnel], forced_at: datetime) -> Sight:
    """That every declared tunnel is up and was rekeyed after somebody forced it."""
    names, by_name = sorted(set(declared)), {each.name: each for each in seen}
    good = [name for name in names if _survived(by_name.get(name), forced_at)]
    silent = [
        name for name in names if name not in by_name or by_name[name].up is None or by_name[name].rekeyed_at is None
    ]
    return Sight(
        "tunnels-rekeyed",
        known(tunnels=len(names), rekeyed=len(good)),
        unseen=tuple(f"{name} does not say whether it was rekeyed" for name in silent),
    )


def _survived(tunnel: Tunnel | None, forced_at: datetime) -> bool:
    return bool(tunnel and tunnel.up and tunnel.rekeyed_at and tunnel.rekeyed_at >= forced_at)


def routes_as_declared(declared: Iterable[str], learned: Iterable[str] | None) -> Sight:
    """That learned prefixes are the declared ones. learned: None where no end told them."""
    if learned is None:
        return Sight("routes-as-declared", {}, unseen=("no end told what it learned",))
    wanted, found = ({ip_network(each, strict=True) for each in side} for side in (declared, learned))
    return Sight(
        "routes-as-declared",
        known(learned=len(found), undeclared=len(found - wanted), missing=len(wanted - found)),
    )


def legacy_unchanged(preview: Mapping[str, Any]) -> Sight:
    """That a preview of the legacy stack, after a refresh, changes nothing. preview: what `pulumi preview --json` wrote.

    A preview that failed, or tells no steps, is none.
    """
    steps = preview.get("steps")
    failed = [each for each in cast("list[Any]", preview.get("diagnostics", [])) if _is_error(each)]
    if not isinstance(steps, list) or not steps or failed:
        return Sight("legacy-unchanged", {}, "deployed", ("the preview failed, or tells no step",))
    ops = [
        str(cast("dict[str, Any]", each).get("op", "")) for each in cast("list[Any]", steps) if isinstance(each, dict)
    ]
    return Sight(
        "legacy-unchanged", known(changes=sum(op not in HARMLESS_OPS for op in ops), resources=len(ops)), "deployed"
    )


def _is_error(diagnostic: Any) -> bool:
    return isinstance(diagnostic, dict) and cast("dict[str, Any]", diagnostic).get("severity") == "error"
