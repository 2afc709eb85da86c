"""What an estate may not hold though nobody sees it: characters without a shape, tokens, passwords in words."""

from pathlib import Path

import pytest

from socle.messages import Refused
from socle.specs.text import read_text

pytestmark = pytest.mark.slow


def problems(tmp_path: Path, line: str) -> str:
    file = tmp_path / "estate.yaml"
    file.write_text(f"name: demo\n{line}\n", encoding="utf-8")
    try:
        read_text(file, tmp_path, "estate.yaml")
    except Refused as error:
        return str(error)
    return ""


@pytest.mark.parametrize(
    "code",
    [
        0x34F,
        0x115F,
        0x180B,
        0x180F,
        0x2800,
        0x3164,
        0xFE0F,
        0xFFA0,
        0xFFF0,
        0x1BCA0,
        0x1D173,
        0xE0041,
        0xE0100,
        0xE0FFF,
    ],
)
def test_a_character_without_a_shape_is_refused_by_its_number(tmp_path: Path, code: int) -> None:
    assert f"the invisible character U+{code:04X}" in problems(tmp_path, f"reason: the cardio{chr(code)}logy study")


CREDENTIALS = (
    "reason: mot de passe : Azerty123!",
    "reason: 'MDP=Azerty123!xyz'",
    "# password: hunter2222x",
    "reason: ghp_" + "a1B2" * 9,
    "reason: glpat-" + "aB3d" * 5,
    "reason: hvs.CAESIJ" + "aB3d" * 10,
    "reason: SCW_SECRET_KEY 11111111-2222-4333-8444-555555555555",
    "reason: https://hooks.slack.com/services/T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX",
    "reason: 'Authorization: Basic YWRtaW46aHVudGVyMg=='",
    "reason: AKIAABCDEFGHIJKLMNOP",
)


@pytest.mark.parametrize("line", CREDENTIALS)
def test_a_credential_is_refused_and_not_shown(tmp_path: Path, line: str) -> None:
    told = problems(tmp_path, line)

    assert "estate.yaml:2: a credential" in told
    assert line.partition(" ")[2].strip("'")[:12] not in told


@pytest.mark.parametrize(
    "line",
    [
        "  secret: legacy-replication2",
        "    token: collector01",
        "reason: the secret: a story",
        "reason: token of the collector, rotated in 2026",
        "description: password of the legacy database, written by the operators",
        "reason: les droits de l'\u00e9quipe donn\u00e9es, d\u00e9cid\u00e9s le 2026-05-04",
    ],
)
def test_a_text_that_only_speaks_of_one_is_not(tmp_path: Path, line: str) -> None:
    assert problems(tmp_path, line) == ""


@pytest.mark.parametrize("part", ["mdp=", "://", "eyJaaaaaaaaaaaa.", "token:", "https://a:", "password' "])
def test_whether_there_is_a_credential_is_asked_in_a_time_that_grows_with_the_text(tmp_path: Path, part: str) -> None:
    problems(tmp_path, part * (400_000 // len(part)))  # one that grew with its square would take hours
