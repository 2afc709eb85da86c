"""What makes the slow SDK of Azure bearable: reads that load none of it, and registrations without the names of old API versions.

The SDK of azure-native takes seconds to import, and gives each resource 25 to 60 aliases, one for every version of Azure's
API that the type ever had. A stack that this library made has never used those names.
"""

import re
from functools import cache
from importlib.metadata import version

import pulumi

PACKAGE = "azure-native"
_OF_A_VERSION = re.compile(rf"^{PACKAGE}:\w+/v\d{{8}}\w*:")


class Observed(pulumi.CustomResource):
    """A resource that is only read, at every preview: what the SDK's own `get` does, without loading its class."""

    def __init__(self, kind: str, name: str, arm_id: str, *, parent: pulumi.Resource) -> None:
        super().__init__(
            f"{PACKAGE}:{kind}",
            name,
            {},
            pulumi.ResourceOptions(id=arm_id, parent=parent, version=sdk_version()),
        )


@cache
def sdk_version() -> str:
    """The version of the provider that the installed SDK asks for."""
    return version("pulumi_azure_native")


def without_old_names(args: pulumi.ResourceTransformationArgs) -> pulumi.ResourceTransformationResult:
    """Drop the aliases of old API versions; those of a type that changed its module stay, for a new major version needs them."""
    if not isinstance(args.opts.aliases, list):
        return pulumi.ResourceTransformationResult(args.props, args.opts)
    args.opts.aliases = [alias for alias in args.opts.aliases if not _is_of_a_version(alias)]
    return pulumi.ResourceTransformationResult(args.props, args.opts)


def _is_of_a_version(alias: pulumi.Input[str | pulumi.Alias]) -> bool:
    kind = alias.type_ if isinstance(alias, pulumi.Alias) else ""
    return isinstance(kind, str) and bool(_OF_A_VERSION.match(kind))
