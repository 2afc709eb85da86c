"""Machines that are made up: a home, a PATH of scripts, variables; and a project with stack files."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from socle.estate import Estate, load
from socle.project import Project, find_project
from socle.readiness import Line, Machine, State
from tests.checkout import ROOT, copied

ORGANIZATION = "22222222-2222-4222-8222-222222222222"
"""Of the demo."""


def machine(folder: Path, *programs: tuple[str, str], **variables: str) -> Machine:
    """A machine with an empty home, and with programs that print a line each."""
    (home := folder / "home").mkdir(exist_ok=True)
    (path := folder / "bin").mkdir(exist_ok=True)
    for name, line in programs:
        (path / name).write_text(f"#!/bin/sh\necho '{line}'\n", "utf-8")
        (path / name).chmod(0o755)
    return Machine({"PATH": f"{path}:/bin:/usr/bin", **variables}, home)


def project(folder: Path) -> Project:
    """This repository's program and estates, where a test may write."""
    (place := folder / "project").mkdir()
    return find_project(copied(place))


@cache
def repository() -> Project:
    """This repository itself, where nothing is written."""
    return find_project(ROOT)


@cache
def demo() -> Estate:
    """The demo's own estate."""
    return load(ROOT / "stacks" / "estates" / "demo").estate


def states(lines: Iterable[Line]) -> list[tuple[str, str]]:
    """What is said, as state and key of the sentence; the text itself where it is a refusal's."""
    return [(each.state.value, getattr(each.what, "key", each.what).removeprefix("doctor.")) for each in lines]


def told(lines: Iterable[Line]) -> str:
    """Everything that is said, in English."""
    return "\n".join(f"{each.what} {each.consequence} {each.remedy}" for each in lines)


def wrong(lines: Iterable[Line]) -> list[str]:
    return [str(each.what) for each in lines if each.state is State.WRONG]
