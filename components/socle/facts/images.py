"""Images of machines: whose a label is."""

import re

_LABEL = re.compile(r"(ubuntu|debian|fedora|rockylinux|almalinux|centos|opensuse)_[a-z0-9_]+")


def is_host_image(image: str) -> bool:
    """Whether an image is named by a label of the host's own catalogue; one named by its id is somebody's."""
    return bool(_LABEL.fullmatch(image))
