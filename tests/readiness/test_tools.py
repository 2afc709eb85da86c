"""Versions of the engine, its plugins and the SDKs against what the project and its lock file want.

Does not prove that the engine finds what is found here: `tests/engine` runs the real one.
"""

import shutil
from importlib.metadata import version
from pathlib import Path

import pytest

from socle.readiness.tools import tools
from tests.checkout import ROOT, edit

from .machines import machine, project, states, told

SCALEWAY = version("pulumiverse-scaleway")
ALL_THERE = (("pulumi", "v3.260.0"), ("uv", "uv 0.13.9"), ("pulumi-language-python", ""))


def of_engine(folder: Path, said: str, wanted: str = ">=3.258.0") -> tuple[str, str]:
    there = project(folder)
    edit(there.file, ('requiredPulumiVersion: ">=3.258.0"', f'requiredPulumiVersion: "{wanted}"'))
    return states(tools(there, machine(folder, ("pulumi", said)), ()))[0]


@pytest.mark.parametrize(
    ("said", "wanted", "state"),
    [
        ("v3.258.0", ">=3.258.0", ("ok", "cli")),
        ("v3.300.1", ">=3.258.0", ("ok", "cli")),
        ("3.260.0-dev.0", ">=3.258.0", ("ok", "cli")),
        ("v3.257.9", ">=3.258.0", ("wrong", "cli.other")),
        ("v3.9.0", ">=3.258.0", ("wrong", "cli.other")),
        ("v4.0.0", ">=3.258.0 <4.0.0", ("wrong", "cli.other")),
        ("v3.258.0", ">3.258.0", ("wrong", "cli.other")),
        ("v3.258.0", "<=3.258.0", ("ok", "cli")),
        ("v3.258.0", "3.258.0", ("ok", "cli")),
        ("v3.258", "3.258.0", ("ok", "cli")),
        ("v3.258.1", "<=3.258", ("wrong", "cli.other")),
        ("v3.258.1", "=3.258.0", ("wrong", "cli.other")),
        ("v3.258.0", "^3.258.0", ("not-known", "cli.range")),
        ("v3.258.0", ">=3.1 || >=4", ("not-known", "cli.range")),
        ("command not found", ">=3.258.0", ("not-known", "cli.silent")),
        ("", ">=3.258.0", ("not-known", "cli.silent")),
        ("3.258.0.1.2", ">=3.258.0", ("not-known", "cli.silent")),
    ],
)
def test_the_engine_is_of_the_range_that_the_project_wants(
    tmp_path: Path, said: str, wanted: str, state: tuple[str, str]
) -> None:
    assert of_engine(tmp_path, said, wanted) == state


def test_what_is_not_on_the_path_is_told(tmp_path: Path) -> None:
    here = machine(tmp_path)
    found = states(tools(project(tmp_path), here, ()))
    assert ("wrong", "cli.absent") in found
    assert found.count(("wrong", "program.absent")) == 2


def test_the_host_of_python_may_lie_beside_the_engine(tmp_path: Path) -> None:
    here = machine(tmp_path, *ALL_THERE[:2])
    (tmp_path / "bin" / "pulumi").rename(tmp_path / "pulumi")
    (tmp_path / "bin" / "pulumi").symlink_to(tmp_path / "pulumi")
    (tmp_path / "pulumi-language-python").touch()
    assert ("wrong", "program.absent") not in states(tools(project(tmp_path), here, ()))


def test_asking_the_engine_leaves_nothing_in_its_home(tmp_path: Path) -> None:
    here = machine(tmp_path, *ALL_THERE, PULUMI_HOME=str(tmp_path / "kept"))
    (tmp_path / "bin" / "pulumi").write_text('#!/bin/sh\ntouch "$PULUMI_HOME/log"\necho v3.260.0\n', "utf-8")
    assert states(tools(project(tmp_path), here, ()))[0] == ("ok", "cli")
    assert not (tmp_path / "kept").exists()


