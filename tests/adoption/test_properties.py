"""Two exports with anything added, removed and edited between them: what must hold whatever happened."""

import tempfile
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from socle.adoption.merge import Change, applied
from socle.adoption.proposal import Proposal
from socle.adoption.splice import spliced

from . import rows as r

pytestmark = pytest.mark.slow

NAMES = st.sampled_from(["a", "B", "data-1", "GatewaySubnet", "x_y", "9"])
RANGES = st.sampled_from(["10.101.0.0/24", "10.101.1.0/24", "10.101.2.0/24"])
WORDS = st.text(alphabet="aZ9 -_:#'\"é{}[],&*!|>%@`$", min_size=0, max_size=12)


@st.composite
def inventories(draw: st.DrawFn) -> list[r.Row]:
    """Rows of several types, some of them odd; never two of one id."""
    found = [r.group(tags={"owner": draw(WORDS)})]
    for name in draw(st.sets(NAMES, max_size=3)):
        subnets = draw(st.dictionaries(NAMES, RANGES, max_size=3))
        found.append(r.network(name, **{key: {"addressPrefix": value} for key, value in subnets.items()}))
    for name in draw(st.sets(NAMES, max_size=3)):
        found.append(r.account(name, isHnsEnabled=draw(st.booleans()), tags={"team": draw(WORDS)}))
        for part in draw(st.sets(NAMES, max_size=2)):
            held = draw(st.lists(st.sampled_from(["case1", "case2"]), max_size=2, unique=True))
            found.append(
                r.container(part, of=name, hasLegalHold=bool(held), legalHold={"tags": [{"tag": t} for t in held]})
            )
    for name in draw(st.sets(NAMES, max_size=2)):
        found.append(r.server(name, version=draw(st.sampled_from(["15", "16", "9.6"]))))
        lock = f"{r.identify(r.POSTGRES, name)}/providers/Microsoft.Authorization/locks/l"
        found.append(r.row(lock, {"level": "CanNotDelete", "notes": draw(WORDS)}))
    found += [r.row(r.identify("Microsoft.Quantum/workspaces", name)) for name in draw(st.sets(NAMES, max_size=2))]
    return draw(st.permutations(found))


def declared(proposal: Proposal) -> set[str]:
    return {resource.id.lower() for resource in proposal.spec.resources()}


COMMENT = "# a person's remark"


def commented(folder: Path) -> None:
    """A remark above every entry and at the end of every second line."""
    lines = r.text(folder).splitlines()
    remarked = [
        f"{line}  {COMMENT}" if number % 2 and line and not line.startswith("#") else line
        for number, line in enumerate(lines)
    ]
    (folder / "legacy.yaml").write_text("\n".join(remarked) + "\n", "utf-8")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(first=inventories(), second=inventories())
def test_between_any_two_exports_nothing_is_lost_and_every_row_is_counted(
    first: list[r.Row], second: list[r.Row]
) -> None:
    with tempfile.TemporaryDirectory() as temporary:
        folder = r.estate(Path(temporary))
        before = r.adopt(folder, first)
        commented(folder)
        remarks = r.text(folder).count(COMMENT)
        after = r.adopt(folder, second)
        assert sum(after.counts.values()) == len(second)
        assert declared(before) <= declared(after), "what vanished stays"
        assert {row["id"].lower() for row in second} <= declared(after) | left_out(after)
        gone = sum(1 for change in after.changes if change.kind == "remove")
        assert remarks - gone <= r.text(folder).count(COMMENT) <= remarks
        text = r.text(folder)
        assert not r.adopt(folder, second[::-1]).changed
        assert r.text(folder) == text, "adopting twice changes nothing"


def left_out(proposal: Proposal) -> set[str]:
    return {outcome.row.id.key for outcome in proposal.adoption.outcomes if not outcome.key}


VALUES = st.one_of(WORDS, st.integers(0, 99), st.booleans(), st.lists(WORDS, max_size=3))
TREES = st.recursive(VALUES, lambda inner: st.dictionaries(st.sampled_from("abcdef"), inner, max_size=3), max_leaves=8)
MAPS = st.dictionaries(st.sampled_from("abcdef"), TREES, min_size=1, max_size=4)


@settings(max_examples=200)
@given(data=MAPS, flow=st.sampled_from([None, True, False]), more=st.data())
def test_any_change_of_any_yaml_says_what_it_should(
    data: dict[str, object], flow: bool | None, more: st.DataObject
) -> None:
    text = yaml.safe_dump(data, default_flow_style=flow, allow_unicode=True, width=60)
    changes: list[Change] = []
    for path, value in list(_places(data)):
        kind = more.draw(st.sampled_from(["leave", "set", "remove", "add"]))
        if kind == "add" and isinstance(value, dict) and path:
            changes.append(Change("add", (*path, "new"), new=more.draw(VALUES)))
        elif kind == "set" and path and not isinstance(value, dict):
            changes.append(Change("set", path, value, more.draw(VALUES)))
        elif kind == "remove" and path and not any(change.path[: len(path)] == path for change in changes):
            changes.append(Change("remove", path, value))
    changes = [
        c
        for c in changes
        if not any(o.kind == "remove" and o is not c and c.path[: len(o.path)] == o.path for o in changes)
    ]
    assert yaml.safe_load(spliced(text, changes)) == applied(data, changes)


def _places(value: object, path: tuple[str, ...] = ()) -> list[tuple[tuple[str, ...], object]]:
    found = [(path, value)]
    if isinstance(value, dict):
        for key, item in value.items():
            found += _places(item, (*path, str(key)))
    return found
