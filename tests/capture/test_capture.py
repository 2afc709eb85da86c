"""What a capture records, answers, hides and leaves behind; on small programs of its own.

Against the real engine: test_plan_truth.py.
"""

import asyncio
import gc
import os
import sys
import threading
import weakref
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pulumi
import pulumi_random as random
import pytest
from pulumi.runtime import settings
from pulumiverse_scaleway import iam, keymanager, network, observability, secrets
from pulumiverse_scaleway import object as storage

from socle.capture.recorded import source_position
from socle.capture.run import capture
from socle.messages import Refused
from socle.origin import Origin
from socle.plan.model import SECRET, UNKNOWN, Plan
from socle.testing.mocks import StrictMocks
from socle.testing.plugin import Mode

PROJECT = "11111111-1111-4111-8111-111111111111"
BUCKET = "scaleway:object/bucket:Bucket"


def plan_of(program: Callable[[], Any], **more: Any) -> Plan:
    return capture(program, stack="dev", project="demo", **more)


class Box(pulumi.ComponentResource):
    def __init__(self, name: str, opts: pulumi.ResourceOptions | None = None, /, **props: Any) -> None:
        super().__init__("test:index:Box", name, props, opts)


def bucket(name: str = "b", **more: Any) -> storage.Bucket:
    return storage.Bucket(name, name=name, **more)


# What is recorded


def test_a_component_records_its_inputs_and_outputs() -> None:
    def program() -> None:
        Box("box", size=3, password=pulumi.Output.secret("x")).register_outputs({"made": pulumi.Output.secret("y")})

    box = plan_of(program).named("box")

    assert (box.custom, box.inputs, box.outputs) == (False, {"size": 3, "password": SECRET}, {"made": SECRET})


def test_a_secret_never_enters_a_plan(mode: Mode) -> None:
    def program() -> None:
        key = secrets.Version("v", secret_id="fr-par/" + PROJECT, data=pulumi.Output.secret("s3cr3t-value"))
        Box("box", settings={"deep": [pulumi.Output.secret("s3cr3t-value")]}, copy=key.data)
        pulumi.export("value", pulumi.Output.concat("prefix-", pulumi.Output.secret("s3cr3t-value")))

    plan = plan_of(program, mode=mode)

    assert "s3cr3t-value" not in plan.to_json()
    assert plan.named("v").inputs["data"] == SECRET
    assert plan.named("box").inputs == {"settings": {"deep": [SECRET]}, "copy": SECRET}
    assert plan.outputs == {"value": SECRET}


def test_an_output_that_the_provider_calls_secret_is_secret_downstream(mode: Mode) -> None:
    def program() -> None:
        key = iam.ApiKey("key", application_id=PROJECT)
        Box("box", secret=key.secret_key, public=key.access_key)

    given = plan_of(program, mode=mode).named("box").inputs

    assert given["secret"] == SECRET
    assert given["public"] != SECRET


def test_options_are_recorded_and_inherited_as_the_engine_does() -> None:
    def program() -> None:
        other = bucket("other")
        opts = pulumi.ResourceOptions(protect=True, retain_on_delete=True, deleted_with=other)
        box = Box("box", opts)
        below = pulumi.ResourceOptions(parent=box)
        bucket("inherits", opts=below)
        bucket("own", opts=pulumi.ResourceOptions.merge(below, pulumi.ResourceOptions(protect=False)))
        bucket(
            "options",
            opts=pulumi.ResourceOptions(
                ignore_changes=["tags"],
                replace_on_changes=["object_lock_enabled"],
                delete_before_replace=True,
                import_="fr-par/known",
                additional_secret_outputs=["endpoint"],
                custom_timeouts=pulumi.CustomTimeouts(create="1h30m", delete="90s"),
                hide_diffs=["tags"],
                aliases=[pulumi.Alias(name="former")],
                depends_on=[other],
            ),
        )

    plan = plan_of(program)
    inherits, options = plan.named("inherits"), plan.named("options")

    assert (inherits.protect, inherits.retain_on_delete, inherits.deleted_with) == (True, True, plan.named("other").urn)
    assert not plan.named("own").protect
    assert options.ignore_changes == ("tags",)
    assert options.replace_on_changes == ("objectLockEnabled",)
    assert options.delete_before_replace
    assert (options.import_id, options.id) == ("fr-par/known", "fr-par/known")
    assert options.additional_secret_outputs == ("endpoint",)
    assert options.custom_timeouts == {"create": 5400, "delete": 90}
    assert options.hide_diffs == ("tags",)
    assert "urn:pulumi:dev::demo::scaleway:object/bucket:Bucket::former" in options.aliases
    assert options.dependencies == (plan.named("other").urn,)


