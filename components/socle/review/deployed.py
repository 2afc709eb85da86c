"""What a stack file would do to the providers of a deployed stack: settings that no plan shows, beside those that the state has.

The engine fills the inputs of a default provider from the stack's configuration and from the caller's environment. What the state has
and the file does not may come from the environment; only where it sends the provider elsewhere it is told. Where a plugin comes from
is in no state: a file that says it is told each time.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from socle.facts import CREDENTIALS, redirects
from socle.messages import Refused
from socle.plan import SEALED, SECRET, UNKNOWN, Plan, name_of, redacted
from socle.project import Project, as_text, document_of, is_secret

from .configuration import config_of, decides
from .files import NOTHING, FileChange
from .verdict import Verdict

_PROVIDER = "pulumi:providers:"
_NO_DEFAULTS = "pulumi:disable-default-providers"
_UNTOLD = (SECRET, SEALED, UNKNOWN)
"""What stands in a state for a value that it does not tell."""


def settings_beside_state(project: Project, stack: str, deployed: Plan) -> Iterator[FileChange]:
    """What is to be said of a stack's file, given the plan of what is deployed."""
    file = project.stack_file(stack)
    path = file.relative_to(project.root).as_posix() if file.is_relative_to(project.root) else file.name
    try:
        values = document_of(file, file.read_text(encoding="utf-8-sig")).value
    except (Refused, OSError, UnicodeDecodeError):
        return  # the stack has no plan, and why is told with it
    if "environment" in values:
        yield FileChange(path, "stack-environment", Verdict.LOOK, "environment")
    given = config_of(values, project)
    defaults = [
        each for each in deployed if each.type.startswith(_PROVIDER) and name_of(each.urn).startswith("default")
    ]
    if _NO_DEFAULTS in given and defaults:
        yield FileChange(path, "stack-setting", Verdict.LOOK, _NO_DEFAULTS)
    for provider in defaults:
        package = provider.type.removeprefix(_PROVIDER)
        own = {key.partition(":")[2]: each for key, each in given.items() if key.partition(":")[0] == package}
        yield from _settings(path, package, own, provider.inputs)


def _settings(path: str, package: str, own: Mapping[str, Any], deployed: Mapping[str, Any]) -> Iterator[FileChange]:
    for name, value in own.items():
        before = deployed.get(name)
        if before is not None and not is_secret(value) and as_text(before) == as_text(value):
            continue
        hidden = is_secret(value) or before in _UNTOLD or name.lower() in CREDENTIALS
        if hidden and before is not None:
            yield FileChange(path, "provider-uncompared", Verdict.LOOK, f"{package}:{name}")
            continue
        was = "" if before is None else redacted(as_text(before))
        now = "" if hidden else redacted(as_text(value))
        level = Verdict.DANGEROUS if decides(name) else Verdict.LOOK
        yield FileChange(path, "provider-setting", level, f"{package}:{name}", was or NOTHING, now or NOTHING)
    for name, before in deployed.items():
        if name not in own and redirects(name):
            was = NOTHING if before in _UNTOLD else redacted(as_text(before))
            yield FileChange(path, "provider-setting", Verdict.LOOK, f"{package}:{name}", was, NOTHING)
