"""What a registration costs: with components against bare, in a capture against Pulumi's own mocks, many against few;
and how the proofs of reachability and the rules grow with the estate.

Processor time, not the clock, so that a busy machine does not show; repetitions are interleaved and the median counts.
Every registration counts, a component's own too. One run, no assertion: it prints what it measured, next to the aim.
"""

# ruff: noqa: T201

import asyncio
import contextvars
import gc
import os
import resource
import statistics
import subprocess
import sys
import time
import warnings
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

os.environ.setdefault("PULUMI_ERROR_OUTPUT_STRING", "true")
with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)
    import pulumi
    from pulumi.runtime.mocks import MockCallArgs, MockResourceArgs, Mocks, set_mocks
    from pulumi.runtime.stack import run_pulumi_func
    from pulumiverse_scaleway import object as storage

    from socle.scaleway.storage import PrivateBucket
    from socle.scaleway.tenancy import Tenancy

from socle.capture.run import capture
from socle.estate.data_class import DataClass
from socle.estate.platform.storage import BucketSpec
from socle.reach.build import model_of
from socle.reach.proofs import prove
from socle.rules import Context, judged
from socle.scaleway.bucket_policy import bucket_policy

REPETITIONS = 7
PROJECT = "11111111-1111-4111-8111-111111111111"
KEY = "66666666-6666-4666-8666-666666666666"
ADMINISTRATORS = ("application_id:33333333-3333-4333-8333-333333333333", "user_id:44444444-4444-4444-8444-444444444444")
SPEC = BucketSpec(data_class=DataClass.INTERNAL, key="internal")
TENANCY = Tenancy(project_id=PROJECT, name_prefix="bench", tags={"env": "bench"})
OF_A_BUCKET = 3  # bucket, encryption, policy

Program = Callable[[], None]


