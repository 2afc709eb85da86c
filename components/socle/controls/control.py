"""A control: what a text asks for in our own words, who answers for it, and by what it is covered. Evidence is never compliance."""

from dataclasses import dataclass
from enum import StrEnum


class Owner(StrEnum):
    """Who answers for a control; of several, each for its part."""

    HOST = "host"
    PLATFORM = "platform"
    SPACE = "space"
    ORGANISATION = "organisation"


class Confidence(StrEnum):
    """How the wording is known: the text was read, a second source names it, its title was seen, nobody has checked it."""

    READ = "read"
    SECONDARY = "secondary"
    TITLE = "title"
    UNVERIFIED = "unverified"


class Cover(StrEnum):
    """By what a control is covered here. What nothing covers is its owners' alone to show."""

    RULES = "rules"
    ATTESTATION = "attestation"
    FILE = "file"
    ALONE = "alone"


@dataclass(frozen=True)
class Source:
    """A text that controls are from.

    date: of the edition, as far as it is known, else `not known`. binds: whom. confidence: of its controls, where they say nothing.
    """

    key: str
    title: str
    publisher: str
    date: str
    binds: str
    confidence: Confidence


@dataclass(frozen=True)
class Control:
    """One control.

    id: `SecNumCloud 9.3.b`. said: one line in each language, empty where no wording may be given (ISO). cited_as: the heading that
    rules cite, empty where no rule is evidence for it. only: the rules under that heading that are; empty for all of them.
    attested: the scheme of the estate's attestations that covers it. shown_in: the file of an evidence bundle that shows it.
    """

    id: str
    source: Source
    said: tuple[tuple[str, str], ...]
    owners: tuple[Owner, ...]
    confidence: Confidence
    cited_as: str = ""
    only: tuple[str, ...] = ()
    attested: str = ""
    shown_in: str = ""
    alone: bool = False

    def line(self, language: str = "en") -> str:
        """What it asks for, in a language; empty where only its id may be given."""
        return dict(self.said).get(language, "")

    @property
    def covers(self) -> tuple[Cover, ...]:
        """What covers it, in the order of `Cover`."""
        given = zip(Cover, (self.cited_as, self.attested, self.shown_in, self.alone), strict=True)
        return tuple(cover for cover, value in given if value)
