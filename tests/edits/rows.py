"""The tables of edits: rows of the YAML files beside this one. A row is words, an edit of the demo's text, and what must then be told.

- `says`: what the row shows. `stack`: the layer whose stack is compared.
- `edit`: texts of one side. `in` is `estate`, `legacy`, `bridge` or `program` (the layer's file); `old` must be there once,
  `new` takes its place.
- `beside`: lines of a program that both sides have at the end of the platform layer, for what the demo does not have.
- `becomes`: what these lines are on the edited side, where all of them change; empty where they go. `raw` makes a resource
  of any type.
- `options`: resource options by logical name, as a program writes them, on the edited side; `options_before` on both.
- `verdict`, `first`, `told`: the level, what the first line of a review must name, and the lines of `telling.py` with every
  effect; `at_least` counts them where these are many and grow with the demo.
- `refused`: a part of what is said where the edit does not even give a plan.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

Texts = tuple[tuple[str, str], ...]
"""Pairs of a text that a file must hold once, and what is written in its place."""

_FOLDER = Path(__file__).parent
_ESTATE = "stacks/estates/demo"
_PROGRAM = """    from pulumiverse_scaleway import iam, network, registry

    tenancy = founded.tenancy
    where = dict(project_id=tenancy.project_id, region=tenancy.region)
    extra = dict(name="demo-extra", **where)
    options = pulumi.ResourceOptions

    def raw(type_, name, opts=None, /, **inputs):
        return pulumi.CustomResource(type_ if type_.count(":") > 1 else f"scaleway:{type_}", name, inputs, opts)

"""
_END = "    _give_out(platform)"


@dataclass(frozen=True)
class Row:
    """One row, with its edits by file."""

    says: str
    stack: str
    edits: dict[str, Texts] = field(default_factory=dict[str, Texts])
    before: dict[str, Texts] = field(default_factory=dict[str, Texts])
    options: dict[str, str] = field(default_factory=dict[str, str])
    options_before: dict[str, str] = field(default_factory=dict[str, str])
    verdict: str = ""
    first: str = ""
    told: tuple[str, ...] = ()
    at_least: dict[str, int] | None = None
    refused: str = ""


def rows() -> list[Row]:
    """Every row of every table."""
    return [_row(form) for file in sorted(_FOLDER.glob("*.yaml")) for form in yaml.safe_load(file.read_text("utf-8"))]


def _row(form: dict[str, Any]) -> Row:
    layer = form.pop("stack")
    edits: dict[str, Texts] = {}
    for edit in form.pop("edit", ()):
        file = f"infra/layers/{layer}.py" if edit["in"] == "program" else f"{_ESTATE}/{edit['in']}.yaml"
        edits[file] = (*edits.get(file, ()), (edit["old"], edit["new"]))
    lines = form.pop("beside", "").splitlines()
    text = _PROGRAM + "".join(f"    {line}\n" for line in lines)
    before: dict[str, Texts] = {f"infra/layers/{layer}.py": ((_END, text + _END),)} if lines else {}
    if "becomes" in form:
        new = "".join(f"    {line}\n" for line in form.pop("becomes").splitlines())
        edits[f"infra/layers/{layer}.py"] = ((text.removeprefix(_PROGRAM), new),)
    told = tuple(form.pop("told", ()))
    return Row(stack=f"demo-{layer}", edits=edits, before=before, told=told, **form)
