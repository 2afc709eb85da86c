"""Changed files that decide what is installed and started: what a reviewer is told first, and what alarms nobody.

Does not prove what an installer does with them: each is told by what it says.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from socle.project import ChangedFile, Revision, changed_files, find_project
from socle.report.review.sentences import headline
from socle.report.words import Language, Words
from socle.report.words.catalogue import MESSAGES
from socle.review.files import FileChange
from socle.review.model import review
from socle.review.unshown import file_changes
from socle.review.verdict import Verdict
from tests.cli.conftest import write
from tests.repository import begin, git

PYPI = '{ registry = "https://pypi.org/simple" }'
FILES = "https://files.pythonhosted.org/packages"
ATTRS = f"""[[package]]
name = "attrs"
version = "26.1.0"
source = {PYPI}
dependencies = [{{ name = "pulumi" }}, {{ name = "idna" }}]
sdist = {{ url = "{FILES}/a/attrs-26.1.0.tar.gz", hash = "sha256:aa", upload-time = "2026-01-01" }}
wheels = [
    {{ url = "{FILES}/b/attrs-26.1.0-py3-none-any.whl", hash = "sha256:bb" }},
    {{ url = "{FILES}/b/attrs-26.1.0-cp311.whl", hash = "sha256:cc" }},
]
"""
PULUMI = f"""[[package]]
name = "pulumi"
version = "3.272.0"
source = {PYPI}
wheels = [{{ url = "{FILES}/c/pulumi-3.272.0.whl", hash = "sha256:dd" }}]
"""
LOCK = "version = 1\nrequires-python = '>=3.11'\n" + ATTRS + PULUMI
PROJECT = """[build-system]
requires = ["hatchling"]
[project]
name = "a"
description = "b"
dependencies = ["pulumi>=3", "attrs"]
[dependency-groups]
dev = ["ruff>=0.12"]
[tool.uv]
required-version = ">=0.5"
"""
REVIEW = """permissions: {}
jobs:
  review:
    environment: apply
    steps:
      - run: socle check --rules
      - run: make test && make test-slow
      - run: pulumi up --policy-pack policies
