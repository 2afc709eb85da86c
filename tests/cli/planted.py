"""A project with secrets in every place where people put them, and what the commands said of it: files, output, errors."""

import base64
import io
import json
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from socle.cli import entry
from tests.repository import begin

from .conftest import PROJECT, write

SECRET_MARK = {"4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270"}
THING = "example:index:Thing"
USER = "scaleway:databases/user:User"


def planted(place: str) -> str:
    """The secret of a place: no two are alike, and none occurs anywhere else."""
    return f"Zq7{place.title().replace('-', '')}9xK"


PLACES = (
    *("config-encrypted", "config-encrypted-nested", "config-plain-read-as-secret", "config-plain-declared-secret"),
    *("config-object-read-as-secret", "config-broken-file", "config-of-another-type"),
    *("input", "input-nested", "input-in-list", "input-in-map", "input-concatenated", "input-as-json", "input-applied"),
    *("input-plain-known-secret", "input-plain-known-data", "provider-argument", "kubeconfig-of-a-provider"),
    *(
        "additional-secret-output",
        "component-input",
        "component-output",
        "stack-output",
        "stack-output-nested",
        "trigger",
    ),
    *("raised", "raised-in-apply", "raised-address", "raised-private-key", "printed"),
    *("env-scaleway", "env-azure", "env-aws", "env-passphrase", "env-pulumi-token"),
    *("state-plain", "state-ciphertext", "state-plaintext", "state-output", "state-known-secret", "state-stack-output"),
    *("engine-plaintext", "engine-known-secret", "engine-old-state", "engine-said", "engine-said-address"),
    *("estate-address", "estate-private-key", "estate-broken-yaml", "estate-unknown-key"),
    *("azure-password", "azure-connection-string", "azure-signature"),
    *(
        "variable-of-a-container",
        "flag-of-a-command",
        "environment-map",
        "user-data",
        "user-data-packed",
        "description",
    ),
    *("in-base64", "in-an-address", "in-hexadecimal", "in-JSON-in-text", "list-of-passwords", "number-beside"),
    *("nested-under-a-name", "manifest-of-a-secret", "yaml-of-a-secret", "connection-string-in-a-list", "SQL-in-text"),
    *("wrapped-and-plain-elsewhere", "wrapped-and-in-a-name", "wrapped-and-in-an-output", "wrapped-and-in-base64"),
    *(
        "plain-stack-output",
        "alias-of-a-resource",
        "asset-of-text",
        "protected-settings",
        "vault-of-azure",
        "docker-login",
    ),
    *(
        "component-in-plain",
        "component-output-in-plain",
        "tag",
        "header-of-an-exporter",
        "JWT-in-an-annotation",
        "import-id",
    ),
    *(
        "raised-encoded",
        "raised-in-an-address",
        "raised-escaped",
        "config-read-plainly",
        "state-plain-name",
        "engine-encoded",
    ),
)


def _s(place: str) -> str:
    return json.dumps(planted(place))


