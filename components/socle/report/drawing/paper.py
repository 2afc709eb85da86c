"""A page that needs nothing else: no script, no font, no image, readable on paper and by whoever prints it."""

from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, StrictUndefined, Template

from ..words import Words


def template(package: str, name: str) -> Template:
    """A template beside a module, with everything escaped that is not ours."""
    return _environment().from_string(files(package).joinpath(name).read_text("utf-8"))


def on_paper(page: Template, words: Words, **values: Any) -> str:
    """A page in a language, with the common style."""
    return page.render(words=words, style=_style(), **values)


@cache
def _style() -> str:
    return files(__package__ or "").joinpath("paper.css").read_text("utf-8")


@cache
def _environment() -> Environment:
    return Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
