"""URNs as the engine builds them, and the aliases it resolves to URNs.

Pulumi's own mocks build other ones (only the direct parent's type, the stack's type kept), which is why this is here.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from .model import STACK_TYPE

_TYPE_PART = 2


def make_urn(stack: str, project: str, parent: str, type_: str, name: str) -> str:
    """The URN of a resource: the qualified type holds every ancestor's type but the stack's."""
    return f"urn:pulumi:{stack}::{project}::{_qualified(parent, type_)}::{name}"


def _qualified(parent: str, type_: str) -> str:
    above = qualified_type(parent) if parent else ""
    return type_ if above in ("", STACK_TYPE) else f"{above}${type_}"


def qualified_type(urn: str) -> str:
    """The types of all ancestors and of the resource itself, joined by `$`."""
    return urn.split("::", 3)[_TYPE_PART]


def type_of(urn: str) -> str:
    """The resource's own type token."""
    return qualified_type(urn).rsplit("$", 1)[-1]


def name_of(urn: str) -> str:
    """The logical name, which may itself contain `::`."""
    return urn.split("::", 3)[-1]


def default_provider_urn(stack: str, project: str, package: str, version: str, url: str) -> str:
    """The URN of the provider that the engine makes for a package when the program passes none.

    Source: `ProviderRequest.DefaultName` of the engine (pkg/resource/deploy/providers/provider_request.go).
    """
    name = "default"
    if version:
        name += "_" + re.sub(r"[.+-]", "_", version)
    if url:
        name += "_" + "/".join(re.sub(r"[^A-Za-z0-9_.-]", "_", part) for part in url.split("/") if part)
    return f"urn:pulumi:{stack}::{project}::pulumi:providers:{package}::{name}"


@dataclass(frozen=True)
class AliasSpec:
    """An alias as a program gives it: either a whole URN, or what differs from the present registration."""

    urn: str = ""
    name: str = ""
    type: str = ""
    stack: str = ""
    project: str = ""
    parent: str = ""
    no_parent: bool = False

    def resolved(self, urn: str, parent: str) -> str:
        """The former URN that this alias means for the resource now registered as `urn` under `parent`."""
        if self.urn:
            return self.urn
        stack, project = urn.removeprefix("urn:pulumi:").split("::", 2)[:2]
        above = "" if self.no_parent else self.parent or parent
        return make_urn(
            self.stack or stack, self.project or project, above, self.type or type_of(urn), self.name or name_of(urn)
        )


def resolve_aliases(
    urn: str, parent: str, specs: Iterable[AliasSpec], parent_aliases: Iterable[str]
) -> tuple[str, ...]:
    """Every former URN of a registration: its own aliases, and those that its parent's aliases imply.

    Source: `generateAliases` of the engine (pkg/resource/deploy/step_generator.go).
    """
    own = [spec.resolved(urn, parent) for spec in specs]
    found = list(own)
    for parent_alias in parent_aliases:
        found.append(_inherited(name_of(urn), type_of(urn), parent, parent_alias))
        found.extend(_inherited(name_of(alias), type_of(alias), parent, parent_alias) for alias in own)
    return tuple(alias for alias in dict.fromkeys(found) if alias != urn)


def _inherited(name: str, type_: str, parent: str, parent_alias: str) -> str:
    parent_name = name_of(parent)
    if name.startswith(parent_name):
        name = name_of(parent_alias) + name[len(parent_name) :]
    stack, project = parent_alias.removeprefix("urn:pulumi:").split("::", 2)[:2]
    return make_urn(stack, project, parent_alias, type_, name)
