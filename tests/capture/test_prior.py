"""A preview on top of an exported state, on small programs; the recorded one is in test_plan_truth.py."""

from collections.abc import Callable
from typing import Any

import pulumi
import pytest
from pulumiverse_scaleway import keymanager, network, secrets
from pulumiverse_scaleway import object as storage

from socle.capture.references import UnknownStackError
from socle.capture.run import capture
from socle.plan.model import SECRET, UNKNOWN, Plan
from socle.plan.state import plain_inputs, read_preview, read_state

URN = "urn:pulumi:dev::demo::"
CIPHER = {"4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", "ciphertext": "v1:abc"}


def row(type_: str, name: str, inputs: dict[str, Any], outputs: dict[str, Any], id_: str) -> dict[str, Any]:
    return {
        "urn": f"{URN}{type_}::{name}",
        "type": type_,
        "custom": True,
        "id": id_,
        "inputs": inputs,
        "outputs": outputs,
    }


VPC = row(
    "scaleway:network/vpc:Vpc",
    "vpc",
    {"__defaults": ["name"], "name": "vpc-1234", "tags": ["a"], "region": "fr-par"},
    {"name": "vpc-1234", "tags": ["a"], "region": "fr-par", "createdAt": "then", "isDefault": False},
    "fr-par/v",
)
BUCKET = row(
    "scaleway:object/bucket:Bucket",
    "b",
    {"__defaults": [], "name": "b", "region": "fr-par"},
    {"name": "b", "region": "fr-par", "endpoint": "https://b"},
    "fr-par/b",
)
SECRET_VERSION = row(
    "scaleway:secrets/version:Version",
    "v",
    {"secretId": "fr-par/s", "data": CIPHER},
    {"data": CIPHER, "revision": "1"},
    "fr-par/s/1",
)


class Box(pulumi.ComponentResource):
    def __init__(self, name: str, /, **props: Any) -> None:
        super().__init__("test:index:Box", name, props)


def state(*rows: dict[str, Any]) -> dict[str, Any]:
    return {"version": 3, "deployment": {"resources": list(rows)}}


def plan_on(program: Callable[[], Any], *rows: dict[str, Any], **more: Any) -> Plan:
    return capture(program, stack="dev", project="demo", prior=state(*rows), **more)


def vpc(*, opts: pulumi.ResourceOptions | None = None, name: str = "vpc", **inputs: Any) -> Callable[[], None]:
    def program() -> None:
        made = network.Vpc(name, opts=opts, **{"tags": ["a"], "region": "fr-par", **inputs})
        Box("box", id=made.id, created=made.created_at, tags=made.tags)

    return program


def test_an_unchanged_resource_answers_with_all_it_had() -> None:
    plan = plan_on(vpc(), VPC)

    assert plan.named("vpc").id == "fr-par/v"
    assert plan.named("box").inputs == {"id": "fr-par/v", "created": "then", "tags": ["a"]}


def test_an_updated_resource_keeps_its_id_and_answers_with_its_new_inputs() -> None:
    plan = plan_on(vpc(tags=["b"]), VPC)

    assert plan.named("box").inputs == {"id": "fr-par/v", "created": "then", "tags": ["b"]}


@pytest.mark.parametrize(
    "program",
    [
        vpc(region="nl-ams"),
        vpc(tags=["b"], opts=pulumi.ResourceOptions(replace_on_changes=["tags"])),
        vpc(tags=["b"], opts=pulumi.ResourceOptions(replace_on_changes=["tags[0]"])),
        vpc(tags=["b"], opts=pulumi.ResourceOptions(replace_on_changes=["*"])),
    ],
)
def test_a_replaced_resource_is_unknown_again(program: Callable[[], None]) -> None:
    plan = plan_on(program, VPC)

    assert plan.named("vpc").id == ""
    assert plan.named("box").inputs["id"] == UNKNOWN


def test_replace_on_changes_of_another_path_does_not_replace() -> None:
    opts = pulumi.ResourceOptions(replace_on_changes=["name", "tags[1]"])

    assert plan_on(vpc(tags=["b"], opts=opts), VPC).named("vpc").id == "fr-par/v"


def test_a_new_resource_is_unknown_beside_an_existing_one() -> None:
    assert plan_on(vpc(name="other"), VPC).named("other").id == ""


def test_a_renamed_resource_is_found_by_its_alias() -> None:
    opts = pulumi.ResourceOptions(aliases=[pulumi.Alias(name="vpc")])

    assert plan_on(vpc(name="new", opts=opts), VPC).named("new").id == "fr-par/v"


@pytest.mark.parametrize("path", ["tags", "*", "tags[*]"])
def test_ignored_changes_keep_what_the_state_has(path: str) -> None:
    plan = plan_on(vpc(tags=["b"], opts=pulumi.ResourceOptions(ignore_changes=[path])), VPC)

    assert plan.named("vpc").inputs["tags"] == ["a"]
    assert plan.named("box").inputs["tags"] == ["a"]


