"""Credentials by their names and forms, plain and encoded, against a list written by hand. No list of forms is ever whole."""

import base64
import gzip
import json
import random
from typing import Any
from urllib.parse import quote

import pytest

from socle.plan import (
    PLAIN,
    SEALED,
    SECRET,
    SECRET_SIGNATURE,
    SIGNATURE,
    UNKNOWN,
    found_in_plain,
    from_json,
    looks_secret,
    masked,
    read_deployed,
    redacted,
    without_credentials,
)
from socle.rules import Result, run

KEY = "Hq7zP2wK9tRb4Nc8"
JWT = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.Hq7zP2wK9tRb4Nc8Hq7zP2wK"
PEM = f"-----BEGIN OPENSSH PRIVATE KEY-----\n{KEY}\n-----END OPENSSH PRIVATE KEY-----"
STORAGE_KEY = (KEY * 6)[:86] + "=="
FORMS = {
    "address": f"postgres://app:{KEY}@db.example/x",
    "address with signs": f"postgres://app:{KEY}@/p:{KEY}@db.example/x",
    "address of a user without name": f"redis://:{KEY}@cache:6379",
    "token as a user": f"https://{KEY}{KEY}@github.com/x/y",
    "private key": PEM,
    "private key cut off": f"-----BEGIN RSA PRIVATE KEY-----\n{KEY}",
    "private key in JSON": json.dumps({"k": PEM}),
    "key of age": f"AGE-SECRET-KEY-1{KEY.upper()}{KEY.upper()}",
    "forge": f"ghp_{KEY}{KEY}",
    "forge, fine": f"github_pat_{KEY}_{KEY}",
    "other forge": f"glpat-{KEY}{KEY}",
    "chat": f"xoxb-{KEY}-{KEY}",
    "chat hook": f"https://hooks.slack.com/services/T00/B00/{KEY}",
    "vault": f"hvs.{KEY}{KEY}",
    "state service": "pul-" + "0123456789abcdef" * 2 + "01234567",
    "storage key": STORAGE_KEY,
    "connection string": f"DefaultEndpointsProtocol=https;AccountName=a;AccountKey={STORAGE_KEY};EndpointSuffix=x",
    "service bus": f"Endpoint=sb://a.example/;SharedAccessKeyName=Root;SharedAccessKey={KEY}=",
    "database string": f"Server=tcp:db,1433;User ID=a;Password={KEY};Encrypt=True",
    "signed address": f"https://a.blob.example/c?sv=2024&sp=r&sig={KEY}%3D&se=2027",
    "JWT": JWT,
    "bearer": f"Authorization: Bearer {KEY}",
    "basic": f"authorization: Basic {base64.b64encode(f'u:{KEY}'.encode()).decode()}",
    "variable": f"export DB_PASSWORD={KEY}",
    "key of the host": "SCW_SECRET_KEY=7b1c9a52-83f0-4d4e-9a7b-1f2e3d4c5b6a",
    "quoted variable": f'PGPASSWORD="{KEY} with words"',
    "YAML": f"users:\n  - name: a\n    password: {KEY}\n",
    "YAML of a word": "chpasswd:\npassword: correcthorse\n",
    "JSON": json.dumps({"client_secret": KEY}),
    "flag": f"mysql --password {KEY} -h db",
    "flag with sign": f"tool --api-key={KEY}",
    "SQL": f"CREATE USER a IDENTIFIED BY '{KEY}'",
    "SQL of PostgreSQL": f"ALTER ROLE a WITH PASSWORD '{KEY}'",
    "netrc": f"machine h login u password {KEY}",
    "curl": f"curl -fsS -u admin:{KEY} https://h",
    "chpasswd": f"echo 'root:{KEY}' | chpasswd",
    "flag of one letter": f"mysql -u root -p{KEY} -h db",
    "list of cloud-init": f"#cloud-config\nchpasswd:\n  list: |\n    root:{KEY}\n",
    "dictionary of Python": str({"password": KEY}),
    "docker": json.dumps({"auths": {"r": {"auth": base64.b64encode(f"u:{KEY}".encode()).decode()}}}),
    "client secret of Azure": f"abc8Q~{KEY}{KEY}",
}
ENCODINGS: dict[str, Any] = {
    "plain": str,
    "base64": lambda text: base64.b64encode(text.encode()).decode(),
    "base64 for addresses": lambda text: base64.urlsafe_b64encode(text.encode()).decode().rstrip("="),
    "packed": lambda text: base64.b64encode(gzip.compress(text.encode(), mtime=0)).decode(),
    "UTF-16": lambda text: base64.b64encode(text.encode("utf-16-le")).decode(),
    "address": lambda text: quote(text, safe=""),
    "hexadecimal": lambda text: text.encode().hex(),
    "twice": lambda text: base64.b64encode(base64.b64encode(text.encode())).decode(),
}
HARMLESS = (
    "images:\n  - nginx:1.25\n  - redis:7.2.4\n",
    "mysql -h db -P 3306 -p",
    "https://registry.example:5000/x@sha256:0123",
    "https://login.example.org/realms/ghr",
    "no password: give one",
    "the secret: socle:scaleway:SecretEntry::psk",
    "urn:pulumi:s::p::random:index/randomPassword:RandomPassword::a-password-1",
    "fr-par/7b1c9a52-83f0-4d4e-9a7b-1f2e3d4c5b6a",
    "volume=7b1c9a52-83f0-4d4e-9a7b-1f2e3d4c5b6a\nsecret=7b1c9a52-83f0-4d4e-9a7b-1f2e3d4c5b6a\n",
    "- path: /usr/local/sbin/hand-over-token\n  owner: root:root",
    "password_encryption=scram-sha-256",
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHq7zP2wK9tRb4Nc8Hq7zP2wK9tRb4Nc8Hq7z a@b",
    "-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE\n-----END PUBLIC KEY-----",
    "max_tokens=500 token_endpoint=https://x.example",
    "PASSWORD=${DB_PASSWORD} and password: $(cat /run/x)",
    "mailto:team@example.org",
    "c2NyYXRjaC1idWNrZXQtb2YtdGhlLWxhYg==",
    "s3://studies/2026/11",
    "",
)


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("form", FORMS)
def test_a_credential_is_seen_and_replaced_in_any_writing(form: str, encoding: str) -> None:
    written = ENCODINGS[encoding](FORMS[form])

    for text in (written, f"cannot use {written}", f"a\n{written}\nb", json.dumps({"x": written})):
        said = redacted(text)

        assert looks_secret(text)
        assert SECRET in said
        assert KEY not in said
        assert KEY.lower() not in said.lower()
        assert redacted(said) == said


