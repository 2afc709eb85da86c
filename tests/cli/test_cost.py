"""`socle cost` by space, over both clouds, and against another revision, on a small project that has a space."""

import json
from pathlib import Path

import pytest

from tests.repository import begin, git

from .conftest import Socle, write

MONTH = 730 * 0.005
"""One public address for a month; its list price is in `prices.json`."""

PROGRAM = """\
import pulumi

for name in range(pulumi.Config().get_int("addresses") or 1):
    pulumi.CustomResource("scaleway:instance/ip:Ip", f"ip{name}", {"type": "routed_ipv4", "zone": "fr-par-1"})
pulumi.CustomResource("scaleway:s2svpn/connection:Connection", "vpn", {"name": "vpn"})
"""


@pytest.fixture
def spaces(project: Path) -> Path:
    """The stacks of two spaces beside one that they share, committed."""
    write(
        project / "infra/__main__.py",
        PROGRAM[: PROGRAM.index('pulumi.CustomResource("scaleway:s2')],
    )
    for key in ("cardio", "onco"):
        write(project / f"stacks/Pulumi.demo-space-{key}.yaml", "config:\n  socle:estate: demo\n  socle:layer: space\n")
    write(project / "stacks/Pulumi.demo-space-x.yaml", "config:\n  socle:layer: space\n  socle:space: onco\n")
    begin(project)
    return project


def test_a_space_has_a_row_of_its_own_and_what_is_shared_another(spaces: Path, socle: Socle) -> None:
    said = socle("cost", "demo-a", "demo-space-cardio", "demo-space-onco", "demo-space-x")
    rows = {line.rsplit(None, 1)[0].strip(): line.split()[-1] for line in said.out.splitlines() if line.strip()}

    assert said.code == 0
    assert (rows["onco"], rows["cardio"], rows["shared by all spaces"]) == ("7.30", "3.65", "3.65")


def test_the_json_names_the_spaces(spaces: Path, socle: Socle) -> None:
    form = json.loads(socle("cost", "demo-a", "demo-space-cardio", "--json", "-").out)

    assert form["bySpace"] == {"cardio": MONTH}
    assert {line.get("space") for line in form["lines"]} == {None, "cardio"}


def test_a_change_is_told_by_what_it_costs_more(spaces: Path, socle: Socle) -> None:
    write(spaces / "stacks/Pulumi.demo-a.yaml", "config:\n  small:addresses: 3\n")

    said = socle("cost", "demo-a", "--base", "main", "--json", "cost.json")

    assert said.code == 0
    assert said.out.splitlines()[-1] == "+€7.30 a month compared with main (€3.65 before)"
    form = json.loads((spaces / "cost.json").read_text())
    assert (form["before"], form["difference"]) == (MONTH, 2 * MONTH)


def test_what_has_no_known_price_is_named(spaces: Path, socle: Socle) -> None:
    write(spaces / "infra/__main__.py", PROGRAM)

    said = socle("cost", "demo-a", "--base", "main")

    assert "no price is known for:\n  connection: vpn" in said.out
    assert said.out.splitlines()[-1] == "+€0.00 a month compared with main (€3.65 before)"


def test_a_base_that_cannot_be_captured_gives_no_figure(spaces: Path, socle: Socle) -> None:
    write(spaces / "infra/__main__.py", "raise RuntimeError('broken then')")
    git(spaces, "commit", "--quiet", "-am", "broken")
    write(spaces / "infra/__main__.py", PROGRAM)

    said = socle("cost", "demo-a", "--base", "main")

    assert said.code == 1
    assert "broken then" in said.err
