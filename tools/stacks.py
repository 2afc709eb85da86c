"""The lists of stacks in the pipelines, from the stack files and the table of layers: `make ci` writes them.

GitLab takes at most 200 jobs of one matrix and GitHub 256 (their documentation), so a layer that has one stack a space is cut
into matrices of 200. What is between two marks of `.gitlab-ci.yml`, every ring after the first in `apply.yml` and its lists of
stacks are written; the rest is a person's.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from socle.estate import LAYERS, StackName, load
from socle.project import Project, estate_of, find_project, layer_of, space_of

ROOT = Path(__file__).resolve().parent.parent
MOST_OF_A_MATRIX = 200


@dataclass(frozen=True)
class Ring:
    """The stacks of one estate that are applied one after the other, and then those of its spaces, each for itself."""

    estate: str
    chain: tuple[str, ...]
    spaces: tuple[str, ...] = ()

    @property
    def stacks(self) -> tuple[str, ...]:
        return (*self.chain, *self.spaces)


def rings_of(project: Project) -> list[Ring]:
    """Rehearsals first, each estate in the order of the table of layers; what a person deploys is in none.

    Raises:
        ValueError: a stack is not named after what it deploys, or is of no layer.
    """
    found: dict[str, list[StackName]] = {}
    for stack in project.stacks():
        name = StackName(estate_of(project, stack), layer_of(project, stack), space_of(project, stack))
        if str(name) != stack or name.layer not in LAYERS:
            raise ValueError(f"the stack {stack} is configured as {name}, which no pipeline could apply")
        if not LAYERS[name.layer].by_hand:
            found.setdefault(name.estate, []).append(name)
    lasting = {estate: load(project.estates / estate).estate.lifetime != "rehearsal" for estate in found}
    return [_ring(estate, found[estate]) for estate in sorted(found, key=lambda each: (lasting[each], each))]


def _ring(estate: str, names: list[StackName]) -> Ring:
    order = list(LAYERS)
    names = sorted(names, key=lambda name: (order.index(name.layer), name.space))
    chain = tuple(str(name) for name in names if not name.space)
    return Ring(estate, chain, tuple(str(name) for name in names if name.space))


def gitlab(text: str, rings: Sequence[Ring]) -> str:
    """`.gitlab-ci.yml` with these rings."""
    stages = ", ".join(
        ["capture", "review", "comment", "engine", "engine-review", "engine-comment", *(ring.estate for ring in rings)]
    )
    text = re.sub(r"^stages: .*$", f"stages: [{stages}]", text, count=1, flags=re.MULTILINE)
    text = _between(text, "previews", _previews([stack for ring in rings for stack in ring.stacks]))
    return _between(text, "rings", _rings(rings))


def github(text: str, rings: Sequence[Ring]) -> str:
    """`apply.yml` with these rings; the first one's job is the pattern of all others."""
    head, _, jobs = text.partition("jobs:\n")
    pattern = re.split(r"^(?=  [\w-]+:$)", jobs, flags=re.MULTILINE)[1].rstrip() + "\n"
    made: list[str] = []
    before = ""
    for ring in rings:
        for number, stacks in enumerate([ring.chain, *_matrices(ring.spaces)]):
            name = ring.estate if not number else f"{ring.estate}-spaces-{number}"
            made.append(_github_job(pattern, name, before, stacks))
            before = name
    return f"{head}jobs:\n" + "\n".join(made)


def _github_job(pattern: str, name: str, before: str, stacks: Sequence[str]) -> str:
    body = re.sub(r"^    needs: .*\n", "", pattern.partition("\n")[2], flags=re.MULTILINE)
    if before:
        body = body.replace("    runs-on:", f"    needs: {before}\n    runs-on:", 1)
    return f"  {name}:\n" + re.sub(r"^( +stack: )\[.*\]$", rf"\1[{', '.join(stacks)}]", body, flags=re.MULTILINE)


def _previews(stacks: Sequence[str]) -> str:
    """One job of the engine a stack, started by hand, one that judges what it said, and one that posts it."""
    made: list[str] = []
    for number, some in enumerate(_matrices(stacks), 1):
        suffix = "" if number == 1 else f" {number}"
        anchor = f"stacks-{number}"
        made += [
            f"engine{suffix}:",
            "  extends: .engine",
            f"  parallel: &{anchor}",
            "    matrix:",
            "      - STACK:",
            *(f"          - {stack}" for stack in some),
            "",
            *_after("engine review", "engine", suffix, anchor),
            *_after("engine comment", "engine review", suffix, anchor),
        ]
    return "\n".join(made)


def _after(name: str, before: str, suffix: str, anchor: str) -> list[str]:
    """A job for each stack, on what the job before it left of the same stack."""
    return [
        f"{name}{suffix}:",
        f"  extends: .{name.replace(' ', '-')}",
        f"  parallel: *{anchor}",
        "  needs:",
        f"    - job: {before}{suffix}",
        "      artifacts: true",
        "      parallel:",
        "        matrix:",
        "          - STACK: ['$[[ matrix.STACK ]]']",
        "",
    ]


def _rings(rings: Sequence[Ring]) -> str:
    """One job a stack, and one matrix for up to 200 spaces. The first of a ring waits for the whole ring before it.

    It does so by its stage where there are spaces, since a job may need 50 others at most.
    """
    made: list[str] = []
    needs = "needs: [], "
    for ring in rings:
        for stack in ring.chain:
            made.append(f"{stack}: {{extends: .apply, stage: {ring.estate}, {needs}variables: {{STACK: {stack}}}}}")
            needs = f"needs: [{stack}], "
        for number, some in enumerate(_matrices(ring.spaces), 1):
            made += [
                f"{ring.estate}-spaces-{number}:",
                "  extends: .apply",
                f"  stage: {ring.estate}",
                *([f"  {needs.removesuffix(', ')}"] if needs else []),
                "  parallel:",
                "    matrix:",
                "      - STACK:",
                *(f"          - {stack}" for stack in some),
            ]
        needs = "" if ring.spaces else needs
    return "\n".join(made) + "\n"


def _matrices(stacks: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(stacks), MOST_OF_A_MATRIX):
        yield stacks[start : start + MOST_OF_A_MATRIX]


def _between(text: str, mark: str, made: str) -> str:
    """Text with what stands between two marks replaced.

    Raises:
        ValueError: a mark is missing.
    """
    begin, end = f"# {mark}: written by make ci\n", f"# end of {mark}\n"
    head, found, rest = text.partition(begin)
    _, ended, tail = rest.partition(end)
    if not found or not ended:
        raise ValueError(f"the marks of {mark} are missing: {begin.strip()} and {end.strip()}")
    return head + begin + made + end + tail


FILES = {ROOT / ".gitlab-ci.yml": gitlab, ROOT / ".github/workflows/apply.yml": github}
"""The pipelines that list stacks, and what writes each."""


def main() -> None:
    """Write the lists of stacks of all pipelines."""
    rings = rings_of(find_project(ROOT))
    for file, write in FILES.items():
        file.write_text(write(file.read_text(encoding="utf-8"), rings), encoding="utf-8")


if __name__ == "__main__":
    main()
