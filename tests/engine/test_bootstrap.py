"""The first day under the real engine: bootstrap from a folder, moved to another backend, and the foundation by its founder.

The rehearsal with a bootstrap of its own. Policies of buckets are enforced, so that whoever is left out is locked out. Not shown: a backend
in Object Storage (the second one is a folder too), and what the host lets the founder's policy do: policies of IAM are stored alone.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from socle.plan import read_state

from .cloud import OWNER_KEY, PROJECT, SECRET_KEY, Emulation
from .cloud.sdk import sdk_class
from .estates import place_of
from .workplace import Caller, Workplace

BOOTSTRAP, FOUNDATION = "rehearsal-bootstrap", "rehearsal-foundation"
DECLARED = "stacks/estates/rehearsal/foundation.yaml"
PERSON, PERSON_KEY = "44444444-4444-4444-8444-444444444451", "SCWZZZZZZZZZZZZZZZZZ"
STRANGER_KEY = "SCWWWWWWWWWWWWWWWWWW"
HEAD = "applications:\n  deployer:\n"
SAID = f"bootstrap:\n  administrators: [{PERSON}]\n  copies: the safe\n"
KEY = "  founder_key: {issued_on: 2026-11-30, expires_on: 2026-12-01}\n"


def founders_key(emulation: Emulation) -> Caller:
    founder = emulation.one("iam.Application", name="socle-rehearsal-founder")
    key = emulation.one("iam.APIKey", application_id=founder["id"])
    return Caller(key["access_key"], PROJECT)


@pytest.fixture(scope="module")
def place() -> Iterator[Workplace]:
    """The administrator of bootstrap has a key of a day; a stranger of the same organisation has one too."""
    with place_of("rehearsal", written={DECLARED: ((HEAD, f"{SAID}\n{HEAD}"),)}) as made:
        (made.project / f"stacks/Pulumi.{BOOTSTRAP}.yaml").write_text(
            "config:\n  socle:estate: rehearsal\n  socle:layer: bootstrap\n", "utf-8"
        )
        key_class = sdk_class("iam.v1alpha1", "APIKey")
        for key, holder in ((PERSON_KEY, PERSON), (STRANGER_KEY, "44444444-4444-4444-8444-444444444459")):
            given = {"access_key": key, "default_project_id": PROJECT, "user_id": holder}
            made.emulation.cloud.add("iam.APIKey", key_class, given)
        made.calling = lambda *_: Caller(PERSON_KEY, PROJECT)
        yield made


def backend(place: Workplace) -> str:
    return yaml.safe_load((place.project / "Pulumi.yaml").read_text("utf-8"))["backend"]["url"]


def move_to(place: Workplace, url: str) -> None:
    file = place.project / "Pulumi.yaml"
    document = yaml.safe_load(file.read_text("utf-8"))
    document["backend"] = {"url": url}
    file.write_text(yaml.safe_dump(document, sort_keys=False), "utf-8")


def test_it_is_made_from_a_folder_and_twice_changes_nothing(place: Workplace) -> None:
    place.up(BOOTSTRAP).ok()
    place.unchanged(BOOTSTRAP)
    outputs = read_state(place.export(BOOTSTRAP)).outputs
    assert outputs["backends"]["organization"].startswith("s3://socle-rehearsal-state-organization?")
    assert place.up(BOOTSTRAP).ok().operations() == {}


def test_who_is_named_nowhere_is_locked_out_and_who_deploys_is_not(place: Workplace) -> None:
    before = place.calling
    place.calling = lambda *_: Caller(STRANGER_KEY, PROJECT)
    place.run(BOOTSTRAP, "refresh", "--yes").refused("403")
    place.calling = lambda *_: Caller(OWNER_KEY, PROJECT)  # the user of emergencies
    place.run(BOOTSTRAP, "refresh", "--yes", "--expect-no-changes").ok()
    place.calling = before


def test_its_state_is_moved_and_the_next_preview_is_empty(place: Workplace) -> None:
    first = backend(place)
    (second := place.folder / "moved").mkdir()
    move_to(place, f"file://{second}")
    place._run(BOOTSTRAP, "stack", "migrate", first, BOOTSTRAP, "--secrets-provider", "passphrase", "--yes").ok()
    place.preview(BOOTSTRAP, "--expect-no-changes").ok()
    place.unchanged(BOOTSTRAP)
    left = Path(first.removeprefix("file://")) / f".pulumi/stacks/socle/{BOOTSTRAP}.json"
    assert left.is_file(), "the engine leaves the source, which the page says to wipe"
    assert list((place.project / "stacks").glob(f"Pulumi.{BOOTSTRAP}.yaml.bak.*"))


def test_the_foundation_is_deployed_by_the_founder_who_is_let_in_afterwards(place: Workplace) -> None:
    place.edit(DECLARED, (SAID, SAID + KEY))
    place.up(BOOTSTRAP).ok()
    place.calling = lambda emulation, _: founders_key(emulation)
    place.up(FOUNDATION).ok()
    place.unchanged(FOUNDATION)
    place.unchanged(BOOTSTRAP)
    founder = place.emulation.one("iam.Application", name="socle-rehearsal-founder")["id"]
    for name in ("socle-rehearsal-audit-logs", "socle-rehearsal-state-organization"):
        assert f"application_id:{founder}" in str(place.emulation.cloud.bucket_policies[name])


def test_its_key_ends_when_it_is_taken_out_and_no_state_has_its_secret(place: Workplace) -> None:
    assert SECRET_KEY not in str(place.export(BOOTSTRAP))
    place.calling = lambda *_: Caller(PERSON_KEY, PROJECT)
    place.edit(DECLARED, (SAID + KEY, SAID))
    gone = place.up(BOOTSTRAP).ok().operations()
    assert [urn.rpartition("::")[2] for urn, op in gone.items() if op == "delete" and "ApiKey" in urn] == [
        "bootstrap-applications-key-founder-key"
    ]
    assert not place.emulation.cloud.all(
        "iam.APIKey", application_id=place.emulation.one("iam.Application", name="socle-rehearsal-founder")["id"]
    )


def test_both_are_destroyed_in_the_reverse_order(place: Workplace) -> None:
    place.calling = lambda *_: Caller(OWNER_KEY, PROJECT)
    for stack in (FOUNDATION, BOOTSTRAP):
        place.run(stack, "destroy", "--yes", "--skip-preview").ok()
    assert not place.emulation.cloud.all("iam.Application", name="socle-rehearsal-founder")
