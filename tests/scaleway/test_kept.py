"""The hook of what is protected: nothing deletes it but a program in which it is named.

That an engine asks it is shown in `tests/engine/test_outside.py`.
"""

from typing import Any

import pulumi
import pytest

from socle.component import keeper, kept
from socle.estate import SecretSpec
from socle.scaleway import SecretEntry, Tenancy
from socle.testing.plugin import CaptureComponent

ARGS = pulumi.ResourceHookArgs(
    urn="u", id="1", name="store", type="scaleway:object/bucket:Bucket", old_inputs={"name": "a"}
)
ENTRY = SecretSpec.model_validate({"data_class": "internal", "key": "internal", "description": "x"})


def hooks_of(capture_component: CaptureComponent, **config: Any) -> list[pulumi.ResourceHook]:
    found: list[pulumi.ResourceHook] = []
    capture_component(lambda: found.extend((keeper(), keeper(), *(kept().before_delete or []))), **config)
    return found


def asked(capture_component: CaptureComponent, config: dict[str, Any]) -> None:
    """Ask the hook inside a program that is configured so."""
    capture_component(lambda: keeper()(ARGS), config=config)


def test_a_stack_has_one_hook_whose_errors_count(capture_component: CaptureComponent) -> None:
    first, *others = hooks_of(capture_component)
    assert first.name == "socle-kept"
    assert all(each is first for each in others)
    assert first.opts is None or not first.opts.ignore_errors
    assert hooks_of(capture_component)[0] is not first  # another run, another engine to register it with


@pytest.mark.parametrize("config", [{}, {"socle:lets-go": ["other"]}, {"socle:lets-go": {"store": True}}], ids=range(3))
def test_what_nobody_has_named_is_kept(capture_component: CaptureComponent, config: dict[str, Any]) -> None:
    with pytest.raises(pulumi.RunError, match=r"write store under socle:lets-go in Pulumi\."):
        asked(capture_component, config)


def test_what_is_named_is_let_go(capture_component: CaptureComponent) -> None:
    asked(capture_component, {"socle:lets-go": ["other", "store"]})


def test_hooks_that_there_are_stay_beside_it(capture_component: CaptureComponent) -> None:
    found: list[pulumi.ResourceHookBinding] = []

    def program() -> None:
        first, last = (pulumi.ResourceHook(name, lambda _args: None) for name in ("first", "last"))
        given = pulumi.ResourceHookBinding(before_update=[first], before_delete=[last])
        found.extend((kept(given), given))

    capture_component(program)
    both, given = found
    assert [each.name for each in both.before_delete or []] == ["last", "socle-kept"]
    assert both.before_update == given.before_update
    assert [each.name for each in given.before_delete or []] == ["last"]


@pytest.mark.parametrize(("protect", "hooks"), [(None, {"before-delete": ("socle-kept",)}), (False, {})])
def test_the_hook_goes_with_the_protection(
    capture_component: CaptureComponent, tenancy: Tenancy, protect: bool | None, hooks: dict[str, Any]
) -> None:
    opts = pulumi.ResourceOptions(protect=protect)
    plan = capture_component(lambda: SecretEntry("s", ENTRY, tenancy=tenancy, secret_name="s", key_id="k", opts=opts))
    assert plan.one("scaleway:secrets/secret:Secret").hooks == hooks
