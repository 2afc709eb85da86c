"""A tunnel that carries routes is not taken down. Does not prove that an engine runs the hook."""

from typing import Any

import pulumi
import pytest

from socle.bridge.managed_tunnel import shut_first
from socle.testing.plugin import CaptureComponent

ARGS = pulumi.ResourceHookArgs(
    urn="urn:pulumi:dev::acme::scaleway:s2svpn/connection:Connection::tunnel",
    id="1",
    name="tunnel",
    type="scaleway:s2svpn/connection:Connection",
    old_inputs={"enableRoutePropagation": True},
)


@pytest.fixture
def registered(monkeypatch: pytest.MonkeyPatch) -> list[pulumi.ResourceHook]:
    """Every hook that a program registers, bound to a resource or not."""
    found: list[pulumi.ResourceHook] = []
    made = pulumi.ResourceHook

    def note(*arguments: Any) -> pulumi.ResourceHook:
        found.append(made(*arguments))
        return found[-1]

    monkeypatch.setattr(pulumi, "ResourceHook", note)
    return found


def test_an_open_tunnel_is_not_removed(
    capture_component: CaptureComponent, registered: list[pulumi.ResourceHook]
) -> None:
    bound: list[pulumi.ResourceHookBinding | None] = []
    capture_component(lambda: bound.append(shut_first("tunnel", propagation=True)))

    assert bound[0] is not None
    assert bound[0].before_delete == registered
    with pytest.raises(ValueError, match="deploy once with the bridge closed"):
        registered[0](ARGS)


def test_closing_the_bridge_may_replace_what_an_open_one_made(
    capture_component: CaptureComponent, registered: list[pulumi.ResourceHook]
) -> None:
    """The engine looks for the hook of the old state by its name, so it is registered though nothing binds it any more."""
    bound: list[pulumi.ResourceHookBinding | None] = []
    capture_component(lambda: bound.append(shut_first("tunnel", propagation=False)))

    assert bound == [None]
    assert [hook.name for hook in registered] == ["tunnel-shut-first"]
    assert registered[0](ARGS) is None
