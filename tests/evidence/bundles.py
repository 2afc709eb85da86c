"""A small bundle that is sealed and signed in a test, without estate, plans or OSCAL."""

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any, cast

from socle.evidence import Allowed, Gathered, sealed
from tests.cutover.people import public, signed

AT = datetime(2026, 12, 1, tzinfo=UTC)
FILES = {
    "findings.json": b'{"rows": [1, 2]}\n',
    "flows.json": b'{"rows": []}\n',
    "plans/demo-platform.json": b'{"resources": []}\n',
}


def of(**changes: Any) -> Gathered:
    estate = SimpleNamespace(name="acme", lifetime="permanent")
    first = {"estate": estate, "at": AT, "revision": "abc", "dirty": False, "level": "declared"}
    return cast("Gathered", SimpleNamespace(**{**first, **changes}))


def bundle(*signers: str, files: dict[str, bytes] = FILES, **changes: Any) -> tuple[dict[str, bytes], str]:
    """The files of a bundle with the signatures of some people, and its head."""
    made = sealed(files, of(**changes), {})
    head = made["head"].decode().strip()
    names = [f"head{number or ''}.sig" for number in range(len(signers))]
    return {**made, **{name: signed(head, who).encode() for name, who in zip(names, signers, strict=True)}}, head


def allowed(who: str = "operations", **changes: Any) -> Allowed:
    return Allowed(who, public(who), **changes)
