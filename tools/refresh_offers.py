"""The table of what the host offers, asked of the host again: `make offers`, which reads and changes nothing at the host.

It needs the host's own SDK (`pip install scaleway`, no part of Socle) and a key that may read, in its configuration or `SCW_*`.
What the host answers gets today's date; a row that it no longer answers is kept, and is offered no more. What the host does not
say stays not known. Families that are gone (`machine family`) and sizes of database nodes are read in its pages, by a person.
"""

import argparse
import importlib
import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, cast

from socle.facts import is_host_image
from socle.facts.offers import NODE_TYPES

TABLE = Path(__file__).resolve().parent.parent / "components/socle/facts/offers/offers.json"
REGION, ZONES = "fr-par", ("fr-par-1", "fr-par-2", "fr-par-3")
_PAGE, _LAST_PAGE = 50, 20
_DAYS = ("released", "closed", "ends")
Row = dict[str, Any]
Answers = dict[str, dict[str, Row]]
"""What the host answers: by kind of row and name, its days as dates, its zones, and whether it is offered."""


@dataclass
class Refreshed:
    """The new text of the table, and what became of its rows, by name."""

    text: str
    changed: list[str] = field(default_factory=list[str])
    added: list[str] = field(default_factory=list[str])
    gone: list[str] = field(default_factory=list[str])
    unsized: list[str] = field(default_factory=list[str])


def asked(client: Any) -> Answers:
    """What the host offers today, by five calls that read; through its own SDK."""

    def api(module: str, name: str) -> Any:
        return getattr(importlib.import_module(f"scaleway.{module}"), name)(client)

    databases = api("rdb.v1", "RdbV1API")
    machines: dict[str, Row] = {}
    for zone in ZONES:
        for name, machine in _machines(api("instance.v1", "InstanceV1API"), zone):
            row = machines.setdefault(name, {"zones": [], "offered": False})
            row["zones"].append(zone)
            row["offered"] = row["offered"] or not machine.end_of_service
    return {
        "kubernetes": {
            ".".join(each.name.split(".")[:2]): _days(each.released_at, each.deprecated_at, each.end_of_life_at)
            for each in api("k8s.v1", "K8SV1API").list_versions(region=REGION).versions
        },
        "database engine": {
            f"{engine.name}-{each.version}": _days(each.release_date, None, each.end_of_life) | {"offered": not each.disabled}
            for engine in databases.list_database_engines_all(region=REGION)
            for each in engine.versions
        },
        "database node": {
            each.name: {"offered": not each.disabled}
            for each in databases.list_node_types_all(include_disabled_types=True, region=REGION)
        },
        "redis": {
            each.version: _days(each.released_at, None, each.end_of_life_at)
            for each in api("redis.v1", "RedisV1API").list_cluster_versions_all(
                include_disabled=False, include_beta=False, include_deprecated=False, zone=ZONES[0]
            )
        },
        "machine": {name: row for name, row in machines.items() if "WIN" not in name.split("-")},
        "image": {
            each.label: _days(each.created_at, None, each.valid_until)
            for each in api("marketplace.v2", "MarketplaceV2API").list_images_all(include_eol=False)
            if is_host_image(each.label)
        },
    }  # fmt: skip


def _machines(api: Any, zone: str) -> Iterator[tuple[str, Any]]:
    """Every page of a zone's types: the SDK has no call that goes through them."""
    for page in range(1, _LAST_PAGE):
        types = api.list_servers_types(zone=zone, page=page, per_page=_PAGE).servers
        yield from types.items()
        if len(types) < _PAGE:
            return


def _days(*days: datetime | None) -> Row:
    return {name: day.date().isoformat() for name, day in zip(_DAYS, days, strict=True) if day}


def refreshed(text: str, answers: Answers, today: date) -> Refreshed:
    """The table with what the host answered. A kind that it did not answer stays as it is, with the day that it has.

    Raises:
        ValueError: an answer is empty, which no host that works gives.
    """
    form = cast("dict[str, Any]", json.loads(text))
    found = Refreshed("")
    rows: list[Row] = []
    for kind in form["kinds"]:
        known = {row["name"]: row for row in form["offers"] if row["kind"] == kind}
        answer = answers.get(kind)
        if answer is None:
            rows += known.values()
            continue
        if not answer:
            raise ValueError(f"the host names no {kind} at all: nothing was written")
        form["kinds"][kind] |= {"source": "the host's API", "read": today.isoformat()}
        rows += [_told(row, answer.get(name), today, found, form["kinds"][kind]) for name, row in known.items()]
        rows += _added(kind, {name: row for name, row in answer.items() if name not in known}, found)
    form["offers"] = rows
    found.text = written(form)
    return found


def _told(row: Row, answer: Row | None, today: date, found: Refreshed, about: Mapping[str, Any]) -> Row:
    """A row as the host tells it now; what it does not tell of a row that it still has stays."""
    if answer is None:
        if not row.get("offered", True) or row.get("closed", "9999") <= today.isoformat():
            return row
        found.gone.append(row["name"])
        return row | {"offered": False, "source": row.get("source", about["source"])}
    told = {name: value for name, value in row.items() if name not in ("source", "offered")} | answer
    if told.get("offered"):
        del told["offered"]
    if told != {name: value for name, value in row.items() if name != "source"}:
        found.changed.append(row["name"])
    return told


def _added(kind: str, more: Mapping[str, Row], found: Refreshed) -> Iterable[Row]:
    for name, answer in sorted(more.items()):
        if not answer.get("offered", True):
            continue
        if kind == "database node" and name not in NODE_TYPES:
            found.unsized.append(name)
            continue
        found.added.append(name)
        yield {"kind": kind, "name": name} | {key: value for key, value in answer.items() if key != "offered"}


def written(form: Mapping[str, Any]) -> str:
    """The text of a table: one row a line, so that a review shows what changed."""
    kinds = ",\n".join(f"  {json.dumps(name)}: {json.dumps(about)}" for name, about in form["kinds"].items())
    rows = ",\n".join(f"  {json.dumps(row)}" for row in form["offers"])
    return f'{{\n "about": {json.dumps(form["about"])},\n "kinds": {{\n{kinds}\n }},\n "offers": [\n{rows}\n ]\n}}\n'


def main() -> None:
    """Ask, write the table, and say what changed."""
    argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter).parse_args()
    try:
        client: Any = importlib.import_module("scaleway").Client
    except ImportError:
        sys.exit("the host's SDK is not installed: pip install scaleway, and call again; nothing was changed")
    try:
        found = refreshed(TABLE.read_text("utf-8"), asked(client.from_config_file_and_env()), date.today())
    except (OSError, ValueError, RuntimeError) as error:  # the SDK's own errors, and those of the network, are of these
        sys.exit(f"the host was not asked, or did not answer: {error}; nothing was changed")
    TABLE.write_text(found.text, "utf-8")
    for what, names in (("changed", found.changed), ("added", found.added), ("gone", found.gone)):
        sys.stdout.write(f"{what}: {', '.join(names) or 'none'}\n")
    if found.unsized:
        names = ", ".join(found.unsized)
        sys.stdout.write(f"left out, since their size and tier are facts of offers/databases.py: {names}\n")


if __name__ == "__main__":
    main()
