"""What people see of moves, first days, machines, costs and bundles, from small made-up values that have a bit of everything."""

from dataclasses import replace
from datetime import UTC, date, datetime
from io import StringIO
from types import SimpleNamespace
from typing import Any, cast

from rich.console import Console

from socle.cost import Cost, Line, Status
from socle.evidence import Bundle, Difference, Document, Verified
from socle.evidence.diff import Became
from socle.evidence.document import Line as Wording
from socle.evidence.document import Row, Title
from socle.evidence.verify import Flaw, Found
from socle.inventory import Blocker, Inventory
from socle.inventory.counterparts import Counterpart
from socle.inventory.inventory import End, Sorted
from socle.messages import Refusal, said
from socle.move.collect import Sight
from socle.move.objects import Ended, Erased, Estimate, Passed, Progress, Verdict
from socle.move.objects.outlook import Rates
from socle.move.postgres import Finding, Range, Weight
from socle.move.postgres.carry import LargeObjects
from socle.move.postgres.definitions import SchemaDigest
from socle.move.postgres.digest import Parity
from socle.move.postgres.verifying import Verified as Compared
from socle.project import Need
from socle.readiness import Line as Asked
from socle.readiness import Progress as Stands
from socle.readiness import State, Step
from socle.report.evidence.cells import ORDER
from socle.rules import Finding as Finding_
from socle.rules import Result, Severity

AT = datetime(2026, 12, 1, 3, 4, 5, tzinfo=UTC)
STEERS = "\x1b[2J`|<b>"
"""What must reach neither a terminal nor a page as it stands."""
MARKS = "`|<b>"


def paper(width: int, *, colours: bool = False) -> Console:
    """A console of some width that keeps what is printed."""
    system = "standard" if colours else None
    return Console(
        file=StringIO(),
        width=width,
        color_system=system,
        force_terminal=colours,
        highlight=False,
        markup=False,
        emoji=False,
    )


def on(console: Console) -> str:
    """What stands on a paper, its colours written out."""
    return cast("StringIO", console.file).getvalue().replace("\x1b", "␛")


# Moves