def test_an_ignored_replacing_input_does_not_replace() -> None:
    plan = plan_on(vpc(region="nl-ams", opts=pulumi.ResourceOptions(ignore_changes=["region"])), VPC)

    assert plan.named("vpc").id == "fr-par/v"


def test_an_unknown_value_in_a_replacing_input_replaces() -> None:
    network_row = row(
        "scaleway:network/privateNetwork:PrivateNetwork", "pn", {"vpcId": "fr-par/v"}, {"vpcId": "fr-par/v"}, "fr-par/p"
    )

    def program() -> None:
        network.PrivateNetwork("pn", vpc_id=network.Vpc("vpc", tags=["a"], region="nl-ams").id)

    assert plan_on(program, VPC, network_row).named("pn").id == ""


def test_what_is_deleted_first_takes_its_dependants_with_it() -> None:
    type_ = "scaleway:object/bucketWebsiteConfiguration:BucketWebsiteConfiguration"
    site = row(type_, "site", {"bucket": "b", "indexDocument": {"suffix": "i"}}, {"bucket": "b"}, "fr-par/b")

    def program(region: str, *, first: bool | None = None) -> Callable[[], None]:
        def run() -> None:
            made = storage.Bucket(
                "b", name="b", region=region, opts=pulumi.ResourceOptions(delete_before_replace=first)
            )
            storage.BucketWebsiteConfiguration("site", bucket=made.name, index_document={"suffix": "i"})

        return run

    assert plan_on(program("fr-par"), BUCKET, site).named("site").id == "fr-par/b"
    assert plan_on(program("nl-ams"), BUCKET, site).named("site").id == ""
    assert plan_on(program("nl-ams", first=False), BUCKET, site).named("site").id == "fr-par/b"


@pytest.mark.parametrize(("name", "kept"), [(None, "fr-par/p"), ("fixed", "")])
def test_only_a_name_that_the_program_fixes_makes_the_provider_delete_first(name: str | None, kept: str) -> None:
    type_ = "scaleway:network/privateNetwork:PrivateNetwork"
    network_row = row(type_, "pn", {"region": "fr-par"}, {"region": "fr-par"}, "fr-par/p")

    def program() -> None:
        replaced = pulumi.ResourceOptions(replace_on_changes=["tags"])
        made = network.Vpc("vpc", name=name, tags=["b"], region="fr-par", opts=replaced)
        network.PrivateNetwork("pn", region=made.region)

    assert plan_on(program, VPC, network_row).named("pn").id == kept


def test_a_nested_value_that_changes_keeps_what_the_cloud_had_filled_in() -> None:
    key_row = row(
        "scaleway:keymanager/key:Key",
        "key",
        {"usage": "symmetric_encryption", "algorithm": "aes_256_gcm", "rotationPolicy": {"rotationPeriod": "24h0m0s"}},
        {"rotationPolicy": {"rotationPeriod": "24h0m0s", "nextRotationAt": "soon"}},
        "fr-par/k",
    )

    def program() -> None:
        key = keymanager.Key(
            "key", usage="symmetric_encryption", algorithm="aes_256_gcm", rotation_policy={"rotation_period": "48h0m0s"}
        )
        Box("box", next=key.rotation_policy.next_rotation_at, period=key.rotation_policy.rotation_period)

    assert plan_on(program, key_row).named("box").inputs == {"next": "soon", "period": "48h0m0s"}


def test_a_secret_of_the_state_is_equal_to_any_and_never_answered() -> None:
    def program() -> None:
        version = secrets.Version("v", secret_id="fr-par/s", data=pulumi.Output.secret("anything"))
        Box("box", data=version.data, revision=version.revision)

    plan = plan_on(program, SECRET_VERSION)

    assert plan.named("v").id == "fr-par/s/1"
    assert plan.named("box").inputs == {"data": SECRET, "revision": "1"}
    assert "v1:abc" not in plan.to_json()


def test_a_program_may_read_its_own_last_deployment_though_secrets_of_it_are_ciphertext() -> None:
    read: list[Any] = []

    def program() -> None:
        own = {"stackName": "organization/demo/dev"}
        read.append(pulumi.runtime.invoke("pulumi:pulumi:readStackResourceOutputs", own).value)

    plan_on(program, {**SECRET_VERSION, "outputs": {"data": CIPHER, "revision": "1"}})

    (urn,) = read[0]["outputs"]
    assert read[0]["outputs"][urn]["outputs"]["revision"] == "1"
    assert "v1:abc" not in str(read)


def test_hooks_of_a_state_are_called_as_in_a_plan() -> None:
    guarded = {**VPC, "resourceHooks": {"BeforeUpdate": ["vpc-guard"], "AfterDelete": None}}
    state = {"deployment": {"resources": [guarded]}}

    assert read_state(state).named("vpc").hooks == {"before-update": ("vpc-guard",)}


