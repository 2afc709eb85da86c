"""The bundle of the demo: every claim is followed to its source, the page answers an auditor, OSCAL opens in trestle's own commands.

It proves nothing about the world: what no plan, state or record says is a gap, and is asked for as one.
"""

import json
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from socle.controls import controls
from socle.evidence import DOCUMENTS, Bundle, Gathered, bundle_of, gather, sealed
from socle.plan import Plan
from socle.project import find_project
from socle.report.evidence import evidence_markdown, evidence_page
from socle.report.evidence.cells import ORDER
from socle.report.words import Language, Words
from socle.report.words.catalogue import MESSAGES
from socle.sovereignty import Exposure

from ..timing import processor_seconds

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
AT = datetime(2026, 12, 1, tzinfo=UTC)
CLAIMS = re.compile(r"\b(complian\w*|certified|conforme\w*|certifié\w*|en conformité)\b", re.IGNORECASE)

ALLOWED = r"compliance-trestle|non-conformités? connues?"
"""A tool's name, and what is known not to be so."""


def gathered() -> Gathered:
    project = find_project(ROOT)
    of, failures = gather(project, project.estates / "demo", AT, {})
    assert not failures
    return of


@pytest.fixture(scope="module")
def of() -> Gathered:
    return gathered()


@pytest.fixture(scope="module")
def demo(of: Gathered) -> Bundle:
    return bundle_of(of)


@pytest.fixture(scope="module")
def files(demo: Bundle) -> dict[str, Any]:
    return {path: json.loads(content) for path, content in demo.files.items() if path.endswith(".json")}


def test_a_bundle_takes_less_than_half_a_minute() -> None:
    begun = time.process_time()
    bundle_of(gathered())
    assert time.process_time() - begun < 30


def claims(files: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any], str]]:
    for make in (*ORDER, "rules", "questions"):
        for row in files[f"{make}.json"]["rows"]:
            assert row["sources"], (make, row)
            yield from ((make, row, source) for source in row["sources"])


def test_every_claim_leads_to_a_source_of_the_bundle(demo: Bundle, files: dict[str, Any]) -> None:
    known = {row["id"]: row for row in files["sources.json"]["rows"]}
    urns = {stack: {each.urn for each in plan} for stack, plan in demo.of.plans.items()}
    followed = 0
    for make, row, source in claims(files):
        id_, _, part = source.partition("#")
        assert id_ in known, (make, row, source)
        kind = id_.partition(":")[0]
        if kind == "plan" and part:
            assert part in urns[id_.partition(":")[2]], source
        elif kind == "estate":
            lines = (ROOT / "stacks/estates" / id_.partition(":")[2]).read_text("utf-8").splitlines()
            assert not part or 1 <= int(part) <= len(lines), source
        elif kind in ("attestation", "exemption"):
            assert id_.partition(":")[2] in {each["key"] for each in files[f"{kind}s.json"]["rows"]}, source
        elif kind in ("rule", "document"):
            assert known[id_]["file"] in demo.files, source
        elif kind == "record":
            assert f'"{id_.partition(":")[2]}"'.encode() in demo.files[known[id_]["file"]], source
        elif kind == "file":
            assert known[id_]["digest"] == sha256((ROOT / id_.partition(":")[2]).read_bytes()).hexdigest(), source
        else:
            assert kind in ("plan", "table"), source
        followed += 1
    assert followed > 2000


def test_a_source_with_a_digest_has_that_of_its_file(demo: Bundle, files: dict[str, Any]) -> None:
    with_file = [row for row in files["sources.json"]["rows"] if row["file"] and row["kind"] in ("plan", "state")]
    assert len(with_file) == len(demo.of.plans)
    for row in with_file:
        assert sha256(demo.files[row["file"]]).hexdigest() == row["digest"]


