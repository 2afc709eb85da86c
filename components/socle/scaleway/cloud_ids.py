"""The host's ids in the forms that its products ask for. Pure: no registration."""


def bare_id(cloud_id: str) -> str:
    """The UUID alone, given Pulumi's `<region>/<uuid>` or `<zone>/<uuid>`, or the UUID already."""
    return cloud_id.rsplit("/", 1)[-1]
