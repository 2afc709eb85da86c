"""The text below a field is its description, wherever the class stands."""

from types import ModuleType

from pydantic import Field

from socle.estate import BucketSpec
from socle.specs import Spec, descriptions


class Base(Spec):
    """Some spec."""

    kept: int = 0
    """What
    is kept."""
    told: int = Field(default=0, description="what is told")
    """Not this."""
    silent: int = 0


def _said(of: type[Spec]) -> dict[str, str | None]:
    schema = of.model_json_schema()["properties"]
    said = {name: descriptions(of).get(name) for name in of.model_fields}

    assert said == {name: schema[name].get("description") for name in of.model_fields}
    return said


def test_the_text_below_a_field_is_its_description_unless_it_has_one() -> None:
    assert _said(Base) == {"kept": "What\nis kept.", "told": "what is told", "silent": None}


def test_a_class_inside_a_function_inherits_descriptions_and_has_its_own() -> None:
    class Inner(Base):
        silent: int = 1
        """It speaks."""

    assert _said(Inner) == {"kept": "What\nis kept.", "told": "what is told", "silent": "It speaks."}


def test_a_class_without_source_has_no_descriptions() -> None:
    made = ModuleType("nowhere")
    exec("from socle.specs import Spec, descriptions\nclass Made(Spec):\n    a: int\n    'Said.'\n", vars(made))  # noqa: S102

    assert _said(made.Made) == {"a": None}


def test_the_schema_says_what_a_field_says() -> None:
    said = BucketSpec.model_json_schema()["properties"]["key"]["description"]

    assert said == descriptions(BucketSpec)["key"]