def test_a_child_without_a_provider_gets_its_parents() -> None:
    import pulumiverse_scaleway as scaleway

    def program() -> None:
        provider = scaleway.Provider("own", region="nl-ams")
        bucket("explicit", opts=pulumi.ResourceOptions(provider=provider))
        bucket("child", opts=pulumi.ResourceOptions(parent=Box("box", pulumi.ResourceOptions(providers=[provider]))))
        bucket("default")

    plan = plan_of(program)
    own = f"{plan.named('own').urn}::{UNKNOWN}"

    assert plan.named("explicit").provider == plan.named("child").provider == own
    assert plan.named("default").provider.split("::")[3].startswith("default_1_")
    assert plan.named("own").inputs == {"region": "nl-ams"}


def test_a_dependency_on_a_component_is_one_on_what_is_in_it() -> None:
    def program() -> None:
        box = Box("box")
        bucket("inside", opts=pulumi.ResourceOptions(parent=box))
        bucket("after", opts=pulumi.ResourceOptions(depends_on=[box]))

    plan = plan_of(program)

    assert plan.named("after").dependencies == (plan.named("inside").urn,)


def test_a_resource_passed_for_its_id_is_its_id() -> None:
    def program() -> None:
        pn = network.PrivateNetwork("pn", vpc_id=network.Vpc("vpc"))
        Box("box", vpc=pn.vpc_id)

    plan = plan_of(program, mode="up")

    assert plan.named("pn").inputs["vpcId"] == plan.named("vpc").id
    assert plan.named("box").inputs == {"vpc": plan.named("vpc").id}


def test_a_read_is_recorded_as_external() -> None:
    plan = plan_of(lambda: storage.Bucket.get("old", "fr-par/old"))
    old = plan.named("old")

    assert (old.external, old.custom, old.id) == (True, True, "fr-par/old")


def test_the_origin_of_a_component_reaches_what_is_in_it() -> None:
    class FromEstate(Box):
        def __init__(self, name: str) -> None:
            self.origin = Origin("demo/estate.yaml", 12, "buckets.a")
            super().__init__(name)
            bucket(f"{name}-bucket", opts=pulumi.ResourceOptions(parent=self))

    def program() -> None:
        FromEstate("a")
        observability.Source("logs", name="logs", type="logs", retention_days=30)  # has an output named `origin`

    plan = plan_of(program)

    assert plan.named("a").origin == Origin("demo/estate.yaml", 12, "buckets.a")
    assert plan.named("a-bucket").origin is None
    assert plan.origin_of(plan.named("a-bucket")) == Origin("demo/estate.yaml", 12, "buckets.a")
    assert plan.origin_of(plan.named("logs")) is None
    assert '"estate"' in plan.to_json()


def test_a_type_without_facts_is_accepted_and_flagged() -> None:
    class Thing(pulumi.CustomResource):
        def __init__(self, type_: str, name: str) -> None:
            super().__init__(type_, name, {"any": 1, "made": None})

    def program() -> None:
        thing = Thing("scaleway:new/thing:Thing", "new")
        foreign = Thing("other:index:Thing", "foreign")
        Box("box", new=thing.made, foreign=foreign.made, any=foreign.any)  # type: ignore[attr-defined]

    for mode in ("preview", "up"):
        plan = plan_of(program, mode=mode)
        assert "not among the provider facts" in plan.named("new").notes[0]
        assert plan.named("foreign").notes == ()
        assert plan.named("box").inputs == {"new": UNKNOWN, "foreign": UNKNOWN, "any": 1}
        assert bool(plan.named("foreign").id) == (mode == "up")


# What is answered


def test_ids_are_unknown_in_a_preview_and_known_after_up() -> None:
    def program() -> None:
        Box("box", id=network.Vpc("vpc").id)

    assert plan_of(program).named("box").inputs == {"id": UNKNOWN}
    assert plan_of(program).named("vpc").id == ""
    up = plan_of(program, mode="up")
    assert up.named("box").inputs == {"id": up.named("vpc").id}
    assert up.named("vpc").id.startswith("fr-par/")


def test_inputs_are_known_as_outputs_in_both_modes(mode: Mode) -> None:
    def program() -> None:
        Box("box", name=bucket().name)

    assert plan_of(program, mode=mode).named("box").inputs == {"name": "b"}


