"""Secrets planted in fifty places of estate, stack config, program, state and preview: no command says one of them, anywhere."""

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest

from .planted import ENVIRONMENT, PLACES, Heard, build, build_refused, planted

pytestmark = pytest.mark.slow

FAILING = ("raises", "applies", "address", "key", "encoded")
REVIEW = ("--markdown", "r.md", "--html", "r.html", "--json-report", "r.json")


@pytest.fixture(scope="module")
def heard(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """All that all commands said and wrote of two projects."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in ENVIRONMENT.items():
            patch.setenv(name, value)
        everything = [_of_the_project(patch, tmp_path_factory.mktemp("planted"))]
        yield "\n".join([*everything, _of_refused(patch, tmp_path_factory.mktemp("refused"))])
    gc.collect()


def _of_the_project(patch: pytest.MonkeyPatch, root: Path) -> str:
    build(root)
    patch.chdir(root)
    said = Heard(root)
    assert said.run("preview", "demo-a") == 0
    assert said.run("preview", "demo-a", "--json", "plan.json") == 0
    assert said.run("preview", "demo-a", "--mode", "up", "--json", "up.json") == 0
    for name, arguments in {"base": ("demo-a", "--base", "main"), "state": ("demo-a", "--state", "state.json")}.items():
        assert said.run("preview", *arguments, *(f"{name}-{a}" if a.startswith("r.") else a for a in REVIEW)) == 0, (
            said.text[-1]
        )
    said.run("preview", "--engine", "engine.json", *(f"engine-{a}" if a.startswith("r.") else a for a in REVIEW))
    assert said.run("preview", "demo-a", "--prior", "state.json", "--json", "prior.json") == 0
    for stack in FAILING:
        assert said.run("preview", f"demo-{stack}") == 1
        assert said.run("preview", f"demo-{stack}", "--base", "main", "--markdown", f"{stack}.md") == 1
    patch.setenv("SOCLE_DEBUG", "1")
    for stack in FAILING:
        assert said.run("preview", f"demo-{stack}") == 1
    patch.delenv("SOCLE_DEBUG")
    said.run("check", "--rules")
    said.run("audit", "state.json")
    said.run("audit", "state.json", "--json", "audit.json")
    said.run("cost", "demo-a", "--json", "cost.json")
    assert said.run("access", "demo-a", "--base", "main") == 0
    for form in ("markdown", "csv", "json"):
        said.run("access", "demo-a", "--format", form)
    for arguments in (("check",), ("explain", "demo-a"), ("schema",), ("inventory", "--estate", "demo")):
        said.run(*arguments)
    for estate in ("address", "key", "broken", "unknown"):
        said.run("check", "--estate", estate)
        said.run("inventory", "--estate", estate)
    said.run("adopt", "azure.json", "--estate", "demo", "--dry-run")
    said.run("adopt", "azure.json", "--estate", "demo", "--import-file", "import.json")
    given = ("azure.json", "state.json", "engine.json")
    written = [f for f in root.iterdir() if f.suffix in (".md", ".html", ".json") and f.name not in given]
    assert len(written) >= 13
    legacy = root / "stacks/estates/demo/legacy.yaml"
    return "\n".join([*said.text, *(f.read_text("utf-8") for f in [*written, *([legacy] if legacy.is_file() else [])])])


def _of_refused(patch: pytest.MonkeyPatch, root: Path) -> str:
    build_refused(root)
    patch.chdir(root)
    said = Heard(root)
    for stack in ("plain", "type", "broken"):
        assert said.run("preview", f"demo-{stack}") == 1
        assert said.run("cost", f"demo-{stack}") == 1
    return "\n".join(said.text)


@pytest.mark.filterwarnings("ignore:coroutine .* was never awaited:RuntimeWarning")
@pytest.mark.parametrize("place", PLACES)
def test_a_secret_in_this_place_is_said_nowhere(place: str, heard: str) -> None:
    secret = planted(place)

    found = heard.lower().find(secret.lower())

    assert found < 0, heard[max(0, found - 300) : found + 100]


def test_the_commands_did_speak_of_what_holds_the_secrets(heard: str) -> None:
    for words in (
        "store-user",
        "demo-raises",
        "[secret]",
        "a private key",
        "cannot log in",
    ):
        assert words in heard
    assert len(set(map(planted, PLACES))) == len(PLACES) >= 30