STEP = Progress("copy", 8, 3, 1_234, 5_000, 3_456_789_012, 9_000_000_000, 0, 100.0, {"b": 10**9, "a": 2_456_789_012})
STEPS = (
    STEP,
    replace(STEP, workers={"a": 7}, waiting=True),
    replace(STEP, bytes=0, workers={}, stage="list-source", seconds=7_300),
    Progress("read-back", 1, 0, 1, 0, 999, 0, 0, 0.0, {"a": 1, "b": 2}),
    replace(STEP, bytes=1_000, bytes_in_all=180_000_000, seconds=1.0),
    replace(STEP, bytes=2_500_000, bytes_in_all=10**9, seconds=1.0, stage="read-target"),
    replace(STEP, bytes=10**12, bytes_in_all=2 * 10**12, seconds=90_000.0, stage="list-target"),
)
STAGES = (
    Ended(replace(STEP, stage="list-source", shards_done=8, seconds=119.4), {}),
    Ended(replace(STEP, stage="list-target", shards_done=8, seconds=120.0), {}),
    Ended(replace(STEP, shards_done=8, failures=2, seconds=7_199.0), {}),
    Ended(replace(STEP, stage="read-back", shards_done=8, seconds=7_200.0), {}),
)
PASSES = (
    Passed(1, "copy", STAGES[:3], {"archived": 3, "snapshot": 1_200}),
    Passed(2, "copy", STAGES, {"too-large": 1}, resumed=True),
    Passed(
        3,
        "verify",
        (replace(STAGES[0], broken={"refused": 2, "lost": 1}, progress=replace(STEP, seconds=172_800.0)),),
        {},
    ),
    Passed(4, "digest", tuple(replace(each, progress=replace(each.progress, failures=0)) for each in STAGES), {}),
)
_EQUAL: dict[str, int] = dict.fromkeys(("missing", "extra", "different", "described-differently", "unverifiable"), 0)
VERDICTS = (
    Verdict("lake", 30, 435, _EQUAL, 0, 0, "r", "r"),
    Verdict(
        "lake",
        1_000_000,
        12 * 10**12,
        {**_EQUAL, "missing": 1_001, "unverifiable": 2},
        9,
        4,
        "r",
        "other",
        ("tags", "old-versions"),
        tuple((f"cohort/{n}{STEERS}", "missing") for n in range(21)),
    ),
    Verdict("lake", 1, 1, {**_EQUAL, "extra": 1}, 0, 1, "r", "other", (), tuple((f"k{n}", "extra") for n in range(20))),
)
SIGHTS = (
    Sight("parity", {"compared": 30, "differences": 0, "green": True}),
    Sight("erasures-applied", {"outstanding": 4}, unseen=(f"a bucket{STEERS}",)),
)
_RATES = Rates(5e7, 120.0, 9_000.0)
ESTIMATES = (
    (Estimate(12.345, 1, False, 12_345, 6_789, 1_234.5, None, 3_600.0, _RATES), None),
    (Estimate(0.5, 16, True, 1, 2, 3.0, 1_234.56, 3_601.0, replace(_RATES, measured=True)), 60.0),
    (Estimate(2.0, 2, False, 1, 2, 3.0, 0.0, 3_600.0, _RATES), 60.0),
)
ERASED = (
    Erased(tombstones=20, erased=1, versions=1_200, absent=2, held=3, returned=1, left=4),
    Erased(),
    Erased(erased=9),
)
PREFLIGHT = tuple(
    Finding(
        f"db.rule-{weight}",
        weight,
        ("public.a", "public.b"),
        Refusal(f"it says {weight}{STEERS}: a", "it stops " * 20, "write it otherwise " * 8),
    )
    for weight in (*Weight, Weight.WARNS)
)
COMPARED = (
    Compared(
        "forward",
        "",
        None,
        SchemaDigest("a", "b", ("t.missing",), ("t.extra",), ("t.other",)),
        Parity(
            1_234_567,
            12,
            (Range("t.a", "id", None, "7"), Range("t.b", "id", "7", None), Range("t.c")),
            ("t.d: no key",),
            "d",
        ),
        LargeObjects(9, (1,), (2, 3), (4,)),
        ("t.seq",),
        3,
        ("v.one",),
        2,
    ),
    Compared(
        "forward",
        "0/16B3748",
        None,
        SchemaDigest("a", "a", (), (), ()),
        Parity(1, 1, (), (), "d"),
        LargeObjects(0, (), (), ()),
        (),
        0,
    ),
    Compared(
        "forward",
        "0/16B3748",
        17,
        SchemaDigest("a", "a", (), (), ()),
        Parity(1, 1, (), (), "d"),
        LargeObjects(0, (), (), ()),
        (),
        0,
    ),
    Compared(
        "forward",
        "0/16B3748",
        0,
        SchemaDigest("a", "a", (), (), ()),
        Parity(1, 1, (), (), "d"),
        LargeObjects(0, (), (), ()),
        (),
        0,
    ),
)

# First days, machines, quotas


DAY_ONE = tuple(
    Step(
        f"step-{progress}",
        progress,
        f"what is {progress}{STEERS}",
        "how one sees it " * 12,
        f"socle {progress}" if progress is Stands.NEXT else "",
    )
    for progress in (*Stands, Stands.UNKNOWN)
)
DAYS = (DAY_ONE, tuple(each for each in DAY_ONE if each.progress is Stands.DONE), DAY_ONE[2:3])
MACHINE = tuple(
    Asked(
        topic,
        state,
        f"{topic} is {state}{STEERS}",
        "it would stop " * 12 if state is not State.OK else "",
        "write it" if state is State.WRONG else "",
        "stacks/a.yaml:7" if state is State.WRONG else "",
    )
    for topic in ("tools", "backend")
    for state in (*State, State.UNKNOWN)
)
NEEDS = (
    Need("buckets", {"one": 60, f"other{STEERS}": 41, "none": 0}, 100),
    Need("policies", {"one": 39}, 50),
    Need("clusters", {"one": 40}, 50),
    Need("GB of volumes", {"one": 1_200}, None, unread=2),
    Need("dedicated control planes", {}, 5, unread=1),
    Need("applications", {"one": 10}, 1_000, raised=f"ticket 7{STEERS}"),
    Need("groups", {"one": 1}, None),
)


