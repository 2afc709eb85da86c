"""Mutants drawn by chance with the operators of cosmic-ray: one place of a file, changed in one of the ways that its operators know.

Places count, not ways: a comparison that can be changed in seven ways is drawn as often as a number. Types in annotations are
no behaviour and are left out, and so are names that only a type checker reads.
"""

import ast
import random
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import unified_diff
from functools import cache
from itertools import islice
from pathlib import Path

from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from cosmic_ray.operators.provider import OperatorProvider

ON_PURPOSE_NOT = {"VariableReplacer", "VariableInserter"}
"""They put a random variable somewhere, by a chance of their own that no seed holds."""


@dataclass(frozen=True)
class Mutant:
    """A change of one file: the place, the operator of cosmic-ray, and which of its occurrences in the file."""

    file: Path
    line: int
    operator: str
    occurrence: int

    def text(self, original: str) -> str:
        """The mutated file."""
        changed = mutate_code(original, OperatorProvider()[self.operator](), self.occurrence)
        return original if changed is None else str(changed)

    def diff(self, original: str) -> str:
        """The lines that change."""
        lines = unified_diff(original.splitlines(), self.text(original).splitlines(), lineterm="", n=0)
        return "\n".join(line for line in lines if not line.startswith(("---", "+++", "@@")))


def drawn(files: list[Path], count: int, seed: int) -> list[Mutant]:
    """`count` mutants of different places, the same ones for the same files and seed."""
    chance = random.Random(seed)  # noqa: S311 - a sample, not a secret
    places = [ways for file in sorted(files) for ways in _places(file)]
    chosen = (chance.choice(ways) for ways in chance.sample(places, len(places)))
    return list(islice(filter(_is_python, chosen), count))


def _is_python(mutant: Mutant) -> bool:
    """Whether it can be read at all: `**` before a map is no power, and a file that cannot be read kills itself."""
    try:
        compile(mutant.text(mutant.file.read_text("utf-8")), str(mutant.file), "exec")
    except SyntaxError:
        return False
    return True


def _places(file: Path) -> Iterator[list[Mutant]]:
    """Every place that can be changed, with the ways to change it."""
    text = file.read_text("utf-8")
    left_out = _lines_without_behaviour(text)
    nodes = list(ast_nodes(get_ast(text)))
    found: dict[tuple[tuple[int, int], tuple[int, int]], list[Mutant]] = {}
    for name in OperatorProvider():
        if name in ON_PURPOSE_NOT:
            continue
        operator, occurrence = OperatorProvider()[name](), -1
        for node in nodes:
            for start, end in operator.mutation_positions(node):
                occurrence += 1
                if not any(first <= start and end <= last for first, last in left_out):
                    found.setdefault((start, end), []).append(Mutant(file, start[0], name, occurrence))
    yield from found.values()


@cache
def _lines_without_behaviour(text: str) -> tuple[tuple[tuple[int, int], tuple[int, int]], ...]:
    """From where to where annotations reach, and what only a type checker reads."""
    nodes: list[ast.AST] = []
    for node in ast.walk(ast.parse(text)):
        nodes += filter(None, (getattr(node, "annotation", None), getattr(node, "returns", None)))
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            nodes.append(node)
    return tuple(
        ((node.lineno, node.col_offset), (node.end_lineno or 0, node.end_col_offset or 0))
        for node in nodes
        if isinstance(node, ast.expr | ast.stmt)
    )
