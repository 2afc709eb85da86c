"""Commands that change what is deployed, or what is known of it, beside the program: what stops each, or that nothing does.

All were run by the real engine (`tests/engine/test_outside.py` runs them again). What people do in a cloud's console is not here: only that
cloud's own locks and rights stop it.
"""

from dataclasses import dataclass
from typing import Literal

Stop = Literal["hook", "protect", "ledger", "resources", "nothing"]
"""What stops a command: the hook of what is kept, the engine's protection, the ledger that the stack noted, resources that are left."""


@dataclass(frozen=True)
class Command:
    """One command of the engine.

    runs: whether the program runs, so that an older checkout is refused. stops: what keeps a store, key or lock from it. left: what it does
    nevertheless, and how that is found out.
    """

    text: str
    runs: bool
    stops: tuple[Stop, ...]
    left: str


COMMANDS: tuple[Command, ...] = (
    Command("pulumi up", True, ("ledger", "protect", "hook"),
            "what is not protected goes as the program says; so does what is named under `socle:lets-go` and unprotected"),
    Command("pulumi up --skip-preview", True, ("ledger", "protect", "hook"), "as `pulumi up`"),
    Command("pulumi up --target", True, ("ledger", "protect", "hook"),
            "it counts for no step: the recorded inputs of `cutover` stay those of the last whole deployment"),
    Command("pulumi up --target-replace", True, ("ledger", "protect", "hook"),
            "where it is unprotected a replacement is made before the hook keeps the old one: both stand"),
    Command("pulumi destroy", False, ("hook",),
            "nothing is deleted, neither what is not kept: the engine deletes nothing at all while a hook has no program; a stack without "
            "one, such as a cluster's, keeps what is protected, and loses the rest with `--skip-preview`"),
    Command("pulumi destroy --target", False, ("hook",), "as `pulumi destroy`, also where the target itself is not kept"),
    Command("pulumi destroy --run-program", True, ("ledger", "protect", "hook"), "nothing is deleted: its preview fails"),
    Command("pulumi destroy --run-program --skip-preview", True, ("ledger", "hook"),
            "what is not kept and nothing kept stands on is deleted before it ends: routes, connections, customers' ends of tunnels"),
    Command("pulumi destroy --run-program --exclude-protected", True, ("ledger", "protect"),
            "all that is not protected is deleted: policies, routes, rules of filters"),
    Command("pulumi refresh", False, ("nothing",),
            "no cloud is changed; what somebody deleted by hand leaves the state with its hook, and `pulumi up` makes it anew, empty"),
    Command("pulumi state taint", False, ("nothing",), "the next `pulumi up` would replace it, and is stopped by `protect`"),
    Command("pulumi state unprotect", False, ("nothing",), "the hook stays, and keeps it until it is named under `socle:lets-go`"),
    Command("pulumi state delete", False, ("protect",), "what is protected stays in the state"),
    Command("pulumi state delete --force", False, ("nothing",),
            "the state forgets it; the cloud keeps it; `pulumi up` makes another, which the host refuses where the name is taken"),
    Command("pulumi import", False, ("nothing",),
            "a name that the state has is refused; what is imported is protected and has no hook, and once it is unprotected a `pulumi up` "
            "of a program that lacks it deletes it in the cloud; the noted ledger stays"),
    Command("pulumi stack import", False, ("nothing",),
            "whoever writes the state writes what it noted too: compare with the copy in the locked bucket and the base revision"),
    Command("pulumi stack rm", False, ("resources",), "it is refused while the state has resources"),
    Command("pulumi stack rm --force", False, ("nothing",),
            "the clouds keep everything; the state is gone with every hook: restore its newest version"),
)  # fmt: skip
"""In the order in which people meet them."""
