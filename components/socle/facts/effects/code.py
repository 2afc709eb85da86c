"""Code that somebody else may have written: images, and what a machine starts with. It runs with the rights of what it is put into."""

import base64
import binascii
import re
from ipaddress import ip_address, ip_network
from typing import Any, cast

import yaml

from ..images import is_host_image
from .effect import HARMLESS, NOT_KNOWN, Effects, Judge
from .judges import by_key, is_public
from .usual import EXPOSES, INTERRUPTS, REVOKES, WEAKENS

_ONE_WORD = re.compile(r"[\w\[\]-]*")
"""A text that runs nothing, such as the mark of a value that is only known later."""
RUN_AT_START = ("cloud-init", "user-data")
"""Keys of user data that a machine runs as root when it starts; programs read the others."""


def _machine_image(value: Any) -> Effects:
    """A label of the host is known; an id is an image that somebody made."""
    return HARMLESS if is_host_image(str(value)) else EXPOSES


IMAGE_OF_MACHINE = Judge(lambda _old, new: _machine_image(new) | INTERRUPTS | NOT_KNOWN, _machine_image)


_CLOUD_CONFIG = "#cloud-config"
"""The first line of what cloud-init reads as YAML. Under any other a comment may be code: a script's, or a template's."""


def run_at_start(value: Any) -> Any:
    """What a machine is told to run, without what cloud-init passes over: comments, blank lines and the order of keys.

    Anything but the YAML of cloud-init is given back as it is: there every character may count.
    """
    text = _decoded(value) if isinstance(value, str) else ""
    first, _, rest = text.partition("\n")
    if first.rstrip() != _CLOUD_CONFIG:
        return value
    try:
        return {_CLOUD_CONFIG: yaml.safe_load(rest)}
    except (yaml.YAMLError, ValueError, RecursionError):
        return value


def _decoded(text: str) -> str:
    """The text, or what it is the base64 of, which some inputs want."""
    if text.startswith(_CLOUD_CONFIG[:1]):
        return text
    try:
        return base64.b64decode(text, validate=True).decode("utf-8")
    except (binascii.Error, ValueError):
        return text


def _started_with(old: Any, new: Any) -> Effects:
    """What a machine runs as root. Nobody has read it, so that it is judged as an image by id is; a comment in it is a look."""
    if new is None:
        return REVOKES | NOT_KNOWN
    if old is not None and run_at_start(old) == run_at_start(new):
        return NOT_KNOWN
    return NOT_KNOWN if _ONE_WORD.fullmatch(str(new)) else EXPOSES | INTERRUPTS | NOT_KNOWN


def _user_data(key: str, old: Any, new: Any) -> Effects:
    return _started_with(old, new) if key in RUN_AT_START else NOT_KNOWN


def _one_user_data(old: Any, new: Any) -> Effects:
    was, will = (cast("dict[str, Any]", value) for value in (old, new))
    return _user_data(str(will.get("key")), was.get("value"), will.get("value")) | NOT_KNOWN


STARTED_WITH = Judge(_started_with, lambda _value: NOT_KNOWN)
SERVER_USER_DATA = Judge(by_key(_user_data).change, lambda _value: NOT_KNOWN)
USER_DATA = Judge(_one_user_data, lambda _value: NOT_KNOWN, whole=True)


def registry_of(image: str) -> str:
    """Whose image it is: the host and all names but the last, in the full form that engines of containers make of it."""
    path = re.sub(r"(@[\w:]+|:[\w.-]+)$", "", image.split("@", 1)[0])
    first, slash, _ = path.partition("/")
    if not slash or not re.search(r"[.:]|^localhost$", first):
        path = f"docker.io/{path}" if slash else f"docker.io/library/{path}"
    return path.rpartition("/")[0].lower()


def _container_image(old: Any, new: Any) -> Effects:
    """Another version is another program of the same people; another registry, or namespace in it, is other people's."""
    if not isinstance(new, str) or _ONE_WORD.fullmatch(new):
        return INTERRUPTS | NOT_KNOWN
    same = isinstance(old, str) and registry_of(old) == registry_of(new)
    told = INTERRUPTS | NOT_KNOWN
    return told if same else told | EXPOSES


IMAGE_OF_CONTAINER = Judge(_container_image, lambda _value: NOT_KNOWN)
ANSWERS = Judge(
    lambda _old, new: REVOKES if new == "private" else EXPOSES,
    lambda value: HARMLESS if value == "private" else EXPOSES,
    EXPOSES,
)
"""Serverless code answers everybody unless it is private."""
HTTPS_ONLY = Judge(
    lambda _old, new: INTERRUPTS if new == "redirected" else WEAKENS,
    lambda value: HARMLESS if value == "redirected" else WEAKENS,
)


def leads_inside(text: str) -> bool:
    """Whether a destination of a record is within private networks, or a name in the zone itself."""
    try:
        return not is_public(ip_network(ip_address(text)))
    except ValueError:
        return "." not in text and ":" not in text