# Costs


def _line(number: int, **more: Any) -> Line:
    given: dict[str, Any] = {
        "stack": f"demo-{number % 3}",
        "cloud": "scaleway" if number % 4 else "azure",
        "data_class": ("health", "", "internal")[number % 3],
        "urn": f"u{number}",
        "name": f"r{number}",
        "type": "scaleway:object/bucket:Bucket",
        "meter": "hour",
        "status": Status.PRICED if "amount" in more else Status.UNKNOWN_PRICE,
    }
    return Line(**{**given, **more})


def cost() -> Cost:
    """Lines with prices and without, in two clouds, more of each than is listed."""
    priced = [
        _line(
            n,
            amount=n * 1_000.127,
            quantity=n * 1_234.5678,
            date="2026-11-01",
            confidence="published",
            space=f"s{n % 2}" if n % 5 else "",
            kg_co2e=n * 0.12345678,
        )
        for n in range(18)
    ]
    unknown = [_line(100 + n, usage=f"usage {n}{STEERS}" if n % 2 else "") for n in range(22)]
    undeclared = [_line(200 + n, status=Status.UNDECLARED, estate_key=f"buckets.b{n}") for n in range(20)]
    return Cost((*priced, *unknown, *undeclared, _line(300, status=Status.UNREAD, meter="")))


def cheaper() -> Cost:
    """Most of the same, some for less, some gone."""
    return Cost(tuple(replace(each, amount=each.amount and each.amount / 2) for each in cost().lines[4:]))


# Bundles


def bundle() -> Bundle:
    """Every document with a few rows; nobody gathered it from anything."""
    documents = {name: _document(number, name) for number, name in enumerate((*ORDER, "questions"))}
    of = SimpleNamespace(
        estate=SimpleNamespace(name=f"acme{MARKS}", owner="the owner"),
        at=AT,
        revision="",
        level="declared",
        dirty=True,
        missing=("acme-legacy", "acme-bridge"),
        sovereignty=sovereignty(),
    )
    return cast("Bundle", SimpleNamespace(of=of, documents=documents))


def sovereignty() -> Any:
    """Keys, laws and a way down."""
    steps = [
        SimpleNamespace(day=date(2026 + n, 12, 1), stores=stores, health=health)
        for n, (stores, health) in enumerate(((9, 4), (7, 4), (2, 0), (0, 0)))
    ]
    keys = ("customer", "brought", "customer", "host", "not-known", "nothing")
    holdings = [SimpleNamespace(key=key, holds=key != "brought", law="foreign") for key in keys]
    return SimpleNamespace(holdings=holdings, burn_down=SimpleNamespace(steps=steps), under=(1, 2))


