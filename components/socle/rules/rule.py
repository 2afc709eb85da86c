"""A rule: one technical fact, why it matters, and a pure check. It is evidence for controls, never compliance with them."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from socle.messages import Text

from .context import Fact
from .graph import Graph
from .view import View


class Severity(StrEnum):
    """How much a broken rule weighs; critical and high end a check with code 1."""

    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"

    @property
    def blocks(self) -> bool:
        """Whether a failure that no exemption covers ends a check."""
        return self in (Severity.CRITICAL, Severity.HIGH)


Check = Callable[[View], Iterator[Text]]
"""What is wrong with one resource, in words; nothing where it keeps the rule."""
StackCheck = Callable[[Graph], Iterator[tuple[View | None, Text]]]
"""What is wrong in the whole graph, with the resource that it is about where there is one."""


@dataclass(frozen=True)
class Rule:
    """One rule. It has a `check` over resources of some types (all where `applies_to` is empty) or a `stack_check`.

    `about` and `when` leave out types and resources that the rule is not about; a rule on what is `written` is not about
    resources that a program only reads. `needs` are the facts without which nothing can be said. `remedy` speaks of the provider;
    `declared` is what to write in the estate instead, where one of its components makes the resource. `when_new` is how much it weighs
    on what is made anew, which a review alone can tell: there it stops what would fail, and says it of what stands. Of a rule of
    `law` no exemption counts: an owner cannot waive a law.
    """

    id: str
    title: str
    severity: Severity
    why: str
    remedy: str
    controls: tuple[str, ...]
    applies_to: tuple[str, ...] = ()
    check: Check | None = None
    stack_check: StackCheck | None = None
    when: Callable[[View], bool] | None = None
    about: Callable[[str], bool] | None = None
    written: bool = False
    needs: frozenset[Fact] = frozenset()
    topic: str = ""
    declared: str = ""
    when_new: Severity | None = None
    law: bool = False


@dataclass
class Topic:
    """The rules of one file."""

    name: str
    rules: list[Rule] = field(default_factory=list[Rule])

    def on(
        self,
        id_: str,
        severity: Severity,
        title: str,
        *applies_to: str,
        why: str,
        remedy: str,
        declared: str = "",
        controls: Iterable[str] = (),
        needs: Iterable[Fact] = (),
        when: Callable[[View], bool] | None = None,
        about: Callable[[str], bool] | None = None,
        written: bool = False,
        when_new: Severity | None = None,
    ) -> Callable[[Check], Check]:
        """Register a check over each resource of some types."""

        def register(check: Check) -> Check:
            made = Rule(
                id_, title, severity, why, remedy, tuple(controls), applies_to,
                check=check, when=when, about=about, written=written, needs=frozenset(needs), topic=self.name, declared=declared,
                when_new=when_new,
            )  # fmt: skip
            self.rules.append(made)
            return check

        return register

    def over_all(
        self,
        id_: str,
        severity: Severity,
        title: str,
        *,
        why: str,
        remedy: str,
        declared: str = "",
        controls: Iterable[str] = (),
        needs: Iterable[Fact] = (),
        law: bool = False,
    ) -> Callable[[StackCheck], StackCheck]:
        """Register a check over the whole graph."""

        def register(check: StackCheck) -> StackCheck:
            facts = frozenset({Fact.GRAPH, *needs})
            made = Rule(
                id_,
                title,
                severity,
                why,
                remedy,
                tuple(controls),
                stack_check=check,
                needs=facts,
                topic=self.name,
                declared=declared,
                law=law,
            )
            self.rules.append(made)
            return check

        return register
