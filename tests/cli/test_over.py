"""What an estate declares that the host makes no more, that nobody has read up on, or that is over: said, each at its line."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from socle.estate import Estate, closed_to_new, load, overdue, withdrawn
from socle.messages import Refused
from socle.scaleway import Tenancy
from tests.cli.conftest import Socle
from tests.repository import begin, git

pytestmark = pytest.mark.slow
TODAY = date(2026, 11, 30)
DEMO = Path(__file__).parents[2] / "stacks/estates/demo"
PROJECT = "11111111-1111-4111-8111-111111111111"


def demo(folder: Path, *edits: tuple[str, str, str]) -> Estate:
    """The demo, with edits of its files."""
    written = folder / "demo"
    written.mkdir()
    for file in DEMO.glob("*.yaml"):
        text = file.read_text()
        for name, old, new in edits:
            if name == file.name:
                assert old in text
                text = text.replace(old, new, 1)
        (written / file.name).write_text(text)
    return load(written).estate


def version_of(text: str) -> str:
    at = text.index("version:", text.index("clusters:"))
    return text[at : text.index("\n", at)]


CLUSTER = version_of((DEMO / "estate.yaml").read_text())


def told(estate: Estate, day: date) -> list[str]:
    return [f"{each.at}: {each.what}" for _, each in withdrawn(estate, day)]


@pytest.mark.parametrize("version", ["1.37", "1.38"])
def test_a_version_that_no_table_has_is_not_known(tmp_path: Path, version: str) -> None:
    found = told(demo(tmp_path, ("estate.yaml", CLUSTER, f'version: "{version}"')), TODAY)
    assert any(f"whether the host offers {version} is not known" in each for each in found), found


@pytest.mark.parametrize(("day", "said"), [(date(2026, 7, 6), True), (date(2026, 7, 7), False)])
def test_a_version_that_comes_later_is_told_of(tmp_path: Path, day: date, said: bool) -> None:
    found = told(demo(tmp_path, ("estate.yaml", CLUSTER, 'version: "1.36"')), day)
    assert any("comes on 2026-07-07" in each for each in found) is said


@pytest.mark.parametrize(
    ("version", "day", "closed"),
    [
        ("1.34", date(2026, 9, 28), False),
        ("1.34", date(2026, 9, 29), True),
        ("1.34", TODAY, True),
        ("1.36", TODAY, False),
    ],
)
def test_what_is_closed_to_new_ones_begins_on_its_day(tmp_path: Path, version: str, day: date, closed: bool) -> None:
    estate = demo(tmp_path, ("estate.yaml", CLUSTER, f'version: "{version}"'))
    assert bool([each for each in closed_to_new(estate, day) if "Kubernetes" in each.what]) is closed


@pytest.mark.parametrize(
    ("day", "fields"),
    [(date(2026, 12, 1), set[str]()), (date(2028, 12, 1), {"expires_on", "review_by", "until"})],
)
def test_keys_and_reviews_are_over_after_their_day(tmp_path: Path, day: date, fields: set[str]) -> None:
    found = {each.at.rpartition(".")[2] for each in overdue(demo(tmp_path), day)}
    assert found == fields


@pytest.mark.parametrize("day", [date(2027, 12, 31), date(2030, 1, 1)])
def test_what_is_left_out_or_open_is_told_of_after_its_day(tmp_path: Path, day: date) -> None:
    estate = demo(tmp_path)
    assert estate.cutover
    waves = estate.cutover.waves
    due = {f"cutover.left_out.{key}.until" for key, each in estate.cutover.left_out.items() if each.until < day}
    for name, wave in waves.items():
        for kind in ("open_work", "exports", "pinned"):
            entries = getattr(wave, kind).items()
            due |= {
                f"cutover.waves.{name}.{kind}.{key}.until" for key, each in entries if each.until and each.until < day
            }
    found = {each.at for each in overdue(estate, day) if each.at.endswith(".until")}
    assert found == due
    if day.year == 2030:
        assert any("left_out" in each for each in due)
        assert any("open_work" in each or "exports" in each or "pinned" in each for each in due)


@pytest.mark.parametrize(("day", "ahead"), [(date(2026, 9, 30), True), (date(2026, 10, 1), False)])
def test_a_quota_that_is_not_raised_yet_is_told_of(tmp_path: Path, day: date, ahead: bool) -> None:
    quota = "quotas:\n  buckets: {value: 200, raised_on: 2026-10-01, reference: ticket 4711}\nkeys:\n"
    text = (DEMO / "estate.yaml").read_text()
    edits = [] if "raised_on: 2026-10-01" in text else [("estate.yaml", "\nkeys:\n", f"\n{quota}")]
    found = [each for each in overdue(demo(tmp_path, *edits), day) if each.at.endswith("raised_on")]
    assert bool(found) is ahead


@pytest.mark.parametrize("region", ["fr-pra", "FR-PAR", "us-east-1", ""])
def test_a_region_that_there_is_not_is_refused_of_a_tenancy(region: str) -> None:
    with pytest.raises(Refused, match="is not a region of the host"):
        Tenancy(project_id=PROJECT, name_prefix="x", region=region)


@pytest.mark.parametrize("zone", ["fr-par-9", "fr-par", "paris"])
def test_a_zone_that_there_is_not_is_refused_of_a_tenancy(zone: str) -> None:
    with pytest.raises(Refused, match="is not a zone of the host"):
        Tenancy(project_id=PROJECT, name_prefix="x", zones=(zone,))


@pytest.fixture
def acme(tmp_path: Path, socle: Socle, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], str]:
    """An estate of one's own in a repository, its version of Kubernetes to be chosen; what `socle check` says of it."""
    root = tmp_path / "own"
    (root / "stacks").mkdir(parents=True)
    (root / "infra").mkdir()
    (root / "infra/__main__.py").write_text("")
    (root / "Pulumi.yaml").write_text("name: own\nruntime: python\nmain: infra\nstackConfigDir: stacks\n")
    monkeypatch.chdir(root)
    begin(root)
    made = socle(
        "init", "acme", "--owner", "Agence", "--contact", "on-call@acme.example", "--organization-id", PROJECT,
        "--break-glass-user-id", "44444444-4444-4444-8444-444444444444",
    )  # fmt: skip
    assert made.code == 0, made.err
    file = root / "stacks/estates/acme/estate.yaml"
    text = file.read_text()

    def check(version: str) -> str:
        cluster = (
            f'clusters:\n  main:\n    data_class: internal\n    network: platform\n    version: "{version}"\n'
            "    control_plane: kapsule-dedicated-4\n    oidc: {issuer_url: https://login.example.org/x, client_id: k}\n"
            "    pools:\n      apps: {node_type: POP2-4C-16G, zone: fr-par-1, nodes: 2}\n"
        )
        gateway = "network:\n  gateway: {zone: fr-par-1, networks: [platform]}\n"
        file.write_text(text.replace("network:\n", gateway, 1) + cluster)
        said = socle("check", "--estate", "acme", "--as-of", "2026-11-30")
        return f"{said.code} {said.err}"

    return check


def test_a_new_cluster_of_a_closed_version_is_refused_and_one_that_stands_is_told_of(
    acme: Callable[[str], str], tmp_path: Path
) -> None:
    said = acme("1.34")
    assert said.startswith("1 "), said
    assert "this is new here" in said
    git(tmp_path / "own", "add", "--all")
    git(tmp_path / "own", "commit", "--quiet", "-m", "it stands")
    said = acme("1.34")
    assert said.startswith("0 "), said
    assert "warning: " in said
