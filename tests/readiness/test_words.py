"""Every line that the room can say has its sentence, its consequence and its remedy."""

import re
from pathlib import Path

import pytest

from socle.readiness import Progress, State
from socle.readiness.doctor import TOPICS
from socle.readiness.redirects import VARIABLES
from socle.report.words import Language
from socle.report.words.catalogue import MESSAGES

ROOM = Path(__file__).parents[2] / "components" / "socle" / "readiness"
SOURCE = "\n".join(file.read_text("utf-8") for file in sorted(ROOM.rglob("*.py")))
SAID = re.compile(r"\b_?(ok|wrong|unknown)\(\s*(?:\"(?:rights|clock|configuration)\",\s*)?\"([a-z_.]+)\"")


@pytest.mark.parametrize("language", Language)
def test_every_line_has_its_sentences(language: Language) -> None:
    known = MESSAGES[language]
    found = {(kind, key) for kind, key in SAID.findall(SOURCE)}
    found |= {("unknown", f"variable.{each.does}") for each in VARIABLES.values()}
    assert len(found) > 60
    needed = {f"doctor.{key}" for _, key in found}
    needed |= {f"doctor.{key}.{part}" for kind, key in found if kind != "ok" for part in ("consequence", "remedy")}
    assert sorted(needed - known.keys()) == []


@pytest.mark.parametrize("language", Language)
def test_every_consequence_has_a_remedy_and_a_line(language: Language) -> None:
    known = MESSAGES[language]
    of_consequences = {
        key.removesuffix(".consequence") for key in known if key.startswith("doctor.") and key.endswith(".consequence")
    }
    assert not {key for key in of_consequences if key not in known or f"{key}.remedy" not in known}
    written = set(re.findall(r"\"([a-z_]+(?:\.[a-z_]+)*)\"", SOURCE)) | {
        f"variable.{each.does}" for each in VARIABLES.values()
    }
    assert sorted(key for key in of_consequences if key.removeprefix("doctor.") not in written) == []


def test_every_topic_and_state_has_a_word() -> None:
    keys = {f"doctor.topic.{topic}" for topic in TOPICS} | {f"doctor.state.{state.value}" for state in State}
    assert keys <= MESSAGES[Language.ENGLISH].keys()


@pytest.mark.parametrize("language", Language)
def test_every_step_has_its_sentence_and_how_it_is_checked(language: Language) -> None:
    known = MESSAGES[language]
    steps = set(re.findall(r"_(?:step|deployed)\(\s*\"([a-z]+)\"", SOURCE)) | {"owners"}
    assert len(steps) == 14
    assert not {f"first.{each}{part}" for each in steps for part in ("", ".how")} - known.keys()
    assert {f"first.state.{each.value}" for each in Progress} <= known.keys()
