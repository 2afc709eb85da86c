"""Whether a passphrase opens stack files, held against a salt that the real engine (3.260) wrote."""

from pathlib import Path

import pytest

from socle.readiness.passphrase import opened, passphrase

from .machines import machine, project, states, told

pytest.importorskip("cryptography")

PHRASE = "correct horse"
SALT = "v1:bs2ov5PC+B4=:v1:pDk7TEb6PZDxozz0:TY6dpjoPaIK8JupK4lovUPi1I7PthA=="
"""What `pulumi stack init` wrote for it."""


@pytest.mark.parametrize(("phrase", "right"), [(PHRASE, True), (f"{PHRASE} ", False)])
def test_only_the_right_passphrase_opens(phrase: str, right: bool) -> None:
    assert opened(SALT, phrase) is right


@pytest.mark.parametrize(
    "salt", ["", "v1", "v2:bs2ov5PC+B4=:v1:pDk7TEb6PZDxozz0:TY6d", SALT.replace("v1:p", "v2:p"), "v1:%%:v1:%%:%%", f"{SALT}:x"]
)  # fmt: skip
def test_a_form_that_is_not_known_is_neither(salt: str) -> None:
    assert opened(salt, PHRASE) is None


def asked(folder: Path, text: str, monkeypatch: pytest.MonkeyPatch, **variables: str) -> list[tuple[str, str]]:
    monkeypatch.setattr("socle.readiness.passphrase.opened", lambda _, phrase: phrase == PHRASE)
    there = project(folder)
    with there.stack_file("demo-platform").open("a", encoding="utf-8") as file:
        file.write(text)
    lines = list(passphrase(there, ["demo-platform"], machine(folder, **variables)))
    assert PHRASE not in told(lines)
    assert SALT not in told(lines)
    return states(lines)


@pytest.mark.parametrize(
    ("text", "variables", "found"),
    [
        (f"encryptionsalt: {SALT}\n", {"PULUMI_CONFIG_PASSPHRASE": PHRASE}, ("ok", "phrase")),
        (f"encryptionsalt: {SALT}\n", {"PULUMI_CONFIG_PASSPHRASE": "another"}, ("wrong", "phrase.other")),
        (f"encryptionsalt: {SALT}\n", {"PULUMI_CONFIG_PASSPHRASE": ""}, ("wrong", "phrase.other")),
        (f"encryptionsalt: {SALT}\n", {}, ("not-known", "phrase.absent")),
        (f"encryptionsalt: {SALT}\n", {"PULUMI_CONFIG_PASSPHRASE_FILE": "/nowhere"}, ("not-known", "phrase.absent")),
        ("", {"PULUMI_CONFIG_PASSPHRASE": PHRASE}, ("not-known", "salt.absent")),
        ("secretsprovider: hashivault://key\nencryptedkey: abc\n", {}, ("not-known", "salt.other")),
        ("encryptionsalt: [\n", {}, ("not-known", "salt.other")),
    ],
)
def test_a_stack_file_is_judged_by_what_seals_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, variables: dict[str, str], found: tuple[str, str]
) -> None:
    assert asked(tmp_path, text, monkeypatch, **variables) == [found]


def test_a_passphrase_may_stand_in_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "phrase"
    file.write_text(f"{PHRASE}\n", "utf-8")
    text = f"encryptionsalt: {SALT}\n"
    assert asked(tmp_path, text, monkeypatch, PULUMI_CONFIG_PASSPHRASE_FILE=str(file)) == [("ok", "phrase")]


def test_stacks_that_share_a_salt_are_told_together(tmp_path: Path) -> None:
    there = project(tmp_path)
    stacks = ["demo-platform", "demo-bridge", "demo-cluster"]
    for stack in stacks[:2]:
        with there.stack_file(stack).open("a", encoding="utf-8") as file:
            file.write(f"encryptionsalt: {SALT}\n")
    lines = list(passphrase(there, stacks, machine(tmp_path)))
    assert states(lines) == [("not-known", "salt.absent"), ("not-known", "phrase.absent")]
    assert "demo-platform, demo-bridge have one" in told(lines)


def test_without_the_extra_nobody_tries(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("socle.readiness.passphrase.find_spec", lambda _: None)
    there = project(tmp_path)
    with there.stack_file("demo-platform").open("a", encoding="utf-8") as file:
        file.write(f"encryptionsalt: {SALT}\n")
    here = machine(tmp_path, PULUMI_CONFIG_PASSPHRASE=PHRASE)
    lines = list(passphrase(there, ["demo-platform"], here))
    assert states(lines) == [("not-known", "phrase.unasked")]
    assert "pip install 'socle-landing-zone[live]'" in told(lines)
