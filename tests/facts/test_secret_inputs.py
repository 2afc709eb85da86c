"""Secret inputs and outputs against the installed SDKs: whatever their constructors mark is known, under every name of a type."""

import re
from importlib.util import find_spec
from pathlib import Path

import pytest

from socle.facts import secret_inputs

_MARKED = re.compile(r"additional_secret_outputs=\[([^\]]*)\]")
_TYPE = re.compile(r"super\([^)]*\).__init__\(\s*'([^']+)'", re.DOTALL)


def marked(package: str) -> list[tuple[str, str]]:
    """Type and output of everything that an SDK marks."""
    spec = find_spec(package)
    assert spec is not None
    assert spec.origin is not None
    found: list[tuple[str, str]] = []
    for file in Path(spec.origin).parent.rglob("*.py"):
        text = file.read_text("utf-8")
        types = _TYPE.findall(text) if "additional_secret_outputs=[" in text else []
        names = {name.strip(" \"'") for names in _MARKED.findall(text) for name in names.split(",")} - {""}
        found.extend((type_, name) for type_ in types for name in names)
    return found


def test_what_the_sdk_of_scaleway_marks_is_known_under_every_name_of_a_type() -> None:
    found = [pair for pair in marked("pulumiverse_scaleway") if ":" in pair[0]]

    assert len(found) > 60
    missing = [(type_, name) for type_, name in found if name not in secret_inputs(type_)]
    assert missing == []


@pytest.mark.parametrize("type_", ["kubernetes:core/v1:Secret", "kubernetes:core/v1:SecretPatch"])
def test_the_data_of_a_secret_of_kubernetes_is_known(type_: str) -> None:
    assert {"data", "stringData"} <= set(secret_inputs(type_))


def test_a_type_without_secrets_has_none_and_a_version_makes_no_difference() -> None:
    assert secret_inputs("scaleway:object/bucket:Bucket") == ()
    assert (
        secret_inputs("azure-native:keyvault/v20230701:Secret") == secret_inputs("azure-native:keyvault:Secret") != ()
    )
