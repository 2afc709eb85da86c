"""`socle check`, `explain` and `schema`, on copies of the demo estate."""

import json
import shutil
from pathlib import Path

import pytest

from socle.cli.commands.schema import Part
from socle.estate.schema import PARTS, schema

from .conftest import Socle, write

pytestmark = pytest.mark.slow

DEMO = Path(__file__).parents[2] / "stacks/estates/demo/estate.yaml"


@pytest.fixture
def estates(project: Path) -> Path:
    """A project whose two estates are sound."""
    text = DEMO.read_text()
    write(project / "stacks/estates/demo/estate.yaml", text)
    other = (
        text.replace("name: demo\n", "name: test\n", 1).replace("socle-demo", "socle-test").replace("10.20.", "10.60.")
    )
    write(project / "stacks/estates/test/estate.yaml", other.replace("11111111-1111", "11111112-1111"))
    return project / "stacks/estates"


def line_of(text: str) -> int:
    """The line of the demo estate that says this."""
    return next(n for n, line in enumerate(DEMO.read_text().splitlines(), 1) if text in line)


def test_sound_estates_are_counted(estates: Path, socle: Socle) -> None:
    said = socle("check")
    assert (said.code, said.err) == (0, "")
    assert [line.split(":")[0] for line in said.out.splitlines()] == ["ok  demo", "ok  test"]
    assert "buckets 3" in said.out
    assert "network.private_networks 5" in said.out


@pytest.mark.parametrize(
    ("old", "new", "line", "what"),
    [
        ("socle-test", "socle-demo", "name_prefix: ", "name_prefix: test has the same name_prefix"),
        (
            "11111112-1111",
            "11111111-1111",
            "platform: 11111111",
            "platform: this project is test's scaleway.projects.platform too",
        ),
        ("10.60.40.0/22", "10.20.46.0/23", "services: {purpose", None),
        ("10.60.0.0/16", "10.16.0.0/12", "services: {purpose", None),
        (
            "10.60.",
            "10.20.",
            "admin: {purpose",
            "range: 10.20.0.0/24 overlaps 10.20.0.0/24, which is test's network admin",
        ),
    ],
)
def test_what_two_estates_both_have_is_told_with_the_name_of_the_other(
    estates: Path, socle: Socle, old: str, new: str, line: str, what: str | None
) -> None:
    """Ranges that lie beside each other, and an address space of which no network is made, are no matter."""
    file = estates / "test/estate.yaml"
    write(file, file.read_text().replace(old, new))
    said = socle("check", "--estate", "demo")

    assert said.code == 0
    if what is None:
        assert said.err == ""
    else:
        assert f"warning: stacks/estates/demo/estate.yaml:{line_of(line)}: " in said.err
        assert what in said.err


def test_a_rehearsal_may_be_in_the_project_of_a_lasting_estate(estates: Path, socle: Socle) -> None:
    file = estates / "test/estate.yaml"
    same = file.read_text().replace("11111112-1111", "11111111-1111")
    write(
        file,
        same.replace("name: test\n", "name: test\nlifetime: rehearsal\n", 1).replace(
            "lock: {mode: governance, days: 365}", ""
        ),
    )

    assert "scaleway.projects" not in socle("check", "--estate", "demo").err


LATIN_LOOKALIKES = [
    "lo\u0430der",  # Cyrillic a
    "\u0430dmin",
    "\u0441\u043e\u0440",  # all Cyrillic, reads `cop`
    "car\u0501io",
    "\uff41dmin",  # full width
    "\U0001d41adm",  # mathematical bold
    "dat\u03b1",  # Greek alpha
    "r\u0585le",  # Armenian
    "\u13a0ata",  # Cherokee
    "x-\u0430",
]


@pytest.mark.parametrize("word", LATIN_LOOKALIKES)
@pytest.mark.parametrize("written", ["raw", "escaped"])
def test_a_letter_that_looks_like_another_is_refused_with_its_place(
    estates: Path, socle: Socle, word: str, written: str
) -> None:
    text = word if written == "raw" else word.encode("ascii", "backslashreplace").decode()
    where = line_of("the loader deposits")
    file = estates / "demo/estate.yaml"
    write(file, file.read_text().replace("reason: the loader deposits", f'reason: "the {text} deposits" # '))
    said = socle("check", "--estate", "demo")

    assert said.code == 1
    assert f"stacks/estates/demo/estate.yaml:{where}:" in said.err or f"demo/estate.yaml:{where}" in said.err
    assert "which looks like another one" in said.err


@pytest.mark.parametrize(
    "text",
    [
        "données de santé",
        "5 μs",
        "TGF-β et α2β1",
        "1º étage, 25 m²",
        "l'œuvre naïve",
        "κατάλογος",
        "база данных",
        "1 000 €",
        "Ångström",
    ],
)
def test_other_alphabets_by_themselves_and_signs_are_no_matter(estates: Path, socle: Socle, text: str) -> None:
    file = estates / "demo/estate.yaml"
    write(file, file.read_text().replace("reason: the loader deposits", f"reason: {text}, the loader deposits"))

    assert socle("check", "--estate", "demo").code == 0


