"""Options of a resource that differ, of which a preview of the engine shows nothing."""

from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import replace

from socle.facts.updates import guard_of
from socle.plan import UNKNOWN, Resource, triggers

from .change import ABSENT, Certainty, PropertyChange
from .match import provider_urn

_PLAIN = ("protect", "retain_on_delete")
_LISTS = ("ignore_changes", "replace_on_changes", "additional_secret_outputs", "hide_diffs", "replace_with")
_PLUGIN = ("version", "plugin_download_url")
_USUAL_SECONDS = 1200.0
"""How long a provider waits where nobody says so: 20 minutes, the default of the Terraform plugin SDK (helper/schema)."""
_PROVIDERS = "pulumi:providers:"


def options_of(
    before: Resource, after: Resource, former: Callable[[str], str], *, stays: Container[str], recorded: bool
) -> Iterator[PropertyChange]:
    """What a reviewer must see of two sides. `former` gives the URN that a resource of the plan had in its baseline.

    `stays` are the URNs of the baseline that go on. `recorded`: the baseline is a state of the engine, which does not
    record `delete_before_replace`, and has `version` and `plugin_download_url` in a provider or the name of a default one.
    """
    if after.remote:
        yield from _plugins(before, after)
    if not after.custom:
        return
    for name in _PLAIN:
        old, new = getattr(before, name), getattr(after, name)
        if old != new:
            yield PropertyChange(name, old, new)
    if triggered(before, after) is not None or before.replacement_trigger != after.replacement_trigger:
        yield PropertyChange("replacement_trigger", before.replacement_trigger, after.replacement_trigger)
    if before.deleted_with != former(after.deleted_with):
        yield PropertyChange("deleted_with", before.deleted_with or ABSENT, after.deleted_with or ABSENT)
    if _sooner(before.custom_timeouts, after.custom_timeouts):
        yield PropertyChange("custom_timeouts", before.custom_timeouts or ABSENT, after.custom_timeouts or ABSENT)
    yield from _recorded_plugin(before, after) if recorded else _plugins(before, after)
    yield from _hooks(before, after)
    yield from _lists(before, after, former, stays)
    if after.delete_before_replace and not before.delete_before_replace and not recorded:
        yield PropertyChange("delete_before_replace", ABSENT, True)
    if _explicit(before) != former(_explicit(after)):
        yield PropertyChange("provider", _explicit(before) or ABSENT, _explicit(after) or ABSENT)


def _sooner(old: Mapping[str, float], new: Mapping[str, float]) -> bool:
    """Whether something is given up sooner than before, and may then stand half made."""
    limits = [[side.get(name, _USUAL_SECONDS) for side in (old, new)] for name in old.keys() | new.keys()]
    return any(after < before for before, after in limits)


def options_of_new(resource: Resource) -> Iterator[PropertyChange]:
    """What a reviewer must see of a resource that did not exist: whose code it is made with."""
    yield from _plugins(replace(resource, **dict.fromkeys(_PLUGIN, "")), resource)


def _plugins(before: Resource, after: Resource) -> Iterator[PropertyChange]:
    """Where a provider's code comes from, and which version of it, where the program says so and not its SDK."""
    for name in _PLUGIN:
        old, new = getattr(before, name), getattr(after, name)
        if old != new:
            yield PropertyChange(name, old or ABSENT, new or ABSENT)


def _recorded_plugin(before: Resource, after: Resource) -> Iterator[PropertyChange]:
    """What is known against a state. A program that leaves the version of a provider to its SDK names none, and a state always one."""
    if after.type.startswith(_PROVIDERS):
        found = _plugins(before, after)
        yield from (option for option in found if option.path != "version" or (before.version and after.version))
    elif _plugin(before) != _plugin(after):
        yield from _plugins(before, after)


def _plugin(resource: Resource) -> str:
    """The default provider that a state names; the engine puts version and source into its name, and records neither elsewhere."""
    return provider_urn(resource).rpartition("::")[2]


def _hooks(before: Resource, after: Resource) -> Iterator[PropertyChange]:
    """Hooks by kind and name: one that is taken off guards nothing any more. Guards are named after their resource."""
    old, new = (
        sorted(f"{kind} {guard_of(name) or name}" for kind, names in one.hooks.items() for name in names)
        for one in (before, after)
    )
    if old != new:
        yield PropertyChange("hooks", old or ABSENT, new or ABSENT)


def triggered(before: Resource, after: Resource) -> Certainty | None:
    """How sure it is that `replacement_trigger` replaces, if it may."""
    old, new = before.replacement_trigger, after.replacement_trigger
    if not triggers(old, new):
        return None
    return Certainty.ENGINE if UNKNOWN in (old, new) else Certainty.CERTAIN


def _lists(
    before: Resource, after: Resource, former: Callable[[str], str], stays: Container[str]
) -> Iterator[PropertyChange]:
    """Lists without their order. What only makes them safer to read (one more dependency) is not told."""
    for name in _LISTS:
        old, new = sorted(set(getattr(before, name))), sorted({former(each) for each in getattr(after, name)})
        if old != new:
            yield PropertyChange(name, old or ABSENT, new or ABSENT)
    waited, waits = _declared(before, str), _declared(after, former)
    if gone := sorted(urn for urn in waited - waits if urn in stays):
        yield PropertyChange("depends_on", gone, ABSENT)


def _declared(resource: Resource, former: Callable[[str], str]) -> set[str]:
    """What a resource waits for without taking a value from it."""
    values = {urn for urns in resource.property_dependencies.values() for urn in urns}
    return {former(urn) for urn in resource.dependencies if urn not in values}


def _explicit(resource: Resource) -> str:
    """The provider that a program chose; nothing for the default one, which the engine makes."""
    urn = provider_urn(resource)
    return "" if urn.rpartition("::")[2].startswith("default") else urn