@pytest.mark.parametrize("text", HARMLESS)
def test_what_only_speaks_of_credentials_stays(text: str) -> None:
    assert redacted(text) == text
    assert not looks_secret(text)
    assert without_credentials({"description": text})["description"] == text


NAMES = (
    *("password", "adminPassword", "administratorLoginPassword", "db_password", "DB-PASSWD", "passphrase", "userPwd"),
    *(
        "clientSecret",
        "secret",
        "sharedKey",
        "SHARED_ACCESS_KEY",
        "accountKey",
        "apiKey",
        "api_key",
        "privateKey",
        "psk",
    ),
    *("token", "authToken", "sasToken", "connectionString", "preSharedKey", "kubeconfig", "keyMaterial", "secureValue"),
    *("passwordWo", "SCW_SECRET_KEY", "storage_connection_string", "pairingKey", "dsn"),
)
NOT_SECRET = (
    *("secretId", "secretName", "keyId", "kmsMasterKeyId", "publicKey", "tokenEndpoint", "passwordAuth", "keyName"),
    *(
        "passwordPolicy",
        "secretVersion",
        "tokenTtl",
        "connectionType",
        "accessKeyId",
        "name",
        "partitionKey",
        "authMode",
    ),
)


def test_a_secret_that_pulls_an_image_is_named_and_not_given() -> None:
    named = {"imagePullSecrets": [{"name": "registry"}]}
    assert without_credentials(named) == named
    given = {"imagePullSecrets": [{"name": "registry", "value": "hunter2"}], "pullSecrets": [{"name": "x"}]}
    assert "hunter2" not in str(without_credentials(given))
    assert without_credentials(given)["pullSecrets"] == [{"name": PLAIN}]


