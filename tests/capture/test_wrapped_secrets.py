"""What a program reads as a secret: found where it is plain, answered by a stand-in where only `pulumi` can decrypt it."""

import json
from typing import Any

import pulumi
import pytest

from socle.capture import capture
from socle.plan import PLAIN, SEALED, SECRET, Plan, from_json
from socle.report.words import Words
from socle.rules import RULES, Context, Result, Runner, run

RULE = [rule for rule in RULES if rule.id == "config-secret-encrypted"]
READS = ("secret", "secret_int", "secret_float", "secret_bool", "secret_object")
VALUES = {
    "secret": "hunter2xyz",
    "secret_int": 7654321,
    "secret_float": 76.54321,
    "secret_bool": True,
    "secret_object": {"a": "hunter2xyz9"},
}


def plan_of(program: Any, **more: Any) -> Plan:
    return capture(program, stack="s", project="p", **more)


@pytest.mark.parametrize("how", ["get", "require"])
@pytest.mark.parametrize("read", READS)
def test_a_plain_value_that_is_read_as_a_secret_is_a_finding(read: str, how: str) -> None:
    def program() -> None:
        pulumi.export("out", getattr(pulumi.Config(), f"{how}_{read}")("key"))

    plan = plan_of(program, config={"key": VALUES[read]})
    again = from_json(plan.to_json())

    assert plan.plain_secrets == again.plain_secrets == ("p:key",)
    assert plan.outputs == {"out": SECRET}
    assert [(f.result, Words().text(f.message)) for f in run([again], Context(), RULE)] == [
        (Result.FAIL, "p:key of s is read as a secret and written in plain")
    ]
    assert run([plan], Context(runner=Runner.AUDIT), RULE)[0].result is Result.UNDETERMINED


def test_what_is_encrypted_absent_or_read_as_it_is_is_no_finding() -> None:
    def program() -> None:
        config = pulumi.Config()
        config.require_secret("sealed")
        config.get_secret("absent")
        config.get_secret("absent", "a default of the program")
        config.require("plain")

    plan = plan_of(program, config={"plain": "x"}, secret_config={"sealed": "y"})

    assert plan.plain_secrets == ()
    assert "plainSecrets" not in json.loads(plan.to_json())
    assert run([plan], Context(), RULE)[0].result is Result.PASS


def test_what_only_pulumi_can_decrypt_has_the_type_that_is_asked_for() -> None:
    seen: dict[str, Any] = {}

    def program() -> None:
        config = pulumi.Config()
        for read in ("int", "float", "bool", "object"):
            seen[read] = getattr(config, f"require_{read}")("key")
            pulumi.export(read, getattr(config, f"require_secret_{read}")("key"))
        pulumi.export("inner", config.require_secret_object("key").apply(lambda o: o["a"]["b"] + o.get("c", "d")))
        pulumi.export("text", config.require_secret("key"))

    plan = plan_of(program, secret_config={"key": SEALED})

    assert {name: type(value) for name, value in seen.items() if name != "object"} == {
        "int": int,
        "float": float,
        "bool": bool,
    }
    assert isinstance(seen["object"], dict)
    assert "whatever" in seen["object"]
    assert set(plan.outputs.values()) == {SECRET}


def test_a_value_that_is_not_of_the_type_is_still_refused_and_not_said() -> None:
    def program() -> None:
        pulumi.Config().require_secret_int("key")

    with pytest.raises(pulumi.ConfigTypeError) as raised:
        plan_of(program, config={"key": "hunter2xyz"})

    assert raised.value._socle_secrets == frozenset({"hunter2xyz"})  # type: ignore[attr-defined]


def test_a_wrapped_secret_that_turns_up_in_plain_is_masked_there_too() -> None:
    """In an input, inside a text, encoded, as a number, in an output and in a name; other parts of a wrapped object stay."""

    def program() -> None:
        word = "Zq7correct9xK"
        pulumi.Output.secret({"password": "Yp8inside7xJ", "region": "fr-par-somewhere"})
        pulumi.Output.secret(word)
        pulumi.Output.secret(90210777)
        inputs = {
            "a": word,
            "b": f"x {word} y",
            "c": "WnE3Y29ycmVjdDl4Sw==",
            "d": 90210777,
            "e": "Yp8inside7xJ",
            "f": "fr-par-somewhere",
        }
        first = pulumi.CustomResource("example:index:Thing", f"thing-{word}", {**inputs, "g": [word]})
        pulumi.CustomResource("example:index:Thing", "other", {}, pulumi.ResourceOptions(depends_on=[first]))
        pulumi.export("out", {"x": word})

    plan = plan_of(program)
    thing = plan.named(f"thing-{SECRET}")

    assert thing.inputs == {
        "a": PLAIN,
        "b": f"x {SECRET} y",
        "c": SECRET,
        "d": PLAIN,
        "e": PLAIN,
        "f": "fr-par-somewhere",
        "g": [PLAIN],
    }
    assert plan.named("other").dependencies == (thing.urn,)
    assert plan.outputs == {"out": {"x": PLAIN}}
    assert "Zq7" not in plan.to_json()


def test_a_sealed_value_that_is_not_read_as_a_secret_is_one_in_plain() -> None:
    def program() -> None:
        pulumi.CustomResource("example:index:Thing", "thing", {"a": pulumi.Config().require("key")})

    assert plan_of(program, secret_config={"key": SEALED}).named("thing").inputs == {"a": PLAIN}
