"""Mover clusters written wrongly: each part broken once, each with its line, its consequence and its remedy."""

from pathlib import Path

import pytest

from .edited_case import Case, assert_refused, case
from .mover_cluster import CLUSTERS, DIGEST, ESTATE, MOVER, MOVES, MOVING, SECRETS, TARGET_GRANT, write_moving
from .written import edited, problems_of

pytestmark = [pytest.mark.slow, pytest.mark.edits]

_AT = "cutover.mover_clusters.raw"
_OTHER = "55555555-5555-4555-8555-555555555508"
_ALL = "source: move-source, back: move-back, store: move-target, tls: move-tls"
_NAMES = f"    secrets: {{{_ALL}}}\n"


def _line(old: str, new: str) -> tuple[str, str]:
    return f"    {old}\n", f"    {new} # <-\n"


def _names(new: str) -> tuple[str, str]:
    return _NAMES, f"    secrets: {{{new}}} # <-\n"


ITSELF = [
    case("a tag in place of a digest", _line(f"digest: {DIGEST}", "digest: latest"), key=f"{_AT}.digest", said=("", "", "")),
    case("a tag behind the image", _line(f"digest: {DIGEST}", f"digest: {DIGEST}\n    image: socle-mover:1"),
         key=f"{_AT}.image", said=("", "", "")),
    case("a digest of another algorithm", _line(f"digest: {DIGEST}", "digest: md5:5f5f"), key=f"{_AT}.digest", said=("", "", "")),
    case("no digest", ("  raw:\n    cluster", "  raw: # <-\n    cluster"), (f"    digest: {DIGEST}\n", ""),
         key=f"{_AT}.digest", said=("", "", "")),
    case("the whole Internet as the source", _line("source_ranges: [10.100.4.0/28]", "source_ranges: [0.0.0.0/0]"),
         key=f"{_AT}.source_ranges.0", said=("may reach 0.0.0.0/0", "sent to whoever", "/24 or narrower"), also=9),
    case("half the Internet as the store", _line("store_ranges: [51.159.62.0/24]", "store_ranges: [51.0.0.0/8]"),
         key=f"{_AT}.store_ranges.0", said=("may reach 51.0.0.0/8", "sent to whoever", "/16 or narrower")),
    case("a whole private network as the source", _line("source_ranges: [10.100.4.0/28]", "source_ranges: [10.100.0.0/16]"),
         key=f"{_AT}.source_ranges.0", said=("may reach 10.100.0.0/16", "sent to whoever", "/24 or narrower")),
    case("much of the Internet in pieces", _line("store_ranges: [51.159.62.0/24]", "store_ranges: [51.159.0.0/16, 51.158.0.0/16]"),
         key=f"{_AT}.store_ranges", said=("may reach 131072 addresses", "sent to whoever", "/16 or narrower")),
    case("more pieces than anybody reads",
         _line("store_ranges: [51.159.62.0/24]", f"store_ranges: [{', '.join(f'51.159.{n}.0/24' for n in range(17))}]"),
         key=f"{_AT}.store_ranges", said=("", "", "")),
    case("addresses of groups", _line("store_ranges: [51.159.62.0/24]", "store_ranges: [224.0.0.0/24]"),
         key=f"{_AT}.store_ranges.0", said=("in common with 224.0.0.0/3", "no store", "the store alone")),
    case("addresses of this machine", _line("store_ranges: [51.159.62.0/24]", "store_ranges: [127.0.0.0/24]"),
         key=f"{_AT}.store_ranges.0", said=("in common with 127.0.0.0/8", "no store", "the store alone")),
    case("addresses of no machine", _line("source_ranges: [10.100.4.0/28]", "source_ranges: [0.0.0.0/24]"),
         key=f"{_AT}.source_ranges.0", said=("in common with 0.0.0.0/8", "no store", "the store alone")),
    case("a folder above", _line("workers: 3", "folder: ../"), key=f"{_AT}.folder", said=("dots alone", "another folder", "raw/")),
    case("no source at all", _line("source_ranges: [10.100.4.0/28]", "source_ranges: []"), key=f"{_AT}.source_ranges", said=("", "", "")),
    case("no workers", _line("workers: 3", "workers: 0"), key=f"{_AT}.workers", said=("", "", "")),
    case("more workers than anybody watches", _line("workers: 3", "workers: 65"), key=f"{_AT}.workers", said=("", "", "")),
    case("a scheduler of somebody else", _line("workers: 3", "scheduler: tcp://10.0.0.1:8786"), key=f"{_AT}.scheduler", said=("", "", "")),
    case("a service that is public", _line("workers: 3", "public: true"), key=f"{_AT}.public", said=("", "", "")),
    case("a value of a secret", _names(f"{_ALL}, sas_token: sv=1"),
         key=f"{_AT}.secrets.sas_token", said=("", "", "")),
    case("one secret for both stores", _names("source: move-target, back: move-back, store: move-target, tls: move-tls"),
         key=f"{_AT}.secrets.store", said=("secret of both source and store", "open the other", "two secrets")),
    case("a run that verifies without the key", _line("workers: 3", "run: verify"), key=f"{_AT}.run",
         said=("no key of the wave", "two waves hold the same", "wave_key")),
    case("one secret for both ways", _names("source: move-source, back: move-source, store: move-target, tls: move-tls"),
         key=f"{_AT}.secrets.back", said=("secret of both source and back", "open the other", "two secrets")),
    case("a key of the wave for a copy", _names(f"{_ALL}, wave_key: move-wave"),
         key=f"{_AT}.secrets.wave_key", said=("given the key of the wave", "for nothing", "until a run verifies")),
    case("a run that erases", _line("workers: 3", "run: erase"), key=f"{_AT}.run", said=("", "", "")),
    case("hours that are none", _line("workers: 3", 'hours: "20-06"'), key=f"{_AT}.hours", said=("", "", "")),
]  # fmt: skip
AROUND = [
    case("a cluster that is not there", _line("cluster: main", "cluster: mian"),
         key=f"{_AT}.cluster", said=("no cluster mian", "nowhere", "main?")),
    case("a dataset that is not there", _line("dataset: studies.raw", "dataset: studies.row"), key=f"{_AT}.dataset",
         said=("no dataset studies.row", "copy nothing", "studies.raw?")),
    case("a database", _line("dataset: studies.raw", "dataset: catalogue.catalogue"), key=f"{_AT}.dataset",
         said=("no container that goes to a bucket", "could not read", "movers of their own")),
    case("images", _line("dataset: studies.raw", "dataset: catalogue.images"), key=f"{_AT}.dataset",
         said=("no container that goes to a bucket", "could not read", "movers of their own")),
    case("records among the data", _line("control: moves", "control: studies"), key=f"{_AT}.control",
         said=("which data goes to", "too many", "bucket of their own"), also=1),
    case("records in a bucket of a lesser class", _line("control: moves", "control: logs"), key=f"{_AT}.control",
         said=("name objects of class health", "what names say", "health or stricter"), also=3),
    case("a registry that is not there", _line("registry: images", "registry: image"), key=f"{_AT}.registry",
         said=("no registry image", "pull the image", "images?")),
    case("a secret that is not there", _names("source: move-sauce, back: move-back, store: move-target, tls: move-tls"),
         key=f"{_AT}.secrets.source", said=("no secret move-sauce", "wait for it", "move-source?")),
    case("a secret of a lesser class", _names("source: move-pull, back: move-back, store: move-target, tls: move-tls"),
         key=f"{_AT}.secrets.source", said=("is a secret of class internal", "lesser class", "data_class: health")),
    case("an identity that is no mover", _line(f"application_id: {MOVER}", f"application_id: {_OTHER}"), key=f"{_AT}.application_id",
         said=("is not among movers", "refuse what it writes", "add it to movers"), also=2),
    case("the addresses of the platform as the source", _line("source_ranges: [10.100.4.0/28]", "source_ranges: [10.20.32.0/24]"),
         key=f"{_AT}.source_ranges.0", said=("in common with network.supernet", "no store", "the store alone")),
    case("the addresses of pods as the store", _line("store_ranges: [51.159.62.0/24]", "store_ranges: [100.64.0.0/16]"),
         key=f"{_AT}.store_ranges.0", said=("in common with 100.64.0.0/10", "no store", "the store alone"), also=1),
    case("the host's answers as the store", _line("store_ranges: [51.159.62.0/24]", "store_ranges: [169.254.42.42/32]"),
         key=f"{_AT}.store_ranges.0", said=("in common with 169.254.0.0/16", "no store", "the store alone")),
]  # fmt: skip


