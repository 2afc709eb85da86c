"""What in an exported state is, or looks like, a credential that nobody encrypted: whatever a test of a state asks."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from socle.plan import found_in_plain, read_state

_SIMULATED = ("Aa1!",)
"""How the passwords begin that simulated providers make up."""


def credentials_in(state: dict[str, Any], given: Sequence[str] = _SIMULATED) -> Iterator[str]:
    """Where a state has one, by resource and path.

    Args:
        given: texts that were handed to a deployment as secrets, or the beginnings of them: they stand nowhere.
    """
    plan = read_state(state)
    for each in plan:
        for kind, values in (("inputs", each.inputs), ("outputs", each.outputs)):
            yield from (f"{each.urn} {kind}.{path}" for path in found_in_plain(values))
    yield from (f"output {path}" for path in found_in_plain(plan.outputs))
    text = json.dumps(state)
    yield from (f"the text {each!r}" for each in ('"plaintext"', *given) if each in text)
