"""The measured facts are what the tool makes of the installed SDK.

What only the provider's schema says (what replaces, what is secret or deprecated, what the cloud fills in) is not proved here: the
schema is no part of the SDK. That the tool reads it is shown on a schema of one type.
"""

from copy import deepcopy
from typing import Any

import pulumi_azure_native
import pulumi_kubernetes
import pulumiverse_scaleway
import pytest
from pulumi._types import input_type_py_to_pulumi_names
from tools import measure_provider as tool

from socle.facts.providers import SETTINGS

CLUSTER = "scaleway:redis/cluster:Cluster"
FIELD = "scaleway:redis/ClusterAcl:ClusterAcl"
BUCKET = "scaleway:object/bucket:Bucket"

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


@pytest.fixture(scope="module")
def sdk() -> tool.Sdk:
    return tool.read_sdk()


@pytest.fixture
def record() -> Any:
    return tool.recorded("resources.json")


def test_the_recorded_inputs_are_those_of_the_installed_sdk(sdk: tool.Sdk, record: Any) -> None:
    assert tool.resources(record, sdk, None) == record


def test_the_old_names_are_those_of_the_installed_sdk(sdk: tool.Sdk) -> None:
    assert tool.recorded("flat_names.json")["types"] == sdk.flat_names


def test_how_values_compare_is_said_of_inputs_that_there_are(record: Any) -> None:
    assert tool.stray(tool.recorded("equality.json"), record) == []
    row = {"inputs": {"versioning.enabled": {}, "versioning.enabld": {}, "versionin": {}}}
    found = tool.stray({"resources": {BUCKET: row, "scaleway:object/buckt:Buckt": {}}}, record)
    assert found == [f"{BUCKET}: versioning.enabld", f"{BUCKET}: versionin", "scaleway:object/buckt:Buckt"]


@pytest.mark.parametrize("part", ["type", "required"])
def test_a_record_that_is_not_the_sdks_is_seen(sdk: tool.Sdk, record: Any, part: str) -> None:
    changed = deepcopy(record)
    del changed["resources"][CLUSTER]["inputs"]["nodeType"][part]
    changed["resources"][CLUSTER]["inputs"]["nodeType"].setdefault("type", "boolean")
    del changed["types"][FIELD]["ip"]["required"]
    assert tool.resources(changed, sdk, None) == record


def test_an_input_that_only_the_sdk_has_is_newer_and_of_no_known_type(sdk: tool.Sdk, record: Any) -> None:
    del record["resources"][CLUSTER]["inputs"]["version"]
    del record["types"][FIELD]["description"]
    made = tool.resources(record, sdk, None)
    assert made["resources"][CLUSTER]["inputs"]["version"] == {"type": "unknown", "newer": True}
    assert made["types"][FIELD]["description"] == {"type": "unknown", "newer": True}


def test_only_a_schema_says_what_replaces_what_is_secret_and_what_is_computed(sdk: tool.Sdk, record: Any) -> None:
    properties = {
        "acls": {"type": "array", "items": {"$ref": f"#/types/{FIELD.replace('/', '%2F')}"}},
        "nodeType": {"type": "string", "deprecationMessage": "x", "willReplaceOnChanges": True},
        "settings": {"type": "object", "additionalProperties": {"type": "string"}},
        "password": {"type": "string", "secret": True},
    }
    described = {
        "inputProperties": properties,
        "requiredInputs": ["nodeType"],
        "properties": {**properties, "b": {}, "a": {"secret": True}},
    }
    schema = {
        "resources": {CLUSTER: described, "scaleway:mnq/sqs:Sqs": described},
        "types": {FIELD: {"properties": {"ip": {"type": "string", "replaceOnChanges": True}}, "required": ["ip"]}},
    }
    only = tool.Sdk({CLUSTER: {}}, {}, {})
    measured = {
        **record,
        "resources": {
            CLUSTER: {"inputs": {"acls": {"replace": True, "replace_source": "measured"}}, "checks": {"c": 1}}
        },
    }

    assert tool.resources(measured, only, schema) == {
        "about": record["about"],
        "resources": {
            CLUSTER: {
                "inputs": {
                    "acls": {"type": f"list<{FIELD}>", "replace": True, "replace_source": "measured"},
                    "nodeType": {"type": "string", "required": True, "replace": True, "deprecated": True},
                    "password": {"type": "string", "secret": True},
                    "settings": {"type": "map<string>"},
                },
                "computed": ["a", "b"],
                "secret_outputs": ["a", "password"],
                "checks": {"c": 1},
            }
        },
        "types": {FIELD: {"ip": {"type": "string", "required": True, "replace": True}}},
    }


def test_a_module_that_is_described_is_described_whole(sdk: tool.Sdk, record: Any) -> None:
    """A resource that the SDK has and the record has not came with the SDK: the provider that was measured did not know it."""
    assert sorted(sdk.inputs.keys() - record["resources"].keys()) == [
        "scaleway:instance/template:Template",
        "scaleway:opensearch/user:User",
    ]


@pytest.mark.slow  # the SDK of Azure takes a second
@pytest.mark.parametrize(
    ("provider", "arguments"),
    [
        ("scaleway", pulumiverse_scaleway.ProviderArgs),
        ("azure-native", pulumi_azure_native.ProviderArgs),
        ("kubernetes", pulumi_kubernetes.ProviderArgs),
    ],
)
def test_the_settings_of_a_provider_are_those_of_the_installed_sdk(provider: str, arguments: type) -> None:
    assert set(input_type_py_to_pulumi_names(arguments).values()) == SETTINGS[provider]