def test_a_record_is_a_source_that_leads_into_its_ledger(of: Gathered, tmp_path: Path) -> None:
    from socle.cutover import open_book
    from socle.cutover.evidence import written
    from tests.cutover.people import chained, record

    folder = tmp_path / "demo"
    (folder / "cutover").mkdir(parents=True)
    (folder / "cutover/studies.jsonl").write_text(written(chained(record(estate="demo", epoch=1))), "utf-8")
    book = open_book(of.estate, folder, "studies", AT)
    made = bundle_of(replace(of, books=(book,)))
    ids = {str(row.cells["id"]) for row in made.documents["sources"].rows}
    used = {source for row in made.documents["cutover"].rows for source in row.sources if source.startswith("record:")}
    assert used
    assert used <= ids
    assert made.files["ledgers/studies.jsonl"] == book.file.read_bytes()


def test_every_file_that_covers_a_control_is_in_the_bundle(demo: Bundle) -> None:
    assert {each.shown_in for each in controls()} - {""} <= set(demo.documents)
    assert {make(demo.of).name for make in DOCUMENTS} <= {*ORDER, "rules"}


def test_the_same_revision_and_time_give_the_same_bytes(demo: Bundle) -> None:
    fresh = replace(gathered(), revision=demo.of.revision, dirty=demo.of.dirty)  # a checkout may be edited meanwhile
    again = bundle_of(fresh)
    assert sealed(demo.files, demo.of, demo.levels) == sealed(again.files, again.of, again.levels)
    assert evidence_page(demo) == evidence_page(again)


def test_every_row_says_at_which_level_and_a_state_lifts_it(of: Gathered) -> None:
    made = bundle_of(replace(of, levels={**of.levels, "demo-foundation": "deployed"}))
    levels = {str(row.cells["level"]) for row in made.documents["assets"].rows}
    assert levels == {"declared", "deployed"}
    assert made.documents["assets"].level == "declared", "the weakest counts for the whole"


@pytest.mark.parametrize("language", list(Language))
def test_every_column_gap_and_sentence_has_words(demo: Bundle, language: Language) -> None:
    for doc in demo.documents.values():
        for key in (*(f"evidence.gap.{gap}" for gap in doc.gaps), *(f"evidence.col.{name}" for name in doc.columns)):
            assert key in MESSAGES[language], key
        assert f"evidence.doc.{doc.name}" in MESSAGES[language]
        assert all(set(doc.columns) <= set(row.cells) for row in doc.rows), doc.name
    for text in (evidence_page(demo, Words(language)), evidence_markdown(demo, Words(language))):
        assert not re.findall(r"\b(?:evidence|sovereignty|keyholder|standing|law|supplier)\.(?!jsonl\b)[a-z_]+\b", text)


def test_nothing_says_that_anything_is_fulfilled(demo: Bundle) -> None:
    for language in Language:
        for text in (evidence_page(demo, Words(language)), evidence_markdown(demo, Words(language))):
            assert not CLAIMS.findall(re.sub(ALLOWED, "", text))
    for path, content in demo.files.items():
        if not path.startswith("plans/"):
            assert not CLAIMS.findall(re.sub(ALLOWED, "", content.decode())), path
            assert '"satisfied"' not in content.decode(), path


def answers(page: str) -> dict[str, str]:
    """What the page alone says to each question: the text of the term and of what follows it."""
    found = re.findall(r"<dt[^>]*>\d+\. (.*?)</dt>\s*<dd>(.*?)</dd>", page, re.DOTALL)
    return {unescape(term): unescape(re.sub(r"<[^>]+>", "", text)).strip() for term, text in found}


def test_an_auditor_reads_twenty_answers_from_the_page_alone(demo: Bundle) -> None:
    said = answers(evidence_page(demo))
    assert len(said) == 20
    assert "francecentral: 3 resources" in said["Where is the health data?"]
    assert "the customer alone: 2" in said["Who holds the keys of health data?"]
    assert "cohorts: derogation, until 2027-01-31" in said["Which health data is under foreign law, and until when?"]
    assert "derogation, until 2027-06-30" in said["Which health data is under foreign law, and until when?"]
    assert (
        "no SecNumCloud qualification of the host is attested"
        in said["Is a SecNumCloud qualification of the host attested?"]
    )
    assert "registrar: not known" in said["Who else processes or is relied on?"]
    readers = said["Who can read buckets of health data?"]
    assert "44444444-4444-4444-8444-444444444444" in readers
    assert "foundation-groups-auditors" not in readers, "it reads no bucket of health data"
    assert "on Azure: not known" in readers
    assert "365 days" in said["How long are logs kept?"]
    assert "stores: 0 of 10" in said["What has been erased, by signed records?"]
    for unknown in ("When was the last restore seen?", "Which incidents were there?", "When is nothing left on Azure?"):
        assert said[unknown].startswith("not known")
    assert "Not before 2027-12-29" in said["When is nothing left on Azure?"], "what is known of it stands beside"
    assert "storage_accounts.lake.raw: the wave studies has no leave_by" in said["When is nothing left on Azure?"]
    assert "Scaleway SAS, fr-par: 5 resources" in said["Where is the health data?"]
    assert "class nobody has said, so that they may hold some: 13" in said["Where is the health data?"]
    assert "storage_accounts.scratch" in said["Which health data is under foreign law, and until when?"]


