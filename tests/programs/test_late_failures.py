"""Failures that come late: in an `apply`, in the SDK, over a stand-in for a secret. Each names the program's own line, blames it and
not Socle, and claims of `pulumi preview` only what is so.
"""

from pathlib import Path

import pytest

from socle.plan import SECRET
from socle.project import capture_stacks, find_project
from tests.cli.conftest import Socle
from tests.programs.corpus import program
from tests.programs.test_programs import plan_of, written

pytestmark = pytest.mark.slow

_SCW = "import json\nimport pulumi\nimport pulumiverse_scaleway as scw\nc = pulumi.Config()\n"
_SEALED = "config:\n  own:x:\n    secure: v1:a:A==\nencryptionsalt: v1:x\n"
_COMPONENT = """
class Own(pulumi.ComponentResource):
    def __init__(self):
        super().__init__('own:index:Own', 'own')
        a = scw.iam.Application('a', description='x', opts=pulumi.ResourceOptions(parent=self))
        self.register_outputs({'d': a.description.apply(lambda d: d['k'])})
Own()
"""
_KEYS = (
    "from socle.estate import KeySpec\nfrom socle.scaleway import KeyRing, Tenancy\n"
    "place = Tenancy(project_id='11111111-1111-4111-8111-111111111111', name_prefix='a')\n"
    "KeyRing('k', {'internal': KeySpec(data_class='internal')}, tenancy=place).bare_id('intern')\n"
)
LATE = {
    "a key that an output has not": (
        "pulumi.export('x', scw.iam.Application('a', tags=['t']).tags.apply(lambda t: {'u': 1}[t[0]]))\n",
        "__main__.py:5: ",
        "KeyError: 't'",
    ),
    "a function of a library": (
        "pulumi.export('x', scw.iam.Application('a', description='no json').description.apply(json.loads))\n",
        "__main__.py:5: ",
        "JSONDecodeError",
    ),
    "an output that a component registers": (_COMPONENT, "__main__.py:10: ", "TypeError"),
    "what is no resource to depend on": (
        "later = pulumi.Output.from_input('x')\nscw.iam.Application('a', opts=pulumi.ResourceOptions(depends_on=[later]))\n",
        "__main__.py:6: ",
        "was not a Resource",
    ),
    "a coroutine where a value belongs": (
        "async def details():\n    return object()\npulumi.export('d', details())\n",
        "__main__.py: ",
        "unexpected input of type",
    ),
    "an error raised from itself": (
        "e = ValueError('While processing it')\ne.__cause__ = e\nraise e\n",
        "__main__.py:7: ",
        "While processing it",
    ),
    "two errors raised from each other": (
        "e, f = ValueError('While processing e'), ValueError('While processing f')\ne.__cause__, f.__cause__ = f, e\nraise e\n",
        "__main__.py:7: ",
        "While processing",
    ),
    "several errors at once": (
        "raise ExceptionGroup('many', [ValueError('one'), KeyError('two')])\n",
        "__main__.py:5: ",
        "ValueError: one",
    ),
    "a name that one of our components has not": (_KEYS, "__main__.py:8: ", "did you mean internal?"),
    "a setting that is missing": (
        "pulumi.Config('aws').require('region')\n",
        "__main__.py:5: ",
        "\n    please set a value",
    ),
}


@pytest.mark.parametrize(("main", "place", "said"), LATE.values(), ids=LATE)
def test_a_late_failure_is_the_programs_and_has_its_line(
    main: str, place: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, socle: Socle
) -> None:
    monkeypatch.chdir(written(tmp_path, program(_SCW + main).files))
    result = socle("preview")
    assert result.code == 1
    assert result.err.startswith(place), result.err
    assert said in result.err
    assert "bug of socle" not in result.err
    assert "would fail in the same way" in result.err


@pytest.mark.parametrize(
    "of",
    [
        "c.require_secret('x').apply(json.loads)",
        "c.require_secret('x').apply(lambda text: int(text))",
        "c.require_secret_object('x').apply(lambda it: it['port'] + 1)",
        "pulumi.Output.all(c.require_secret('x'), 'y').apply(lambda both: json.loads(both[0]))",
        "pulumi.Output.all(a=c.require_secret('x')).apply(lambda it: json.loads(it['a'])['b'])",
    ],
)
def test_what_an_apply_cannot_do_with_a_stand_in_is_unknown(of: str, tmp_path: Path) -> None:
    source = _SCW + f"pulumi.export('made', {of})\n"
    plan = plan_of(written(tmp_path, {**program(source).files, "Pulumi.lab.yaml": _SEALED}))
    assert plan.outputs["made"] == SECRET


def test_a_program_that_stumbles_over_a_stand_in_may_fare_better_with_the_engine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, socle: Socle
) -> None:
    files = {**program(_SCW + "json.loads(c.require('x'))\n").files, "Pulumi.lab.yaml": _SEALED}
    monkeypatch.chdir(written(tmp_path, files))
    said = socle("preview").err
    assert "it read own:x, which only pulumi can decrypt" in said
    assert "would fail in the same way" not in said


def test_a_failure_of_the_capture_itself_is_not_blamed_on_the_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, socle: Socle
) -> None:
    def broken(*_given: object, **_named: object) -> None:
        raise RuntimeError("of ours")

    monkeypatch.setattr("socle.capture.monitor.make_urn", broken)
    monkeypatch.chdir(
        written(tmp_path, program("import pulumiverse_scaleway as scw\nscw.iam.Application('a')\n").files)
    )
    run = capture_stacks(find_project(tmp_path), ["lab"])
    assert "of ours" in str(run.failures["lab"])
    assert "bug of socle" in socle("preview").err