def test_a_nested_field_that_only_the_cloud_fills_in_is_unknown(mode: Mode) -> None:
    def program() -> None:
        pn = network.PrivateNetwork("pn", ipv4_subnet=network.PrivateNetworkIpv4SubnetArgs(subnet="10.0.0.0/22"))
        Box("box", address=pn.ipv4_subnet.address, subnet=pn.ipv4_subnet.subnet)

    assert plan_of(program, mode=mode).named("box").inputs == {"address": UNKNOWN, "subnet": "10.0.0.0/22"}


def test_computed_properties_are_never_echoes_of_inputs() -> None:
    def program() -> None:
        key = keymanager.Key("key", usage="symmetric_encryption", algorithm="aes_256_gcm")
        Box("box", endpoint=bucket().endpoint, state=key.state, made=key.created_at, tags=bucket("c").tags)

    assert plan_of(program).named("box").inputs == dict.fromkeys(("endpoint", "state", "made", "tags"), UNKNOWN)
    assert plan_of(program, mode="up").named("box").inputs == {
        "endpoint": "https://b.s3.fr-par.scw.cloud",
        "made": "2026-01-01T00:00:00Z",
        "state": UNKNOWN,  # a shape that is not known stays unknown
        "tags": UNKNOWN,  # not given, and possibly filled in by the cloud
    }


def test_an_apply_runs_only_on_what_is_known() -> None:
    ran: list[str] = []

    def program() -> None:
        bucket().id.apply(ran.append)

    plan_of(program)
    assert ran == []
    plan_of(program, mode="up")
    assert ran == ["fr-par/b"]


def test_what_belongs_to_a_bucket_has_its_id_whether_named_by_name_or_by_id() -> None:
    def program() -> None:
        made = bucket()
        storage.BucketPolicy("by-name", bucket=made.name, policy="{}")
        storage.BucketPolicy("by-id", bucket=made.id, policy="{}")

    plan = plan_of(program, mode="up")

    assert plan.named("by-name").id == plan.named("by-id").id == plan.named("b").id == "fr-par/b"


def test_the_region_or_zone_of_a_resource_is_in_its_id() -> None:
    def program() -> None:
        network.Vpc("vpc", region="nl-ams")
        network.PublicGateway("gateway", type="VPC-GW-S", zone="pl-waw-2")
        iam.Application("app")

    ids = {r.name: r.id for r in plan_of(program, mode="up")}

    assert ids["vpc"].startswith("nl-ams/")
    assert ids["gateway"].startswith("pl-waw-2/")
    assert "/" not in ids["app"]


def test_configuration_is_passed_and_secrets_stay_secret() -> None:
    def program() -> None:
        config = pulumi.Config()
        other = pulumi.Config("other")
        Box(
            "box",
            a=config.require("a"),
            n=other.require_int("n"),
            flag=config.require_bool("flag"),
            list=config.require_object("list"),
            s=config.require_secret("s"),
        )

    plan = plan_of(
        program, config={"a": "x", "other:n": 5, "flag": True, "list": [1]}, secret_config={"demo:s": "hidden"}
    )

    assert plan.named("box").inputs == {"a": "x", "n": 5, "flag": True, "list": [1], "s": SECRET}


def test_a_program_learns_where_it_runs() -> None:
    def program() -> None:
        Box(
            "box",
            stack=pulumi.get_stack(),
            project=pulumi.get_project(),
            organization=pulumi.get_organization(),
            root=Path(pulumi.runtime.get_root_directory()).name,
            preview=pulumi.runtime.is_dry_run(),
        )

    inputs = plan_of(program, organization="health", root=Path(__file__).parent).named("box").inputs

    assert inputs == {"stack": "dev", "project": "demo", "organization": "health", "root": "capture", "preview": True}


def test_a_provider_function_answers_what_it_is_given_and_else_is_unknown() -> None:
    def program() -> None:
        given = network.get_vpc_output(name="main")
        Box("box", id=given.id, project=given.project_id)

    answered = plan_of(program, invokes={"scaleway:network/getVpc:getVpc": lambda args: {"id": "fr-par/1", **args}})
    assert answered.named("box").inputs["id"] == "fr-par/1"
    assert plan_of(program).named("box").inputs == {"id": UNKNOWN, "project": UNKNOWN}


def test_a_prompt_call_of_a_provider_function_without_an_answer_is_unknown() -> None:
    def program() -> None:
        found = network.get_vpc(name="main")
        Box("box", id=found.id, project=f"{found.project_id}")

    assert plan_of(program).named("box").inputs == {"id": UNKNOWN, "project": UNKNOWN}


