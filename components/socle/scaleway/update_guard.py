"""Updates that look harmless in a preview and are not: refused or announced by the engine itself, with a remedy.

A component cannot see what is deployed; a hook of the engine can, in previews too. Hooks run neither under mocks nor in a
capture, so what they check is pure and tested by itself. Replacing instead, as for silent arguments, would not do here:
whoever then lifts the protection loses the data.
"""

import pulumi

from socle.facts.updates import Check


def guarded(name: str, check: Check) -> pulumi.ResourceHookBinding:
    """Options of a resource whose updates are checked before they happen. `name` must be unique in the stack."""

    def before_update(args: pulumi.ResourceHookArgs) -> None:
        found = list(check(args.old_inputs or {}, args.new_inputs or {}))
        for warned in (warned for warned in found if not warned.refused):
            pulumi.log.warn(f"{args.name}: {warned}")
        refused = [str(warned) for warned in found if warned.refused]
        if refused:
            raise ValueError("; ".join(refused))

    hook = pulumi.ResourceHook(f"{name}-guard", before_update, pulumi.ResourceHookOptions(on_dry_run=True))
    return pulumi.ResourceHookBinding(before_update=[hook])
