"""Screens, pages and lists of reports other than reviews, held whole against kept ones, in both languages and two widths.

`make docs` writes them anew (`SOCLE_WRITE_DOCS=1 .venv/bin/pytest tests/report/test_screens.py` these alone), git shows the
difference. What is drawn is in `screens.py`; estates of this repository are drawn in `tests/cli/test_transcripts.py`.
"""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from socle.reach.ask import ask, end_of
from socle.reach.build import model_of
from socle.reach.proofs import prove
from socle.report.cost import cost_json, show_change, show_cost
from socle.report.doctor import doctor_json, show_lines
from socle.report.drawing import bars, steps
from socle.report.evidence import difference_lines, evidence_markdown, evidence_page, flaw_lines, verified_json
from socle.report.findings import show_findings
from socle.report.first_day import first_day_json, show_first_day
from socle.report.inventory import as_data, page, show_table
from socle.report.move.database import preflight_json, show_preflight, verified_lines
from socle.report.move.json import erased_data, estimate_data, passed_data, step_data
from socle.report.move.sights import show_sights
from socle.report.move.terminal import show_erased, show_estimate, show_passed, show_verdict, step_line
from socle.report.quotas import show_quotas
from socle.report.reach.json import answer_json, proofs_json
from socle.report.reach.matrix import as_csv, as_markdown, matrix
from socle.report.reach.terminal import show_answer, show_proofs
from socle.report.words import Language, Words

from ..kept import assert_as_kept
from ..reach.platform import DECLARED, sound
from ..reach.test_leaks import LEAKS
from . import screens as of

KEPT = Path(__file__).parent / "screens"
Draw = Callable[[Words, int], str]


def _moves(words: Words, width: int) -> str:
    to = of.paper(width, colours=width == NARROWEST)
    for step in of.STEPS:
        to.print(step_line(step, words))
    for passed in of.PASSES:
        show_passed(passed, to, words)
    for verdict in of.VERDICTS:
        show_verdict(verdict, of.SIGHTS, to, words)
    for estimate, window in of.ESTIMATES:
        show_estimate(estimate, window, to, words)
    for erased in of.ERASED:
        show_erased(erased, to, words)
    show_sights(of.SIGHTS, to, words)
    return of.on(to)


def _databases(words: Words, width: int) -> str:
    to = of.paper(width, colours=width == NARROWEST)
    show_preflight(of.PREFLIGHT, ("roles", "sizes"), to, words)
    for compared in of.COMPARED:
        to.print("\n".join(verified_lines(compared, words)), soft_wrap=True)
    return of.on(to)


def _days(words: Words, width: int) -> str:
    to = of.paper(width, colours=width == NARROWEST)
    for day in of.DAYS:
        show_first_day(day, f"acme{of.STEERS}", to, words)
    show_lines(of.MACHINE, f"A machine{of.STEERS}", to, words)
    return of.on(to)


def _bundles(words: Words, _width: int) -> str:
    said = [line for found in of.VERIFIED for line in flaw_lines(found, words)]
    said += [f"{became}: {what}" for became, what in difference_lines(of.DIFFERENCES, words)]
    return "\n".join([*said, *map(verified_json, of.VERIFIED)])


def _data(words: Words, _width: int) -> str:
    found = [
        json.loads(first_day_json(of.DAYS[0], words)),
        json.loads(first_day_json(of.DAYS[1], words)),
        json.loads(doctor_json(of.MACHINE, words)),
        preflight_json(of.PREFLIGHT, ("roles",), words),
        *map(step_data, of.STEPS),
        *(passed_data(each, None, ()) for each in of.PASSES),
        passed_data(of.PASSES[0], of.VERDICTS[1], of.SIGHTS),
        *(estimate_data(each) for each, _ in of.ESTIMATES),
        *map(erased_data, of.ERASED),
    ]
    return json.dumps(found, indent=1, ensure_ascii=False)


def _charts(_words: Words, _width: int) -> str:
    rows = [("<none>", 0, "bad"), ("few & far", 1, '"'), ("some", 37, "good"), ("most", 1_000, "")]
    points = [
        (739_000, 9, 4, "2026-12-01"),
        (739_031, 7, 4, "<2027>"),
        (739_365, 2, 0, "later"),
        (740_000, 0, 0, "last"),
    ]
    drawn = [bars(rows, "<Title>"), bars([], "nothing"), bars(rows[:1], "zero")]
    drawn += [steps(points, "<Down>"), steps(points[:1], "one"), steps([(5, 0, 0, "none")], "zero")]
    return _lines("\n".join(drawn))