def test_a_resource_that_only_waits_for_deletion_does_not_exist() -> None:
    assert plan_on(vpc(), {**VPC, "delete": True}).named("vpc").id == ""


@pytest.mark.parametrize("prior", [{}, {"deployment": None}, {"deployment": {"resources": {}}}])
def test_what_is_not_a_state_is_refused(prior: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="pulumi stack export"):
        capture(vpc(), stack="dev", project="demo", prior=prior)


def test_what_is_not_a_preview_is_refused() -> None:
    with pytest.raises(ValueError, match="pulumi preview --json"):
        read_preview({"resources": []})


def test_the_engines_inputs_lose_what_the_provider_filled_in_at_any_depth() -> None:
    given = {
        "__defaults": ["a"],
        "a": 1,
        "b": {"__defaults": ["c"], "c": 1, "d": 2.0},
        "l": [{"__defaults": []}],
        "s": CIPHER,
        "n": None,
    }

    assert plain_inputs(given) == {"b": {"d": 2}, "l": [{}], "s": SECRET}


def test_a_state_reads_as_a_plan() -> None:
    stack = {
        "urn": f"{URN}pulumi:pulumi:Stack::demo-dev",
        "type": "pulumi:pulumi:Stack",
        "custom": False,
        "outputs": {"o": 1},
    }
    plan = read_state(state(stack, VPC, {**BUCKET, "delete": True}))

    assert (plan.stack, plan.project, plan.outputs) == ("dev", "demo", {"o": 1})
    assert [r.name for r in plan] == ["demo-dev", "vpc"]
    assert plan.named("vpc").inputs == {"tags": ["a"], "region": "fr-par"}
    assert plan.named("vpc").outputs == {}


# Stack references


def refers(name: str) -> Callable[[], None]:
    def program() -> None:
        other = pulumi.StackReference(name)
        Box("box", vpc=other.require_output("vpc"), secret=other.get_output("secret"), none=other.get_output("absent"))

    return program


FOUNDATION = Plan("base", "demo", (), {"vpc": "fr-par/v", "secret": SECRET})


@pytest.mark.parametrize(
    ("asked", "key"),
    [
        ("organization/demo/base", "organization/demo/base"),
        ("organization/demo/base", "demo/base"),
        ("organization/demo/base", "base"),
        ("base", "organization/demo/base"),
    ],
)
def test_a_reference_answers_with_the_other_stacks_plan(asked: str, key: str) -> None:
    plan = capture(refers(asked), stack="dev", project="demo", references={key: FOUNDATION})

    assert plan.named("box").inputs == {"vpc": "fr-par/v", "secret": SECRET}
    assert plan.one("pulumi:pulumi:StackReference").external
    assert plan.one("pulumi:pulumi:StackReference").outputs["outputs"] == {"vpc": "fr-par/v", "secret": SECRET}


def test_a_reference_answers_with_plain_outputs_and_unknown_ones() -> None:
    plan = capture(refers("base"), stack="dev", project="demo", references={"base": {"vpc": UNKNOWN}})

    assert plan.named("box").inputs == {"vpc": UNKNOWN}


@pytest.mark.parametrize("mode", ["preview", "up"])
def test_an_unknown_or_secret_output_leaves_the_others_known(mode: Any) -> None:
    outputs = {"vpc": "fr-par/v", "secret": {"deep": [SECRET]}, "absent": [UNKNOWN], "list": ["a"]}

    def program() -> None:
        refers("base")()
        details = pulumi.StackReference("again", "base").get_output_details("list")
        Box("details", list=pulumi.Output.from_input(details).apply(lambda found: found.value))

    plan = capture(program, stack="dev", project="demo", references={"base": outputs}, mode=mode)

    assert plan.named("box").inputs == {"vpc": "fr-par/v", "secret": SECRET, "none": UNKNOWN}
    assert plan.named("details").inputs == {"list": ["a"]}
    assert plan.named("box").property_dependencies["vpc"] == (plan.named("base").urn,)


def test_a_reference_answers_from_the_state_when_nothing_else_is_given() -> None:
    reference = {
        **row("pulumi:pulumi:StackReference", "base", {"name": "base"}, {"outputs": {"vpc": "fr-par/old"}}, "base"),
        "external": True,
    }

    assert plan_on(refers("base"), reference).named("box").inputs == {"vpc": "fr-par/old"}


def test_an_unknown_stack_is_refused_with_what_is_known() -> None:
    with pytest.raises(
        UnknownStackError, match=r"unknown stack 'organization/other/base'.*\(known: organization/demo/base\)"
    ):
        capture(refers("organization/other/base"), stack="dev", project="demo", references={"base": FOUNDATION})


def test_a_missing_output_is_the_sdks_own_error() -> None:
    with pytest.raises(KeyError, match="vpc"):
        capture(refers("base"), stack="dev", project="demo", references={"base": {}})
