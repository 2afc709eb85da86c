"""The first day: what files, states and the host say is done, and the command that comes next. What nobody saw is not done.

Does not prove that the host answers so: the forms of answers are those of its SDK.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from socle.estate import Estate, StateSpec
from socle.messages import said
from socle.project import Project
from socle.readiness import Machine, Progress, Step, first_day, following
from socle.readiness.backend import StateBucket
from socle.readiness.states import states

from .machines import ORGANIZATION, demo, machine, project, repository
from .stand_in import ACCESS, SECRET, listening

PLATFORM = "11111111-1111-4111-8111-111111111111"
FIRST, FOUNDATION = "demo-bootstrap", "demo-foundation"


def state(folder: Path, stack: str, *, resources: int = 1) -> None:
    (place := folder / ".pulumi/stacks/socle").mkdir(parents=True, exist_ok=True)
    latest = {"resources": [{}] * resources} if resources else None
    (place / f"{stack}.json").write_text(json.dumps({"version": 3, "checkpoint": {"latest": latest}}), "utf-8")


def steps(there: Project, here: Machine, estate: Estate | None = None, *, live: bool = False) -> dict[str, Step]:
    return {each.name: each for each in first_day(there, estate or demo(), here, live=live)}


def at(found: dict[str, Step]) -> dict[str, str]:
    return {name: each.progress.value for name, each in found.items()}


def next_of(found: dict[str, Step]) -> str:
    after = following(found.values())
    return f"{after.name}: {after.command}" if after else ""


def without(**fields: Any) -> Estate:
    foundation = demo().foundation
    assert foundation
    return demo().model_copy(update={"foundation": foundation.model_copy(update=fields)})


def test_an_empty_organisation_begins_with_a_folder(tmp_path: Path) -> None:
    found = steps(repository(), machine(tmp_path))
    assert next_of(found) == (
        "first: pulumi login file:///ENCRYPTED-DISK/first && pulumi stack select --create demo-bootstrap && "
        "pulumi up --stack demo-bootstrap"
    )
    assert at(found)["foundation"] == at(found)["moved"] == at(found)["platform"] == "not-known"
    assert all(
        each.progress is Progress.BY_HAND for name, each in found.items() if name in ("owners", "trail", "copies")
    )


def test_what_is_not_declared_comes_first(tmp_path: Path) -> None:
    there = project(tmp_path)
    assert next_of(steps(there, machine(tmp_path), without(bootstrap=None))).startswith("declared:")
    there.stack_file(FIRST).unlink()
    assert at(steps(there, machine(tmp_path)))["declared"] == "to-do"


def test_a_state_in_a_folder_is_moved_next(tmp_path: Path) -> None:
    (sealed := tmp_path / "sealed").mkdir()
    state(sealed, FIRST)
    here = machine(tmp_path, PULUMI_BACKEND_URL=f"file://{sealed}")
    found = steps(repository(), here)
    assert at(found)["first"] == "done"
    assert next_of(found) == f"moved: pulumi stack migrate file://{sealed} demo-bootstrap --secrets-provider passphrase"
    assert at(found)["wiped"] == "by-hand"


@pytest.mark.parametrize(("resources", "done"), [(1, "done"), (0, "to-do")])
def test_a_stack_without_resources_is_not_deployed(tmp_path: Path, resources: int, done: str) -> None:
    (sealed := tmp_path / "sealed").mkdir()
    state(sealed, FIRST, resources=resources)
    found = steps(repository(), machine(tmp_path, PULUMI_BACKEND_URL=f"file://{sealed}"))
    assert at(found)["first"] == done


def test_a_state_that_cannot_be_read_may_be_one(tmp_path: Path) -> None:
    (sealed := tmp_path / "sealed").mkdir()
    state(sealed, FIRST)
    (sealed / ".pulumi/stacks/socle/demo-bootstrap.json").write_text("{", "utf-8")
    assert at(steps(repository(), machine(tmp_path, PULUMI_BACKEND_URL=f"file://{sealed}")))["first"] == "done"


def test_a_folder_of_an_earlier_login_is_looked_into(tmp_path: Path) -> None:
    (sealed := tmp_path / "sealed").mkdir()
    state(sealed, FIRST)
    here = machine(tmp_path, PULUMI_BACKEND_URL="s3://acme?endpoint=https://s3.fr-par.scw.cloud")
    (here.home / ".pulumi").mkdir()
    (here.home / ".pulumi/credentials.json").write_text(json.dumps({"accounts": {f"file://{sealed}": {}}}), "utf-8")
    found = steps(repository(), here)
    assert at(found)["first"] == "done"
    assert at(found)["foundation"] == "not-known"


def test_a_bucket_that_was_not_asked_says_nothing(tmp_path: Path) -> None:
    here = machine(tmp_path, PULUMI_BACKEND_URL="s3://acme?endpoint=https://s3.fr-par.scw.cloud")
    found = steps(repository(), here)
    assert {at(found)[name] for name in ("first", "moved", "foundation", "platform")} == {"not-known"}
    assert next_of(found) == ""


def test_an_estate_without_a_legacy_part_needs_no_copies_and_one_with_sign_in_has_it(tmp_path: Path) -> None:
    there, here = repository(), machine(tmp_path)
    assert "copies" not in steps(there, here, demo().model_copy(update={"legacy": None}))
    assert at(steps(there, here, without(saml=object())))["federation"] == "done"
    assert at(steps(there, here))["federation"] == "by-hand"


def test_the_contract_and_the_grants_are_done_where_the_files_say_so(tmp_path: Path) -> None:
    here = machine(tmp_path)
    assert {at(steps(repository(), here))[name] for name in ("contract", "grants")} == {"done"}
    bare = demo().model_copy(update={"scaleway": demo().scaleway.model_copy(update={"hds_contract": None})})
    assert at(steps(repository(), here, bare))["contract"] == "by-hand"
    foundation = demo().foundation
    assert foundation
    assert foundation.bootstrap
    ungranted = foundation.bootstrap.model_copy(update={"platform": StateSpec()})
    assert at(steps(repository(), here, without(bootstrap=ungranted)))["grants"] == "not-known"


@pytest.mark.parametrize(
    ("url", "answer", "kept"),
    [
        ("s3://acme?endpoint=https://s3.fr-par.scw.cloud", [".pulumi/stacks/socle/demo-bootstrap.json"], True),
        (
            "s3://acme/in/here?endpoint=https://s3.fr-par.scw.cloud",
            ["in/here/.pulumi/stacks/socle/demo-bootstrap.json.gz"],
            True,
        ),
        ("s3://acme?endpoint=https://s3.fr-par.scw.cloud", [".pulumi/stacks/socle/demo-bootstrap.json.bak"], False),
        ("s3://acme?endpoint=https://s3.fr-par.scw.cloud", [], False),
        ("s3://acme?endpoint=https://s3.fr-par.scw.cloud", None, None),
        ("s3://acme?endpoint=https://s3.acme.example", [".pulumi/stacks/socle/demo-bootstrap.json"], None),
        ("s3://acme", [".pulumi/stacks/socle/demo-bootstrap.json"], None),
    ],
)
def test_a_bucket_has_a_stack_whose_state_it_lists(
    tmp_path: Path, url: str, answer: list[str] | None, kept: bool | None
) -> None:
    def ask(bucket: StateBucket, prefix: str):
        assert (bucket.name, prefix.rpartition(".pulumi")[2]) == ("acme", "/stacks/socle/")
        return said("doctor.why.closed") if answer is None else frozenset(answer)

    found = states(repository(), machine(tmp_path, PULUMI_BACKEND_URL=url), ask)
    assert found.kept(FIRST) is kept


LISTED = b"""<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>acme</Name><IsTruncated>false</IsTruncated>%b
</ListBucketResult>"""
USERS = "/iam/v1alpha1/users"
EXPORTS = "/audit-trail/v1alpha1/regions/fr-par/export-jobs"


def person(n: int, *, kind: str = "owner", mfa: bool = True) -> dict[str, Any]:
    return {
        "id": f"u{n}", "email": "", "username": "", "first_name": "", "last_name": "", "phone_number": "", "locale": "",
        "organization_id": ORGANIZATION, "deletable": True, "type": kind, "status": "activated", "mfa": mfa,
        "account_root_user_id": "", "tags": [], "locked": False, "send_password_email": False, "send_welcome_email": False,
    }  # fmt: skip


def live(folder: Path, stacks: tuple[str, ...], users: list[dict[str, Any]], *, left: str = "") -> dict[str, Step]:
    keys = b"".join(b"<Contents><Key>.pulumi/stacks/socle/%b</Key></Contents>" % each.encode() for each in stacks)
    answers = {"/acme": LISTED % keys, USERS: {"users": users, "total_count": len(users)}}
    storage = {"AWS_ACCESS_KEY_ID": ACCESS, "AWS_SECRET_ACCESS_KEY": SECRET} if stacks else {}
    with listening(answers) as stand_in:
        here = machine(
            folder, SCW_API_URL=stand_in.url, SCW_ACCESS_KEY=ACCESS, SCW_SECRET_KEY=SECRET, **storage,
            SCW_DEFAULT_ORGANIZATION_ID=ORGANIZATION, SCW_DEFAULT_PROJECT_ID=PLATFORM,
            PULUMI_BACKEND_URL=f"s3://acme?endpoint={stand_in.url}&use_path_style=true",
        )  # fmt: skip
        if left:
            state(here.home / ".pulumi-state", left)
        return steps(repository(), here, live=True)


@pytest.mark.slow
def test_the_bucket_says_what_is_deployed(tmp_path: Path) -> None:
    pytest.importorskip("boto3")
    found = live(tmp_path, (f"{FIRST}.json", f"{FIRST}.json.bak", f"{FOUNDATION}.json.gz", "other/x.json"), [])
    assert {at(found)[name] for name in ("first", "moved", "foundation", "grants")} == {"done"}
    assert at(found)["platform"] == "to-do"
    assert next_of(found) == "platform: pulumi stack select --create demo-platform && pulumi up --stack demo-platform"


@pytest.mark.slow
def test_a_first_state_that_is_left_behind_is_wiped(tmp_path: Path) -> None:
    pytest.importorskip("boto3")
    found = live(tmp_path, (f"{FIRST}.json",), [], left=FIRST)
    assert next_of(found) == f"wiped: rm -r {tmp_path}/home/.pulumi-state/.pulumi"


@pytest.mark.parametrize(
    ("users", "done"),
    [
        ([person(1), person(2)], "done"),
        ([person(1), person(2), person(3)], "done"),
        ([person(1), person(2), person(3, kind="member", mfa=False)], "done"),
        ([person(1)], "by-hand"),
        ([person(1), person(2, mfa=False)], "by-hand"),
        ([person(1), person(2, kind="member")], "by-hand"),
    ],
)
def test_two_owners_each_have_a_second_factor(tmp_path: Path, users: list[dict[str, Any]], done: str) -> None:
    pytest.importorskip("scaleway")
    assert at(live(tmp_path, (), users))["owners"] == done


def test_what_the_key_may_not_read_stays_by_hand(tmp_path: Path) -> None:
    pytest.importorskip("scaleway")
    with listening({}) as stand_in:
        here = machine(
            tmp_path, SCW_API_URL=stand_in.url, SCW_ACCESS_KEY=ACCESS, SCW_SECRET_KEY=SECRET,
            SCW_DEFAULT_ORGANIZATION_ID=ORGANIZATION, SCW_DEFAULT_PROJECT_ID=PLATFORM,
        )  # fmt: skip
        found = steps(repository(), here, live=True)
        assert {path for path, _ in stand_in.asked} == {USERS, EXPORTS}
    assert (at(found)["owners"], at(found)["trail"]) == ("by-hand", "by-hand")


def test_nobody_is_asked_with_credentials_of_another_organisation(tmp_path: Path) -> None:
    with listening({}) as stand_in:
        here = machine(tmp_path, SCW_API_URL=stand_in.url, SCW_ACCESS_KEY=ACCESS, SCW_SECRET_KEY=SECRET)
        steps(repository(), here, live=True)
        assert stand_in.asked == []
