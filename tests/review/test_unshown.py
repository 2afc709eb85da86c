"""Changed files that no plan shows: what is said of each, on a repository of plain files that nothing captures.

Does not prove that a plan shows the rest of a file: the tables of edits do that for the estate.
"""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from socle.project import ChangedFile, Revision, changed_files, find_project
from socle.report.words import Language
from socle.report.words.catalogue import MESSAGES
from socle.review.configuration import Told
from socle.review.files import FileChange
from socle.review.model import review
from socle.review.unshown import file_changes
from socle.review.verdict import Verdict
from tests.cli.conftest import write
from tests.repository import begin, git

BASE = {
    "Pulumi.yaml": "name: socle\nruntime: python\nmain: infra\nstackConfigDir: stacks\ndescription: a\n",
    "stacks/Pulumi.demo-platform.yaml": "encryptionsalt: v1:aaa\nconfig:\n  socle:estate: demo\n  socle:layer: platform\n"
    "  socle:token: {secure: v1:abc}\n  scaleway:region: fr-par\n",
    "stacks/estates/demo/estate.yaml": "name: demo\nowner: a\nbuckets: {studies: {data_class: health}}\n"
    "attestations: {hosting: {expires_on: 2027-01-01}}\n",
    "infra/__main__.py": "import pulumi\n",
    "docs/guide.md": "# Guide\n",
    "README.md": "# Read me\n",
    "tests/test_it.py": "assert True\n",
    ".gitlab-ci.yml": "stages: []\n",
    ".gitignore": "*.local\nstacks/Pulumi.hidden.yaml\n",
    "uv.lock": """version = 1
[[package]]
name = "pulumiverse-scaleway"
version = "1.60.0"
source = { registry = "https://pypi.org/simple" }
sdist = { url = "https://files.pythonhosted.org/packages/a/pulumiverse_scaleway-1.60.0.tar.gz", hash = "sha256:aa" }
[[package]]
name = "attrs"
version = "26.1.0"
source = { registry = "https://pypi.org/simple" }
wheels = [{ url = "https://files.pythonhosted.org/packages/b/attrs-26.1.0-py3-none-any.whl", hash = "sha256:bb" }]
""",
}
Edits = dict[str, str | None]
Said = Callable[..., list[FileChange]]


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("checkout").resolve()
    for path, text in BASE.items():
        write(folder / path, text)
    begin(folder)
    return folder


@pytest.fixture
def told(checkout: Path) -> Iterator[Said]:
    """What is said of some edits: the whole text of each file by its path, or nothing where it is taken out."""

    def told(edits: Edits, moved: Mapping[str, Told] = {}) -> list[FileChange]:
        for path, text in edits.items():
            (checkout / path).unlink(missing_ok=True)
            if text is not None:
                write(checkout / path, text)
        project = find_project(checkout)
        return file_changes(changed_files(Revision.of(project, "main")), project, moved)

    yield told
    git(checkout, "checkout", "--quiet", "--", ".")
    git(checkout, "clean", "--quiet", "-fdx")


def with_(path: str, old: str, new: str) -> Edits:
    assert old in BASE[path]
    return {path: BASE[path].replace(old, new, 1)}


STACK, ESTATE = "stacks/Pulumi.demo-platform.yaml", "stacks/estates/demo/estate.yaml"
END = "  scaleway:region: fr-par\n"
REFUSED, DANGEROUS, LOOK = Verdict.REFUSED, Verdict.DANGEROUS, Verdict.LOOK


