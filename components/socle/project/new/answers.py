"""What is asked of whoever begins, and whether an answer can be one. Everything else has a default that fits."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, get_type_hints

from pydantic import TypeAdapter, ValidationError

from socle.estate import Estate, Range
from socle.estate.foundation import EMAIL
from socle.messages import Refusal
from socle.specs import Form, Key, Uuid

_OWNER = get_type_hints(Estate, include_extras=True)["owner"]
_CONTRACT = r"[A-Za-z0-9][A-Za-z0-9 ._/-]{2,60}"


@dataclass(frozen=True)
class Answers:
    """What somebody said. Empty: nothing."""

    name: str
    owner: str = ""
    organization_id: str = ""
    break_glass_user_id: str = ""
    contact: str = ""
    name_prefix: str = ""
    runner_range: str = ""
    hds_contract: str = ""
    day: date = date(2026, 11, 30)
    """The day from which keys and exemptions count."""
    administrator_user_id: str = ""
    """With it, bootstrap is written too."""

    @property
    def prefix(self) -> str:
        """The first part of names at the host."""
        return self.name_prefix or self.name


@dataclass(frozen=True)
class Question:
    """One answer: the field that it becomes, its option, what is asked, where the answer is found, and what it looks like.

    needed: `always`, `demo` where the large estate is asked for, or `never`: it has a default, or may be left out.
    """

    field: str
    option: str
    asked: str
    found: str
    form: Any
    needed: str = "always"


QUESTIONS: tuple[Question, ...] = (
    Question("name", "NAME", "The estate's name", "choose it: the first part of its stacks' names", Key),
    Question("owner", "--owner", "The body that answers for the data", "choose it: it becomes a tag", _OWNER),
    Question(
        "organization_id", "--organization-id", "The organisation's id at the host",
        "console.scaleway.com, Organization, Settings", Uuid,
    ),
    Question(
        "break_glass_user_id", "--break-glass-user-id", "The IAM user that can still enter when all else fails",
        "console.scaleway.com, IAM, Users: one that is used for nothing else", Uuid,
    ),
    Question("contact", "--contact", "The address that alarms are sent to", "a list or an office, never a person", EMAIL),
    Question(
        "name_prefix", "--name-prefix", "The first part of names at the host", "yours alone: names of buckets are unique", Key,
        "never",
    ),
    Question(
        "runner_range", "--runner-range", "The public range that pipelines and operators leave from", "ask who runs the runners",
        Range, "demo",
    ),
    Question(
        "administrator_user_id", "--administrator-user-id", "The IAM user who deploys the first layers, with a key of a day",
        "console.scaleway.com, IAM, Users: yours, if that is you", Uuid, "never",
    ),
    Question(
        "hds_contract", "--hds-contract", "The reference of the HDS contract with the host", "ask the security office", None, "demo"
    ),
)  # fmt: skip


def wrong(answers: Answers, *, demo: bool = False) -> Iterator[Refusal]:
    """Answers that are missing or cannot be, each with where the right one is found."""
    given: Mapping[str, Any] = vars(answers)
    for question in QUESTIONS:
        value = str(given[question.field])
        if value:
            yield from _unfit(question, value)
        elif question.needed == "always" or (demo and question.needed == "demo"):
            asked = f"{question.asked[0].lower()}{question.asked[1:]}"
            yield Refusal(
                f"{question.option} is missing",
                "the estate could not be deployed, or to somebody else's account",
                f"give {question.option}: {asked} ({question.found})",
                at=question.option,
            )


def _unfit(question: Question, value: str) -> Iterator[Refusal]:
    if question.form is None:
        fits = re.fullmatch(_CONTRACT, value) is not None
        said, example = "letters, digits, spaces, dots, slashes and dashes", "HDS-2026-041"
    else:
        fits, (said, example) = _is(question.form, value), _form_of(question.form)
    if not fits:
        yield Refusal(
            f"{question.option} {value!r} is not {said}",
            "the estate would be refused, or name somebody else",
            f"write such as {example} ({question.found})",
            at=question.option,
        )


def _is(form: Any, value: str) -> bool:
    try:
        TypeAdapter[Any](form).validate_python(value)
    except ValidationError:
        return False
    return True


def _form_of(form: Any) -> tuple[str, str]:
    (found,) = (mark for mark in form.__metadata__ if isinstance(mark, Form))
    return found.said, found.example
