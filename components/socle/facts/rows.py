"""What one row says of a resource type: plain data. Whoever needs a fact of a type derives it from here, and keeps no table."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

When = Literal[
    "always",
    "shrinks",
    "switched off",
    "leaves its network",
    "loses one",
    "replacing on request",
    "not on request",
    "switched on at birth",
]
"""When a piece of plan logic holds, by the old value, the new one and the resource after the change. `switched on at birth` holds for
what is made or replaced with the input true, and for no update."""

Effect = Literal["replaces", "may replace", "provider decides", "ignored", "recomputes", "fails"]
"""What the provider makes of it: replaced for certain; replaced unless its API says otherwise; not told before it has asked its
API; no change at all; another output with it; an update, or a creation, that will fail."""


@dataclass(frozen=True)
class Silent:
    """Inputs that the provider neither replaces on nor sends when they change: `up` reports an update and nothing happens.

    Components make each replace instead: on a protected resource the engine then refuses, which is the point (fail loudly, decide,
    and never believe that a key changed its algorithm). `source`: the file of the Terraform provider 2.81 where it was read.
    """

    inputs: tuple[str, ...]
    source: str


@dataclass(frozen=True)
class Logic:
    """What no schema shows of one input (dotted path), with its proof: where it was read, or what a real engine answered.

    `detail` names the output that is computed again.
    """

    input: str
    effect: Effect
    source: str
    when: When = "always"
    detail: str = ""


@dataclass(frozen=True)
class Meter:
    """One thing that a type is billed by: how many `unit` a month, and of what the price depends.

    `amount` is a number or the dotted input that has it; with `usage`, only the estate can declare it, under that name.
    `by` are inputs that the price depends on, with the value of one that is left out; `key` is the rest of the price's key.
    """

    name: str
    unit: str
    amount: float | str = 1.0
    usage: str = ""
    by: Mapping[str, Any] = field(default_factory=dict[str, Any])
    key: Mapping[str, Any] = field(default_factory=dict[str, Any])


@dataclass(frozen=True)
class Public:
    """What opens an endpoint to the Internet: an input that is given, or the absence of every input that keeps it inside.

    `opened_by`: inputs of which one given and not false opens. `closed_by`: pairs of a dotted input and a value; without one of
    them it is open. `private`: inputs of which one must be given, or it is open.
    """

    opened_by: tuple[str, ...] = ()
    closed_by: tuple[tuple[str, Any], ...] = ()
    private: tuple[str, ...] = ()


@dataclass(frozen=True)
class Quota:
    """How many of a type an organisation has at first (Scaleway documentation, organization quotas, October 2025).

    called: what they are, in the plural. instead: what to do in place of having more.
    """

    most: int
    called: str
    instead: str = "join some of them, or ask the host for more"


Change = Literal[
    "access list",
    "identity",
    "interrupts",
    "one way",
    "only up",
    "private endpoint",
    "public endpoint",
    "size",
    "tags",
    "tls",
    "unknown",
    "words",
]
"""What another value of an input does, in a word that `facts.effects` has a judge for. `words` change nothing but what is read;
`tls` encrypts what travels;
`one way` cannot be taken back; `only up` is a version that the host raises and never lowers."""

Band = Literal["", "bridge", "networks", "compute", "stores"]
"""Where a type is drawn in a diagram; empty: it is not."""


@dataclass(frozen=True)
class Kind:
    """What is known of one resource type beyond its schema. Empty means: read up, and there is none; see `meters` for unread.

    `product` is the host's product, in the words of its certificates. `absent` are zones of the host that do not
    offer it. `id` is the id that the cloud gives, made of inputs in braces; empty: a UUID, after the region or zone where there is
    one. `computed` are values that the cloud fills in, with `{id}`, `{name}`, `{region}`, `{key}`, `{secret}`, `{address}`.
    `networks` are pairs of an input and the field in it that names a private network, for a managed store. `ports` are by engine;
    under the empty text for a type with one engine.
    """

    type: str
    holds: str = ""
    """What is lost with it, which a new one would not have. Empty for what a new declaration brings back."""
    product: str = ""
    standard: str | None = None
    """The open standard behind it, a name of `facts.sovereignty`; empty: the host's own interface. None: nobody has read up on it."""
    silent: Silent | None = None
    logic: tuple[Logic, ...] = ()
    id: str = ""
    computed: Mapping[str, Any] = field(default_factory=dict[str, Any])
    meters: tuple[Meter, ...] | None = None
    """Empty: a setting of another resource, or a holder of others, without a price. None: nobody has read up on it."""
    metered_by: str = ""
    """The reader in `socle.cost` of a type whose meters depend on more than inputs."""
    networks: tuple[tuple[str, str], ...] = ()
    ports: Mapping[str, int] = field(default_factory=dict[str, int])
    public: Public | None = None
    quota: Quota | None = None
    offers: Mapping[str, str] = field(default_factory=dict[str, str])
    """Inputs that name something of the host's table of offers (`facts.offers`), with the kind of row that it is."""
    absent: tuple[str, ...] = ()
    changes: Mapping[str, Change] = field(default_factory=dict[str, Change])
    """What changes do, by input; for a type without judges of its own in `facts.effects`. Project, region and zone are understood."""
    band: Band = ""


def is_public(kind: Kind, inputs: Mapping[str, Any]) -> bool:
    """Whether a resource with these inputs has an endpoint on the Internet; an unknown value counts as given."""
    public = kind.public
    if public is None:
        return False
    if any(_at(inputs, name) not in (None, False, "", []) for name in public.opened_by):
        return True
    if public.private and not any(name in inputs for name in public.private):
        return True
    return bool(public.closed_by) and all(_at(inputs, name) != value for name, value in public.closed_by)


def _at(inputs: Mapping[str, Any], dotted: str) -> Any:
    value: Any = inputs
    for name in dotted.split("."):
        value = value.get(name) if isinstance(value, Mapping) else None  # pyright: ignore[reportUnknownVariableType, reportUnknownMemberType]
    return value  # pyright: ignore[reportUnknownVariableType]
