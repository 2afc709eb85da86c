"""The layer of the freeze that looks at every registration: no Azure resource but those that the freeze holds.

It runs inside the program, so it works under a plain `pulumi preview`, and it catches what is written beside the legacy
estate in the same stack, and options that something else changed on the way.
"""

from collections.abc import Iterator

import pulumi

from socle.messages import Refusal

from .ignored import adoptable, ignored_changes
from .last import LegacyRefused
from .names import component_name
from .tenancy import AzureTenancy

_LOCK = "azure-native:authorization:ManagementLockByScope"


def freeze_stack(estate: str, tenancy: AzureTenancy) -> None:
    """Hold every Azure resource that this stack's program registers from here on to the freeze. A twin is not held.

    What it raises while the program runs is `LegacyRefused`.
    """
    if tenancy.posture.legacy.frozen and not tenancy.twin:
        pulumi.runtime.register_stack_transformation(lambda args: _checked(estate, tenancy, args))


def _checked(estate: str, tenancy: AzureTenancy, args: pulumi.ResourceTransformationArgs) -> None:
    released = tuple(f"{component_name(estate, key)}-" for key in tenancy.posture.legacy.released)
    if args.type_.startswith("azure-native:") and args.opts.id is None and not args.name.startswith(released):
        refusals = list(_refusals(args))
        if refusals:
            raise LegacyRefused(refusals)


def _refusals(args: pulumi.ResourceTransformationArgs) -> Iterator[Refusal]:
    opts, at = args.opts, args.name
    if not opts.import_ and not (args.type_ == _LOCK and _is_held(opts)):
        yield Refusal(
            "an Azure resource that would be created, in the stack of the frozen legacy estate",
            "the estate that is to end would grow, by something that no inventory knows",
            "declare it in legacy.yaml if it exists; what the bridge needs has a stack of its own",
            at=at,
        )
    if not _is_held(opts):
        yield Refusal(
            "a resource of the frozen legacy estate without protection, or not kept on delete",
            "the next mistake in the file would delete on Azure what has not been moved yet",
            "leave protect and retain_on_delete on",
            at=at,
        )
    ignored = list(opts.ignore_changes) if isinstance(opts.ignore_changes, list) else []
    kind = args.type_.removeprefix("azure-native:")
    missing = [name for name in ignored_changes(kind) if name not in ignored] if kind in adoptable() else []
    if "*" in ignored or (opts.import_ and missing):
        yield Refusal(
            'changes of everything are ignored ("*")' if "*" in ignored else f"changes of {missing[0]} are not ignored",
            "a wrong name, group or region would pass unseen"
            if "*" in ignored
            else "Azure would be changed while frozen",
            "leave ignore_changes to the component",
            at=at,
        )


def _is_held(opts: pulumi.ResourceOptions) -> bool:
    return opts.protect is True and opts.retain_on_delete is True
