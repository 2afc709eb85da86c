"""An organisation that is empty: its owner deploys the foundation, and every other layer stands on what that one gives out.

The rehearsal without the ids that its files name: the projects, the deployer and the members of groups come from the foundation's
stack, and the layers on it are deployed with the key that the foundation made. Not shown: what the host lets a role do (policies of
IAM are stored, not enforced, but those of buckets are).
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from socle.diff import Op, Remark, baseline_of_state, compare
from socle.plan import read_preview, read_state

from .agreement import differences, identities, misplaced, new_states
from .cloud import ORGANIZATION, OWNER_KEY, PROJECT, Emulation
from .cloud.identities import DEPLOYER, OWNER
from .deployed import Deployed, deployed
from .estates import Written, stacks_of
from .workplace import Caller, Workplace

ESTATE, STACK, PLATFORM = "rehearsal", "rehearsal-foundation", "rehearsal-platform"
DECLARED, FOUNDED = f"stacks/estates/{ESTATE}/estate.yaml", f"stacks/estates/{ESTATE}/foundation.yaml"
KEYS = "{issued_on: 2026-11-30, expires_on: 2026-12-14}"

FACTS = (
    *("--owner", "Agence publique", "--contact", "on-call@acme.example"),
    *("--organization-id", ORGANIZATION, "--break-glass-user-id", OWNER),
)
"""What `socle init` asks for, as the README gives it."""

FROM_NOTHING: Written = {
    DECLARED: (
        (f"  projects:\n    platform: {PROJECT}\n  deployer_application_id: {DEPLOYER}\n", ""),
        ("        application_id: 55555555-5555-4555-8555-555555555502\n", "        group: readers\n"),
        ("        access: [read, write]\n", "        access: [read]\n"),
    ),
    FOUNDED: (
        (f"  platform: {{existing: {PROJECT}}}\n", "  platform: {}\n"),
        (
            f"    existing: {DEPLOYER}\n    reason: the pipeline that applies the rehearsal\n",
            f"    reason: the pipeline that applies the rehearsal\n    api_keys:\n      pipeline: {KEYS}\n"
            "  reader:\n    reason: a program that reads results\n",
        ),
        (
            "  archivists:\n",
            "  readers:\n    role: data-reader\n    applications: [reader]\n    reason: programs read what is theirs\n"
            "  archivists:\n",
        ),
    ),
}


def whoever_may(emulation: Emulation, stack: str) -> Caller:
    """The owner for the foundation; for what stands on it the deployer, with the key that the foundation made."""
    made = [each["id"] for each in emulation.cloud.all("iam.Application") if each["name"].endswith("-deployer")]
    if stack.endswith("-foundation") or not made:
        return Caller(OWNER_KEY, ORGANIZATION)
    key = emulation.one("iam.APIKey", application_id=made[0])
    return Caller(key["access_key"], key["default_project_id"])


@pytest.fixture(scope="module")
def entire() -> Iterator[Deployed]:
    with deployed(ESTATE, written=FROM_NOTHING, calling=whoever_may) as place:
        yield place


def test_what_init_writes_is_deployed_in_an_empty_organisation() -> None:
    with Emulation() as emulation, Workplace(emulation, calling=whoever_may) as place:
        subprocess.run([Path(sys.prefix) / "bin" / "socle", "init", "acme", *FACTS], cwd=place.project, check=True)
        for stack in ("acme-foundation", "acme-platform"):
            place.up(stack).ok()
            place.unchanged(stack)

        assert {each["name"] for each in emulation.cloud.all("account.Project")} >= {"acme-platform", "acme-audit"}
        assert emulation.cloud.all("vpc.VPC", project_id=PROJECT) == []


def test_a_capture_equals_the_engines_first_preview(entire: Deployed) -> None:
    for stack in stacks_of(ESTATE):
        preview = read_preview(entire.previews[stack])

        assert differences(entire.captures[stack], preview, outputs=False) == []
        assert misplaced(entire.captures[stack], new_states(entire.previews[stack])) == []


def test_a_capture_on_top_of_the_state_equals_the_state_and_the_engines_preview(entire: Deployed) -> None:
    for stack in stacks_of(ESTATE):
        plan, (_, document) = entire.capture(stack), entire.digest(stack)

        assert differences(plan, read_preview(document), outputs=False) == []
        assert identities(plan, document) == []
        assert differences(plan, read_state(entire.states[stack]), outputs=True) == []
        assert misplaced(plan, new_states(document)) == []
        assert entire.in_plain(stack) == []


def test_every_layer_stands_on_the_projects_programs_and_groups_of_the_foundation(entire: Deployed) -> None:
    given = read_state(entire.states[STACK]).outputs
    platform, bridge = (read_state(entire.states[f"{ESTATE}-{layer}"]) for layer in ("platform", "bridge"))
    policy = json.loads(platform.named("platform-bucket-results-policy").inputs["policy"])
    named = json.dumps(policy)

    assert given["project_ids"]["platform"] != PROJECT
    assert given["application_ids"]["deployer"] != DEPLOYER
    for plan in (platform, bridge):
        found = {each.inputs["projectId"] for each in plan if "projectId" in each.inputs}
        assert found == {given["project_ids"]["platform"]}
    for principal in (f"application_id:{given['application_ids']['deployer']}", *given["group_members"]["readers"]):
        assert principal in named


def test_nothing_changes_after_a_deployment_whether_the_clouds_are_asked_or_not(entire: Deployed) -> None:
    for stack in stacks_of(ESTATE):
        entire.place.unchanged(stack)


def test_who_joins_a_group_gets_the_access_when_the_platform_is_deployed(entire: Deployed) -> None:
    place = entire.place
    place.edit(FOUNDED, ("    applications: [reader]\n", "    applications: [reader, archivist]\n"))
    place.edit(FOUNDED, ("    applications: [archivist]\n", "    applications: [archivist, reader]\n"))
    joined = place.up(STACK).ok().operations()
    place.unchanged(STACK)
    followed = place.up(PLATFORM).ok().operations()
    place.unchanged(PLATFORM)

    archivist = place.emulation.one("iam.Application", name="socle-rehearsal-archivist")["id"]
    assert {urn.rpartition("::")[2] for urn in followed if "socle:" not in urn.rpartition("$")[2]} >= {
        "platform-bucket-results-policy"
    }
    assert set(joined.values()) | set(followed.values()) == {"update"}
    assert archivist in json.dumps(place.emulation.cloud.bucket_policies["socle-rehearsal-results"])


def test_what_was_changed_by_hand_is_seen_where_the_cloud_is_asked_and_put_back(entire: Deployed) -> None:
    place, cloud = entire.place, entire.place.emulation.cloud
    group = place.emulation.one("iam.Group", name="socle-rehearsal-key-administrators")
    group["application_ids"].append(DEPLOYER)
    policy = place.emulation.one("iam.Policy", name="socle-rehearsal-archivists")
    policy["_rules"][0]["permission_set_names"].append("KeyManagerKeyDecrypt")
    place.emulation.vanish("iam.Policy", name="socle-rehearsal-break-glass")
    place.emulation.vanish("iam.SSHKey")

    place.preview(STACK, "--expect-no-changes").ok()
    place.preview(STACK, "--refresh", "--expect-no-changes").refused()
    place.run(STACK, "refresh", "--yes").ok()
    restored = {urn.rpartition("::")[2]: op for urn, op in place.up(STACK).ok().operations().items()}
    place.unchanged(STACK)

    assert restored == {
        "foundation-groups-key-administrators": "update",
        "foundation-groups-archivists-policy": "update",
        "foundation-groups-break-glass-policy": "create",
        "foundation-ssh-keys-rescue": "create",
    }
    assert group["application_ids"] == []
    assert len(cloud.all("iam.Policy", name="socle-rehearsal-break-glass")) == 1


def test_a_key_that_is_disabled_at_birth_fails_as_the_diff_says_and_one_that_is_there_can_be(entire: Deployed) -> None:
    place = entire.place
    project = "    project: platform\n    reason: the rehearsal tries a key of a whole project\n"
    second = (
        project
        + "  second:\n    public_key: ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIKc8Zm3r0yF1m8a8m3dQ9v4Yy0o3X8n1bT6p5u2w7k9K second\n"
        + project
    )
    place.edit(FOUNDED, (project, second + "    disabled: true\n"))
    entire.states[STACK] = place.export(STACK)
    comparison = compare(entire.capture(STACK), baseline_of_state(entire.states[STACK]))
    told = {each.urn.rpartition("::")[2]: each.remarks for each in comparison.changes if each.op is Op.CREATE}
    there = place.emulation.held()
    place.up(STACK).refused("SSHKeyID cannot be empty")
    ((kind, key),) = (each.split(" ") for each in place.emulation.held() - there)

    assert told == {"foundation-ssh-keys-second": ((Remark.WILL_FAIL, "disabled"),)}
    assert kind == "iam.SSHKey"
    assert not place.emulation.one(kind, id=key)["disabled"]

    place.emulation.vanish(kind, id=key)
    place.edit(FOUNDED, (second + "    disabled: true\n", project + "    disabled: true\n"))
    switched = {urn.rpartition("::")[2]: op for urn, op in place.up(STACK).ok().operations().items()}
    place.unchanged(STACK)
    assert switched["foundation-ssh-keys-rescue"] == "update"
    assert place.emulation.one("iam.SSHKey")["disabled"]


def test_it_is_destroyed_in_the_reverse_order_and_the_organisation_is_empty_again(entire: Deployed) -> None:
    for stack in reversed(stacks_of(ESTATE)):
        entire.place.run(stack, "destroy", "--yes", "--skip-preview").ok()

    assert entire.place.emulation.held() == entire.before