@pytest.mark.parametrize("bad", [*ITSELF, *AROUND], ids=lambda each: each.id)
def test_a_wrong_mover_cluster_is_refused_where_it_is_wrong(bad: Case, tmp_path: Path) -> None:
    text = edited(*bad.edits, text=MOVING)
    assert_refused(bad, text, problems_of(write_moving(tmp_path, text)))


_SOURCE = "  move-source: {data_class: health, key: health, content: elsewhere}\n"
_CLUSTER, _, _BASELINES = CLUSTERS.partition("baselines:\n")
_RECORDS = MOVES.partition("    grants:\n")[2]
_SPARE = f"""\
  spare:
    data_class: internal
    key: logs
    grants:
      mover: {{application_id: {MOVER}, reason: it looks around}}
  results:
"""
_NOBODY = "      nobody: {application_id: 55555555-5555-4555-8555-555555555507, reason: reads records}\n"
_IN_A_FOLDER = TARGET_GRANT.replace("        access", "        prefix: raw/\n        access")
ELSEWHERE: dict[str, tuple[str, str, str, str]] = {
    "no grant on the target":
        (TARGET_GRANT, "", ".application_id", "may not both read and write in studies/"),
    "a grant that does not read back":
        (TARGET_GRANT, TARGET_GRANT.replace("[read, write]", "[write]"), ".application_id", "both read and write in studies/"),
    "a grant of a folder":
        (TARGET_GRANT, _IN_A_FOLDER, ".application_id", "write in studies/"),
    "a grant that deletes":
        (TARGET_GRANT, TARGET_GRANT.replace("[read, write]", "[read, write, delete]"), ".application_id", "may delete in studies"),
    "no grant on the records":
        (_RECORDS, _NOBODY, ".application_id", "both read and write in moves/"),
    "a further grant":
        ("  results:\n", _SPARE, ".application_id", "may do read in spare too"),
    "a cluster of a lesser class":
        (_CLUSTER, _CLUSTER.replace("data_class: health", "data_class: internal"), ".cluster", "the cluster of class internal"),
    "a cluster without a baseline":
        (f"baselines:\n{_BASELINES}", "", ".cluster", "has no baseline"),
    "a namespace of the baseline":
        (_BASELINES, _BASELINES.replace("portal: {data_class: internal}", "mover-raw: {data_class: health}"), "", "is in the baseline"),
    "records in a bucket that promises more":
        (MOVES, MOVES.replace("sse-c", "client-side"), ".control", "promises that all in it is encrypted"),
    "a generated password as the source":
        (_SOURCE, _SOURCE.replace(", content: elsewhere", ""), ".secrets.source", "is a generated password"),
}  # fmt: skip