@pytest.mark.parametrize(
    ("edits", "kind", "level"),
    [
        (with_(STACK, END, END + "  scaleway:apiUrl: https://a.attacker.example\n"), "provider-redirected", REFUSED),
        (with_(STACK, END, END + "  scaleway:config:apiUrl: https://a.attacker.example\n"), "provider-redirected", REFUSED),
        (with_(STACK, END, END + "  scaleway:apiUrl: {secure: v1:zzz}\n"), "provider-redirected", REFUSED),
        (with_(STACK, END, END + "  scaleway:endpoints: {s3: https://a.attacker.example}\n"), "provider-redirected", REFUSED),
        (with_(STACK, END, END + "  azure-native:metadataHost: a.attacker.example\n"), "provider-redirected", REFUSED),
        ({"Pulumi.yaml": BASE["Pulumi.yaml"] + "config:\n  scaleway:apiUrl: https://a.attacker.example\n"},
         "provider-redirected", REFUSED),
        ({"Pulumi.yaml": BASE["Pulumi.yaml"] + "config:\n  scaleway:apiUrl: {value: https://a.attacker.example}\n"},
         "provider-redirected", REFUSED),
        (with_(STACK, END, END + "  scaleway:profile: mine\n"), "provider-setting", DANGEROUS),
        (with_(STACK, END, END + "  scaleway:organizationId: 0\n"), "provider-setting", DANGEROUS),
        (with_(STACK, END, END + "  scaleway:secretKey: {secure: v1:zzz}\n"), "provider-setting", DANGEROUS),
        (with_(STACK, END, END + "  kubernetes:kubeconfig: clusters\n"), "provider-setting", DANGEROUS),
        (with_(STACK, "fr-par", "nl-ams"), "provider-setting", LOOK),
        (with_(STACK, END, ""), "provider-setting", LOOK),
        (with_(STACK, END, END + "  pulumi:disable-default-providers: []\n"), "stack-setting", LOOK),
        (with_(STACK, END, END + "newkey: 1\n"), "stack-setting", LOOK),
        (with_(STACK, "v1:aaa", "v1:bbb"), "stack-encryption", DANGEROUS),
        ({STACK: BASE[STACK] + "secretsprovider: passphrase\n"}, "stack-encryption", DANGEROUS),
        ({STACK: BASE[STACK] + "environment: [shared]\n"}, "stack-environment", DANGEROUS),
        (with_(STACK, "v1:abc", "v1:def"), "secret-setting", LOOK),
        (with_(STACK, "{secure: v1:abc}", "written-plainly"), "secret-setting", LOOK),
        (with_(STACK, "layer: platform", "layer: {secure: v1:zzz}"), "secret-setting", LOOK),
        (with_(STACK, "  socle:token: {secure: v1:abc}\n", ""), "secret-setting", LOOK),
        ({"stacks/Pulumi.new.yaml": "encryptionsalt: v1:a\n"}, "stack-encryption", LOOK),
        ({"stacks/Pulumi.hidden.yaml": "config: {scaleway:apiUrl: https://a.attacker.example}\n"}, "provider-redirected", REFUSED),
        ({STACK: "config: ]\n"}, "unreadable", LOOK),
        ({"Pulumi.yaml": BASE["Pulumi.yaml"] + "backend: {url: s3://elsewhere}\n"}, "project-taken-from", DANGEROUS),
        ({"Pulumi.yaml": BASE["Pulumi.yaml"] + "plugins: {providers: [{name: scaleway, path: ./bin}]}\n"},
         "project-taken-from", DANGEROUS),
        (with_("Pulumi.yaml", "runtime: python", "runtime: nodejs"), "project", LOOK),
        ({"other/Pulumi.yaml": "name: other\nruntime: yaml\n"}, "other", LOOK),
        (with_("uv.lock", '"1.60.0"', '"1.61.0"'), "lock-measured", LOOK),
        (with_("uv.lock", '"26.1.0"', '"26.2.0"'), "lock-version", LOOK),
        (with_("uv.lock", "sha256:bb", "sha256:cc"), "lock-contents", DANGEROUS),
        (with_("uv.lock", ', hash = "sha256:bb"', ""), "lock-contents", DANGEROUS),
        (with_("uv.lock", 'source = { registry = "https://pypi.org/simple" }\nwheels', 'source = { git = "https://a.example" }\nwheels'),
         "lock-source", DANGEROUS),
        ({"uv.lock": BASE["uv.lock"] + '[[package]]\nname = "b"\nversion = "1"\nsource = { url = "https://a.example/b.whl" }\n'},
         "lock-source", DANGEROUS),
        ({"uv.lock": BASE["uv.lock"] + '[[package]]\nname = "b"\nversion = "1"\nsource = { registry = "https://pypi.org/simple" }\n'},
         "lock-version", LOOK),
        (with_("uv.lock", 'wheels = [', 'dependencies = [{ name = "pulumi" }]\nwheels = ['), "lock-entry", LOOK),
        ({"uv.lock": "]"}, "unreadable", LOOK),
        ({"uv.lock": None}, "dependencies", LOOK),
        ({"pyproject.toml": "[project]\n"}, "dependencies", LOOK),
        ({"infra/__main__.py": "import os\n"}, "code", LOOK),
        ({"infra/notes.md": "read by the program\n"}, "code", LOOK),
        ({"infra/__main__.py": None}, "code", LOOK),
        ({".gitlab-ci.yml": "stages: [a]\n"}, "pipeline", LOOK),
        ({".github/workflows/apply.yml": "on: push\n"}, "pipeline", LOOK),
        ({"Makefile": "all:\n"}, "pipeline", LOOK),
        ({"policies/__main__.py": ""}, "reviewer", LOOK),
        ({"tests/test_it.py": ""}, "tests", LOOK),
        ({"docs/conf.py": ""}, "other", LOOK),
        ({"data.bin": "a"}, "other", LOOK),
        ({"zz.bin": "a"}, "other", LOOK),
        (with_(ESTATE, "2027-01-01", "2029-01-01"), "evidence", LOOK),
        ({ESTATE: BASE[ESTATE] + "exemptions: {lock: {rule: object-lock}}\n"}, "evidence", LOOK),
        ({ESTATE: BASE[ESTATE] + "lifetime: rehearsal\n"}, "evidence", LOOK),
        ({"stacks/estates/demo/inventory.json": "[]"}, "evidence", LOOK),
        (with_(ESTATE, "owner: a", "owner: b"), "estate-unshown", LOOK),
        ({"stacks/estates/demo/new.yaml": "a: 1\n"}, "estate-unshown", LOOK),
    ],
)  # fmt: skip
def test_a_changed_file_that_no_plan_shows_is_told(told: Said, edits: Edits, kind: str, level: Verdict) -> None:
    found = told(edits)

    assert [(f.file, f.kind, f.verdict) for f in found] == [(next(iter(edits)), kind, level)]
    assert all(f"file.{kind}" in messages for messages in MESSAGES.values())
    assert review([], baseline="main", files=found).verdict is level
    assert "v1:" not in str(found)


