"""Reviews to draw: small ones that show one point, hostile ones, and one of the size of a whole platform."""

import io
from typing import Any

from rich.console import Console

from socle.diff.compare import compare
from socle.origin import Origin
from socle.plan.model import SECRET, Plan, Resource
from socle.report.review.terminal import show_review
from socle.report.words import Language, Words
from socle.review.model import Review, review

ENGLISH = Words(Language.ENGLISH)
BUCKET = "scaleway:object/bucket:Bucket"
NETWORK = "scaleway:network/privateNetwork:PrivateNetwork"
REGISTRY = "scaleway:registry/namespace:Namespace"
HOSTILE = (
    "x`|</summary><script>alert(1)</script>",
    "**bold** [link](http://evil.example) ![i](http://evil.example/i.png)",
    "# title\n\n- item\n\n---",
    "\x1b[2J\x1b[31mred",
    "\u202egnirts\u2066",
    "<img src=x onerror=alert(1)>",
    "@everyone #1 www.evil.example",
    "```\nfence",
    "`` two",
    "--> <!-- socle:review:other -->",
    "{{ 7*7 }}{% raw %}",
    "a\\|b",
)


def made(type_: str, name: str, inputs: dict[str, Any] | None = None, *, stack: str = "demo", **more: Any) -> Resource:
    urn = f"urn:pulumi:{stack}::socle::{type_}::{name}"
    return Resource(urn, type_, custom=True, inputs=inputs or {}, **more)


def plan(*resources: Resource, stack: str = "demo") -> Plan:
    return Plan(stack, "socle", resources)


def reviewed(after: Plan, before: Plan | None = None, **more: Any) -> Review:
    return review([compare(after, before)], baseline="main", **more)


def place(origin: Origin) -> str:
    return f"{origin.file}:{origin.line}"


def on_terminal(of: Review, words: Words = ENGLISH, *, width: int = 200, colours: bool = False) -> str:
    """What a terminal shows of a review."""
    output = io.StringIO()
    console = Console(file=output, width=width, color_system="standard" if colours else None, force_terminal=colours)
    show_review(of, words, place, console)
    return output.getvalue()


def hostile() -> Review:
    """Every hostile text as a name, a value, a path and a place."""
    before, after = [], []
    for index, text in enumerate(HOSTILE):
        origin = Origin(text, index + 1, "buckets.x")
        inputs = {"name": f"b{index}", "tags": {text: "old"}}
        before.append(made(BUCKET, f"{index}{text}", inputs, origin=origin, source_position=f"project:///{text}#1"))
        after.append(made(BUCKET, f"{index}{text}", {**inputs, "tags": {text: text}}, origin=origin))
        before.append(made(REGISTRY, f"gone{index}{text}", {"name": text}, protect=True))
        policy = {"rules": [{"permissionSetNames": [text], "projectIds": [text]}], "groupId": text}
        after.append(made("scaleway:iam/policy:Policy", f"policy{index}{text}", policy))
    return reviewed(
        plan(*after),
        plan(*before),
        failed={HOSTILE[1]: HOSTILE[0]},
        unbased={HOSTILE[2]: HOSTILE[3]},
        gone=[HOSTILE[5]],
    )


def platform(stacks: int = 150, each: int = 40) -> Review:
    """The same change in every stack of a large platform, beside a few of their own."""
    comparisons = []
    for index in range(stacks):
        stack = f"demo-space-s{index:03d}"
        before = [made(NETWORK, f"network-{n}", {"name": f"n{n}", "tags": ["a"]}, stack=stack) for n in range(each)]
        after = [made(NETWORK, f"network-{n}", {"name": f"n{n}", "tags": ["b"]}, stack=stack) for n in range(each)]
        before[0] = made(BUCKET, "results", {"name": f"r{index}"}, stack=stack, protect=True)
        after[0] = made(BUCKET, "results", {"name": f"r{index}-new"}, stack=stack, protect=True)
        comparisons.append(compare(plan(*after, stack=stack), plan(*before, stack=stack)))
    return review(comparisons, baseline="main")


def secrets() -> Review:
    before = made("scaleway:secrets/version:Version", "psk", {"data": SECRET, "secretId": "fr-par/1"})
    return reviewed(plan(before), plan(before))