def test_levels_stand_in_the_language_of_the_page(demo: Bundle) -> None:
    for text in (evidence_page(demo, Words(Language.FRENCH)), evidence_markdown(demo, Words(Language.FRENCH))):
        assert "observé en direct" in text
        assert not re.search(r"(>|`)(declared|deployed|observed)(<|`)", text)


def test_an_estate_without_an_old_host_is_told_as_that_and_never_as_empty(of: Gathered) -> None:
    bare = of.estate.model_copy(update={"legacy": None, "cutover": None, "bridge": None})
    european = tuple(each for each in of.sovereignty.holdings if not each.foreign and not each.health)
    sovereignty = replace(of.sovereignty, holdings=european, under=(), exposure=Exposure((), (), ()), earliest=None)
    made = replace(of, declared=replace(of.declared, estate=bare), sovereignty=sovereignty, books=())
    said = answers(evidence_page(bundle_of(made)))
    for question in ("When is nothing left on Azure?", "What has been erased, by signed records?"):
        assert said[question].startswith("no old host is declared")
    assert said["Where does the cut-over stand?"].startswith("no cut-over is declared")
    assert "no resource is declared to hold health data" in said["Where is the health data?"]


def test_every_file_that_decides_has_its_digest_once(of: Gathered, files: dict[str, Any]) -> None:
    told = [row["what"] for row in files["digests.json"]["rows"]]
    assert len(told) == len(set(told))
    assert {"Pulumi.yaml", "uv.lock", "infra/__main__.py", "infra/layers/platform.py", "policies/__main__.py"} <= set(
        told
    )
    assert {"stacks/Pulumi.demo-platform.yaml", "demo/azure-inventory.json", "tool socle, all modules"} <= set(told)
    assert not [each for each in told if "__pycache__" in each or "rehearsal" in each]
    assert sum("0.1.0" in str(row["digest"]) for row in files["digests.json"]["rows"]) == 1
    assert of.program["infra/layers/platform.py"] in {row["digest"] for row in files["sources.json"]["rows"]}


def test_a_sight_in_a_ledger_is_observed_and_every_resource_with_data_has_a_way_out(files: dict[str, Any]) -> None:
    assert {row["level"] for row in files["records.json"]["rows"]} == {"declared", "deployed", "observed"}
    rekeyed = [row for row in files["records.json"]["rows"] if row["kind"] == "tunnels-rekeyed"]
    assert [(row["level"], row["signers"]) for row in rekeyed] == [("observed", ["probe"])]
    ours = [row for row in files["assets.json"]["rows"] if row["holds"] and row["operator"] == "Scaleway SAS"]
    assert (
        len(files["exits.json"]["rows"])
        == len(ours)
        == sum(r["with_data"] for r in files["reversibility.json"]["rows"])
    )


def test_what_is_not_known_is_said_in_one_place(demo: Bundle) -> None:
    page = evidence_page(demo)
    one = unescape(re.sub(r"<[^>]+>", "", page.split('id="not-known"')[1].split("<details")[0]))
    for question, answer in answers(page).items():
        assert (question in one) == answer.startswith("not known"), question
    for doc in demo.documents.values():
        for gap in doc.gaps if doc.name in ORDER else ():
            assert MESSAGES[Language.ENGLISH][f"evidence.gap.{gap}"] in one, gap


