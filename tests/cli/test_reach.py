"""`socle reach` and `socle flows` on the demo itself, captured once: the answers, the codes, what a wrong name is told."""

import csv
import io
import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from socle.cli.commands import flows, reach
from socle.project.project import find_project
from socle.reach.build import Model, model_of
from socle.reach.proofs import prove
from socle.reach.scaleway.tunnels import CONNECTION
from socle.report.words import Words

from ..report.test_words import english_in
from .conftest import Socle

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def captured() -> Model:
    return reach.network_of(find_project(ROOT), "demo")


@pytest.fixture
def demo(captured: Model, monkeypatch: pytest.MonkeyPatch, socle: Socle) -> Socle:
    """The command in the repository's own folder, with the capture of the demo that is there already."""
    monkeypatch.chdir(ROOT)
    for module in (reach, flows):
        monkeypatch.setattr(module, "network_of", lambda *_: captured)
    return socle


def test_the_demo_is_isolated(demo: Socle) -> None:
    said = demo("reach")
    assert (said.code, said.err) == (0, "")
    assert "demo: no finding" in said.out
    assert "managed databases (databases.catalogue): every network of their VPC reaches them" in said.out


def test_the_reports_of_the_demo_are_in_the_language_that_is_asked_for(demo: Socle) -> None:
    """Reasons are the owner's own words, in whatever language they were written."""
    for command in (("reach",), ("reach", "platform", "data"), ("reach", "internet", "data")):
        said = demo(*command, "--lang", "fr")
        assert english_in("\n".join(line for line in said.out.splitlines() if "déclaré par" not in line)) == []
    header = demo("flows", "--lang", "fr").out.splitlines()[2]
    assert (
        header
        == "| flux | source | destination | port | protocole | raison | responsable | depuis | où | état | pourquoi |"
    )


def shut(model: Model) -> Model:
    """The demo while its bridge lets no route through, as before a wave was bridged."""
    off = {"enableRoutePropagation": False}
    plans = [
        replace(
            plan,
            resources=tuple(replace(r, inputs=r.inputs | off) if r.type == CONNECTION else r for r in plan),
        )
        for plan in model.index.plans
    ]
    return model_of(plans, model.declared)


@pytest.mark.parametrize("state", ["open", "waiting"])
def test_the_bridge_lets_the_declared_flow_through_once_it_is_open_and_nothing_else(
    captured: Model, state: str
) -> None:
    proofs = prove(captured if state == "open" else shut(captured))
    assert proofs.findings == []
    assert {result.flow.name: result.state for result in proofs.flows}["legacy-to-database"] == state
    reached = {(each.source, Words().text(each.services), each.state) for each in proofs.legacy}
    assert reached == {("legacy-data", "tcp 5432", state)}


def test_a_path_is_drawn_hop_by_hop_with_the_line_that_opens_it(demo: Socle) -> None:
    text = (ROOT / "stacks/estates/demo/estate.yaml").read_text("utf-8")
    line = text.splitlines().index("    platform-to-database:") + 1
    said = demo("reach", "platform", "data", "--port", "5432")
    assert said.code == 0
    assert said.out.startswith("platform → data: open\n  tcp 5432 from 10.20.16.0/20 to 10.20.32.0/22\n")
    assert f"declared by platform-to-database (stacks/estates/demo/estate.yaml:{line})" in said.out
    assert "(platform-to-database)\n       platform-network-acl at stacks/estates/demo/estate.yaml:" in said.out


def test_the_hop_that_closes_is_named_and_what_would_open_it(demo: Socle) -> None:
    said = demo("reach", "admin", "platform", "--port", "22")
    assert said.code == 0
    assert "admin → platform: closed" in said.out
    assert "closed: no rule lets it pass\n       to open it: declare a flow in the estate" in said.out


@pytest.mark.parametrize(
    ("source", "target", "port", "expected", "code"),
    [
        ("platform", "data", "5432", "open", 0),
        ("platform", "data", "5432", "closed", 1),
        ("internet", "databases.catalogue", "5432", "closed", 0),
        ("internet", "databases.catalogue", "5432", "open", 1),
        ("admin", "internet", "443", "closed", 0),
        ("203.0.113.4", "clusters.main", "6443", "open", 0),
        ("198.51.100.4", "clusters.main", "6443", "closed", 0),
        ("platform", "buckets.studies", "443", "open", 0),
        ("data", "buckets.studies", "443", "closed", 0),
        ("platform", "instances.pseudonymiser", "8443", "open", 0),
    ],
)
def test_an_expectation_makes_it_a_test(
    demo: Socle, source: str, target: str, port: str, expected: str, code: int
) -> None:
    assert demo("reach", source, target, "--port", port, "--expect", expected).code == code


def test_the_answer_and_the_report_come_as_json(demo: Socle) -> None:
    answer = json.loads(demo("reach", "platform", "data", "--port", "5432", "--json").out)
    assert (answer["state"], answer["flows"]) == ("open", ["platform-to-database"])
    assert answer["hops"][-1]["by"][0]["estate"].startswith("stacks/estates/demo/estate.yaml:")
    report = json.loads(demo("reach", "--json").out)
    assert report["holds"] is True
    assert {each["state"] for each in report["endpoints"] if each["product"] == "Object Storage"} == {"guarded"}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("platfrom", "data"), "Did you mean platform"),
        (("platform", "192.168.99.0/24"), "no network has that address"),
        (("platform",), "give both ends"),
        (("platform", "data", "--port", "0"), "--port"),
        (("platform", "data", "--port", "22", "--protocol", "icmp"), "icmp has no ports"),
        (("--expect", "open"), "about one path"),
        (("--estate", "demmo"), "Did you mean demo"),
    ],
)
def test_wrong_use_says_what_is_meant(demo: Socle, arguments: tuple[str, ...], words: str) -> None:
    said = demo("reach", *arguments)
    assert said.code == 2
    assert words in " ".join(said.err.replace("│", " ").split())


def test_the_matrix_has_a_row_for_each_flow(demo: Socle) -> None:
    rows = list(csv.DictReader(io.StringIO(demo("flows", "--format", "csv").out)))
    one = next(row for row in rows if row["flow"] == "platform-to-database")
    assert (one["source"], one["port"], one["owner"], one["since"], one["state"]) == (
        "platform", "5432", "platform team", "2026-05-04", "open"
    )  # fmt: skip
    legacy = next(row for row in rows if row["flow"] == "legacy-to-database")
    assert (legacy["since"], legacy["state"]) == ("unknown", "open")
    assert one["where"].startswith("stacks/estates/demo/estate.yaml:")


def test_the_matrix_reads_as_markdown(demo: Socle, tmp_path: Path) -> None:
    assert demo("flows", "-o", str(tmp_path / "flows.md")).code == 0
    assert "| `platform-to-database` | `platform` | `data` | `5432` |" in (tmp_path / "flows.md").read_text("utf-8")


def test_help_has_examples_and_codes() -> None:
    said = subprocess.run(
        [sys.executable, "-c", "from socle.cli import main; main()", "reach", "--help"],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert "socle reach platform data --port 5432" in said.stdout
    assert "0 answered, 1 a finding or not as expected, 2 wrong use" in " ".join(said.stdout.split())