@pytest.mark.parametrize(
    "edits",
    [
        {},
        {"docs/guide.md": "# Another\n"},
        {"README.md": None},
        {"docs/images/a.png": "a"},
        {STACK: "# a comment\n" + BASE[STACK]},
        {STACK: BASE[STACK].replace("  socle:layer: platform\n", "") + "  socle:layer: platform\n"},
        with_(STACK, "socle:layer", "layer"),
        {"notes.local": "ignored by git\n"},
        {ESTATE: BASE[ESTATE].replace("name: demo\n", "") + "name: demo\n"},
        with_("Pulumi.yaml", "description: a", "description: b"),
        {"uv.lock": BASE["uv.lock"] + "# a comment\n"},
    ],
)
def test_what_only_people_read_alarms_nobody(told: Said, edits: Edits) -> None:
    assert told(edits) == []


@pytest.mark.parametrize(
    ("edits", "old", "new"),
    [
        (with_(STACK, "fr-par", "nl-ams"), "fr-par", "nl-ams"),
        (with_(STACK, END, ""), "fr-par", "–"),
        (with_(STACK, END, END + "  scaleway:profile: mine\n"), "–", "mine"),
        (with_(STACK, END, END + "  scaleway:secretKey: {secure: v1:zzz}\n"), "–", "–"),
        (with_(STACK, "fr-par", "{secure: v1:zzz}"), "–", "–"),
        ({STACK: BASE[STACK] + "  scaleway:accessKey: SCWXXXXXXXXXXXXXXXXX\n"}, "–", "–"),
        (with_("uv.lock", '"26.1.0"', '"26.2.0"'), "26.1.0", "26.2.0"),
        (with_("uv.lock", '"1.60.0"', '"1.61.0"'), "1.60.0", "1.61.0"),
        (with_("uv.lock", '"26.1.0"', '"25.1.0"'), "26.1.0", "25.1.0"),
        (
            with_("uv.lock", 'simple" }\nwheels', 'other" }\nwheels'),
            "registry https://pypi.org/simple",
            "registry https://pypi.org/other",
        ),
        (
            {
                "uv.lock": BASE["uv.lock"]
                + '[[package]]\nname = "b"\nversion = "1"\nsource = { url = "https://a.example/b" }\n'
            },
            "",
            "url https://a.example/b",
        ),
    ],
)
def test_both_values_of_a_setting_are_told_and_those_of_a_secret_are_not(
    told: Said, edits: Edits, old: str, new: str
) -> None:
    (found,) = told(edits)

    assert (found.old, found.new) == (old, new)