@pytest.mark.parametrize("name", NAMES)
def test_whatever_stands_under_the_name_of_a_secret_is_one(name: str) -> None:
    given: dict[str, Any] = {name: "hunter2", "list": [{name: 77}], "map": {"a": {name: "x y"}}, f"{name}s2": True}

    assert without_credentials(given) == {
        name: PLAIN,
        "list": [{name: PLAIN}],
        "map": {"a": {name: PLAIN}},
        f"{name}s2": True,
    }
    assert list(found_in_plain(given)) == [name, f"list.{name}", f"map.a.{name}"]
    assert without_credentials([{"name": name, "value": "x"}]) == [{"name": name, "value": PLAIN}]
    assert without_credentials([f"--{name}", "x"])[1] == PLAIN


@pytest.mark.parametrize("name", NOT_SECRET)
def test_what_stands_under_the_name_of_a_reference_stays(name: str) -> None:
    given = {name: "hunter2", "other": 7}

    assert without_credentials(given) is given


@pytest.mark.parametrize(
    "value", ["", "${DB_PASSWORD}", "{{ vault }}", "@Microsoft.KeyVault(SecretUri=x)", "/run/secrets/db", "Disabled",
              UNKNOWN, SECRET, True, None, "fr-par/7b1c9a52-83f0-4d4e-9a7b-1f2e3d4c5b6a"],
)  # fmt: skip
def test_a_value_that_only_says_where_the_credential_is_stays(value: Any) -> None:
    assert without_credentials({"password": value}) == {"password": value}


def test_many_credentials_under_one_name_are_all_replaced() -> None:
    given = {"passwords": ["a", "b"], "secrets": {"x": "y", "deep": {"id": "z"}}, "tokens": 5}

    assert without_credentials(given) == {
        "passwords": [PLAIN, PLAIN],
        "secrets": {"x": PLAIN, "deep": {"id": "z"}},
        "tokens": 5,
    }


def test_a_drawn_text_beside_a_name_that_may_mean_a_secret_is_one() -> None:
    given = {"signature": KEY, "key": KEY + "==", "salt": "aaaaaaaaaaaaaaaaaaaa", "cookie": "tasty", "title": KEY}

    assert without_credentials(given) == {**given, "signature": PLAIN, "key": PLAIN}
    assert without_credentials({"publicKey": KEY}) == {"publicKey": KEY}


def test_a_manifest_of_a_secret_loses_its_data_wherever_it_stands() -> None:
    manifest = {"kind": "Secret", "metadata": {"name": "n"}, "data": {"a": "YQ=="}, "stringData": {"b": "c"}}

    for given in (manifest, {"items": [manifest]}, {"values": {"extra": manifest}}):
        assert "YQ==" not in json.dumps(without_credentials(given))
        assert '"c"' not in json.dumps(without_credentials(given))
    assert without_credentials({"kind": "ConfigMap", "data": {"a": "b"}})["data"] == {"a": "b"}


def test_what_a_provider_calls_secret_is_masked_at_any_depth() -> None:
    vault = masked("azure-native:keyvault/v20230701:Secret", {"properties": {"value": "x", "contentType": "t"}})
    extension = masked("azure-native:compute:VirtualMachineExtension", {"protectedSettings": {"commandToExecute": "x"}})
    secret = masked("kubernetes:core/v1:Secret", {"data": {"a": "b"}, "metadata": {"name": "n"}})
    flat = masked("scaleway:index/redisCluster:RedisCluster", {"password": "x", "version": "7"})

    to = {"otlpDestination": {"endpoint": "https://x.example/v1", "headers": {"a": "b"}}}
    exporter = masked("scaleway:observability/exporter:Exporter", to, ["otlpDestination"])

    assert exporter == {"otlpDestination": {"endpoint": "https://x.example/v1", "headers": SECRET}}
    assert vault == {"properties": {"value": SECRET, "contentType": "t"}}
    assert extension == {"protectedSettings": SECRET}
    assert secret == {"data": SECRET, "metadata": {"name": "n"}}
    assert flat == {"password": SECRET, "version": "7"}


def test_the_credentials_of_a_provider_are_masked_and_what_is_unknown_stays_unknown() -> None:
    given = {"secretKey": "x", "region": "fr-par", "kubeconfig": UNKNOWN, "servicePrincipalPassword": {"a": 1}}

    assert masked("pulumi:providers:any", given) == {
        "secretKey": PLAIN, "region": "fr-par", "kubeconfig": UNKNOWN, "servicePrincipalPassword": PLAIN,
    }  # fmt: skip