def with_version(estates: Path, version: str) -> None:
    demo = estates / "demo/estate.yaml"
    write(demo, demo.read_text().replace('version: "1.36"', f'version: "{version}"', 1))


@pytest.mark.parametrize(
    ("version", "day", "what"),
    [
        ("1.36", "2027-04-01", "the host makes no new Kubernetes 1.36 from 2027-07-07, and the end of its support is 2027-09-07"),
        ("1.34", "2026-10-01", "the host makes no new Kubernetes 1.34 since 2026-09-29, and the end of its support is 2026-11-29"),
        ("1.34", "2026-11-30", "the support of Kubernetes 1.34 ended on 2026-11-29"),
    ],
)  # fmt: skip
def test_an_end_of_support_is_told_of_with_its_day_and_refuses_nothing(
    estates: Path, socle: Socle, version: str, day: str, what: str
) -> None:
    with_version(estates, version)
    said = socle("check", "--estate", "demo", "--as-of", day)

    assert said.code == 0
    assert f"demo/estate.yaml:{line_of('    version:')}: clusters.main.version: {what}" in said.err
    assert "remedy:" in said.err


def test_a_version_that_nobody_can_have_any_more_is_refused_with_the_way_out(estates: Path, socle: Socle) -> None:
    with_version(estates, "1.34")
    said = socle("check", "--estate", "demo", "--as-of", "2026-12-30")

    assert said.code == 1
    assert "clusters.main.version: Kubernetes 1.34 is gone since 2026-12-30" in said.err
    assert "remedy: write 1.36 for what is new" in said.err


@pytest.mark.parametrize(
    ("version", "what"), [("1.31", "is gone since 2026-03-05"), ("1.99", "there is no Kubernetes 1.99")]
)
def test_a_version_that_can_stand_nowhere_is_refused_on_any_day(
    estates: Path, socle: Socle, version: str, what: str
) -> None:
    with_version(estates, version)
    said = socle("check", "--estate", "demo", "--as-of", "2025-01-01")

    assert said.code == 1
    assert what in said.err
    assert "remedy: write one of: 1.36" in said.err


def test_one_refused_estate_does_not_hide_the_other(estates: Path, socle: Socle) -> None:
    demo = estates / "demo/estate.yaml"
    write(demo, demo.read_text().replace("owner:", "ownr:", 1))
    said = socle("check")
    assert said.code == 1
    assert said.out.startswith("ok  test")
    assert f"stacks/estates/demo/estate.yaml:{line_of('owner:')}: ownr: ownr is not a known key" in said.err
    assert "  remedy: did you mean owner?" in said.err


def test_all_problems_are_told_at_once(estates: Path, socle: Socle) -> None:
    demo = estates / "demo/estate.yaml"
    write(demo, demo.read_text().replace("owner:", "ownr:", 1).replace("data_class: health", "data_class: heath"))
    said = socle("check", "--estate", "demo")
    assert said.code == 1
    problems = [line for line in said.err.splitlines() if line.startswith("stacks/estates/demo/estate.yaml:")]
    assert len(problems) >= 3
    assert said.err.splitlines()[-1] == f"{len(problems)} problems"


def test_an_unreadable_estate_is_refused_without_a_traceback(estates: Path, socle: Socle) -> None:
    (estates / "demo/estate.yaml").write_bytes(b"name: \xff\n")
    said = socle("check", "--estate", "demo")
    assert said.code == 1
    assert said.err.startswith("stacks/estates/demo/estate.yaml:")


def test_steering_characters_of_an_estate_do_not_reach_the_terminal(estates: Path, socle: Socle) -> None:
    demo = estates / "demo/estate.yaml"
    write(demo, demo.read_text().replace("owner:", '"\\e[31mow\\u202ener":', 1))
    said = socle("check", "--estate", "demo")
    assert said.code == 1
    assert not {"\x1b", "\u202e"} & set(said.out + said.err)


def test_a_written_value_is_explained_with_its_line_and_purpose(estates: Path, socle: Socle) -> None:
    said = socle("explain", "demo-a", "buckets.evidence.lock.days")
    assert said.code == 0
    value, place, purpose = said.out.splitlines()
    assert value == "buckets.evidence.lock.days = 365"
    assert place == f"  stacks/estates/demo/estate.yaml:{line_of('days: 365')}"
    assert "stays locked" in purpose


def test_what_a_value_names_and_what_names_an_entry_is_said(estates: Path, socle: Socle) -> None:
    assert "Refers to keys.health." in socle("explain", "demo-a", "buckets.studies.key").out
    named = next(line for line in socle("explain", "demo-a", "keys.health").out.splitlines() if "Named by" in line)
    assert "buckets.studies.key" in named
    assert "Refers" not in socle("explain", "demo-a", "buckets.studies.versioning").out


def test_a_default_is_explained_as_one(estates: Path, socle: Socle) -> None:
    lines = socle("explain", "demo-a", "buckets.evidence.versioning").out.splitlines()
    assert lines[0] == "buckets.evidence.versioning = true"
    assert lines[1].startswith(
        "  default of BucketSpec.versioning (buckets.evidence is at stacks/estates/demo/estate.yaml:"
    )