def test_the_page_asks_for_nothing_else_and_obeys_no_foreign_text(demo: Bundle) -> None:
    assert not re.search(r"<script|<link|<img|src=|url\(|@import", evidence_page(demo))
    docs = demo.documents
    row = docs["flows"].rows[0]
    bad = replace(row, cells={**row.cells, "reason": "<script>alert(1)</script>|x"})
    hostile = replace(demo, documents={**docs, "flows": replace(docs["flows"], rows=(bad,))})
    assert "<script>" not in evidence_page(hostile)
    assert "`<script>alert(1)</script>\\|x`" in evidence_markdown(hostile)


TRESTLE = (
    "catalog",
    "profile",
    "component-definition",
    "system-security-plan",
    "assessment-plan",
    "assessment-results",
)


def test_oscal_opens_and_validates_in_trestles_own_commands(demo: Bundle, tmp_path: Path) -> None:
    def trestle(*arguments: str) -> str:
        command = [str(Path(sys.executable).parent / "trestle"), *arguments]
        done = subprocess.run(command, cwd=tmp_path / "work", capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    (tmp_path / "work").mkdir()
    trestle("init", "--local")
    for name in TRESTLE:  # beside each other, as in the bundle, so that what one refers to is found
        (tmp_path / "work" / f"{name}.json").write_bytes(demo.files[f"oscal/{name}.json"])
    for name in TRESTLE:
        source = tmp_path / f"{name}.json"
        source.write_bytes(demo.files[f"oscal/{name}.json"])
        trestle("import", "-f", str(source), "-o", "demo")
        trestle("validate", "-t", name, "-n", "demo")


def test_oscal_has_every_control_and_finds_only_where_a_rule_is_broken(files: dict[str, Any]) -> None:
    catalog = files["oscal/catalog.json"]["catalog"]
    ids = {each["id"] for group in catalog["groups"] for each in group["controls"]}
    assert len(ids) == len(controls())
    result = files["oscal/assessment-results.json"]["assessment-results"]["results"][0]
    broken = {row["id"] for row in files["controls.json"]["rows"] if row["fail"]}
    assert {each["title"] for each in result.get("findings", [])} == broken
    requirements = files["oscal/system-security-plan.json"]["system-security-plan"]["control-implementation"]
    assert {each["control-id"] for each in requirements["implemented-requirements"]} == ids


def many(of: Gathered, number: int) -> Gathered:
    """The same estate with its platform so many times over, and everything that was found of it."""
    plan = of.plans["demo-platform"]
    plans = dict(of.plans)
    holdings, findings, rows = list(of.sovereignty.holdings), list(of.findings), list(of.matrix.rows)
    for copy in range(number):
        stack = f"demo-platform-{copy}"

        def renamed(urn: str, name: str = stack) -> str:
            return urn.replace(":demo-platform::", f":{name}::")

        plans[stack] = Plan(stack, plan.project, tuple(replace(each, urn=renamed(each.urn)) for each in plan))
        holdings += [
            replace(each, stack=stack, urn=renamed(each.urn))
            for each in of.sovereignty.holdings
            if each.stack == plan.stack
        ]
        findings += [replace(each, urn=renamed(each.urn)) for each in of.findings if ":demo-platform::" in each.urn]
        rows += [replace(row, stack=stack) for row in of.matrix.rows if row.stack == plan.stack]
    return replace(
        of,
        plans=plans,
        levels=dict.fromkeys(plans, "declared"),
        findings=tuple(findings),
        matrix=replace(of.matrix, rows=tuple(rows)),
        sovereignty=replace(of.sovereignty, holdings=tuple(holdings)),
    )


def test_the_bundle_of_a_hundred_and_fifty_platforms_grows_with_them_and_no_faster(of: Gathered) -> None:
    def seconds(number: int) -> float:
        grown = many(of, number)

        def made() -> None:
            bundle = bundle_of(grown)
            sealed({**bundle.files, "index.html": evidence_page(bundle).encode()}, grown, bundle.levels)

        return processor_seconds(made, times=2)

    seconds(1)
    few, lots = seconds(30), seconds(150)
    assert lots < few * 5 * 1.6, (few, lots)
