"""Whose code a provider is, as the engine writes it: a version, a source and checksums that no plan keeps among the inputs.

The forms are those of `tests/data/recordings/state.json`, and the older one with the source beside the version.
"""

from typing import Any

import pytest

from socle.plan.model import Resource
from socle.review.danger import Danger
from socle.review.model import Review
from socle.review.verdict import Verdict

from .test_engine_closed import reviewed, state, step
from .test_state_closed import against

TYPE = "pulumi:providers:scaleway"
OWN, DEFAULT = (f"urn:pulumi:dev::acme::{TYPE}::{name}" for name in ("own", "default_1_60_0"))
PUBLISHERS = "github://api.github.com/pulumiverse"
STRANGER = "https://evil.example/plugins"


def plugin(url: str = "", version: str = "1.60.0", **internal: Any) -> dict[str, Any]:
    kept = internal | ({"pluginDownloadURL": url} if url else {})
    return {"inputs": {"version": version, **({"__internal": kept} if kept else {})}}


def older(url: str) -> dict[str, Any]:
    return {"inputs": {"version": "1.60.0", "pluginDownloadURL": url}}


def provided(op: str, old: dict[str, Any] | None, new: dict[str, Any], urn: str = OWN, **more: Any) -> Review:
    return reviewed(step(op, None if old is None else {**state(urn), **old}, {**state(urn), **new}, **more))


@pytest.mark.parametrize("urn", [OWN, DEFAULT])
@pytest.mark.parametrize("op", ["same", "update"])
@pytest.mark.parametrize("form", [plugin, older])
@pytest.mark.parametrize("before", [plugin(), plugin(PUBLISHERS), plugin(f"{STRANGER}-others")])
def test_code_of_a_stranger_exposes_whatever_the_step_is_called(
    urn: str, op: str, form: Any, before: dict[str, Any]
) -> None:
    made = provided(op, before, form(STRANGER), urn)

    assert made.cause
    assert made.cause[1] is Danger.EXPOSES
    (option,) = made.stacks[0].changes[0].options
    assert (option.path, option.new) == ("plugin_download_url", STRANGER)


@pytest.mark.parametrize("form", [plugin, older])
@pytest.mark.parametrize("details", ["pluginDownloadURL", "__internal", "__internal.pluginDownloadURL"])
def test_what_the_engine_names_of_it_is_told_once(form: Any, details: str) -> None:
    told = {details: {"kind": "add"}}
    made = provided("update", plugin(), form(STRANGER), detailedDiff=told, diffReasons=[details.partition(".")[0]])

    assert made.stacks[0].changes[0].properties == ()
    assert made.verdict is Verdict.DANGEROUS


@pytest.mark.parametrize("form", [plugin, older])
@pytest.mark.parametrize(
    "source",
    [
        STRANGER,
        "github://api.github.com/pulumiverse-eve",
        "github://api.github.com.evil.example/pulumi",
        "github://api.github.com/pulumi/../eve",
    ],
)
def test_code_of_a_stranger_exposes_where_it_is_new(form: Any, source: str) -> None:
    assert provided("create", None, form(source)).verdict is Verdict.DANGEROUS


@pytest.mark.parametrize("source", ["", PUBLISHERS, "github://api.github.com/pulumi/pulumi-scaleway"])
def test_code_of_the_publishers_is_no_news(source: str) -> None:
    assert provided("same", plugin(), plugin(source)).verdict is Verdict.NO_RISK
    assert provided("same", plugin(source), plugin()).verdict is Verdict.NO_RISK


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (plugin(), plugin(version="1.20.0")),
        (plugin(pluginChecksums={"linux-amd64": "aa"}), plugin()),
        (plugin(pluginChecksums={"linux-amd64": "aa"}), plugin(pluginChecksums={"linux-amd64": "bb"})),
        (plugin(), plugin(parameterization={"name": "other", "value": "x"})),
    ],
)
@pytest.mark.parametrize("op", ["same", "update"])
def test_another_version_of_the_code_or_what_guards_it_is_not_known(
    old: dict[str, Any], new: dict[str, Any], op: str
) -> None:
    assert provided(op, old, new).verdict is Verdict.LOOK


def test_a_value_that_the_provider_filled_in_is_compared_too() -> None:
    sides = [{"inputs": {"name": "a", "description": text, "__defaults": ["description"]}} for text in ("x", "y")]
    vpc = "urn:pulumi:dev::acme::scaleway:network/vpc:Vpc::net"

    assert provided("same", *sides, urn=vpc).verdict is Verdict.LOOK
    assert provided("same", sides[0], {"inputs": {"name": "a", "description": "x"}}, urn=vpc).verdict is Verdict.NO_RISK


def deployed(now: dict[str, Any], then: dict[str, Any]) -> Verdict:
    row = {"urn": OWN, "type": TYPE, "custom": True, "id": "1", **then}
    return against([row], Resource(OWN, TYPE, custom=True, **now)).verdict


@pytest.mark.parametrize("form", [plugin, older])
def test_a_state_says_where_the_code_of_a_provider_came_from(form: Any) -> None:
    assert deployed({}, form(PUBLISHERS)) is Verdict.NO_RISK
    assert deployed({"plugin_download_url": STRANGER}, form(PUBLISHERS)) is Verdict.DANGEROUS
    assert deployed({"plugin_download_url": STRANGER}, form(STRANGER)) is Verdict.NO_RISK
    assert deployed({}, form(STRANGER)) is Verdict.DANGEROUS


def test_a_state_says_the_version_of_the_code() -> None:
    assert deployed({"version": "1.60.0"}, plugin()) is Verdict.NO_RISK
    assert deployed({"version": "1.20.0"}, plugin()) is Verdict.LOOK
    assert deployed({}, plugin(version="1.20.0")) is Verdict.NO_RISK


@pytest.mark.parametrize(
    ("value", "level"),
    [
        ("https://[evil", Verdict.REFUSED),
        ("https://[evil]:x", Verdict.REFUSED),
        ("https://evil.example:port", Verdict.REFUSED),
        ("https://evil.example", Verdict.DANGEROUS),
        ("04da6b54-80e4-46f7-96ec-b56ff0331ba9", Verdict.DANGEROUS),
    ],
)
@pytest.mark.parametrize("op", ["create", "update", "same"])
def test_a_provider_stops_at_an_address_that_nobody_can_read(value: str, level: Verdict, op: str) -> None:
    old, new = plugin(), {"inputs": {"version": "1.60.0", "apiUrl": value}}

    assert provided(op, None if op == "create" else old, new).verdict is level