@pytest.mark.parametrize("name", ELSEWHERE)
def test_an_estate_that_does_not_fit_a_mover_cluster_is_refused(name: str, tmp_path: Path) -> None:
    old, new, at, said = ELSEWHERE[name]
    found = problems_of(write_moving(tmp_path, estate=edited((old, new), text=ESTATE)))
    assert [each for each in found if each.at == f"{_AT}{at}" and said in each.what], "\n".join(map(str, found))
    assert len(found) <= 2


FOUNDATION = f"""\
projects:
  platform: {{existing: 11111111-1111-4111-8111-111111111111}}
  keys: {{description: keys of the foundation}}
  audit: {{description: logs and evidence}}
applications:
  mover: {{existing: {MOVER}, reason: moves the studies}}
  deployer: {{existing: 33333333-3333-4333-8333-333333333333, reason: deploys what was merged}}
groups:
  deployers: {{role: deployer, applications: [deployer], layers: [platform], reason: deploys what is merged}}
  moving: {{role: mover, applications: [mover], reason: moves the studies and nothing else}}
deployer: deployer
"""


@pytest.mark.parametrize(
    ("foundation", "grant", "said"),
    [
        (FOUNDATION, "", ""),
        (FOUNDATION.replace("role: mover", "role: data-reader"), "", "in the group moving of role data-reader"),
        (FOUNDATION, "{group: moving, reason: it looks around}", "may do read in spare too"),
        (
            FOUNDATION.replace("applications: [mover]", "applications: []"),
            "{group: moving, reason: it looks around}",
            "",
        ),
    ],
)
def test_what_a_mover_may_by_its_groups_counts(tmp_path: Path, foundation: str, grant: str, said: str) -> None:
    spare = _SPARE.replace(f"{{application_id: {MOVER}, reason: it looks around}}", grant) if grant else "  results:\n"
    folder = write_moving(tmp_path, estate=edited(("  results:\n", spare), text=ESTATE))
    (folder / "foundation.yaml").write_text(foundation, "utf-8")
    found = problems_of(folder)
    assert [each.at for each in found] == ([f"{_AT}.application_id"] if said else []), "\n".join(map(str, found))
    assert said in (found[0].what if found else "")


