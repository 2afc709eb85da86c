"""`socle evidence verify` and `diff` as somebody types them who has a bundle and no project; and where `--out` refuses."""

import json
from pathlib import Path

import pytest

from tests.cutover.people import public
from tests.evidence.bundles import FILES, bundle

from .conftest import Socle


def written(folder: Path, *signers: str, more: dict[str, bytes] | None = None) -> str:
    """A bundle in a folder; gives its head."""
    files, head = bundle(*signers, files={**FILES, **(more or {})})
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    return head


def signers(folder: Path, who: str = "operations") -> str:
    file = folder / "signers"
    file.write_text(f"{who} {public(who)}\n", "utf-8")
    return str(file)


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is no project."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bundle").mkdir()
    return tmp_path


def test_a_whole_bundle_needs_no_project(socle: Socle, elsewhere: Path) -> None:
    head = written(elsewhere / "bundle", "operations")
    said = socle("evidence", "verify", "bundle", "--signers", signers(elsewhere), "--head", head)
    assert (said.code, said.err) == (0, "")
    assert "signed by operations" in said.out


def test_tampering_is_told_with_its_file_and_ends_with_code_1(socle: Socle, elsewhere: Path) -> None:
    head = written(elsewhere / "bundle", "operations")
    (elsewhere / "bundle/flows.json").write_text("{}", "utf-8")
    (elsewhere / "bundle/more").symlink_to("flows.json")
    asked = ("evidence", "verify", "bundle", "--signers", signers(elsewhere), "--head", head)
    said = socle(*asked)
    assert said.code == 1
    assert "flows.json is not what it was" in said.out
    assert "more is a link" in said.out
    data = json.loads(socle(*asked, "--json").out)
    assert data["whole"] is False
    assert {(each["flaw"], each["file"]) for each in data["flaws"]} == {("altered", "flows.json"), ("link", "more")}
    assert "flows.json n'est plus ce qu'il était" in socle(*asked, "--lang", "fr").out


def test_a_list_of_signers_or_a_head_from_the_bundle_is_wrong_use(socle: Socle, elsewhere: Path) -> None:
    head = written(elsewhere / "bundle", "operations")
    inside = signers(elsewhere / "bundle")
    assert socle("evidence", "verify", "bundle", "--signers", inside, "--head", head).code == 2
    assert socle("evidence", "verify", "bundle", "--signers", signers(elsewhere)).code == 2
    assert socle("evidence", "verify", "bundle", "--head", head).code == 2
    for short in (head[:10], "", "bundle/head"):  # nothing of the bundle is called wrong where the question was
        assert socle("evidence", "verify", "bundle", "--signers", signers(elsewhere), "--head", short).code == 2
    (elsewhere / "bundle/signers").unlink()
    assert socle("evidence", "verify", "bundle", "--signers", signers(elsewhere), "--head", head.upper()).code == 0


def test_a_list_that_is_none_is_refused_with_its_line(socle: Socle, elsewhere: Path) -> None:
    head = written(elsewhere / "bundle", "operations")
    (elsewhere / "signers").write_text("nobody\n", "utf-8")
    said = socle("evidence", "verify", "bundle", "--signers", "signers", "--head", head)
    assert said.code == 1
    assert "line 1 is no allowed signer" in said.err


def test_what_became_worse_ends_with_code_1(socle: Socle, elsewhere: Path) -> None:
    for name, result in (("spring", "kept"), ("autumn", "broken")):
        rows = [{"rule": "bucket-versioned", "resource": "studies", "result": result}]
        documents = ("findings", "attestations", "exemptions", "derogations")
        forms = {f"{each}.json": {"rows": rows if each == "findings" else []} for each in documents}
        written(elsewhere / name, more={path: json.dumps(form).encode() for path, form in forms.items()})
    said = socle("evidence", "diff", "spring", "autumn")
    assert said.code == 1
    assert "bucket-versioned studies: kept -> broken" in said.out
    assert socle("evidence", "diff", "spring", "spring").code == 0
    assert socle("evidence", "diff", "spring", "bundle").code == 1


@pytest.mark.parametrize("file", ["findings.json", "chain.jsonl", "head", "more.json", "derogations.json"])
def test_a_bundle_that_is_not_whole_is_compared_with_nothing(socle: Socle, elsewhere: Path, file: str) -> None:
    forms = {f"{each}.json": b'{"rows": []}' for each in ("findings", "attestations", "exemptions", "derogations")}
    for name in ("spring", "autumn"):
        written(elsewhere / name, more=forms)
    assert socle("evidence", "diff", "spring", "autumn").code == 0
    path = elsewhere / "autumn" / file
    if file == "derogations.json":
        path.unlink()
    else:
        path.write_bytes((path.read_bytes() if path.exists() else b"") + b" ")
    said = socle("evidence", "diff", "spring", "autumn")
    assert (said.code, said.out) == (1, "")
    assert f"autumn: {file}" in said.err


def test_a_folder_with_something_in_it_is_not_written_to(socle: Socle, elsewhere: Path) -> None:
    written(elsewhere / "bundle")
    for arguments in (("--out", "bundle"), ("write", "--out", "bundle"), ("--out", "no/where")):
        assert socle("evidence", *arguments).code == 2