def test_inputs_without_a_credential_are_the_very_same() -> None:
    given = {"name": "studies", "tags": {"a": "b"}, "rules": [{"port": 22}], "text": "plain words"}

    assert without_credentials(given) is given


@pytest.mark.parametrize("seed", range(20))
def test_a_wrapped_secret_is_left_out_of_a_message_in_every_spelling(seed: int) -> None:
    """Passwords drawn by chance, signs among them, inside longer texts and encoded together with what stands beside them."""
    draw = random.Random(seed)  # noqa: S311 - a test
    secret = "".join(draw.choice("abcXYZ019 \"'\\/&%=+éß") for _ in range(draw.randint(8, 24))).strip() + "Zq"
    before = "x" * draw.randint(0, 5)
    written = [
        secret, repr(secret), json.dumps(secret), quote(secret), quote(secret, safe=""), secret.encode().hex(),
        base64.b64encode(f"{before}:{secret}:{before}".encode()).decode(),
        base64.urlsafe_b64encode(f"{before}{secret}".encode()).decode(),
    ]  # fmt: skip
    for text in written:
        said = redacted(f"cannot use <{text}> here", [secret])

        assert SECRET in said
        assert text.strip("'\"") not in said
        assert said.startswith("cannot use <")
        assert said.endswith("> here")


def test_a_credential_that_is_a_key_is_replaced_too() -> None:
    assert without_credentials({"a": {f"postgres://u:{KEY}@h/d": "x"}, "b": 1}) == {
        "a": {"postgres://u:[secret]@h/d": "x"},
        "b": 1,
    }


DRAWN = ("Hq7zP2wK9tRb4Nc8", "abcdefghijklmnop01", "ABCDEFGHIJKLMNOP01", "abcDEFghiJKLmnoPQR", "Hq7zP2wK9tRb4Nc8" * 4)
NOT_DRAWN = (
    "Hq7zP2wK9tRb4Nc",  # 15 characters
    "abcdefghijklmnopq",  # small letters alone
    "12345678901234567890",  # digits alone
    "aaaaaaaaaaaaaaA1",  # two letters and a digit
    "aaabbbcccdddAAA111",  # few characters, again and again
    "Hq7z P2wK9 tRb4Nc8",  # words
    "x://Hq7zP2wK9tRb4Nc8",  # an address
    "7b1c9a52-83f0-4d4e-9a7b-1f2e3d4c5b6a",
    "Hq7zP2wK9/tRb4Nc8",  # a path
    "ssh-Hq7zP2wK9tRb4Nc8",
    "-----BEGIN PUBLIC KEY-----Hq7zP2wK9tRb4Nc8",
)


@pytest.mark.parametrize("name", ["key", "auth", "salt", "cookie", "otp", "private", "sessionSignature"])
def test_beside_a_name_that_may_mean_a_secret_only_what_a_machine_drew_is_one(name: str) -> None:
    for value in DRAWN:
        assert without_credentials({name: value}) == {name: PLAIN}, value
        assert without_credentials({"publicKey": value, "sortKey": value, "other": value}) == {
            "publicKey": value, "sortKey": value, "other": value,
        }  # fmt: skip
    for value in NOT_DRAWN:
        given = {name: value}

        assert without_credentials(given) is given, value


@pytest.mark.parametrize("key", ["name", "key", "Name", "Key"])
def test_a_pair_is_a_secret_where_its_name_says_so_or_it_is_encrypted(key: str) -> None:
    for given, expected in (
        ({key: "DB_PASSWORD", "value": "hunter2"}, {"value": PLAIN}),
        ({key: "DB_PASSWORD", "Value": 7}, {"Value": PLAIN}),
        ({key: "DB_PASSWORD", "value": "${DB}", "title": "x"}, {}),
        ({key: "DB_HOST", "value": "hunter2"}, {}),
        ({key: 7, "value": "hunter2"}, {}),
        ({key: "x", "value": "hunter2", "isEncrypted": True}, {"value": PLAIN}),
        ({key: "x", "value": "hunter2", "isEncrypted": False}, {}),
        ({"value": "hunter2", "isEncrypted": True}, {"value": PLAIN}),
    ):
        assert without_credentials(given) == {**given, **expected}


