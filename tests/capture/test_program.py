"""Programs on disk are run unmodified, and again for each capture."""

import importlib
import os
import sys
from pathlib import Path

import pytest

from socle.capture.run import capture

MAIN = """
import os
import sys
import pulumi
from names import NAME

assert __name__ == "__main__"
pulumi.export("name", NAME)
pulumi.export("folder", os.path.basename(os.getcwd()))
pulumi.export("first", os.path.basename(sys.path[0]))
pulumi.Output.from_input(1).apply(lambda _: __import__("late"))
"""


def project(where: Path, name: str) -> Path:
    (where / "Pulumi.yaml").write_text("name: x\n")
    infra = where / "infra"
    infra.mkdir()
    (infra / "__main__.py").write_text(MAIN)
    (infra / "names.py").write_text(f"NAME = {name!r}\n")
    (infra / "late.py").write_text("from pulumiverse_scaleway import network\nnetwork.Vpc('late')\n")
    return infra


def test_a_folder_runs_as_pulumi_runs_it(tmp_path: Path) -> None:
    infra = project(tmp_path, "a")
    plan = capture(infra, stack="dev", project="demo")

    assert plan.outputs == {"name": "a", "folder": "infra", "first": "infra"}
    assert plan.named("late").source_position == "project:///infra/late.py#2"


def test_a_file_runs_as_its_folder_does(tmp_path: Path) -> None:
    assert capture(project(tmp_path, "a") / "__main__.py", stack="dev", project="demo").outputs["name"] == "a"


def test_each_capture_runs_the_programs_modules_again(tmp_path: Path) -> None:
    infra = project(tmp_path, "a")
    capture(infra, stack="dev", project="demo")
    (infra / "names.py").write_text("NAME = 'changed'\n")
    os.utime(infra / "names.py", (1, 1))

    assert capture(infra, stack="dev", project="demo").outputs["name"] == "changed"


def test_modules_of_one_name_in_two_programs_do_not_meet(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        assert capture(project(tmp_path / name, name), stack="dev", project="demo").outputs["name"] == name


def test_the_process_is_as_it_was(tmp_path: Path) -> None:
    path, folder, main = list(sys.path), Path.cwd(), sys.modules["__main__"]
    capture(project(tmp_path, "a"), stack="dev", project="demo")

    assert (sys.path, Path.cwd(), sys.modules["__main__"]) == (path, folder, main)
    assert "names" not in sys.modules
    assert "late" not in sys.modules


def test_the_process_is_as_it_was_after_a_failure(tmp_path: Path) -> None:
    path, folder = list(sys.path), Path.cwd()
    infra = project(tmp_path, "a")
    (infra / "names.py").write_text("raise LookupError('stop')\n")

    with pytest.raises(LookupError, match="stop"):
        capture(infra, stack="dev", project="demo")
    assert (sys.path, Path.cwd()) == (path, folder)


def test_a_library_below_the_program_is_not_forgotten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library = tmp_path / "lib"
    library.mkdir()
    (library / "kept_library.py").write_text("X = 1\n")
    (tmp_path / "__main__.py").write_text("import kept_library\n")
    monkeypatch.syspath_prepend(library)

    capture(tmp_path, stack="dev", project="demo")

    assert "kept_library" in sys.modules
    monkeypatch.delitem(sys.modules, "kept_library")


def test_a_missing_program_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"name a folder with a __main__\.py"):
        capture(tmp_path, stack="dev", project="demo")


def test_a_program_runs_its_own_modules_though_another_ones_are_loaded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("one", "two"):
        parts = tmp_path / name / "parts"
        parts.mkdir(parents=True)
        (tmp_path / name / "__main__.py").write_text("import parts\n")
        bucket = f"pulumi.CustomResource('scaleway:object/bucket:Bucket', '{name}', {{'name': '{name}'}})"
        (parts / "__init__.py").write_text(f"import pulumi\n\nif '{name}' == 'two':\n    {bucket}\n")
    monkeypatch.syspath_prepend(tmp_path / "one")
    loaded = importlib.import_module("parts")

    plan = capture(tmp_path / "two", stack="dev", project="demo")

    assert plan.one("scaleway:object/bucket:Bucket").name == "two"
    assert sys.modules.pop("parts") is loaded


def test_what_a_library_makes_is_placed_at_the_line_of_the_program_that_asks_for_it(tmp_path: Path) -> None:
    """Findings of somebody's program lead to the program, not into an installed library."""
    library = tmp_path / "site-packages" / "lent"
    library.mkdir(parents=True)
    (library / "__init__.py").write_text(
        "import pulumi\nfrom pulumiverse_scaleway import network\n\n\nclass Net(pulumi.ComponentResource):\n"
        "    def __init__(self, name):\n        super().__init__('lent:x:Net', name)\n"
        "        network.Vpc(f'{name}-vpc', opts=pulumi.ResourceOptions(parent=self))\n"
    )
    (tmp_path / "Pulumi.yaml").write_text("name: x\n")
    (tmp_path / "infra").mkdir()
    (tmp_path / "infra" / "__main__.py").write_text(
        f"import sys\nsys.path.append({str(library.parent)!r})\nfrom lent import Net\nNet('n')\n"
    )
    plan = capture(tmp_path / "infra", stack="dev", project="demo")

    assert plan.named("n-vpc").source_position == "project:///infra/__main__.py#4"
    assert plan.named("n").source_position == "project:///infra/__main__.py#4"