def _inventories(words: Words, width: int) -> str:
    to, pages = of.paper(width, colours=width == NARROWEST), []
    for found in of.inventories():
        show_table(found, to, words)
        pages += [json.dumps(as_data(found, words), indent=1, ensure_ascii=False), _lines(page(found, words))]
    return of.on(to) + ("" if width == NARROWEST else "\n".join(pages))


def _findings(words: Words, width: int) -> str:
    to = of.paper(width, colours=width == NARROWEST)
    for estate in ("acme", ""):
        show_findings(of.FINDINGS, estate, to, lambda each: each.place, words)
    return of.on(to)


def _network(words: Words, width: int) -> str:
    to, estate = of.paper(width, colours=width == NARROWEST), sound()
    model = model_of(estate.plans, DECLARED)
    before = prove(model)
    for leak in LEAKS[:1] + LEAKS[7:12]:
        leak.plant(estate)
    leaking = model_of(estate.plans, DECLARED)
    after = prove(leaking)
    flows = matrix([*before.flows, *after.flows[:1]], words=words), matrix(after.flows, before.flows[1:], words=words)
    said = [proofs_json(after, "acme", str)]
    for proofs in (before, after):
        show_proofs(proofs, "acme", to, str, words)
    for source, target in (("services", "data"), ("internet", "platform"), ("research", "db"), ("platform", "lake")):
        answer = ask(leaking, end_of(leaking, source), end_of(leaking, target))
        show_answer(answer, to, str, words)
        said.append(answer_json(answer, str))
    for rows in flows:
        said += [as_csv(rows, words=words), as_csv(rows, change=True, words=words)]
        said += [
            as_markdown(rows, title="Flows", words=words),
            as_markdown(rows, title="Flows", change=True, words=words),
        ]
    return of.on(to) + ("" if width == NARROWEST else "\n".join(said))


def _lines(html: str) -> str:
    """A page without its style, which is a file of its own, a line for each element."""
    return re.sub(r">\s*<", ">\n<", re.sub(r"<style>.*?</style>", "", html, flags=re.DOTALL))


SCREENS: dict[str, Draw] = {
    "moves": _moves,
    "databases": _databases,
    "days": _days,
    "bundles": _bundles,
    "data": _data,
    "charts": _charts,
    "inventories": _inventories,
    "findings": _findings,
    "network": _network,
    "bundle.md": lambda words, _width: evidence_markdown(of.bundle(), words),
    "bundle.html": lambda words, _width: _lines(evidence_page(of.bundle(), words)),
}
NARROWEST = 60
"""Columns of a screen that is drawn in colour."""
NARROW = ("moves", "databases", "days", "inventories", "findings")


@pytest.mark.parametrize("language", list(Language), ids=str)
@pytest.mark.parametrize("screen", SCREENS)
def test_a_screen_is_as_it_was(screen: str, language: Language) -> None:
    words = Words(language)
    said = SCREENS[screen](words, 110)
    if screen in NARROW:
        said += f"\n{'=' * NARROWEST}\n{SCREENS[screen](words, NARROWEST)}"
    assert_as_kept(said, KEPT / language / f"{screen.replace('.', '-')}.txt")


@pytest.mark.parametrize("width", [70, 120])
@pytest.mark.parametrize("language", list(Language), ids=str)
def test_a_cost_is_as_it_was(
    language: Language, width: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    words, now, was = Words(language), of.cost(), of.cheaper()
    show_cost(now, words)
    show_cost(was, words)
    for after, before in ((now, was), (was, now), (now, now)):
        show_change(after, before, f"main{of.STEERS}", words)
    show_quotas(f"acme{of.STEERS}", of.NEEDS, words)
    show_quotas("small", of.NEEDS[1:4], words)
    assert_as_kept(capsys.readouterr().out, KEPT / language / f"costs-{width}.txt")


def test_what_programs_read_of_a_cost_is_as_it_was() -> None:
    assert_as_kept(cost_json(of.cost()) + cost_json(of.cheaper(), of.cost()), KEPT / "costs.json.txt")


@pytest.mark.parametrize("language", list(Language), ids=str)
def test_a_padded_line_stays_within_a_narrow_terminal(language: Language) -> None:
    """What a screen indents it wraps: only lines that must stay whole, so that they can be opened or typed, are longer."""
    wrapped = [line for line in _days(Words(language), 59).splitlines() if line.startswith(" " * 6)]
    assert len(wrapped) > 10
    assert max(map(len, wrapped)) <= 59