def _document(number: int, name: str) -> Document:
    if name == "questions":
        rows = [
            {"id": "q1", "question": Wording("Who?", "Qui ?"), "answer": None, "see": "controls"},
            {"id": "q2", "question": "What?", "answer": (said("evidence.answer.open"), "no record"), "see": "flows"},
            {"id": "q3", "question": "Where?", "answer": (f"here{MARKS}", "there"), "see": "assets"},
            {"id": "q4", "question": "When?", "answer": "now", "see": "rights_requests"},
        ]
        return Document(name, ("question", "answer"), tuple(Row(each, ("s1",)) for each in rows))
    if name == "subjects":
        return Document(name, ("what",), (), gaps=("contract_text", "dirty"))
    rows = [
        {
            "what": Title("HDS-1", "a title"),
            "level": "observed",
            "day": date(2026, 12, 1),
            "number": 1_234.5,
            "stands": said("evidence.stands.against"),
            "result": said("evidence.result.fail"),
            "holds": True,
        },
        {
            "what": (f"one{MARKS}", "two"),
            "level": "",
            "day": None,
            "number": 7,
            "stands": said("evidence.stands.undecided"),
            "result": said("evidence.result.pass"),
            "holds": False,
        },
        {
            "what": "longer than thirteen",
            "level": None,
            "day": "",
            "number": 0.25,
            "stands": said("evidence.stands.unattested"),
            "result": said("evidence.result.exempt"),
            "holds": True,
        },
        {
            "what": "",
            "level": "declared",
            "day": "x",
            "number": 1,
            "stands": said("evidence.stands.alone"),
            "result": said("evidence.result.fail"),
            "holds": True,
        },
    ]
    return Document(
        name,
        ("what", "level", "stands"),
        tuple(Row(each, ("s1",)) for each in rows),
        ("declared", "deployed")[number % 2],
    )


VERIFIED = (
    Verified((), ("operations", f"quality{STEERS}"), 12, date(2026, 12, 1)),
    Verified(
        tuple(Found(flaw, f"plans/{flaw}.json{STEERS}", "about" if n % 2 else "") for n, flaw in enumerate(Flaw)),
        (),
        3,
        None,
    ),
)
DIFFERENCES = (
    *(
        Difference(became, "findings", f"HDS-1 of r1{STEERS}", *("fail", "pass", "")[n % 2 : n % 2 + 2])
        for n, became in enumerate(Became)
    ),
    Difference(Became.NEW, "flows", "a flow"),
)


# What leads out of Azure


def inventories() -> tuple[Inventory, ...]:
    """One with reasons of every kind, and one without any."""
    day = date(2027, 6, 1)
    reasons = (
        Blocker("vaults.keys", "data", f"purge protection{MARKS}", "wait for it", after_days=90),
        Blocker(
            "databases.catalogue",
            "data",
            "nobody has looked at its extensions " * 4,
            "look at them " * 9,
            30,
            measured=False,
        ),
        Blocker("databases.catalogue", "data", "its copy takes days", "begin it", 240),
        Blocker("storage_accounts.archive", "data", "it is locked", "wait", until=date(2027, 9, 30)),
        Blocker("vaults.keys", "data", "a hold without an end", "ask its owner", open=True),
        Blocker("generic.notebooks", "data", "one day of work", "do it", 1),
    )
    types = (
        Sorted("Microsoft.Storage/storageAccounts", 3, Counterpart("move", "`buckets`, one for each use", 90)),
        Sorted("Microsoft.Sql/servers", 12, Counterpart("move", "`databases`")),
        Sorted("Microsoft.Web/sites", 1, Counterpart("none", "decide", 1)),
        Sorted("Microsoft.Network/virtualNetworks", 1_000, Counterpart("gone", "ends with its subnets")),
    )
    steps = ((day, "the switch"), (date(2027, 9, 30), "the lock of the archive ends, which nobody can shorten " * 3))
    end = End(day, date(2027, 12, 29), steps, (f"a hold{MARKS} without an end",), ("the time of the copy",))
    clear = End(day, day, steps[:1], ())
    return (
        Inventory("acme", date(2026, 12, 1), day, types, reasons, ("generic.notebooks", "vaults.keys"), end),
        Inventory("small", date(2026, 12, 1), day, types[1:2], (), (), clear),
        Inventory("other", date(2026, 12, 1), day, (), (), (), replace(clear, unmeasured=("the copy",))),
    )


# Findings


FINDINGS = tuple(
    Finding_(
        "bucket-versioned",
        severity,
        result,
        f"versioning is off{STEERS}" if number % 2 else "another reason",
        name=f"r{number}" if number % 5 else "",
        file="acme/estate.yaml" if number % 3 else "",
        line=number,
        declared=number % 3 == 1,
    )
    for result in Result
    for severity in Severity
    for number in range(6)
)