PROGRAM = f"""\
import os

import pulumi

config = pulumi.Config()
secret = pulumi.Output.secret
print(dict(os.environ))
print("postgres://admin:" + {_s("printed")} + "@db.example/x")


def user(name, opts=None, **inputs):
    return pulumi.CustomResource("{THING}", name, {{"name": name, **inputs}}, opts)


class Store(pulumi.ComponentResource):
    def __init__(self, name):
        super().__init__("test:storage:Store", name, {{"token": secret({_s("component-input")})}})
        user(f"{{name}}-user", pulumi.ResourceOptions(parent=self))
        self.register_outputs({{"out": secret({_s("component-output")})}})


Store("store")
user("sealed", a=config.require_secret("sealed"), b=config.require_secret_object("sealedObject"))
user("config", a=config.require_secret("plain"), b=config.require_secret_object("plainObject"))
user("one", password=secret({_s("input")}))
user("nested", spec={{"deep": {{"er": secret({_s("input-nested")})}}}})
user("list", items=["a", secret({_s("input-in-list")})])
user("map", items={{"a": "b", "token": secret({_s("input-in-map")})}})
user("concat", address=pulumi.Output.concat("postgres://u:", secret({_s("input-concatenated")}), "@h/d"))
user("json", text=pulumi.Output.json_dumps({{"k": secret({_s("input-as-json")})}}))
user("applied", text=secret({_s("input-applied")}).apply(lambda text: text.lower() + text))
at = "fr-par/66666666-6666-4666-8666-666666666666"
password, data = {_s("input-plain-known-secret")}, {_s("input-plain-known-data")}
address = "postgres://admin:" + {_s("raised-address")} + "@db.example/catalogue"
pulumi.CustomResource("{USER}", "known", {{"instanceId": at, "name": "app", "password": password}})
pulumi.CustomResource("scaleway:secrets/version:Version", "psk", {{"secretId": at, "data": data}})
pulumi.ProviderResource("scaleway", "own", {{"secretKey": {_s("provider-argument")}}})
pulumi.ProviderResource("kubernetes", "cluster", {{"kubeconfig": {_s("kubeconfig-of-a-provider")}}})
user("extra", pulumi.ResourceOptions(additional_secret_outputs=["text"]), text={_s("additional-secret-output")})
user("trigger", pulumi.ResourceOptions(replacement_trigger=secret({_s("trigger")})))
user("env", text=",".join(f"{{k}}={{v}}" for k, v in os.environ.items() if k.startswith(("SCW_", "ARM_", "AWS_", "PULUMI_"))))
import base64
import gzip
from urllib.parse import quote

b64 = lambda text: base64.b64encode(text.encode()).decode()
user("variable", containers=[{{"env": [{{"name": "DB_PASSWORD", "value": {_s("variable-of-a-container")}}}]}}])
user("flag", args=["serve", "--api-key", {_s("flag-of-a-command")}])
user("environment", environment={{"SMTP_PASSWORD": {_s("environment-map")}, "HOST": "h"}})
user("boot", userData={{"cloud-init": "#cloud-config\\npassword: " + {_s("user-data")} + "\\n"}})
packed = gzip.compress(("#cloud-config\\npassword: " + {_s("user-data-packed")} + "\\n").encode(), mtime=0)
user("packed", userData=base64.b64encode(packed).decode())
user("told", description="log in with password=" + {_s("description")})
user("encoded", text=b64("postgres://u:" + {_s("in-base64")} + "@h/d"))
user("quoted", text=quote("postgres://u:" + {_s("in-an-address")} + "@h/d", safe=""))
user("hex", text=("password=" + {_s("in-hexadecimal")}).encode().hex())
user("inner", text='{{"a": {{"clientSecret": ' + '"' + {_s("in-JSON-in-text")} + '"}}}}')
user("many", passwords=["a1", {_s("list-of-passwords")}])
user("numbered", spec={{"password": 90210777}}, note="password: " + {_s("number-beside")})
user("deep", a=[{{"b": {{"adminPassword": {_s("nested-under-a-name")}}}}}])
user("manifest", objs=[{{"kind": "Secret", "stringData": {{"x": {_s("manifest-of-a-secret")}}}}}])
user("yaml", yaml="kind: Secret\\nstringData:\\n  password: " + {_s("yaml-of-a-secret")} + "\\n")
user("strings", connectionStrings=["Server=h;User=u;Pwd=" + {_s("connection-string-in-a-list")} + ";"])
user("sql", init="CREATE USER u IDENTIFIED BY '" + {_s("SQL-in-text")} + "';")
secret({_s("wrapped-and-plain-elsewhere")}), secret({_s("wrapped-and-in-a-name")})
secret({_s("wrapped-and-in-an-output")}), secret({_s("wrapped-and-in-base64")})
user("elsewhere", note={_s("wrapped-and-plain-elsewhere")}, text=b64("xy" + {_s("wrapped-and-in-base64")} + "z"))
user("called-" + {_s("wrapped-and-in-a-name")})
pulumi.export("plainly", {_s("wrapped-and-in-an-output")})
pulumi.export("address", "amqp://u:" + {_s("plain-stack-output")} + "@h")
user("aliased", pulumi.ResourceOptions(aliases=[pulumi.Alias(name="password=" + {_s("alias-of-a-resource")})]))
user("asset", file=pulumi.StringAsset("password=" + {_s("asset-of-text")}))
extension = {{"protectedSettings": {{"run": {_s("protected-settings")}}}}}
pulumi.CustomResource("azure-native:compute:VirtualMachineExtension", "extension", extension)
pulumi.CustomResource("azure-native:keyvault:Secret", "vaulted", {{"properties": {{"value": {_s("vault-of-azure")}}}}})
user("docker", text='{{"auths": {{"r": {{"auth": "' + b64("u:" + {_s("docker-login")}) + '"}}}}}}')


class Plain(pulumi.ComponentResource):
    def __init__(self):
        super().__init__("test:storage:Plain", "plain", {{"spec": {{"password": {_s("component-in-plain")}}}}})
        self.register_outputs({{"url": "redis://:" + {_s("component-output-in-plain")} + "@h"}})


Plain()
user("tagged", tags=["owner=me", "token=" + {_s("tag")}])
exporter = {{"name": "x", "otlpDestination": {{"endpoint": "https://o.scw.cloud", "headers": {{"a": {_s("header-of-an-exporter")}}}}}}}
exporter |= {{"datasourceId": at, "exportedProducts": ["all"]}}
pulumi.CustomResource("scaleway:observability/exporter:Exporter", "exporter", exporter)
jwt = "eyJhbGciOiJIUzI1NiJ9.eyJ" + b64("sub" + {_s("JWT-in-an-annotation")}).rstrip("=") + "." + {_s("JWT-in-an-annotation")}
user("annotated", metadata={{"annotations": {{"a": jwt}}}})
user("imported", pulumi.ResourceOptions(import_="https://u:" + {_s("import-id")} + "@h/1"))
user("read", text=config.require("read"))
pulumi.export("password", secret({_s("stack-output")}))
pulumi.export("nested", {{"a": [secret({_s("stack-output-nested")})]}})
stack = pulumi.get_stack()
if stack == "demo-raises":
    word = {_s("raised")}
    user("seen", password=secret(word))
    raise ValueError("cannot log in with " + word)
if stack == "demo-applies":
    def fail(value):
        raise ValueError(f"cannot use {{value}}")
    user("failing", text=secret({_s("raised-in-apply")}).apply(fail))
if stack == "demo-address":
    raise ValueError("no answer from " + address)
if stack == "demo-encoded":
    word = {_s("raised-encoded")}
    secret(word), secret({_s("raised-in-an-address")}), secret('a"b' + {_s("raised-escaped")})
    words = [b64("u:" + word), quote("u:" + {_s("raised-in-an-address")} + "/é"), repr('a"b' + {_s("raised-escaped")})]
    raise ValueError("cannot use " + " or ".join(words))
if stack == "demo-key":
    key = "-----BEGIN PRIVATE KEY-----\\n" + {_s("raised-private-key")} + "\\n-----END PRIVATE KEY-----"
    raise ValueError("bad key " + key)
"""