def with_components(registrations: int) -> Program:
    """Buckets as a user of the library makes them: a component and its resources."""

    def program() -> None:
        for index in range(registrations // (OF_A_BUCKET + 1)):
            PrivateBucket(
                f"b{index}",
                SPEC,
                tenancy=TENANCY,
                bucket_name=f"bench-b{index}",
                key_id=KEY,
                administrators=ADMINISTRATORS,
            )

    return program


def bare(registrations: int) -> Program:
    """The same resources with the same inputs, dependencies and options, without components."""

    def program() -> None:
        for index in range(registrations // OF_A_BUCKET):
            _bare_bucket(f"b{index}", f"bench-b{index}")

    return program


def _bare_bucket(name: str, bucket_name: str) -> None:
    where: dict[str, Any] = {"project_id": PROJECT, "region": "fr-par"}
    bucket = storage.Bucket(
        f"{name}-bucket",
        name=bucket_name,
        versioning=storage.BucketVersioningArgs(enabled=True),
        object_lock_enabled=False,
        tags={"env": "bench", "data-class": "internal"},
        **where,
        opts=pulumi.ResourceOptions(protect=True),
    )
    rule = storage.BucketServerSideEncryptionConfigurationRuleArgs(
        bucket_key_enabled=True,
        apply_server_side_encryption_by_default=storage.BucketServerSideEncryptionConfigurationRuleApplyServerSideEncryptionByDefaultArgs(
            sse_algorithm="aws:kms", kms_master_key_id=KEY
        ),
    )
    storage.BucketServerSideEncryptionConfiguration(
        f"{name}-encryption",
        bucket=bucket.name,
        rules=[rule],
        **where,
        opts=pulumi.ResourceOptions(protect=True, retain_on_delete=True),
    )
    policy = bucket_policy(bucket_name, SPEC, ADMINISTRATORS)
    storage.BucketPolicy(f"{name}-policy", bucket=bucket.name, policy=policy, **where)


class Echo(Mocks):
    """Pulumi's own mocks at their cheapest: inputs come back as state."""

    def new_resource(self, args: MockResourceArgs) -> tuple[str | None, dict[Any, Any]]:
        return args.name, args.inputs

    def call(self, args: MockCallArgs) -> tuple[dict[Any, Any], list[tuple[str, str]] | None]:  # noqa: ARG002
        return {}, []


def captured(program: Program) -> int:
    return len(capture(program, stack="bench", project="bench", mode="up")) - 1  # the stack itself is not counted


def mocked(program: Program) -> int:
    counted: list[int] = []

    async def main() -> None:
        set_mocks(Echo(), preview=False)
        await run_pulumi_func(program)
        counted.append(len(pulumi.runtime.settings.get_monitor().resources))

    contextvars.copy_context().run(asyncio.run, main())
    return counted[0]


def seconds_each(run: Callable[[Program], int], program: Program) -> float:
    gc.collect()
    start = time.process_time()
    registrations = run(program)
    return (time.process_time() - start) / registrations


def reachability() -> tuple[float, float]:
    """Seconds of processor to prove 150 closed spaces, and how often that 600 take."""
    sys.path.insert(0, str(Path(__file__).parents[2]))
    from tests.reach.spaces import spaces

    measured: dict[int, list[float]] = {150: [], 600: []}
    estates = {count: spaces(count) for count in measured}
    for _ in range(3):
        for count, (plans, declared) in estates.items():
            gc.collect()
            start = time.process_time()
            prove(model_of(plans, declared))
            measured[count].append(time.process_time() - start)
    once, four_times = (statistics.median(times) for times in measured.values())
    return once, four_times / once


def judging() -> tuple[float, float]:
    """Seconds of processor to judge 1,000 resources of every kind by the rules, and how often that 40,000 take."""
    from tests.rules.many import plan_of_many

    measured: dict[int, float] = {}
    for count in (1000, 40_000):
        plan, times = plan_of_many(count), list[float]()
        for _ in range(3):
            gc.collect()
            start = time.process_time()
            judged([plan], Context(as_of=date(2026, 11, 30)))
            times.append(time.process_time() - start)
        measured[count] = statistics.median(times)
    return measured[1000], measured[40_000] / measured[1000]


def command_seconds(*arguments: str) -> tuple[float, float]:
    """Seconds of processor and of the clock that the command takes on the demo, everything that it starts included."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    command = [sys.executable, "-c", "from socle.cli import main; main()", *arguments]
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, time.monotonic() - start


def review() -> None:
    """A review of the demo against its own commit, beside a preview of it. Needs a git checkout."""
    asked = ("preview", "--estate", "demo")
    command_seconds(*asked)  # once, so that compiled modules are there
    alone, _ = command_seconds(*asked)
    both, clock = command_seconds(*asked, "--base", "HEAD")
    print(
        f"socle preview --base of the demo     {both:.1f} s of processor, {clock:.1f} s on the clock (aim: within 8 s)"
    )
    print(f"--base against a preview alone       {both / alone:.2f}  (2.00: each revision costs as much as a preview)")


def main() -> None:
    cases: dict[str, tuple[Callable[[Program], int], Program]] = {
        "components": (captured, with_components(480)),
        "bare": (captured, bare(480)),
        "mocks": (mocked, bare(480)),
        "few": (captured, with_components(250)),
        "many": (captured, with_components(1000)),
    }
    for run, program in cases.values():
        run(program)  # once, so that imports and caches are not counted
    measured: dict[str, list[float]] = {name: [] for name in cases}
    for _ in range(REPETITIONS):
        for name, (run, program) in cases.items():
            measured[name].append(seconds_each(run, program))
    cost = {name: statistics.median(times) * 1000 for name, times in measured.items()}

    for name, times in measured.items():
        low, high = min(times) * 1000, max(times) * 1000
        print(f"{name:<11}{cost[name]:6.2f} ms of processor per registration ({low:.2f} to {high:.2f})")
    print(f"components against bare resources    {cost['components'] / cost['bare']:.2f}  (aim: at most 1.10)")
    print(f"a capture against Pulumi's own mocks {cost['bare'] / cost['mocks']:.2f}")
    print(f"1000 registrations against 250       {cost['many'] / cost['few']:.2f}  (1.00: linear)")
    once, ratio = reachability()
    print(f"reachability of 150 closed spaces    {once:.2f} s of processor  (aim: at most 5)")
    print(f"600 spaces against 150               {ratio:.2f}  (4.00: linear)")
    once, ratio = judging()
    print(f"1,000 resources judged by the rules  {once:.2f} s of processor  (aim: at most 0.5)")
    print(
        f"40,000 resources against 1,000       {ratio:.2f}  (40.00: linear, and the rest is the collector of garbage)"
    )
    review()


if __name__ == "__main__":
    main()
