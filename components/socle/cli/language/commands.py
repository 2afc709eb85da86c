"""Commands whose help and wrong use are told in the language of the run.

Both are said in English where they arise, by the library that reads options and by us; here they are put into that language.
"""

import re
import sys
import textwrap
from collections.abc import Iterable, Sequence
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from socle.report.words import Words

from .choice import choose, words

_WRONG_USE: type[Exception] = typer.BadParameter.__mro__[2]  # pyright: ignore[reportAssignmentType] - it has no public name
"""Whatever the library raises for options and arguments that are wrong."""


class Command(TyperCommand):
    """A command with its help in the language of the run."""

    def get_help(self, ctx: Any) -> str:
        return _help_of(self, ctx)


class Commands(TyperGroup):
    """All commands: the language is chosen before anything is read, and what is wrong use is told in it."""

    def get_help(self, ctx: Any) -> str:
        return _help_of(self, ctx)

    def main(self, args: Sequence[str] | None = None, *more: Any, standalone_mode: bool = True, **extra: Any) -> Any:
        choose(list(args) if args is not None else sys.argv[1:])
        if not standalone_mode:
            return super().main(args, *more, standalone_mode=False, **extra)
        try:
            code = super().main(args, *more, standalone_mode=False, **extra)
        except _WRONG_USE as error:
            sys.stderr.write(_wrong_use(error))
            sys.exit(getattr(error, "exit_code", 2))
        sys.exit(code if isinstance(code, int) else 0)


def short(line: str, limit: int) -> str:
    """The first line of a command's help, cut at a word to fit the list of commands."""
    return textwrap.shorten(words().sentence(line), limit, placeholder="...")


def _wrong_use(error: Any) -> str:
    """How the command is used, where its help is, and what is wrong."""
    say, context = words(), getattr(error, "ctx", None)
    lines: list[str] = []
    if context is not None:
        lines = [say("usage.line", usage=context.get_usage().removeprefix("Usage: "))]
        lines += [say("usage.help", command=context.command_path, option=context.help_option_names[0]), ""]
    return "\n".join([*lines, say("usage.error", error=say.sentence(error.format_message()))]) + "\n"


def _help_of(command: Any, context: Any) -> str:
    formatter = _formatter(context)
    command.format_help(context, formatter)
    return formatter.getvalue().rstrip("\n")


def _formatter(context: Any) -> Any:
    """What lays help out, with every sentence put into the language of the run."""
    made, say = context.make_formatter(), words()
    usage, text, rows = made.write_usage, made.write_text, made.write_dl

    def write_usage(prog: str, args: str = "", _prefix: str | None = None) -> None:
        usage(prog, args, say("usage.line", usage=""))

    def write_heading(title: str) -> None:
        made.write(f"{'':>{made.current_indent}}{say('usage.heading', heading=say.sentence(title))}\n")

    def write_text(said: str) -> None:
        text(_paragraphs(said, say))

    def write_rows(found: Iterable[tuple[str, str]], *more: Any, **layout: Any) -> None:
        rows([(first, _row(second, say)) for first, second in found], *more, **layout)

    made.write_usage, made.write_heading, made.write_text, made.write_dl = (
        write_usage,
        write_heading,
        write_text,
        write_rows,
    )
    return made


def _paragraphs(text: str, say: Words) -> str:
    """Sentences, and lines of examples with what each does beside it."""
    return "\n".join(_example(line, say) for line in text.split("\n"))


def _example(line: str, say: Words) -> str:
    beside = re.fullmatch(r"(  .*\S  +)(\S.*)", line)
    return f"{beside[1]}{say.sentence(beside[2])}" if beside else say.sentence(line)


def _row(text: str, say: Words) -> str:
    """What an option is for, with what the library adds to it in brackets."""
    parts = re.fullmatch(r"(.*?)(?:  \[(.*)\])?", text, re.DOTALL)
    if parts is None or parts[2] is None:
        return say.sentence(text)
    added = say("usage.and").join(say.sentence(each) for each in parts[2].split("; "))
    return f"{say.sentence(parts[1])}  [{added}]"
