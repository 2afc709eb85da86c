"""The mutants that only an engine shows: where, what stands there, what stands there instead, and which of its tests must notice."""

from tests.mutants.table import Mutant

EVERYDAY = {
    "azure": ("tests/azure", "tests/infra"),
    "bridge": ("tests/bridge", "tests/infra"),
    "capture": ("tests/capture", "tests/project"),
    "scaleway": ("tests/scaleway", "tests/infra"),
}
"""The everyday tests of a room and of the program, by the room of `components/socle`."""

_OPTIONS = "tests/engine/test_options.py"
_REHEARSAL = "tests/engine/test_rehearsal.py -k nothing_changes"
_TWIN = "tests/engine/test_twin.py"


def _component(what: str, file: str, text: str, instead: str, tests: str = _TWIN) -> Mutant:
    return Mutant(what, f"components/socle/{file}.py", text, instead, tests)


def _capture(what: str, file: str, text: str, instead: str, tests: str = _OPTIONS) -> Mutant:
    return Mutant(what, f"components/socle/capture/{file}.py", text, instead, tests)


MUTANTS = (
    _component(
        "a record does not wait for its zone",
        "bridge/names",
        "opts=self.child(domain.Record, depends_on=[zone])",
        "opts=self.child(domain.Record)",
        _REHEARSAL,
    ),
    _component(
        "a time to wait is written as the engine does not read it",
        "bridge/azure_connection",
        'create="30m"',
        'create="30min"',
        _REHEARSAL,
    ),
    _component(
        "databases do not wait for their server",
        "azure/postgres",
        "            after=[server],",
        "            after=(),",
    ),
    _component(
        "containers do not wait for their account",
        "azure/storage",
        "            after=[account],",
        "            after=(),",
    ),
    _component(
        "subnets do not wait for their network",
        "azure/network",
        "before: list[pulumi.Resource] = [whole]",
        "before: list[pulumi.Resource] = []",
    ),
    _component(
        "settings do not wait for their server",
        "azure/postgres",
        "before: list[pulumi.Resource] = [server]",
        "before: list[pulumi.Resource] = []",
    ),
    _capture(
        "what is inside a renamed component is not found",
        "recorded",
        "inherited = parent.aliases if parent else ()",
        "inherited = ()",
    ),
    _capture(
        "a default provider has an id before it is there",
        "recorded",
        'return derived_uuid(urn) if self.mode == "up" else UNKNOWN',
        "return derived_uuid(urn)",
    ),
    _capture(
        "hooks are named as the protocol names them",
        "recorded",
        '{field.name.replace("_", "-"): tuple(names) for',
        "{field.name: tuple(names) for",
    ),
    _capture(
        "what is adopted has no id yet",
        "monitor",
        """            id=request.importId or replied.id,
            object""",
        """            id=replied.id,
            object""",
    ),
)
