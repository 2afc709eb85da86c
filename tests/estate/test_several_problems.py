"""All that is wrong with a file is said at once, and nothing that only follows from a value that is refused already.

The second half is exhaustive over the demo estate: every single value of it is spoilt in turn.
"""

import json
import random
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest

from socle.specs.yaml import read

from .bridged import GROUP
from .cut_over import CUTOVER, LEGACY, write_cutover
from .written import SOUND, edited, problems_of, write

DEMO = Path(__file__).parents[2] / "stacks" / "estates" / "demo" / "estate.yaml"


def _said(folder: Path) -> list[tuple[int, str]]:
    return [(problem.place.line, problem.at) for problem in problems_of(folder)]


def test_an_id_of_another_type_is_said_though_parts_of_its_parts_have_none(tmp_path: Path) -> None:
    legacy = edited(
        (f"{GROUP}/rg-net/providers/Microsoft.Storage/storageAccounts/archive", f"{GROUP}/rg-net"), text=LEGACY
    )

    assert "legacy.storage_accounts.archive.id" in [key for _, key in _said(write_cutover(tmp_path, CUTOVER, legacy))]


def test_single_values_and_contradictions_of_all_sections_come_together_in_the_order_of_lines(tmp_path: Path) -> None:
    text = edited(
        ("organization_id: 22222222-2222-4222-8222-222222222222", "organization_id: 2222"),
        ("zones: [fr-par-1, fr-par-2, fr-par-3]", "zones: [fr-par-1, nl-ams-1]"),
        ("range: 10.20.0.0/24}", "range: 10.20.0.1/24}"),
        ("range: 10.20.32.0/22}", "range: 10.20.16.0/22}"),
        ("      destination: data\n", "      destination: lake\n"),
        ("zone: fr-par-1", "zone: fr-par-3"),
        ("rotation_days: 90", "rotation_days: 900"),
        ("    client_encryption: sse-c\n", "    expire_after_days: 30\n"),
        (
            "    key: logs\n    lock: {mode: governance, days: 30}",
            "    key: lgs\n    versioning: yes\n    colour: blue",
        ),
    )

    assert _said(write(tmp_path, text)) == [
        (5, "scaleway.organization_id"),
        (6, "scaleway.zones.1"),
        (15, "network.private_networks.admin.range"),
        (17, "network.private_networks.data.range"),
        (23, "network.flows.apps-to-data.destination"),
        (27, "network.gateway.zone"),
        (27, "network.gateway.zone"),
        (32, "network.addresses.catalogue.address"),
        (34, "keys.health.rotation_days"),
        (37, "buckets.studies.client_encryption"),
        (40, "buckets.studies.expire_after_days"),
        (48, "buckets.logs.versioning"),
        (49, "buckets.logs.colour"),
    ]


def test_a_duplicate_key_does_not_hide_what_else_is_wrong(tmp_path: Path) -> None:
    text = edited(("    key: logs\n", "    key: logs\n    key: logs\n"), ("zone: fr-par-1", "zone: nl-ams-1"))

    assert _said(write(tmp_path, text)) == [(27, "network.gateway.zone"), (48, "buckets.logs.key")]


def test_nothing_is_said_that_follows_from_which_of_two_values_was_read(tmp_path: Path) -> None:
    text = edited(("keys:\n", "keys:\n  health: {data_class: internal}\n"))

    assert [at for _, at in _said(write(tmp_path, text))] == ["keys.health"]


def test_a_file_that_cannot_be_read_does_not_hide_a_stray_one(tmp_path: Path) -> None:
    folder = write(tmp_path, "a: ]\n")
    (folder / "more.yaml").write_text("name: b\n")
    (folder / "deep").mkdir()
    (folder / "deep" / "MORE.YML").write_text("name: b\n")
    (folder / ".#estate.yaml").symlink_to("an-editor@its-host")
    (folder / "README.md").write_text("# acme\n")

    assert [(problem.place.file, problem.place.line) for problem in problems_of(folder)] == [
        ("acme/deep/MORE.YML", 0),
        ("acme/estate.yaml", 1),
        ("acme/more.yaml", 0),
    ]


@pytest.mark.parametrize(
    "edit",
    [
        pytest.param(("    data: {purpose: data,", "    data: {purpose: dada,"), id="a refused network is no dangling reference"),
        pytest.param(("  health: {data_class: health,", "  health: {data_class: helth,"), id="a refused key is no missing key"),
        pytest.param(("    platform: 1111", "    platform: x1111"), id="a refused project is no missing project"),
        pytest.param(("  zones: [", "  region: fr-pra\n  zones: ["), id="a refused region judges no zones"),
        pytest.param(("zones: [fr-par-1,", "zones: [fr-par-9,"), id="refused zones judge no gateway"),
        pytest.param(("hds_contract: HDS-2026-1", "hds_contract: 12"), id="a refused contract is no missing contract"),
        pytest.param(("hds_contract:", "hds_contrat:"), id="a misspelt contract is no missing contract"),
        pytest.param(("name_prefix: acme", "name_prefix: acme\nlifetime: rehersal"), id="a refused lifetime judges no data"),
        pytest.param(('      ports: ["5432"]', "      protocol: icpm"), id="the default protocol does not stand in for a refused one"),
        pytest.param(("    client_encryption: sse-c", "    client_encryption: ssec"), id="a refused encryption is no missing one"),
        pytest.param(("rotation_days: 90}", "rotation_days: null, material: extrnal}"), id="the default material does not stand in"),
        pytest.param(("  supernet: 10.20.0.0/16", "  supernet: 10.20.0.0/33"), id="a refused supernet judges no network"),
        pytest.param(('ports: ["5432"]', 'ports: ["http"]'), id="refused ports are no missing ports"),
        pytest.param(("    data: {purpose: data,", "    Data: {purpose: data,"), id="a refused name of a network is no missing network"),
        pytest.param(("  outside:", "  beyond:"), id="a key that nobody knows may be any that is not written"),
    ],
)  # fmt: skip
def test_what_follows_from_a_refused_value_is_not_said(edit: tuple[str, str], tmp_path: Path) -> None:
    assert len(problems_of(write(tmp_path, edited(edit)))) == 1


