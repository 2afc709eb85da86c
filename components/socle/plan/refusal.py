"""What a capture refuses, although Pulumi's mocks accept it in silence: collected, and raised together at the end."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Refusal:
    """One thing that the engine or the provider would refuse, or that would silently go wrong.

    `path` is the input's dotted path, or empty where the registration itself is wrong. `source` is the line that calls
    the resource's constructor.
    """

    urn: str
    type: str
    name: str
    path: str
    what: str
    consequence: str
    remedy: str
    source: str = ""

    def __str__(self) -> str:
        where = f" ({self.source.removeprefix('project:///').replace('#', ':')})" if self.source else ""
        path = f"{self.path}: " if self.path else ""
        return f'{self.type} "{self.name}"{where}: {path}{self.what}: {self.consequence}; {self.remedy}'


class Refused(Exception):
    """The program ran, but some of its registrations would be refused. `refusals` lists all of them, in order."""

    def __init__(self, refusals: list[Refusal]) -> None:
        self.refusals = tuple(sorted(refusals, key=lambda r: (r.urn, r.path, r.what)))
        count = len(self.refusals)
        head = "1 thing is refused" if count == 1 else f"{count} things are refused"
        super().__init__(f"{head}:\n" + "\n".join(f"- {refusal}" for refusal in self.refusals))
