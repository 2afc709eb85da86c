"""The reference of controls as one page: what each asks for in our words, who owns it, and what it is covered by."""

from collections.abc import Iterator
from itertools import groupby

from socle.controls import Confidence, Control, Cover, Owner, Source, controls, rules_of

_HEAD = """# Controls

What the texts ask for that bind a health data platform, generated from `components/socle/controls/texts`. The one-line wording is our
own, in English and French; of ISO 27001 there are the ids alone. Whatever covers a control is evidence *for* it and no more: parts of
every text can only be shown by an organisation, and a host's certificate says nothing of its customer.

Owners: **host** (Scaleway), **platform** (what these estates declare), **space** (one authorised study), **organisation** (the body that
answers for the data). Covered by: [rules](rules.md); an attestation of the estate, by its scheme; a file of an evidence bundle, by its
name; or *alone*: nothing here shows it, and its owners must.
"""

_KNOWN = {
    Confidence.READ: "read",
    Confidence.SECONDARY: "a second source names it",
    Confidence.TITLE: "its title was seen, not its wording",
    Confidence.UNVERIFIED: "not verified",
}


def reference() -> str:
    """The page as Markdown; the same text for the same table."""
    found = controls()
    parts = [_HEAD, *_counts(found)]
    for source, rows in groupby(found, key=lambda each: each.source):
        parts += [*_heading(source), *map(_row, rows), ""]
    return "\n".join(parts)


def _counts(found: tuple[Control, ...]) -> Iterator[str]:
    yield f"| {len(found)} controls | {' | '.join(Owner)} |"
    yield f"| --- |{' --- |' * len(Owner)}"
    for cover in Cover:
        of = [sum(cover in each.covers and owner in each.owners for each in found) for owner in Owner]
        yield f"| {'alone' if cover is Cover.ALONE else f'covered by {_COVERED[cover]}'} | {' | '.join(map(str, of))} |"
    yield ""


_COVERED = {Cover.RULES: "rules", Cover.ATTESTATION: "an attestation", Cover.FILE: "a file of the bundle"}


def _heading(source: Source) -> Iterator[str]:
    yield f"## {source.title}"
    yield ""
    yield f"{source.publisher}; date: {source.date}. Binds {source.binds}."
    yield ""
    yield "| control | what it asks for | en français | owners | covered by | known |"
    yield "| --- | --- | --- | --- | --- | --- |"


def _row(of: Control) -> str:
    cells = (of.id, of.line("en"), of.line("fr"), ", ".join(of.owners), _covered(of), _KNOWN[of.confidence])
    return f"| {' | '.join(cells)} |"


def _covered(of: Control) -> str:
    rules = ", ".join(f"[`{rule.id}`](rules.md#{rule.id})" for rule in rules_of(of))
    told = (rules, of.attested and f"attestation `{of.attested}`", of.shown_in and f"file `{of.shown_in}`")
    return "; ".join(filter(None, told)) or "alone"