def test_what_a_plan_shows_of_an_estate_is_told_there(told: Said) -> None:
    edit, bucket = with_(ESTATE, "health", "internal"), frozenset({"buckets.studies"})
    assert told(edit, moved={"demo": Told(resources=bucket)}) == []
    for elsewhere in (
        {"another": Told(resources=bucket)},
        {"demo": Told(records=bucket)},
        {"demo": Told(resources=frozenset({"buckets.study", "buckets.studies.grants", "keys.studies"}))},
    ):
        assert [(f.kind, f.detail) for f in told(edit, moved=elsewhere)] == [
            ("estate-unshown", "buckets.studies.data_class")
        ]


def test_a_word_that_a_component_records_is_told_by_it(told: Said) -> None:
    edit = {ESTATE: BASE[ESTATE].replace("data_class: health}", "data_class: health, description: kept}")}
    assert told(edit, moved={"demo": Told(records=frozenset({"buckets.studies"}))}) == []
    assert [f.kind for f in told(edit)] == ["estate-unshown"]


def test_the_keys_of_a_theme_are_those_that_its_resources_have(told: Said) -> None:
    legacy = "stacks/estates/demo/legacy.yaml"
    edit = {legacy: "storage_accounts: {lake: {tier: hot}}\n"}
    assert [f.detail for f in told(edit)] == ["storage_accounts.lake.tier"]
    assert told(edit, moved={"demo": Told(resources=frozenset({"legacy.storage_accounts.lake"}))}) == []


def test_an_estate_of_many_keys_says_how_many_it_does_not_name(told: Said) -> None:
    def keys(count: int) -> str:
        return BASE[ESTATE] + "".join(f"key{number:02}: 1\n" for number in range(count))

    for count in (1, 3, 12):
        assert "+" not in told({ESTATE: keys(count)})[0].detail
    assert told({ESTATE: keys(13)})[0].detail.endswith("key11 (+1)")
    assert told({ESTATE: keys(14)})[0].detail.endswith("key11 (+2)")


def test_rooms_of_this_library_that_review_are_told_from_those_that_make_resources() -> None:
    project = find_project(Path(__file__).parents[2])
    revision = Revision.of(project, "HEAD")
    paths = [f"components/socle/{room}/a.py" for room in ("review", "rules", "scaleway", "estate")]
    kinds = {f.kind: f.number for f in file_changes([ChangedFile(path, revision) for path in paths], project, ())}

    assert kinds == {"reviewer": 2, "code": 2}


def test_files_of_a_kind_are_told_once_and_all_are_named(told: Said) -> None:
    (found,) = told({"infra/a.py": "", "infra/b.py": "", "infra/c.py": ""})

    assert (found.file, found.others, found.number) == ("infra/a.py", ("infra/b.py", "infra/c.py"), 3)


def test_each_language_says_every_kind() -> None:
    kinds = [{key for key in MESSAGES[language] if key.startswith("file.")} for language in Language]

    assert all(each == kinds[0] for each in kinds)


def test_the_version_that_the_facts_were_measured_with_is_the_one_that_is_locked() -> None:
    import tomllib

    from socle.facts import MEASURED_WITH

    lock = tomllib.loads((Path(__file__).parents[2] / "uv.lock").read_text())
    locked = {each["name"]: each["version"] for each in lock["package"]}

    assert {name: locked[name] for name in MEASURED_WITH} == MEASURED_WITH


def test_the_files_that_a_run_writes_itself_are_no_change(checkout: Path) -> None:
    (checkout / "review.html").write_text("a")
    (checkout / "README.md").write_text("another")
    try:
        revision = Revision.of(find_project(checkout), "main")
        found = changed_files(revision, written=[checkout / "review.html", checkout / "README.md"])
        assert [each.path for each in found] == ["README.md"]
        assert "review.html" in [each.path for each in changed_files(revision)]
    finally:
        git(checkout, "checkout", "--quiet", "--", ".")
        git(checkout, "clean", "--quiet", "-fdx")
