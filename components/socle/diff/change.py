"""One difference between a program and what it is compared with: what happens, to which resource, why, and how sure that is.

Words are the engine's own where it has one. Values are as the plan has them: secrets are masked, nothing is cut; cutting
belongs to whoever draws them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Literal

from socle.origin import Origin
from socle.plan import SECRET, UNKNOWN, Resource, scalars_in, texts_in


class Op(StrEnum):
    """What the engine would do with a resource."""

    CREATE = "create"
    UPDATE = "update"
    REPLACE = "replace"
    DELETE = "delete"
    IMPORT = "import"
    READ = "read"
    DISCARD = "discard"
    UNKNOWN = "unknown"
    SAME = "same"


class Certainty(StrEnum):
    """How far a verdict holds without the engine. Only `certain` may be called safe."""

    CERTAIN = "certain"
    PROVIDER = "provider decides"
    ENGINE = "engine only"

    def __and__(self, other: "Certainty") -> "Certainty":
        """The weaker of two."""
        return max(self, other, key=list(Certainty).index)


class Absent:
    """The type of `ABSENT`: a value that one side does not have."""

    def __repr__(self) -> str:
        return "(absent)"


ABSENT = Absent()

Kind = Literal["add", "update", "delete"]


@dataclass(frozen=True)
class PropertyChange:
    """One input that differs, by its path as the engine writes it (`rules[0].action`).

    `replaces` says that this one makes the engine replace the resource; `why` then says who decides that, and `reason` is
    the engine's own word for it, which is not always the property (`__meta`). `effective` is False for a difference that
    the provider does not count as one.
    """

    path: str
    old: Any = ABSENT
    new: Any = ABSENT
    replaces: bool = False
    reason: str = ""
    why: str = ""
    certainty: Certainty = Certainty.CERTAIN
    effective: bool = True

    @property
    def kind(self) -> Kind:
        return "add" if self.old is ABSENT else "delete" if self.new is ABSENT else "update"

    @property
    def top(self) -> str:
        """The input that the path begins with."""
        return self.path.split(".", 1)[0].split("[", 1)[0]


def uncovers(change: PropertyChange) -> bool:
    """Whether what was a secret can be read from now on."""
    return SECRET in texts_in(change.old) and any(text not in (SECRET, UNKNOWN) for text in scalars_in(change.new))


class RefusalKind(StrEnum):
    """Why the engine would stop a preview."""

    PROTECTED_DELETE = "protected-delete"
    PROTECTED_REPLACE = "protected-replace"
    PROTECTED_DEPENDENT = "protected-dependent"
    ALIAS_TWICE = "alias-twice"
    GUARDED = "guarded"


@dataclass(frozen=True)
class EngineRefusal:
    """What the engine would refuse. `cause` is the resource whose replacement asks for it, if another one.

    `what` and `remedy` are a guard's own words, where one refuses.
    """

    kind: RefusalKind
    urn: str
    cause: str = ""
    what: str = ""
    remedy: str = ""


class Remark(StrEnum):
    """What a reviewer must know of a change beyond its operation. The report has the words."""

    NOT_SENT = "not-sent"
    WILL_FAIL = "will-fail"
    STOPPED = "stopped"
    ANNOUNCED = "announced"
    HOOKED = "hooked"
    RECOMPUTES = "recomputes"
    EXTERNAL = "external"
    MANAGED = "managed"
    RECORDED_ONLY = "recorded-only"
    UNKNOWN_OP = "unknown-op"
    UNSEEN = "unseen"
    LEFT = "left"
    FORGOTTEN = "forgotten"
    PROTECTED = "protected"
    UNLIKE = "unlike"
    CONTRADICTS = "contradicts"
    REMOTE = "remote"


@dataclass(frozen=True)
class Change:
    """What the engine would do with one resource. `before` or `after` is None where the resource does not exist."""

    stack: str
    op: Op
    before: Resource | None
    after: Resource | None
    certainty: Certainty = Certainty.CERTAIN
    properties: tuple[PropertyChange, ...] = ()
    options: tuple[PropertyChange, ...] = ()
    reasons: tuple[str, ...] = ()
    caused_by: str = ""
    delete_before_replace: bool = False
    refusal: EngineRefusal | None = None
    remarks: tuple[tuple[Remark, str], ...] = ()
    origin: Origin | None = None

    @property
    def resource(self) -> Resource:
        """The resource as it will be, or as it was when it goes."""
        resource = self.after or self.before
        if resource is None:
            raise ValueError("a change has neither a before nor an after")
        return resource

    @property
    def urn(self) -> str:
        return self.resource.urn

    @property
    def deletes(self) -> bool:
        """Whether something in the cloud goes: deleted or replaced, and not kept by `retain_on_delete`."""
        read = self.before is None or self.before.external
        return self.op in (Op.DELETE, Op.REPLACE) and self.resource.custom and not read and not self.retained

    @property
    def looks(self) -> bool:
        """Whether it only brings into view, or loses from it, what is in the cloud either way: an import that differs would fail."""
        return self.op in (Op.READ, Op.IMPORT, Op.DISCARD)

    @property
    def retained(self) -> bool:
        """Whether what is deleted stays in the cloud, outside Pulumi."""
        return self.before is not None and self.before.retain_on_delete and self.op in (Op.DELETE, Op.REPLACE)

    @property
    def unprotects(self) -> bool:
        """Whether the change takes the protection off; the engine shows nothing of it."""
        return any(option.path == "protect" and option.old is True for option in self.options)

    @property
    def causes(self) -> tuple[str, ...]:
        """The inputs that make the difference, each once: the engine's `diffReasons`."""
        return tuple(dict.fromkeys(p.top for p in self.properties if p.effective))


def weakest(certainties: Iterable[Certainty]) -> Certainty:
    """The weakest of some certainties; certain when there is none."""
    found = Certainty.CERTAIN
    for certainty in certainties:
        found = found & certainty
    return found
