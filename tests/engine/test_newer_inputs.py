"""Inputs that the plugin at hand does not know yet: the engine runs without them, so a capture shows that they are given.

The end of a run says which they are.
"""

import pytest

from socle.project import capture_stacks, find_project, unwatched

from .estates import stacks_of
from .plugins import lacking
from .workplace import ROOT

REFERRING = [
    ("scaleway:secrets/secret:Secret", "keyId"),
    ("scaleway:s2svpn/connection:Connection", "secretId"),
    ("scaleway:iam/apiKey:ApiKey", "secretId"),
]


@pytest.mark.parametrize(("token", "name"), REFERRING)
def test_an_input_that_the_engine_runs_without_is_given_by_every_resource_of_its_type(token: str, name: str) -> None:
    if name not in lacking().get(token, ()):
        pytest.skip(f"the plugin knows {name} of {token}: the engine itself shows it")
    captured = capture_stacks(find_project(ROOT), [*stacks_of("demo"), *stacks_of("rehearsal")], "up", None, unwatched)
    given = [each.inputs.get(name) for plan in captured.plans.values() for each in plan.all(token)]

    assert given
    assert all(given)


def test_no_other_input_that_an_estate_gives_is_left_out() -> None:
    captured = capture_stacks(find_project(ROOT), [*stacks_of("demo"), *stacks_of("rehearsal")], "up", None, unwatched)
    left_out = {
        (each.type, name)
        for plan in captured.plans.values()
        for each in plan
        for name in lacking().get(each.type, ())
        if name in each.inputs
    }

    assert left_out <= {*REFERRING, ("scaleway:s2svpn/connection:Connection", "secretVersion")}
