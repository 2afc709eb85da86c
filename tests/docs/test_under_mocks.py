"""Every example of the pages runs under Pulumi's own mocks as docs/library/testing.md has them, which fill in nothing that a cloud
would: not an address, not a revision, not a kubeconfig.
"""

import asyncio
import re
from collections.abc import Callable
from typing import Any

import pulumi
import pytest

from socle.component import filled
from socle.estate import load
from socle.scaleway import SovereignPlatform, Tenancy

from .test_examples import PROGRAMS, ROOT

pytestmark = pytest.mark.slow

BRIDGE = next(code for where, code in PROGRAMS if where.startswith("docs/components/bridge.md"))
MACHINES = BRIDGE.replace(
    '"bridge": {', '"bridge": {"transport": "self-hosted", "machines": {"active": "par1"},'
).replace(
    '"tunnels": {',
    '"tunnels": {"par2": {"zone": "fr-par-2", "scaleway_address": "169.254.21.5", "azure_address": "169.254.21.6"},',
)


def cloud() -> pulumi.runtime.Mocks:
    """The mocks that the page shows."""
    page = (ROOT / "docs" / "library" / "testing.md").read_text("utf-8")
    shown = re.search(r"^class Cloud.*?(?=^\S)", page.partition("## With Pulumi's mocks")[2], re.MULTILINE | re.DOTALL)
    assert shown
    names: dict[str, Any] = {"pulumi": pulumi}
    exec(compile(shown[0], "docs/library/testing.md", "exec"), names)  # noqa: S102
    return names["Cloud"]()


@pytest.fixture(params=[False, True], ids=["up", "preview"])
def mocked(request: pytest.FixtureRequest) -> None:
    asyncio.set_event_loop(asyncio.new_event_loop())  # a test that calls `asyncio.run` takes the current one away
    pulumi.runtime.set_mocks(cloud(), preview=request.param)


def run(program: Callable[[], Any]) -> None:
    pulumi.runtime.test(program)()  # pyright: ignore[reportUnknownMemberType]


@pytest.mark.usefixtures("mocked")
@pytest.mark.parametrize(
    ("where", "code"), [*PROGRAMS, ("machines", MACHINES)], ids=[*(where for where, _ in PROGRAMS), "machines"]
)
def test_an_example_runs_under_the_mocks(where: str, code: str) -> None:
    run(lambda: exec(compile(code, where, "exec"), {"__name__": "doc"}))  # noqa: S102


@pytest.mark.usefixtures("mocked")
@pytest.mark.parametrize("estate", ["demo", "rehearsal"])
def test_a_whole_platform_runs_under_the_mocks(estate: str) -> None:
    declared = load(ROOT / "stacks" / "estates" / estate).estate
    exporters = declared.observability.exporters if declared.observability else {}
    run(
        lambda: SovereignPlatform(
            "platform",
            declared,
            tenancy=Tenancy.of(declared, "platform"),
            key_materials={key: "a2V5" for key, each in declared.keys.items() if each.material == "external"},
            secret_values={key: "text" for key, secret in declared.secrets.items() if secret.content == "given"},
            exporter_headers={key: {"h": "v"} for key, each in exporters.items() if each.authenticated},
        )
    )


@pulumi.runtime.test  # pyright: ignore[reportUnknownMemberType, reportUntypedFunctionDecorator]
def test_a_value_is_read_once_all_of_it_is_there() -> Any:
    pulumi.runtime.set_mocks(cloud(), preview=False)
    read = pulumi.Output.all(
        filled(int, "3"), filled(int, pulumi.Output.from_input(None)), filled("{}-{}".format, "a", None)
    )

    def check(values: list[Any]) -> None:
        assert values == [3, None, None]

    return read.apply(check)


def test_an_address_that_azure_says_it_has_not_given_is_refused() -> None:
    """Azure's answers carry a provisioning state; the mocks' do not."""
    mocks = cloud()
    unset = mocks.new_resource

    def answered(args: pulumi.runtime.MockResourceArgs) -> Any:
        id_, outputs = unset(args)
        return id_, {**outputs, "provisioningState": "Succeeded"}

    mocks.new_resource = answered
    pulumi.runtime.set_mocks(mocks, preview=False)
    with pytest.raises(ValueError, match="gave instance 0 of its gateway no public address"):
        run(lambda: exec(compile(BRIDGE, "bridge.md", "exec"), {"__name__": "doc"}))  # noqa: S102