@pytest.mark.parametrize(
    ("key", "reason"),
    [
        ("buckets.studies.versioning", "keeps no versions"),
        ("buckets.studies.client_encryption", "encrypted before they leave the client"),
        ("buckets.studies.expire_after_days", "lifecycle rule"),
    ],
)
def test_a_floor_of_the_data_class_is_named(estates: Path, socle: Socle, key: str, reason: str) -> None:
    out = socle("explain", "demo-a", key).out
    assert "Floor of the data class" in out
    assert reason in out


@pytest.mark.parametrize(
    "key", ["buckets.studies.lock", "keys.internal.rotation_days", "buckets.evidence.lock.mode", "owner"]
)
def test_a_free_choice_is_not_called_a_floor(estates: Path, socle: Socle, key: str) -> None:
    said = socle("explain", "demo-a", key)
    assert said.code == 0
    assert "Floor" not in said.out


def test_a_mapping_lists_its_children_with_their_lines(estates: Path, socle: Socle) -> None:
    lines = [line.split() for line in socle("explain", "demo-a", "buckets.studies").out.splitlines()]
    assert ["versioning", "true", "default"] in lines
    assert ["data_class", "health", "line", str(line_of("  studies:") + 1)] in lines


def test_without_a_key_the_whole_estate_is_listed(estates: Path, socle: Socle) -> None:
    out = socle("explain", "demo-a").out
    assert out.startswith("demo  (Estate)\n")
    assert ["buckets", "(3", "entries)"] in [line.split()[:3] for line in out.splitlines()]


def test_an_unknown_key_suggests_the_nearest(estates: Path, socle: Socle) -> None:
    said = socle("explain", "demo-a", "bucket.studies.versioning")
    assert said.code == 2
    assert "Nearest: buckets.studies.versioning" in said.err


@pytest.mark.parametrize(
    "key", [".", "..", "buckets.", "buckets.studies.lock.days", "owner.name", "scaleway.zones.9", "-1", "é"]
)
def test_a_key_that_leads_nowhere_is_wrong_use(estates: Path, socle: Socle, key: str) -> None:
    assert socle("explain", "demo-a", "--", key).code == 2


def test_a_stack_without_an_estate_says_what_to_add(estates: Path, socle: Socle, project: Path) -> None:
    write(project / "stacks/Pulumi.demo-a.yaml", "config: {}\n")
    said = socle("explain", "demo-a", "name")
    assert said.code == 2
    assert "socle:estate" in said.err


def test_the_schema_is_that_of_the_estate(project: Path, socle: Socle) -> None:
    assert json.loads(socle("schema").out) == schema()


def test_a_current_schema_file_passes_the_check(project: Path, socle: Socle) -> None:
    assert socle("schema", "--output", "estate.schema.json").code == 0
    assert socle("schema", "--output", "estate.schema.json", "--check").code == 0


@pytest.mark.parametrize("text", [None, "", "{}"])
def test_a_stale_schema_file_fails_the_check_and_is_left_alone(project: Path, socle: Socle, text: str | None) -> None:
    file = project / "estate.schema.json"
    if text is not None:
        file.write_text(text)
    said = socle("schema", "--output", str(file), "--check")
    assert said.code == 1
    assert "run: socle schema estate --output" in said.err
    assert file.exists() == (text is not None)


@pytest.mark.parametrize("there", [True, False])
def test_a_symbolic_link_is_not_written_through(project: Path, socle: Socle, there: bool) -> None:
    """A checkout may hold one that leads anywhere, and a pipeline writes beside it."""
    (project / "link.json").symlink_to(project / "real.json")
    if there:
        (project / "real.json").write_text("mine")
    said = socle("schema", "--output", "link.json")

    assert said.code != 0
    assert "link" in said.err
    assert (project / "link.json").is_symlink()
    assert not there or (project / "real.json").read_text() == "mine"
    assert there or not (project / "real.json").exists()


def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(
    project: Path, socle: Socle, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = project / "estate.schema.json"
    file.write_text("old")

    def full(partial: Path, _target: Path) -> None:
        raise OSError(28, "No space left on device", str(partial))

    monkeypatch.setattr(Path, "replace", full)
    said = socle("schema", "--output", str(file))
    assert said.code == 1
    assert "No space left on device" in said.err
    assert [f.name for f in project.iterdir() if "schema" in f.name] == ["estate.schema.json"]
    assert file.read_text() == "old"


def test_a_folder_without_estates_is_told(project: Path, socle: Socle) -> None:
    shutil.rmtree(project / "stacks/estates")
    said = socle("check")
    assert said.code == 2
    assert "the project has no estate" in said.err


def test_every_file_of_an_estate_has_a_schema_of_its_own(project: Path, socle: Socle) -> None:
    assert list(PARTS) == [part.value for part in Part]
    for part in PARTS:
        assert json.loads(socle("schema", part).out) == schema(part)