"""
BASE = {
    "Pulumi.yaml": "name: socle\nruntime: {name: python, options: {toolchain: uv, virtualenv: .venv}}\nmain: infra\n",
    "Pulumi.dev.yaml": "config: {a: b}\n",
    "infra/__main__.py": "import pulumi\n",
    ".gitignore": "*.local\ninfra/yaml.py\ninfra/__pycache__/\n.venv*/\nuv.toml\n",
    ".github/workflows/review.yml": REVIEW,
    ".github/CODEOWNERS": "* @a\n/stacks/ @b\n",
    ".pre-commit-config.yaml": "repos:\n- hooks:\n  - id: gitleaks\n  - id: ruff\n",
    ".gitlab-ci.yml": "plan:\n  script: [uv sync --frozen]\n  # PIP_INDEX_URL is nowhere set\n",
    "requirements.txt": "attrs==26.1.0 \\\n    --hash=sha256:aa\npulumi==3.272.0\n",
    "pyproject.toml": PROJECT,
    "uv.lock": LOCK,
}
REVIEWING = ".github/workflows/review.yml"
DANGEROUS, LOOK = Verdict.DANGEROUS, Verdict.LOOK
Edits = dict[str, str | None]
Said = Callable[[Edits], list[FileChange]]


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("checkout").resolve()
    for path, text in BASE.items():
        write(folder / path, text)
    begin(folder)
    return folder


def said_of(checkout: Path) -> list[FileChange]:
    project = find_project(checkout)
    return file_changes(changed_files(Revision.of(project, "main")), project, {})


@dataclass(frozen=True)
class Written(ChangedFile):
    """A changed file whose new text is given, and was never written."""

    text: str | None = None

    @property
    def old(self) -> str | None:
        return BASE.get(self.path)

    @property
    def new(self) -> str | None:
        return self.text


@pytest.fixture
def told(checkout: Path) -> Said:
    project = find_project(checkout)
    revision = Revision(project, "main", "", checkout, (), {})
    return lambda edits: file_changes([Written(path, revision, text) for path, text in edits.items()], project, {})


def lock(old: str, new: str) -> Edits:
    assert old in LOCK
    return {"uv.lock": LOCK.replace(old, new, 1)}


def with_(path: str, old: str, new: str) -> Edits:
    assert old in BASE[path]
    return {path: BASE[path].replace(old, new, 1)}


def added(path: str, text: str) -> Edits:
    return {path: BASE.get(path, "") + text}


def new_package(source: str, files: str = "") -> Edits:
    return added("uv.lock", f'[[package]]\nname = "b"\nversion = "1"\nsource = {source}\n{files}')


@pytest.mark.parametrize(
    ("edits", "kind", "level", "detail"),
    [
        (added("uv.lock", '[manifest]\noverrides = [{ name = "attrs", specifier = "==1" }]\n'),
         "lock-setting", LOOK, "manifest.overrides"),
        (added("uv.lock", '[manifest]\nconstraints = [{ name = "attrs" }]\n'),
         "lock-setting", LOOK, "manifest.constraints"),
        (added("uv.lock", '[manifest]\nbuild-constraints = [{ name = "hatchling" }]\n'),
         "lock-setting", LOOK, "manifest.build-constraints"),
        (added("uv.lock", '[[manifest.dependency-metadata]]\nname = "attrs"\n'),
         "lock-setting", LOOK, "manifest.dependency-metadata"),
        (lock("version = 1\n", 'version = 1\n[options]\nindex-strategy = "unsafe-best-match"\n[a]\n'),
         "lock-setting", LOOK, "a.requires-python"),
        (lock(">=3.11", ">=3.12"), "lock-setting", LOOK, "requires-python"),
        (lock("wheels = [\n", f'wheels = [{{ url = "{FILES}/z/attrs-26.1.0-cp312.whl", hash = "sha256:ee" }},\n'),
         "lock-contents", DANGEROUS, "attrs"),
        (lock(PULUMI, PULUMI + f'sdist = {{ url = "{FILES}/z/pulumi-3.272.0.tar.gz", hash = "sha256:ee" }}\n'),
         "lock-contents", DANGEROUS, "pulumi"),
        (lock("sha256:bb", "sha256:ee"), "lock-contents", DANGEROUS, "attrs"),
        (lock("sha256:bb", "md5:bb"), "lock-contents", DANGEROUS, "attrs"),
        (lock(', hash = "sha256:bb"', ""), "lock-contents", DANGEROUS, "attrs"),
        (added("uv.lock", ATTRS.replace("sha256:bb", "sha256:ee")), "lock-contents", DANGEROUS, "attrs"),
        (lock(f'    {{ url = "{FILES}/b/attrs-26.1.0-py3-none-any.whl", hash = "sha256:bb" }},\n', ""),
         "lock-entry", LOOK, "attrs"),
        (lock(f"{FILES}/b/attrs-26.1.0-py3", "https://a.example/b/attrs-26.1.0-py3"),
         "lock-source", DANGEROUS, "attrs"),
        (lock(f"source = {PYPI}\nwheels", 'source = { registry = "https://a.example/simple" }\nwheels'),
         "lock-source", DANGEROUS, "pulumi"),
        (new_package('{ registry = "https://a.example/simple" }'), "lock-source", DANGEROUS, "b"),
        (new_package('{ git = "https://a.example/b.git#0" }'), "lock-source", DANGEROUS, "b"),
        (new_package('{ url = "https://a.example/b.whl" }'), "lock-source", DANGEROUS, "b"),
        (new_package('{ path = "vendor/b.whl" }'), "lock-source", DANGEROUS, "b"),
        (new_package('{ editable = "../b" }'), "lock-source", DANGEROUS, "b"),
        (new_package('{ editable = "/b" }'), "lock-source", DANGEROUS, "b"),
        (new_package('{ directory = "a/../../b" }'), "lock-source", DANGEROUS, "b"),
        (new_package('{ editable = "libs/b" }'), "lock-version", LOOK, "b"),
        (new_package(PYPI), "lock-version", LOOK, "b"),
        (lock(PULUMI, ""), "lock-version", LOOK, "pulumi"),
        ({"uv.lock": "package = 1\n"}, "unreadable", LOOK, ""),
        ({"uv.lock": "[[package]]\nname = 'a'\nwheels = [1]\n"}, "unreadable", LOOK, ""),
        (added("pyproject.toml", '[[tool.uv.index]]\nurl = "https://a.example/simple"\n'),
         "install-source", DANGEROUS, "tool.uv.index"),
        (added("pyproject.toml", '[tool.uv.sources]\nattrs = { git = "https://a.example" }\n'),
         "install-source", DANGEROUS, "tool.uv.sources.attrs.git"),
        (added("pyproject.toml", 'extra-index-url = ["https://a.example"]\n'),
         "install-source", DANGEROUS, "tool.uv.extra-index-url"),
        (added("pyproject.toml", 'find-links = ["https://a.example"]\n'),
         "install-source", DANGEROUS, "tool.uv.find-links"),
        (added("pyproject.toml", 'allow-insecure-host = ["a.example"]\n'),
         "install-source", DANGEROUS, "tool.uv.allow-insecure-host"),
        (added("pyproject.toml", 'override-dependencies = ["attrs==1"]\n'),
         "install-source", DANGEROUS, "tool.uv.override-dependencies"),
        (added("pyproject.toml", "no-build-isolation = true\n"),
         "install-source", DANGEROUS, "tool.uv.no-build-isolation"),
        (added("pyproject.toml", '[tool.uv.pip]\nindex-url = "https://a.example"\n'),
         "install-source", DANGEROUS, "tool.uv.pip.index-url"),
        (with_("pyproject.toml", '["hatchling"]', '["hatchling", "b"]'),
         "install-source", DANGEROUS, "build-system.requires"),
        (with_("pyproject.toml", "[project]", 'backend-path = ["."]\n[project]'),
         "install-source", DANGEROUS, "build-system.backend-path"),
        (with_("pyproject.toml", '"attrs"', '"attrs @ https://a.example/b.whl"'),
         "install-source", DANGEROUS, "project.dependencies"),
        (with_("pyproject.toml", '"ruff>=0.12"', '"ruff @ git+ssh://a.example"'),
         "install-source", DANGEROUS, "dependency-groups.dev"),
        (with_("pyproject.toml", '"attrs"', '"attrs", "b"'), "dependencies", LOOK, ""),
        (with_("pyproject.toml", "ruff>=0.12", "ruff>=0.13"), "dependencies", LOOK, ""),
        ({"pyproject.toml": "]"}, "unreadable", LOOK, ""),
        ({"uv.toml": 'index-url = "https://a.example"\n'}, "install-source", DANGEROUS, "tool.uv.index-url"),
        ({"libs/pip.conf": "[global]\n"}, "install-source", DANGEROUS, "pip.conf"),
        ({".netrc": "machine a.example\n"}, "install-source", DANGEROUS, ".netrc"),
        ({"sitecustomize.py": ""}, "startup", DANGEROUS, ""),
        ({"infra/usercustomize/__init__.py": ""}, "startup", DANGEROUS, ""),
        ({"infra/a.pth": "import b\n"}, "startup", DANGEROUS, ""),
        (added("requirements.txt", "--extra-index-url https://a.example\n"),
         "install-source", DANGEROUS, "--extra-index-url"),
        (added("requirements.txt", "-i https://a.example\n"), "install-source", DANGEROUS, "-i"),
        (added("requirements.txt", "b @ https://a.example/b\n"), "install-source", DANGEROUS, "b"),
        (with_("requirements.txt", "sha256:aa", "sha256:bb"), "lock-contents", DANGEROUS, "attrs==26.1.0"),
        (with_("requirements.txt", "3.272.0", "3.273.0"), "dependencies", LOOK, ""),
        ({"constraints.txt": "attrs==1\n"}, "dependencies", LOOK, ""),
        ({"list.txt": "attrs==1\n"}, "other", LOOK, ""),
        (added(".gitlab-ci.yml", "variables: {PIP_INDEX_URL: https://a.example}\n"),
         "start-variables", DANGEROUS, "PIP_INDEX_URL"),
        (with_(".gitlab-ci.yml", "--frozen", "--frozen --default-index https://a.example"),
         "start-variables", DANGEROUS, "--default-index"),
        ({".github/workflows/a.yml": "env: {UV_INDEX: https://a.example}\n"},
         "start-variables", DANGEROUS, "UV_INDEX"),
        ({".envrc": "export PYTHONPATH=/tmp\n"}, "start-variables", DANGEROUS, "PYTHONPATH"),
        ({"Dockerfile": "ENV PYTHONSTARTUP=/a LD_PRELOAD=/b\n"},
         "start-variables", DANGEROUS, "LD_PRELOAD, PYTHONSTARTUP"),
        ({"Makefile": "export PULUMI_BACKEND_URL := s3://a\n"}, "start-variables", DANGEROUS, "PULUMI_BACKEND_URL"),
        ({".githooks/post-checkout": "HTTPS_PROXY=a b\n"}, "start-variables", DANGEROUS, "HTTPS_PROXY"),
        ({".envrc": "export https_proxy=a\n"}, "start-variables", DANGEROUS, "https_proxy"),
        (with_(".gitlab-ci.yml", " --frozen", ""), "start-variables", DANGEROUS, "--frozen"),
        (with_(".gitlab-ci.yml", "[uv sync --frozen]", "[uv sync --frozen, make]"), "pipeline", LOOK, ""),
        ({".pre-commit-config.yaml": BASE[".pre-commit-config.yaml"] + "  - id: black\n"}, "pipeline", LOOK, ""),
        ({".pre-commit-config.yaml": "repos: []\n"}, "fewer-checks", DANGEROUS, "gitleaks, ruff"),
        ({".github/CODEOWNERS": "* @a\n/stacks/ @c\n"}, "fewer-checks", DANGEROUS, "/stacks/ @b"),
        ({REVIEWING: None}, "fewer-checks", DANGEROUS,
         "--policy-pack, environment:, make test, make test-slow, permissions: {}, socle check --rules"),
        (with_(REVIEWING, "socle check --rules", "socle check"), "fewer-checks", DANGEROUS, "socle check --rules"),
        (with_(REVIEWING, " && make test-slow", ""), "fewer-checks", DANGEROUS, "make test-slow"),
        (with_(REVIEWING, " --policy-pack policies", ""), "fewer-checks", DANGEROUS, "--policy-pack"),
        (with_(REVIEWING, "    environment: apply\n", ""), "fewer-checks", DANGEROUS, "environment:"),
        (with_(REVIEWING, "make test &&", "make test || true;"), "fewer-checks", DANGEROUS, "|| true"),
        (added(REVIEWING, "      - continue-on-error: true\n        if: false\n"),
         "fewer-checks", DANGEROUS, "continue-on-error: true, if: false"),
        (with_(REVIEWING, "      - run: socle check", "      # - run: socle check"),
         "fewer-checks", DANGEROUS, "socle check --rules"),
        ({".vscode/settings.json": '{"terminal.integrated.env.linux": {"HTTPS_PROXY": "a"}}\n'},
         "start-variables", DANGEROUS, "HTTPS_PROXY"),
        (with_(REVIEWING, "  review:\n", "  judge:\n"), "pipeline", LOOK, ""),
        ({REVIEWING: REVIEW.replace("      - run: socle check --rules\n", "") + "      - run: socle check --rules\n"},
         "pipeline", LOOK, ""),
        ({".github/workflows/new.yml": "jobs: {a: {continue-on-error: true}}\n"}, "pipeline", LOOK, ""),
        ({"Makefile": "export PYTHONUNBUFFERED := 1\n"}, "pipeline", LOOK, ""),
        ({".gitattributes": "* filter=a\n"}, "pipeline", LOOK, ""),
        (added("Pulumi.dev.yaml", "environmentVariables: {PIP_INDEX_URL: https://a.example}\n"),
         "stack-setting", DANGEROUS, "environmentVariables"),
        (added("Pulumi.dev.yaml", "environment: {values: {environmentVariables: {A: b}}}\n"),
         "stack-environment", DANGEROUS, "environment"),
        (with_("Pulumi.yaml", "virtualenv: .venv", "virtualenv: /tmp/a"),
         "project-taken-from", DANGEROUS, "runtime.options.virtualenv"),
        (with_("Pulumi.yaml", "toolchain: uv", "toolchain: pip"),
         "project-taken-from", DANGEROUS, "runtime.options.toolchain"),
        (with_("Pulumi.yaml", "toolchain: uv", "toolchain: uv, typechecker: mypy"),
         "project", LOOK, "runtime.options.typechecker"),
        (with_("Pulumi.yaml", "name: python", "name: nodejs"), "project", LOOK, "runtime.name"),
    ],
)  # fmt: skip
def test_what_decides_what_is_installed_or_started_is_told(
    told: Said, edits: Edits, kind: str, level: Verdict, detail: str
) -> None:
    found = told(edits)

    assert (kind, level, detail) in [(each.kind, each.verdict, each.detail) for each in found]
    assert all(each.file == next(iter(edits)) for each in found)
    made = review([], baseline="main", files=found)
    assert made.verdict is level
    if len(found) == 1:
        first = headline(made, Words(Language.ENGLISH), str)
        assert first.startswith(f"{next(iter(edits))}: {detail}")
        assert "and more" not in first, "what it names is not counted again"
    assert all(f"file.{kind}" in messages for messages in MESSAGES.values())


def test_a_check_that_goes_from_one_pipeline_to_another_is_lost_nowhere(told: Said) -> None:
    moved: Edits = {REVIEWING: REVIEW.replace("make test-slow", "true"), "Makefile": "all:\n\tmake test-slow\n"}
    assert [(each.kind, each.number) for each in told(moved)] == [("pipeline", 2)]
    assert "fewer-checks" in [each.kind for each in told({**moved, "Makefile": "all:\n\tmake a\n"})]


@pytest.mark.parametrize(
    "edits",
    [
        added("pyproject.toml", "# a comment\n"),
        with_("pyproject.toml", 'name = "a"\ndescription = "b"', 'description = "c"\nname = "a"'),
        added("uv.lock", "# a comment\n"),
        {"uv.lock": LOCK.replace(ATTRS + PULUMI, PULUMI + ATTRS)},
        lock('[{ name = "pulumi" }, { name = "idna" }]', '[{ name = "idna" }, { name = "pulumi" }]'),
        lock("2026-01-01", "2026-01-02"),
        with_("requirements.txt", "pulumi==3.272.0\n", "# a comment\n\npulumi==3.272.0 # another\n"),
        with_("Pulumi.yaml", "toolchain: uv, virtualenv: .venv", "virtualenv: .venv, toolchain: uv"),
        {"LICENSE.txt": "a"},
    ],
)
def test_comments_order_and_words_alarm_nobody(told: Said, edits: Edits) -> None:
    assert told(edits) == []


@pytest.mark.parametrize("flag", ["skip-worktree", "assume-unchanged"])
def test_a_file_that_git_was_told_to_leave_out_is_seen(checkout: Path, flag: str) -> None:
    git(checkout, "update-index", f"--{flag}", "infra/__main__.py", "Pulumi.dev.yaml")
    try:
        assert said_of(checkout) == []
        write(checkout / "infra/__main__.py", "import os\n")
        write(checkout / "Pulumi.dev.yaml", "config: {a: b, scaleway:apiUrl: https://a.attacker.example}\n")
        assert not git(checkout, "status", "--porcelain")
        found = {(each.file, each.kind) for each in said_of(checkout)}
    finally:
        git(checkout, "update-index", f"--no-{flag}", "infra/__main__.py", "Pulumi.dev.yaml")
        git(checkout, "checkout", "--quiet", "--", ".")

    assert found == {("infra/__main__.py", "code"), ("Pulumi.dev.yaml", "provider-redirected")}


def test_code_that_git_ignores_is_seen_where_python_imports_it(checkout: Path) -> None:
    paths = ("infra/yaml.py", "uv.toml", "infra/__pycache__/a.py", "infra/.venv/a.py", "notes.local")
    for path in paths:
        write(checkout / path, "")
    try:
        assert {each.file for each in said_of(checkout)} == {"infra/yaml.py"}
        write(checkout / "uv.toml", "index-url = 'https://a.example'\n")
        assert {(each.file, each.kind) for each in said_of(checkout)} == {
            ("infra/yaml.py", "code"), ("uv.toml", "install-source"),
        }  # fmt: skip
    finally:
        git(checkout, "clean", "--quiet", "-fdx")


def test_a_file_that_a_filter_gives_to_git_as_it_was_is_seen(checkout: Path) -> None:
    attributes = checkout / ".git/info/attributes"
    git(checkout, "config", "filter.same.clean", "git show HEAD:infra/__main__.py")
    git(checkout, "config", "filter.same.required", "true")
    write(attributes, "infra/__main__.py filter=same\n")
    try:
        assert said_of(checkout) == []
        write(checkout / "infra/__main__.py", "import os\n")
        assert not git(checkout, "diff", "--name-only", "HEAD")
        found = {(each.file, each.kind) for each in said_of(checkout)}
    finally:
        attributes.unlink()
        git(checkout, "config", "--remove-section", "filter.same")
        git(checkout, "checkout", "--quiet", "--", ".")

    assert found == {("infra/__main__.py", "code")}
