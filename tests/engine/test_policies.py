"""The policy pack under the real engine: what the estates keep, what a broken one is refused for, and what an unknown does not hide.

Previews of first deployments, in which most of what the provider answers is unknown.
"""

import re
import sys
from collections.abc import Iterator

import pytest
import yaml

from socle.rules import KNOWS, RULES, Runner

from .estates import place_of
from .runs import Run
from .workplace import Workplace

UNKNOWN_BESIDE = """
import pulumi
from pulumiverse_scaleway import databases, network

net = network.PrivateNetwork("net", region="fr-par", project_id="11111111-1111-4111-8111-111111111111")
more = {"region": "fr-par", "project_id": "11111111-1111-4111-8111-111111111111", "node_type": "DB-DEV-S"}
for name in ("first", "third"):
    databases.Instance(name, engine="PostgreSQL-17", private_network={"pn_id": net.id}, **more)
databases.Instance("second", engine="PostgreSQL-17", **more)
"""

BROKEN_AFTER = """
import pulumi
from pulumiverse_scaleway import databases, network

more = {"region": "fr-par", "project_id": "11111111-1111-4111-8111-111111111111"}
net = network.PrivateNetwork("net", **more)
after = pulumi.ResourceOptions(depends_on=[net])
databases.Instance("second", engine="PostgreSQL-17", node_type="DB-DEV-S", opts=after, **more)
"""

OWN = "rehearsal-platform"


def with_pack(place: Workplace, stack: str, command: str, *more: str) -> Run:
    """A command of the engine with the pack of the copy, in the Python of this run."""
    file = place.project / "policies" / "PulumiPolicy.yaml"
    pack = yaml.safe_load(file.read_text("utf-8"))
    pack["runtime"]["options"]["virtualenv"] = sys.prefix
    file.write_text(yaml.safe_dump(pack), "utf-8")
    return place.run(stack, command, "--policy-pack", "policies", *more)


@pytest.fixture
def rehearsal() -> Iterator[Workplace]:
    with place_of("rehearsal") as made:
        yield made


@pytest.mark.parametrize("estate", ["demo", "rehearsal"])
def test_an_estate_keeps_the_rules_and_says_what_it_is_permitted(estate: str) -> None:
    with place_of(estate) as made:
        said = with_pack(made, f"{estate}-platform", "preview").ok().text

    assert "[mandatory]" not in said
    assert "Security office permits it until" in said
    for rule in RULES:
        assert rule.needs <= KNOWS[Runner.PACK] or rule.id in said, rule.id


def test_an_estate_without_its_exemptions_is_refused_by_name(rehearsal: Workplace) -> None:
    file = rehearsal.project / "stacks/estates/rehearsal/estate.yaml"
    file.write_text(file.read_text("utf-8").partition("\nexemptions:\n")[0] + "\n", "utf-8")
    preview = with_pack(rehearsal, OWN, "preview")

    preview.refused("[mandatory]", "key-protected", "stateful-protected", "bucket-versioned")


def test_an_unknown_on_one_resource_hides_nothing_on_another(rehearsal: Workplace) -> None:
    (rehearsal.project / "infra" / "__main__.py").write_text(UNKNOWN_BESIDE, "utf-8")
    said = with_pack(rehearsal, OWN, "preview").refused("database-private").text

    blocked = re.findall(r"\[mandatory\] \[severity: critical\]\s+database-private\s+\(\S+ (\S+?)\)", said)
    assert set(blocked) == {"second"}


def test_what_breaks_a_rule_is_not_made(rehearsal: Workplace) -> None:
    (rehearsal.project / "infra" / "__main__.py").write_text(BROKEN_AFTER, "utf-8")
    with_pack(rehearsal, OWN, "up", "--yes", "--skip-preview").refused("database-private")

    made = {each["urn"].rpartition("::")[2] for each in rehearsal.export(OWN)["deployment"].get("resources", [])}
    assert "net" in made
    assert "second" not in made