CONFIG = f"""\
config:
  socle:estate: demo
  small:sealed: {{secure: "v1:{planted("config-encrypted")}"}}
  small:sealedObject: {{a: {{b: {{secure: "v1:{planted("config-encrypted-nested")}"}}}}}}
  small:plain: {planted("config-plain-read-as-secret")}
  small:plainObject: {{a: [{planted("config-object-read-as-secret")}]}}
  small:read: password={planted("config-read-plainly")}
"""

ENVIRONMENT = {
    "SCW_SECRET_KEY": planted("env-scaleway"),
    "ARM_CLIENT_SECRET": planted("env-azure"),
    "AWS_SECRET_ACCESS_KEY": planted("env-aws"),
    "PULUMI_CONFIG_PASSPHRASE": planted("env-passphrase"),
    "PULUMI_ACCESS_TOKEN": planted("env-pulumi-token"),
}

ESTATES = {
    "address": f"name: address\nowner: postgres://admin:{planted('estate-address')}@db.example/catalogue\n",
    "key": f"name: key\nowner: |\n  -----BEGIN PRIVATE KEY-----\n  {planted('estate-private-key')}\n  -----END PRIVATE KEY-----\n",
    "broken": f"name: broken\nowner: [{planted('estate-broken-yaml')}\n  x: }}\n",
    "unknown": f"name: unknown\npassword: {planted('estate-unknown-key')}\n",
}

AZURE = [
    {
        "id": "/subscriptions/00000000-0000-4000-8000-000000000001/resourceGroups/g/providers/Microsoft.Storage/storageAccounts/a",
        "name": "a",
        "type": "Microsoft.Storage/storageAccounts",
        "location": "francecentral",
        "properties": {
            "administratorLoginPassword": planted("azure-password"),
            "connection": f"DefaultEndpointsProtocol=https;AccountKey={planted('azure-connection-string')}",
            "link": f"https://a.blob.example/c?sv=1&sig={planted('azure-signature')}",
        },
    }
]


def _sealed(place: str, how: str) -> dict[str, Any]:
    return {**SECRET_MARK, how: json.dumps(planted(place))}


