"""The test kit for programs built from Socle, or from plain Pulumi resources of the same clouds.

The pytest plugin (`socle.testing.plugin`) comes with the package and needs no import: its fixtures are
`capture_component`, `capture_program`, `mode` and `recorded_findings`. `findings` is what the rules find in a plan. `StrictMocks` is
for tests that use Pulumi's own mocks.
"""

from typing import TYPE_CHECKING

from socle.lazy import on_first_use

if TYPE_CHECKING:
    from .mocks import StrictMocks
    from .plugin import CaptureComponent, CaptureProgram, Mode, RecordedFindings
    from .recorded import FindingGone, findings

__all__ = ["CaptureComponent", "CaptureProgram", "FindingGone", "Mode", "RecordedFindings", "StrictMocks", "findings"]

__getattr__ = on_first_use(
    __name__,
    {
        "CaptureComponent": "plugin",
        "CaptureProgram": "plugin",
        "FindingGone": "recorded",
        "Mode": "plugin",
        "RecordedFindings": "plugin",
        "StrictMocks": "mocks",
        "findings": "recorded",
    },
)