def test_a_part_with_a_refused_value_still_answers_for_the_others(tmp_path: Path) -> None:
    text = edited(
        ("    client_encryption: sse-c\n", "    versioning: yes\n    expire_after_days: 3\n    lock: {days: 9}\n")
    )

    assert [problem.at for problem in problems_of(write(tmp_path, text))] == [
        "buckets.studies.client_encryption",
        "buckets.studies.versioning",
        "buckets.studies.expire_after_days",
        "buckets.studies.expire_after_days",
    ]


def _leaves(data: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if isinstance(data, dict | list) and data:
        for key, value in data.items() if isinstance(data, dict) else enumerate(data):
            yield from _leaves(value, (*path, key))
    else:
        yield path


def _spoilt(data: Any, path: tuple[Any, ...], value: Any) -> Any:
    copy = json.loads(json.dumps(data))
    here = copy
    for part in path[:-1]:
        here = here[part]
    here[path[-1]] = value
    return copy


@pytest.mark.slow
def test_every_value_of_the_demo_estate_spoils_nothing_but_itself(tmp_path: Path) -> None:
    data = read(DEMO, DEMO.parents[1]).data
    folder = write(tmp_path, json.dumps(data), "demo")
    assert problems_of(folder) == []

    for path in _leaves(data):
        wrong = {"no": {"such": "thing"}} if not isinstance(path[-1], int) else [[]]
        write(tmp_path, json.dumps(_spoilt(data, path, wrong)), "demo")
        said = {problem.at for problem in problems_of(folder)}
        key = ".".join(map(str, path))
        assert said, f"{key} may be anything"
        assert all(each == key or each.startswith(f"{key}.") for each in said), f"{key}: {said}"


THEMES = tuple(sorted(each.name for each in DEMO.parent.glob("*.yaml") if each != DEMO))


def _maps(data: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], dict[str, Any]]]:
    """Every mapping with something in it."""
    if isinstance(data, dict) and data:
        yield path, cast("dict[str, Any]", data)
        for key, value in cast("dict[str, Any]", data).items():
            yield from _maps(value, (*path, key))
    elif isinstance(data, list):
        for index, value in enumerate(cast("list[Any]", data)):
            yield from _maps(value, (*path, index))


def _mistakes(data: dict[str, Any]) -> Iterator[tuple[tuple[Any, ...], dict[str, Any]]]:
    """The place of a mistake, and everything with it: a value that is none, a key that nobody knows, a name that is none."""
    for path in _leaves(data):
        yield path, _spoilt(data, path, {"no": {"such": "thing"}} if not isinstance(path[-1], int) else [[]])
    for path, here in _maps(data):
        for key in here:
            for other in ("zzqx", key.capitalize()):
                renamed = {other if each == key else each: value for each, value in here.items()}
                yield (*path, other), _spoilt(data, path, renamed) if path else renamed


@pytest.mark.slow
@pytest.mark.parametrize("theme", THEMES)
def test_a_mistake_in_a_theme_is_told_and_nothing_that_only_follows_from_it(tmp_path: Path, theme: str) -> None:
    """A part of all mistakes, drawn for each theme. What is missing because its key is another one is told too."""
    folder = tmp_path / DEMO.parent.name
    shutil.copytree(DEMO.parent, folder, ignore=shutil.ignore_patterns("*.jsonl"))
    found = list(_mistakes(read(folder / theme, tmp_path).data))
    for path, data in random.Random(theme).sample(found, min(70, len(found))):  # noqa: S311 - drawn, not secret
        (folder / theme).write_text(json.dumps(data))
        key = ".".join(map(str, (Path(theme).stem, *path)))
        said = {problem.at: problem.what for problem in problems_of(folder)}
        if "not" not in said.get(key, "") and path[-1] == "zzqx":
            continue  # an entry may be called so
        others = {at: what for at, what in said.items() if not (at == key or at.startswith(f"{key}."))}
        assert all(what.endswith("is missing") for what in others.values()), f"{key}: {others}"


def test_a_sound_estate_stays_sound_without_what_has_a_default(tmp_path: Path) -> None:
    text = edited(
        ("  zones: [fr-par-1, fr-par-2, fr-par-3]\n", ""), (", rotation_days: 90", ""), ("{mode: governance, ", "{")
    )

    assert problems_of(write(tmp_path, text)) == []
    assert text != SOUND