def test_a_number_or_a_text_under_the_name_of_a_secret_is_one_and_a_switch_is_not() -> None:
    given: dict[str, Any] = {"pin": 4711, "password": 4711, "token": 1.5, "secret": True, "passphrase": None}

    assert without_credentials(given) == {**given, "password": PLAIN, "token": PLAIN}
    assert without_credentials({"password": {"a": 1}, "secrets": [1, True, ["x"], "${y}"]}) == {
        "password": {"a": 1},
        "secrets": [PLAIN, True, [PLAIN], "${y}"],
    }


def test_what_follows_a_flag_is_a_secret_unless_it_is_another_flag() -> None:
    for given, expected in (
        (["--password", "x"], ["--password", PLAIN]),
        (["--password", "--verbose", "x"], ["--password", "--verbose", "x"]),
        (["--password", 7, "x"], ["--password", PLAIN, "x"]),
        (["--verbose", "x"], ["--verbose", "x"]),
        (["password", "x"], ["password", "x"]),
        ([7, "x"], [7, "x"]),
        (["x", "--password"], ["x", "--password"]),
    ):
        assert without_credentials({"args": given}) == {"args": expected}


def test_the_data_of_a_secret_of_kubernetes_is_masked_and_the_rest_of_its_manifest_stays() -> None:
    manifest = {
        "kind": "Secret",
        "type": "Opaque",
        "data": {"a": "b", "n": 7, "empty": "", "on": True},
        "stringData": "x",
    }

    assert without_credentials(manifest) == {
        **manifest,
        "data": {"a": PLAIN, "n": PLAIN, "empty": "", "on": True},
        "stringData": PLAIN,
    }
    assert without_credentials({"kind": "Secret", "data": {"a": UNKNOWN}}) == {"kind": "Secret", "data": {"a": UNKNOWN}}
    assert without_credentials({"kind": "Secret"}) == {"kind": "Secret"}


def test_a_place_is_told_once_and_only_where_a_credential_is_left_in_plain() -> None:
    given = {
        "args": ["--password", "x", "--token", "y"],
        "sealed": SECRET,
        "env": [{"name": "A", "value": SECRET}],
        "url": f"postgres://u:{SECRET}@h/d",
        "rows": [{"psk": "x"}],
    }

    assert list(found_in_plain(given)) == ["args", "url", "rows.psk"]
    assert list(found_in_plain([{"psk": "x"}])) == ["psk"]
    assert list(found_in_plain(SECRET)) == []
    assert not looks_secret(SECRET)


def test_a_text_that_only_the_engine_can_decrypt_is_masked_wherever_it_stands() -> None:
    assert without_credentials({"a": SEALED, "b": f"x {SEALED} y"}) == {"a": PLAIN, "b": f"x {SECRET} y"}


@pytest.mark.parametrize("length", [1, 50, 3000])
def test_a_long_text_is_searched_as_a_short_one(length: int) -> None:
    before = "word " * length

    assert redacted(f"{before}postgres://u:{KEY}@h/d") == f"{before}postgres://u:{SECRET}@h/d"
    assert redacted(before) == before


def test_what_is_kept_beside_a_credential_and_its_quotes_stay() -> None:
    for given, expected in (
        ('{"password": "a b c"}', f'{{"password": "{SECRET}"}}'),
        (f"PGPASSWORD='{KEY}' psql", f"PGPASSWORD='{SECRET}' psql"),
        (f"IDENTIFIED BY '{KEY}';", f"IDENTIFIED BY '{SECRET}';"),
        (f"https://h/?sig={KEY}&se=1", f"https://h/?sig={SECRET}&se=1"),
        ("pw=a", "pw=a"),
    ):
        assert redacted(given) == expected


def test_two_keys_that_are_credentials_are_both_replaced() -> None:
    given = {f"postgres://u:{KEY}@h/d": "x", f"postgres://u:{SECRET}@h/d": "x"}

    assert without_credentials(given) == {f"postgres://u:{SECRET}@h/d": "x"}


def test_an_object_without_credentials_inside_one_with_them_is_the_very_same() -> None:
    inner, rows = {"a": ["b"], "n": 1}, [{"c": "d"}, "plain words"]
    made = without_credentials({"inner": inner, "rows": rows, "password": "x"})

    assert made["inner"] is inner
    assert made["rows"] is rows