def test_a_program_that_says_its_version_is_given_no_credential(tmp_path: Path) -> None:
    secrets = {
        "SCW_SECRET_KEY": "held",
        "PULUMI_ACCESS_TOKEN": "held",
        "PULUMI_CONFIG_PASSPHRASE": "held",
        "OTHER": "kept",
    }
    here = machine(tmp_path, **secrets)
    (tmp_path / "bin" / "pulumi").write_text("#!/bin/sh\nenv | grep -c '=held'; env | grep '^OTHER'\n", "utf-8")
    (tmp_path / "bin" / "pulumi").chmod(0o755)
    assert here.answer(tmp_path / "bin" / "pulumi") == "0"


def test_an_sdk_is_the_one_that_is_locked(tmp_path: Path) -> None:
    there = project(tmp_path)
    here = machine(tmp_path, *ALL_THERE)
    needed = ["pulumiverse-scaleway"]
    assert ("not-known", "lock") in states(tools(there, here, needed))
    assert ("not-known", "sdk.unlocked") in states(tools(there, here, needed))
    shutil.copy(ROOT / "uv.lock", there.root)
    assert ("ok", "sdk") in states(tools(there, here, needed))
    text = (there.root / "uv.lock").read_text("utf-8")
    head = 'name = "pulumiverse-scaleway"\nversion = '
    (there.root / "uv.lock").write_text(text.replace(f'{head}"{SCALEWAY}"', f'{head}"1.59.0"'), "utf-8")
    assert ("wrong", "sdk.other") in states(tools(there, here, needed))
    (there.root / "uv.lock").write_text("not = [toml", "utf-8")
    assert ("not-known", "lock") in states(tools(there, here, needed))


def test_an_sdk_that_nobody_measured_is_not_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("socle.readiness.tools.MEASURED_WITH", {"pulumiverse-scaleway": "1.1.0"})
    there = project(tmp_path)
    shutil.copy(ROOT / "uv.lock", there.root)
    found = tools(there, machine(tmp_path, *ALL_THERE), ["pulumiverse-scaleway"])
    assert ("not-known", "sdk.unmeasured") in states(found)


def plugin(folder: Path, *programs: tuple[str, str], **variables: str) -> tuple[str, str]:
    here = machine(folder, *ALL_THERE, *programs, **variables)
    return states(tools(project(folder), here, ["pulumiverse-scaleway"]))[-1]


def test_a_plugin_on_the_path_wins_whatever_its_version(tmp_path: Path) -> None:
    name = "pulumi-resource-scaleway"
    assert plugin(tmp_path / _made(tmp_path, "a"), (name, SCALEWAY)) == ("ok", "plugin.path")
    assert plugin(tmp_path / _made(tmp_path, "b"), (name, "1.50.0")) == ("wrong", "plugin.other")
    assert plugin(tmp_path / _made(tmp_path, "c"), (name, "usage: ...")) == ("not-known", "plugin.silent")
    ignored = {"PULUMI_IGNORE_AMBIENT_PLUGINS": "true"}
    assert plugin(tmp_path / _made(tmp_path, "d"), (name, "1.50.0"), **ignored) == ("not-known", "plugin.later")


def test_a_plugin_is_of_the_version_that_the_sdk_wants(tmp_path: Path) -> None:
    cache = tmp_path / "engine" / "plugins"
    (cache / "resource-scaleway-v1.50.0").mkdir(parents=True)
    here = {"PULUMI_HOME": str(cache.parent)}
    assert plugin(tmp_path / _made(tmp_path, "a"), **here) == ("not-known", "plugin.later")
    closed = {**here, "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "1"}
    assert plugin(tmp_path / _made(tmp_path, "b"), **closed) == ("wrong", "plugin.absent")
    (cache / f"resource-scaleway-v{SCALEWAY}").mkdir()
    assert plugin(tmp_path / _made(tmp_path, "c"), **closed) == ("ok", "plugin")


def test_a_plugin_that_the_project_names_is_not_known(tmp_path: Path) -> None:
    there = project(tmp_path)
    text = "plugins:\n  providers:\n    - {name: scaleway, path: ../mine}\n"
    there.file.write_text(f"{there.file.read_text('utf-8')}{text}", "utf-8")
    found = list(tools(there, machine(tmp_path, *ALL_THERE), ["pulumiverse-scaleway"]))
    assert states(found)[-1] == ("not-known", "plugin.named")
    assert "../mine" not in told(found)


def _made(folder: Path, name: str) -> str:
    (folder / name).mkdir()
    return name
