"""Strict mocks under Pulumi's own `set_mocks`, in both modes."""

import asyncio
from functools import cache
from typing import Any

import pulumi
import pytest
from pulumiverse_scaleway import iam, network, observability
from pulumiverse_scaleway import object as storage

from socle.messages import Refused
from socle.testing.mocks import StrictMocks


@cache
def loop() -> asyncio.AbstractEventLoop:
    """One loop, kept to the end: Pulumi's mock monitor opens more in its worker threads and never closes them."""
    made = asyncio.new_event_loop()
    made.set_exception_handler(lambda _loop, _context: None)  # a failure is raised by the test, not logged as well
    return made


def values_of(program: Any, *, preview: bool) -> list[Any]:
    """What a program's outputs are, unknown ones left out."""
    seen: list[Any] = []
    asyncio.set_event_loop(loop())  # any test that calls `asyncio.run` takes the current one away
    pulumi.runtime.set_mocks(StrictMocks(), preview=preview)

    @pulumi.runtime.test
    def test() -> Any:
        return pulumi.Output.all(*[pulumi.Output.from_input(o).apply(seen.append) for o in program()])

    test()
    return seen


def test_ids_have_the_clouds_shape_after_up_and_are_unknown_in_a_preview() -> None:
    def program() -> list[Any]:
        return [storage.Bucket("b", name="b").id, iam.Application("a").id.apply(len)]

    assert set(values_of(program, preview=False)) == {"fr-par/b", 36}  # the SDK runs them in any order
    assert values_of(program, preview=True) == []


def test_computed_properties_are_never_echoes() -> None:
    def program() -> list[Any]:
        source = observability.Source("s", name="s", type="logs", retention_days=5)
        return [source.retention_days, source.origin, source.url]

    assert set(values_of(program, preview=False)) == {5, "custom"}
    assert values_of(program, preview=True) == [5]


@pytest.mark.parametrize("preview", [True, False])
def test_what_the_provider_refuses_is_refused(preview: bool) -> None:
    with pytest.raises(Refused, match="retentionDays: 400 is not accepted"):
        values_of(lambda: [observability.Source("s", retention_days=400).id], preview=preview)


def test_unknown_and_secret_inputs_pass() -> None:
    def program() -> list[Any]:
        vpc = network.Vpc("v")
        return [network.PrivateNetwork("p", vpc_id=vpc.id, project_id=pulumi.Output.secret("x")).urn.apply(bool)]

    assert values_of(program, preview=True) == [True]


def test_another_providers_type_is_accepted() -> None:
    class Thing(pulumi.CustomResource):
        def __init__(self) -> None:
            super().__init__("other:index:Thing", "t", {"a": 1})

    assert values_of(lambda: [Thing().id.apply(len)], preview=False) == [36]
