"""What stops each command that goes past the program, or that nothing does: one page, from the table that the engine's tests hold."""

from collections.abc import Iterator, Mapping

from socle.cutover import COMMANDS, Command, Stop

_HEAD = """# Past the program

Generated from a table that the tests under the real engine hold. `pulumi destroy`, `refresh`, `import` and `state` do not run the
program, so it can refuse nothing there. What holds data or keys, and the locks on it, carries two things in the state of both
clouds' stacks: `protect`, which the engine asks, in previews too; and the hook `socle-kept` before a deletion, which fails closed:
where the program that has it does not run, nothing that has it is deleted. A rehearsal has neither, so that it can be destroyed.

To let one resource go: name it under `socle:lets-go` in the stack's file in a reviewed commit, then
[unprotect it with two people](../operator/runbooks/unprotecting.md). Entries of the legacy estate lose both in the deployment in which
the cut-over releases them.

*Program*: whether the program runs, so that a checkout whose ledger is older than the one that the stack was deployed by is refused.

| command | program | a store, key or lock is kept by | what it does nevertheless |
| --- | --- | --- | --- |"""
_KEEPS: Mapping[Stop, str] = {
    "hook": "the hook",
    "protect": "`protect`",
    "ledger": "",
    "resources": "its resources",
    "nothing": "**nothing**",
}
_FOOT = """
In a cloud's console, or with its own tool, none of this is asked: there only rights, the host's protection of keys and secrets, the
lock of a bucket and Azure's management locks stop anybody. A host's refusal comes late: the engine has then forgotten nothing, and the
next `pulumi up` goes on."""


def reference() -> str:
    """The page, which ends with a line's end."""
    return "\n".join([_HEAD, *_rows(), _FOOT, ""])


def _rows() -> Iterator[str]:
    for each in COMMANDS:
        yield f"| `{each.text}` | {'runs' if each.runs else 'does not run'} | {_kept(each)} | {each.left} |"


def _kept(each: Command) -> str:
    return ", ".join(said for stop in each.stops if (said := _KEEPS[stop]))