@pytest.mark.parametrize(
    "decides",
    [
        lambda found: bool(found.id),
        lambda found: "fr" in found.id,
        lambda found: list(found.tags),
        lambda found: found.id == "fr-par/1",
        lambda found: len(found.tags),
        lambda found: bool(found.id.startswith("fr")),
    ],
    ids=["truth", "part", "loop", "equality", "length", "call"],
)
def test_a_decision_on_a_prompt_call_without_an_answer_says_which(decides: Callable[[Any], Any]) -> None:
    with pytest.raises(TypeError, match="which only the provider can say") as caught:
        plan_of(lambda: decides(network.get_vpc(name="main")))

    assert "scaleway:network/getVpc:getVpc: pass invokes=" in "\n".join(caught.value.__notes__)


def test_an_async_program_is_awaited(mode: Mode) -> None:
    async def program() -> None:
        await asyncio.sleep(0)
        bucket("late")

    assert plan_of(program, mode=mode).one(BUCKET).name == "late"


def test_pulumi_run_and_threads_of_the_program_work() -> None:
    async def main() -> dict[str, Any]:
        return {"where": await asyncio.to_thread(lambda: threading.current_thread().name)}

    plan = plan_of(lambda: pulumi.run(main))

    assert plan.outputs["where"] != "socle-capture"


# What is hidden and left behind


@pytest.mark.parametrize("name", ["SCW_ACCESS_KEY", "AWS_SECRET_ACCESS_KEY", "ARM_CLIENT_SECRET", "PULUMI_CONFIG"])
def test_credentials_are_hidden_from_the_program_and_come_back(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, '{"demo:leak": "1"}')

    def program() -> None:
        assert name not in os.environ
        assert pulumi.Config().get("leak") is None
        os.environ["SET_BY_THE_PROGRAM"] = "1"

    plan_of(program)

    assert os.environ[name] == '{"demo:leak": "1"}'
    assert "SET_BY_THE_PROGRAM" not in os.environ


def test_a_plan_is_the_same_bytes_whatever_the_environment(monkeypatch: pytest.MonkeyPatch, mode: Mode) -> None:
    def program() -> None:
        vpc = network.Vpc("vpc", tags=["b", "a"])
        for index in range(5):
            network.PrivateNetwork(f"pn{index}", vpc_id=vpc.id)

    before = plan_of(program, mode=mode).to_json()
    for name in (
        "SCW_DEFAULT_REGION",
        "SCW_DEFAULT_PROJECT_ID",
        "AWS_REGION",
        "PULUMI_STACK",
        "PULUMI_DISABLE_RESOURCE_REFERENCES",
    ):
        monkeypatch.setenv(name, "1")

    assert plan_of(program, mode=mode).to_json() == before
    assert "pn4" in before


def test_no_path_of_this_machine_is_in_a_plan() -> None:
    plan = plan_of(bucket, root="/elsewhere")

    assert str(Path.cwd()) not in plan.to_json()
    assert plan.one(BUCKET).source_position.startswith("package:///")


def test_an_installed_package_below_the_root_is_named_by_its_import_path(monkeypatch: pytest.MonkeyPatch) -> None:
    site = "/work-tree/.venv/lib/python3.11/site-packages"
    monkeypatch.setattr(sys, "path", ["/work-tree", site])

    assert source_position(f"file://{site}/socle/x.py", 3, "/work-tree") == "package:///socle/x.py#3"
    assert source_position("file:///work-tree/infra/a%20b.py", 3, "/work-tree") == "project:///infra/a b.py#3"


def test_a_text_made_of_an_output_is_an_error() -> None:
    with pytest.raises(Exception, match="__str__"):
        plan_of(lambda: bucket(f"x-{bucket().id}"))


def test_pulumis_own_state_is_as_it_was() -> None:
    pulumi.runtime.set_config("mine:key", "kept")
    before = (settings.get_monitor(), settings.get_root_resource(), settings.get_stack(), settings.is_dry_run())

    plan_of(lambda: pulumi.runtime.set_config("demo:leaked", "1"))
    with pytest.raises(ZeroDivisionError):
        plan_of(lambda: 1 / 0)

    assert before == (settings.get_monitor(), settings.get_root_resource(), settings.get_stack(), settings.is_dry_run())
    assert pulumi.runtime.get_config("mine:key") == "kept"
    assert pulumi.runtime.get_config("demo:leaked") is None
    assert gc.isenabled()


def test_a_capture_stands_apart_from_mocks_that_are_set() -> None:
    async def test() -> None:
        pulumi.runtime.set_mocks(StrictMocks(), project="mocked", stack="mocked")
        mocked = settings.get_root_resource()
        await asyncio.gather(*asyncio.all_tasks() - {asyncio.current_task()})

        assert plan_of(bucket).one(BUCKET).urn == "urn:pulumi:dev::demo::scaleway:object/bucket:Bucket::b"
        assert settings.get_root_resource() is mocked
        assert pulumi.get_stack() == "mocked"

    asyncio.run(test())