def state() -> dict[str, Any]:
    """An exported state whose secrets are plain, as `--show-secrets` writes them, and sealed."""
    urn = f"urn:pulumi:demo-a::small::{USER}::one"
    inputs = {
        "name": "one",
        "a": _sealed("state-plaintext", "plaintext"),
        "b": _sealed("state-ciphertext", "ciphertext"),
    }
    plain = {**SECRET_MARK, "value": planted("state-plain")}
    known = {"password": planted("state-known-secret"), "note": {"dbPassword": planted("state-plain-name")}}
    rows = [
        {
            "urn": "urn:pulumi:demo-a::small::pulumi:pulumi:Stack::small-demo-a",
            "type": "pulumi:pulumi:Stack",
            "custom": False,
            "outputs": {"password": _sealed("state-stack-output", "plaintext")},
        },
        {
            "urn": urn,
            "type": USER,
            "custom": True,
            "id": "fr-par/1",
            "inputs": {**inputs, "c": plain, **known},
            "outputs": {**inputs, **known, "d": _sealed("state-output", "plaintext")},
        },
    ]
    return {"version": 3, "deployment": {"resources": rows}}


def engine_preview() -> dict[str, Any]:
    """A preview of the engine that shows what it should not."""
    urn = f"urn:pulumi:demo-a::small::{USER}::one"
    row = {"urn": urn, "type": USER, "custom": True}
    new = {"name": "n", "a": _sealed("engine-plaintext", "plaintext"), "password": planted("engine-known-secret")}
    old = {"name": "o", "a": {**SECRET_MARK, "value": planted("engine-old-state")}, "password": "old"}
    encoded = base64.b64encode(f"postgres://u:{planted('engine-encoded')}@h".encode()).decode()
    said = f"{encoded}: cannot log in as postgres://u:{planted('engine-said-address')}@h/d with password={planted('engine-said')}"
    detail = {name: {"kind": "update", "inputDiff": True} for name in ("name", "a", "password")}
    step = {"op": "update", "urn": urn, "oldState": {**row, "inputs": old}, "newState": {**row, "inputs": new}}
    return {
        "steps": [{**step, "detailedDiff": detail, "diffReasons": list(detail)}],
        "diagnostics": [{"severity": "error", "message": said}],
    }


def build(root: Path) -> None:
    """Write the project and commit it, then edit it, so that there is something to compare."""
    write(root / "Pulumi.yaml", PROJECT)
    write(root / "infra/__main__.py", PROGRAM)
    for stack in ("a", "raises", "applies", "address", "key", "encoded"):
        write(root / f"stacks/Pulumi.demo-{stack}.yaml", CONFIG)
    write(root / "stacks/estates/demo/estate.yaml", "name: demo\n")
    write(root / "azure.json", json.dumps(AZURE))
    write(root / "state.json", json.dumps(state()))
    write(root / "engine.json", json.dumps(engine_preview()))
    for name, text in ESTATES.items():
        write(root / f"stacks/estates/{name}/estate.yaml", text)
    begin(root)
    edited = PROGRAM.replace('"name": name, **inputs', '"name": name + "-2", **inputs')
    write(root / "infra/__main__.py", edited)


def build_refused(root: Path) -> None:
    """Stacks whose configuration is refused."""
    declared = PROJECT + "  small:declared:\n    type: string\n    secret: true\n"
    write(root / "Pulumi.yaml", declared)
    write(root / "infra/__main__.py", "")
    write(root / "stacks/estates/demo/estate.yaml", "name: demo\n")
    head = "config:\n  socle:estate: demo\n"
    write(
        root / "stacks/Pulumi.demo-plain.yaml", f"{head}  small:declared: {planted('config-plain-declared-secret')}\n"
    )
    write(
        root / "stacks/Pulumi.demo-type.yaml",
        f"{head}  small:declared: {{secure: v1:x}}\n  small:size: {planted('config-of-another-type')}\n",
    )
    write(
        root / "stacks/Pulumi.demo-broken.yaml", f"{head}  small:declared: [{planted('config-broken-file')}\n  x: }}\n"
    )


@dataclass
class Heard:
    """Everything that commands wrote."""

    root: Path
    text: list[str] = field(default_factory=list[str])

    def run(self, *arguments: str) -> int:
        """Run the command in this process and keep what it said; the exit code."""
        out, err = io.StringIO(), io.StringIO()
        with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
            patch.setattr(sys, "argv", ["socle", *arguments])
            code = entry.run()
        self.text += [out.getvalue(), err.getvalue()]
        return code
