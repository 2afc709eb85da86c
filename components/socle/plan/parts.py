"""What a resource stands for: itself, or each object of a list of Kubernetes."""

from dataclasses import replace

from socle.facts import is_list, listed

from .model import Resource


def parts_of(resource: Resource) -> tuple[Resource, ...]:
    """A resource by itself; a list of objects as the objects, under the list's own URN. A list that is not known stays a list."""
    if not is_list(resource.type) or resource.external:
        return (resource,)
    return tuple(
        replace(resource, type=type_, inputs=inputs) for type_, inputs in listed(resource.type, resource.inputs)
    ) or (resource,)