def test_a_thread_started_later_does_not_see_the_captures_monitor() -> None:
    plan_of(bucket)
    seen: list[Any] = []
    thread = threading.Thread(target=lambda: seen.append(settings.get_monitor()))
    thread.start()
    thread.join()

    assert seen == [None]


def test_a_capture_works_inside_a_running_event_loop() -> None:
    async def test() -> Plan:
        return plan_of(bucket)

    assert len(asyncio.run(test())) == 2


def test_fifty_captures_in_a_row_keep_nothing() -> None:
    kept: list[weakref.ref[Any]] = []

    def program() -> None:
        kept.append(weakref.ref(bucket()))

    threads = threading.active_count()
    for _ in range(50):
        plan_of(program)
    gc.collect()

    assert [reference for reference in kept if reference() is not None] == []
    assert threading.active_count() == threads


def test_a_capture_within_a_capture_is_refused() -> None:
    with pytest.raises(RuntimeError, match="one after the other"):
        plan_of(lambda: plan_of(bucket))
    assert len(plan_of(bucket)) == 2


# Failures


def fails_in_an_apply(error: BaseException) -> Callable[[], None]:
    def program() -> None:
        def fail(_: str) -> str:
            raise error

        pulumi.Output.from_input("x").apply(fail)
        bucket()

    return program


def fails_in_an_input(error: BaseException) -> Callable[[], None]:
    def program() -> None:
        def fail(_: str) -> str:
            raise error

        first = storage.Bucket("first", name=pulumi.Output.from_input("x").apply(fail))
        network.Vpc("second", name=first.name)

    return program


def fails_at_once(error: BaseException) -> Callable[[], None]:
    def program() -> None:
        bucket()
        raise error

    return program


@pytest.mark.parametrize("program", [fails_at_once, fails_in_an_apply, fails_in_an_input])
@pytest.mark.parametrize(
    "error", [pulumi.RunError("stop"), ValueError("bad"), AssertionError("no"), KeyError("k"), Refused([])]
)
def test_the_programs_own_exception_comes_out_as_it_is(
    program: Callable[[BaseException], Callable[[], None]], error: Exception
) -> None:
    with pytest.raises(type(error)) as caught:
        plan_of(program(error))

    assert caught.value is error


def test_a_failure_leaves_no_warning_behind(recwarn: pytest.WarningsRecorder, monkeypatch: pytest.MonkeyPatch) -> None:
    ignored: list[Any] = []
    monkeypatch.setattr(sys, "unraisablehook", ignored.append)

    def program() -> None:
        other = pulumi.StackReference("absent")
        bucket("b", tags={"a": other.require_output("a"), "b": other.get_output("b")})
        pulumi.export("c", pulumi.Output.all(other.require_output("c"), other.secret_output_names))

    with pytest.raises(LookupError, match="unknown stack"):
        plan_of(program)
    gc.collect()

    assert [str(warning.message) for warning in recwarn] == []
    assert ignored == []


def test_an_exit_of_the_program_comes_out() -> None:
    with pytest.raises(SystemExit):
        plan_of(lambda: sys.exit(3))


def test_a_failing_async_program_fails() -> None:
    async def program() -> None:
        await asyncio.sleep(0)
        raise LookupError("gone")

    with pytest.raises(LookupError, match="gone"):
        plan_of(program)


def test_what_was_refused_before_the_program_failed_is_told_with_it() -> None:
    def program() -> None:
        bucket("twice")
        bucket("twice").urn.apply(fail)

    def fail(_: str) -> None:
        raise LookupError("gone")

    with pytest.raises(LookupError) as caught:
        plan_of(program)
    assert "registered twice" in caught.value.__notes__[0]


def test_an_unknown_mode_is_refused() -> None:
    with pytest.raises(ValueError, match="'refresh' is neither preview nor up"):
        plan_of(bucket, mode="refresh")


def test_a_generated_password_has_a_secret_value_after_up() -> None:
    """A program that goes on with it runs as it would; nothing was there before, so a check of the text stopped it."""
    found: list[str] = []

    def program() -> None:
        made = random.RandomPassword("p", length=40)
        made.result.apply(found.append)
        Box("box", text=made.result)

    plan = capture(program, stack="dev", project="demo", mode="up")

    assert len(found[0]) == 40
    assert plan.named("box").inputs == {"text": SECRET}
    assert found[0] not in plan.to_json()