SECOND = f"""\
  exports:
    cluster: main
    dataset: studies.exports
    control: moves
    application_id: {_OTHER}
    registry: images
    digest: {DIGEST}
    source_ranges: [10.100.4.0/28]
    store_ranges: [51.159.62.0/24]
    secrets: {{source: move-source, back: move-back, store: move-target, tls: move-tls}}
"""


def test_two_may_not_copy_one_dataset(tmp_path: Path) -> None:
    found = problems_of(
        write_moving(tmp_path, MOVING + SECOND.replace("studies.exports", "studies.raw").replace(_OTHER, MOVER))
    )
    assert [each.at for each in found] == ["cutover.mover_clusters.exports.dataset"]
    assert "raw and exports both copy studies.raw" in found[0].what


def test_datasets_of_one_bucket_need_folders_of_their_own(tmp_path: Path) -> None:
    shared = edited(
        (
            "      exports: {container: lake.exports, bucket: results}\n",
            "      exports: {container: lake.exports, bucket: studies}\n",
        ),
        text=MOVING,
    )
    found = problems_of(write_moving(tmp_path, shared))
    assert [each.at for each in found] == [f"{_AT}.folder"]
    assert "no folder keeps the two apart" in found[0].what


def test_what_opens_azure_for_the_way_back_is_there_where_it_is_needed_alone(tmp_path: Path) -> None:
    without = edited(("back: move-back, ", ""), text=MOVING)
    found = problems_of(write_moving(tmp_path, without))
    assert [each.at for each in found] == [f"{_AT}.secrets"]
    assert "replicated back, and nothing opens Azure" in found[0].what
    decided = MOVING[
        MOVING.index("        reverse: replicate\n        decision") : MOVING.index("      exports: {container")
    ]
    found = problems_of(write_moving(tmp_path, edited((decided, ""), text=MOVING)))
    assert [each.at for each in found] == [f"{_AT}.secrets.back"]
    assert "is not replicated back" in found[0].what
    assert problems_of(write_moving(tmp_path, edited((decided, ""), ("back: move-back, ", ""), text=MOVING))) == []


def test_a_sound_mover_cluster_is_refused_nothing(tmp_path: Path) -> None:
    assert problems_of(write_moving(tmp_path)) == []
    assert SECRETS in ESTATE
