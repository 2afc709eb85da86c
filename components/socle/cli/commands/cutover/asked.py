"""What every command of the cut-over takes: a wave, its estate, the time that counts, the key that signs, and what anchors a ledger."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, cast

import typer

from socle.cutover import LEDGERS, Book, of_no_wave, open_book
from socle.cutover.evidence import (
    Entry,
    Head,
    Holder,
    Key,
    Line,
    Record,
    fitting,
    head_of,
    key_at,
    keys_here,
    ledger_file,
    lines_of,
    parse,
)
from socle.estate import CUTOVER_FILE, Estate, load
from socle.messages import Refusal, Refused
from socle.plan import STACK_TYPE
from socle.project import Project, commit_of, estate_names, find_project, text_of, texts_of, top_of
from socle.report import near, printable
from socle.report.words import Words

from ...failures import show_failure
from ...options import complete_estate, no_such, one_estate, open_project

TIMES = ["%Y-%m-%d", "%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%MZ", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M:%SZ"]
"""How a time is written, wherever one is asked for: in UTC, with the seconds or without."""


def complete_wave(ctx: typer.Context, incomplete: str) -> list[str]:
    """Names of waves, for the shell. Never an error."""
    try:
        project = find_project(Path(ctx.params.get("root") or "."))
        waves = {wave for name in _with_cutover(project, ctx.params.get("estate")) for wave in _waves(project, name)}
    except (Refused, OSError):
        return []
    return sorted(wave for wave in waves if wave.startswith(incomplete))


Wave = Annotated[str, typer.Argument(metavar="WAVE", help="A wave of cutover.yaml.", autocompletion=complete_wave)]
Waves = Annotated[
    list[str] | None,
    typer.Argument(metavar="WAVE", help="Waves of cutover.yaml. Default: all.", autocompletion=complete_wave),
]
OfCutover = Annotated[
    str | None,
    typer.Option(
        "--estate", metavar="NAME", help="Default: the only one with a cutover.yaml.", autocompletion=complete_estate
    ),
]
At = Annotated[
    datetime | None,
    typer.Option("--as-of", metavar="TIME", formats=TIMES, help="The time that counts, in UTC. Default: now."),
]
AsJson = Annotated[bool, typer.Option("--json", help="As JSON, for other tools.")]
KeyFile = Annotated[
    Path | None,
    typer.Option(
        "--key",
        metavar="FILE",
        envvar="SOCLE_CUTOVER_KEY",
        help="The SSH key that signs. Default: the one of ~/.ssh that cutover.yaml lists.",
    ),
]


@dataclass(frozen=True)
class Asked:
    """An estate with a cut-over, in its project, at a time."""

    project: Project
    folder: Path
    estate: Estate
    at: datetime

    def book(self, wave: str, heads: Sequence[Head] = ()) -> Book:
        """A wave with its ledger; one that is not there is wrong use."""
        known = self.estate.cutover.waves if self.estate.cutover else {}
        if wave not in known:
            raise typer.BadParameter(no_such("wave", wave, known), param_hint="WAVE")
        return open_book(self.estate, self.folder, wave, self.at, heads)

    @property
    def strays(self) -> list[Refusal]:
        """Ledgers of no wave."""
        return list(of_no_wave(self.estate, self.folder))

    def books(self, waves: Sequence[str] | None) -> list[Book]:
        """Waves by name, all by default."""
        known = self.estate.cutover.waves if self.estate.cutover else {}
        return [self.book(wave) for wave in dict.fromkeys(waves or known)]


def asked(root: Path | None, estate: str | None, as_of: datetime | None) -> Asked:
    """The estate that is asked about.

    Raises:
        Refused: its files are refused.
    """
    project = open_project(root)
    folder = one_estate(project, estate or _only(project))
    if not (folder / CUTOVER_FILE).is_file():
        raise typer.BadParameter(f"{printable(folder.name)} has no cutover.yaml", param_hint="--estate")
    at = (as_of or datetime.now(UTC)).replace(tzinfo=UTC, microsecond=0)
    return Asked(project, folder, load(folder).estate, at)


def say_strays(found: Asked) -> bool:
    """Say on standard error which ledgers belong to no wave: where those waves stand is not in what was printed."""
    if strays := found.strays:
        show_failure(Refused(strays), found.project)
    return bool(strays)


def _only(project: Project) -> str:
    names = _with_cutover(project, None)
    if len(names) != 1:
        known = ", ".join(names) or "none"
        raise typer.BadParameter(f"which estate? With a cutover.yaml there are: {known}.", param_hint="--estate")
    return names[0]


def _with_cutover(project: Project, estate: str | None) -> list[str]:
    return [
        name
        for name in estate_names(project)
        if estate in (None, name) and (project.estates / name / CUTOVER_FILE).is_file()
    ]


def _waves(project: Project, name: str) -> list[str]:
    """The waves of an estate, read without the rest of it: a shell waits for this."""
    from socle.specs import read  # noqa: PLC0415

    data: Any = read(project.estates / name / CUTOVER_FILE, project.estates).data
    waves: Any = cast("Mapping[str, Any]", data).get("waves", {}) if isinstance(data, Mapping) else {}
    return [str(each) for each in cast("Mapping[str, Any]", waves)] if isinstance(waves, Mapping) else []


def key_for(record: Record, book: Book, key: Path | None, signed: Sequence[Holder] = ()) -> Key:
    """The key that signs a record: the one that was named, or the one of `~/.ssh` whose signature it needs.

    Args:
        signed: who has signed already.

    Raises:
        Refused: its signature would count for nothing.
    """
    keys = [key_at(key.expanduser(), book.known)] if key else keys_here(Path.home() / ".ssh", book.known)
    subjects, roles = {each.subject for each in signed}, {each.signs_as for each in signed}
    return fitting(record, [each for each in keys if each.signs_as not in roles and each.subject not in subjects])


_END = re.compile(r"([1-9][0-9]{0,8}):([0-9a-f]{64})")


@dataclass(frozen=True)
class Anchor:
    """What a ledger is held against, in words, and the end that it knows."""

    said: str
    head: Head


Committed = tuple[str, tuple[Line, ...]]
"""A commit, and a ledger as it has it."""

State = Mapping[str, Any]
"""An exported state, as `exported` has read it."""


def committed(found: Asked, wave: str, revision: str) -> Committed | None:
    """The ledger of a wave as a revision has it, with the commit: without a line where it has none. None where there is no checkout.

    Raises:
        Refused: there is no such revision.
    """
    file = ledger_file(found.folder, wave)
    try:
        top = top_of(found.folder)
    except Refused:
        return None
    commit = commit_of(top, revision)
    inside = file.resolve()
    text = text_of(top, commit, inside.relative_to(top).as_posix()) if inside.is_relative_to(top) else None
    return commit, lines_of(text or "")


def committed_heads(found: Asked) -> dict[str, tuple[Head, ...]]:
    """The ends of ledgers as the last commit has them, by wave; none where there is no checkout. One process, however many waves."""
    waves = found.estate.cutover.waves if found.estate.cutover else {}
    files = {ledger_file(found.folder, wave).relative_to(found.folder).as_posix(): wave for wave in waves}
    heads: dict[str, tuple[Head, ...]] = {}
    for file, text in (texts_of(found.folder, "HEAD", list(files)) or {}).items():
        lines = lines_of(text)
        with suppress(Refused):  # an end that cannot be read there is no anchor here
            heads[files[file]] = (head_of(lines),) if lines else ()
    return heads


def anchors(
    wave: str, of_commit: Committed | None, states: Mapping[Path, State], given: str | None, words: Words
) -> Iterator[Anchor]:
    """All that a ledger is held against: a revision, exported states by their files, an end that was noted elsewhere."""
    if of_commit and of_commit[1]:
        yield Anchor(words("cutover.anchor.commit", commit=of_commit[0][:10]), head_of(of_commit[1]))
    for file, state in states.items():
        for head in noted_by(state, wave):
            yield Anchor(words("cutover.anchor.state", file=near(file)), head)
    if given and not given.startswith("s3://"):
        yield Anchor(words("cutover.anchor.given"), _given(given))


def _given(text: str) -> Head:
    found = _END.fullmatch(text.strip().lower())
    if not found:
        raise typer.BadParameter(
            "an end is written as SERIAL:ADDRESS, an address as 64 characters", param_hint="--anchor"
        )
    return Head(int(found[1]), found[2])


def deployed_by(state: State, wave: str) -> list[Head]:
    """The ends of a wave's ledger by which whole deployments of an exported state began: inputs, which `--target` leaves as they were."""
    rows = [each for each in resources_of(state) if each.get("type") == LEDGERS]
    return [head for row in rows for head in _ends(row.get("inputs"), "spec", wave)]


