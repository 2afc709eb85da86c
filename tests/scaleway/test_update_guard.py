"""The guard of updates: what the engine runs before an update, in previews too. Does not prove that an engine runs it."""

from collections.abc import Iterator
from typing import Any

import pulumi
import pytest

from socle.facts.updates import Inputs, Warned
from socle.scaleway.update_guard import guarded
from socle.testing.plugin import CaptureComponent

ARGS = pulumi.ResourceHookArgs(
    urn="urn:pulumi:dev::acme::scaleway:databases/instance:Instance::box",
    id="1",
    name="box",
    type="scaleway:databases/instance:Instance",
    old_inputs={"size": 2, "password": "planted-secret"},
    new_inputs={"size": 1},
)


def shrinking(old: Inputs, new: Inputs) -> Iterator[Warned]:
    if new["size"] < old["size"]:
        yield Warned("it would shrink; do not")


def felt(_old: Inputs, _new: Inputs) -> Iterator[Warned]:
    yield Warned("it is felt", refused=False)


def hook_of(capture_component: CaptureComponent, check: Any) -> pulumi.ResourceHook:
    found: list[Any] = []
    capture_component(lambda: found.extend(guarded("box", check).before_update or []))
    return found[0]


def test_a_refused_update_stops_the_engine_and_names_the_remedy(capture_component: CaptureComponent) -> None:
    hook = hook_of(capture_component, shrinking)
    with pytest.raises(ValueError, match="it would shrink; do not") as stopped:
        hook(ARGS)
    assert "planted" not in str(stopped.value)


def test_the_hook_runs_in_previews_and_its_errors_count(capture_component: CaptureComponent) -> None:
    options = hook_of(capture_component, shrinking).opts
    assert options is not None
    assert (options.on_dry_run, options.ignore_errors) == (True, False)


def test_an_announced_update_passes_and_is_said_aloud(
    capture_component: CaptureComponent, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(pulumi.log, "warn", said.append)
    hook_of(capture_component, felt)(ARGS)
    assert said == ["box: it is felt"]