@pytest.mark.parametrize(
    "text",
    [
        "admin:$2y$10$abcdefghijklmnopqrstuuN1N1N1N1N1N1N1N1N1N1N1N1N1N1N1",
        "root:$6$saltsalt$Hq7zP2wK9tRb4Nc8Hq7zP2wK9tRb4Nc8:19000:0",
        "a:$apr1$salt1234$Hq7zP2wK9tRb4Nc8Hq7zP.",
        "$1$salt1234$Hq7zP2wK9tRb4Nc8Hq7zP.",
        "$argon2id$v=19$m=65536,t=3,p=4$c2FsdHNhbHQ$Hq7zP2wK9tRb4Nc8",
        "userPassword: {SSHA}Hq7zP2wK9tRb4Nc8Hq7zP2wK",
    ],
)
def test_the_hash_of_a_password_is_a_credential(text: str) -> None:
    assert looks_secret(text)
    assert "Hq7zP" not in str(without_credentials({"users": text}))


@pytest.mark.parametrize("text", ["costs $1 or $5$ a day", "$2 and $10 and $100", "{SHA} is a label", "echo $1$2"])
def test_what_only_has_the_signs_of_a_hash_is_none(text: str) -> None:
    assert not looks_secret(text)


@pytest.mark.parametrize(
    "text",
    [
        "bindpw zebra417ldap",
        "uri ldap://dc\nbinddn cn=a\nbindpw zebra417ldap\nbase dc=x\n",
        "requirepass zebra417ldap",
        "  masterauth   zebra417ldap  ",
        "ldap_password zebra417ldap",
        'rootpw "zebra417ldap"',
    ],
)
def test_a_directive_and_its_value_may_be_parted_by_a_space(text: str) -> None:
    assert "zebra417ldap" not in str(without_credentials({"users": text}))


@pytest.mark.parametrize(
    "text",
    [
        "password policy of the platform",
        "the password policy",
        "token bucket sizes\nof the gateway",
        "secret management",
        "token validation",
        "password $DB_PASSWORD",
        "bindpw {{ vault }}",
        "Secret rotation\nPassword length",
    ],
)
def test_prose_about_passwords_is_none(text: str) -> None:
    assert without_credentials({"users": text}) == {"users": text}


def test_permissions_on_secrets_are_no_secrets() -> None:
    policy = {"permissions": {"secrets": ["all", "Get", "wrapKey"], "keys": ["list"]}}

    assert without_credentials(policy) == policy
    assert list(found_in_plain({"permissions": {"secrets": ["hunter2-hunter"]}})) == ["permissions.secrets"]
    assert list(found_in_plain({"secrets": ["all"]})) == ["secrets"]


USER = "scaleway:databases/user:User"
SEALED_BY_ENGINE = {SIGNATURE: SECRET_SIGNATURE, "ciphertext": "x"}


def row(**sides: Any) -> dict[str, Any]:
    return {"urn": f"urn:pulumi:dev::acme::{USER}::u", "type": USER, "custom": True, "id": "1", **sides}


@pytest.mark.parametrize(
    ("sides", "shown"),
    [
        ({"inputs": {"password": "zebra"}}, True),
        ({"outputs": {"password": "zebra"}}, True),
        ({"inputs": {"password": SEALED_BY_ENGINE}, "outputs": {"password": "zebra"}}, True),
        ({"inputs": {"password": SEALED_BY_ENGINE}, "outputs": {"password": SEALED_BY_ENGINE}}, False),
        ({"inputs": {"password": SECRET}, "outputs": {"password": UNKNOWN}}, False),
        ({"inputs": {"password": ""}, "outputs": {}}, False),
    ],
)
def test_a_secret_of_the_schema_that_the_engine_did_not_seal_is_in_plain(sides: dict[str, Any], shown: bool) -> None:
    plan = read_deployed({"version": 3, "deployment": {"resources": [row(**sides)]}})
    found = [each for each in run([plan]) if each.rule == "secret-not-in-plain"]

    assert [each.result is Result.FAIL for each in found] == [shown]
    assert "zebra" not in plan.to_json()
    again = [each for each in run([from_json(plan.to_json())]) if each.rule == "secret-not-in-plain"]
    assert [each.result for each in again] == [each.result for each in found]


def test_a_program_that_gives_a_secret_of_the_schema_has_it_sealed_by_the_sdk() -> None:
    assert masked(USER, {"password": "zebra"}) == {"password": SECRET}
    assert masked(USER, {"password": "zebra"}, sealed=True) == {"password": PLAIN}