def noted_by(state: State, wave: str) -> list[Head]:
    """Every end of a wave's ledger that an exported state was shown, by a deployment of whatever part."""
    ends = [
        head
        for row in resources_of(state)
        if row.get("type") == LEDGERS
        for head in _ends(row.get("outputs"), "ends", wave)
    ]
    rows = [each for each in resources_of(state) if each.get("type") == STACK_TYPE]
    return [
        *deployed_by(state, wave),
        *ends,
        *(head for row in rows for head in _ends(row.get("outputs"), "cutover", wave)),
    ]


def _ends(values: Any, name: str, wave: str) -> Iterator[Head]:
    """The end of a wave's ledger below a name of some inputs or outputs; nothing where it cannot be read."""
    for key in (name, wave):
        values = cast("Mapping[str, Any]", values).get(key) if isinstance(values, Mapping) else None
    one = cast("Mapping[str, Any]", values if isinstance(values, Mapping) else {})
    serial, digest = one.get("serial"), one.get("digest")
    if isinstance(serial, int | float) and isinstance(digest, str):
        yield Head(int(serial), digest)


def exported(text: str) -> State:
    """What `pulumi stack export` has written.

    Raises:
        ValueError: it is none of that.
    """
    data: Any = json.loads(text)
    deployment: Any = cast("Mapping[str, Any]", data).get("deployment") if isinstance(data, Mapping) else None
    rows: Any = cast("Mapping[str, Any]", deployment).get("resources") if isinstance(deployment, Mapping) else None
    if not isinstance(rows, list):
        raise ValueError("this is no output of pulumi stack export")  # noqa: TRY004 - one kind of error for one kind of fault
    return cast("State", data)


def resources_of(state: State) -> list[Mapping[str, Any]]:
    """The resources of an exported state."""
    rows: list[Any] = state["deployment"]["resources"]
    return [cast("Mapping[str, Any]", each) for each in rows if isinstance(each, Mapping)]


def holders_of(entry: Entry, book: Book) -> list[Holder]:
    """Whose signatures a record has, of those that are listed."""
    found = (book.known.holder(parse(each).key) for each in entry.signatures)
    return [each for each in found if each]
