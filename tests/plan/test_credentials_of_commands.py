"""Credentials by their place: forms of commands and files with values drawn by chance, in whatever stands around them.

Does not prove that every tool is known; a value that looks like one of a word list, in a tool of nobody's list, stays.
"""

import random
import string

import pytest

from socle.plan.credentials import found_in_plain, without_credentials, without_forms

FORMS = [
    "db.example:5432:app:admin:{}", "*:*:*:admin:{}", "redis-cli -h h -a {} ping", "openssl enc -pass pass:{} -in x",
    "openssl rsa -passin pass:{}", "ldapsearch -D cn=a -w {} -b x", "mongosh -u a -p {} h", "docker login -u a -p {} registry.example",
    "az login --service-principal -u a -p {} --tenant t", "keytool -storepass {} -list", "keytool -list -keypass '{}'", "unzip -P {} a.zip",
    "ipmitool -U a -P {} power", "sqlcmd -S h -U a -P {}", "mosquitto_pub -u a -P {} -t x", "snmpwalk -v3 -A {} -X b",
    "ssh-keygen -N {} -f x", "useradd -p '{}' bob", "htpasswd -b f u {}", "vault login {}", "sqlplus scott/{}@db",
    "smbclient -U bob%{} //h/s", "echo {} | passwd --stdin bob", "echo '{}' | sudo kinit bob", "net user bob {} /add",
    'net user "bob smith" {}', "net use z: \\\\h\\s {} /user:bob", "net use x /user:a {}",
    'ConvertTo-SecureString "{}" -AsPlainText -Force',
    "ConvertTo-SecureString -String '{}' -AsPlainText", "enable secret 5 {}", "username a password 0 {}", "password: |\n  {}\nuser: a",
    "api_key: >-\n    {}\n", "db_token: |-\n  {}", "client-secret: |\\n  {}\\n", "--password {} x", "tool --password='{}' x",
    "tool --password={}", "PGPASSWORD={} psql", "curl -u bob:{} https://h", "sshpass -p {} ssh h", "redis://:{}@h:6379",
    "-Djavax.net.ssl.keyStorePassword={}", "userPassword: {}", "x-api-key: {}",
]  # fmt: skip
AROUND = ["{}", "set -e\n{}\n", "#!/bin/sh\nsleep 1; {}\necho done", "- {}", "a\n{}", "{}\nb"]
SEEDS = ["TOTP_SEED={}", "otpauth://totp/x?secret={}&issuer=a", "otp: {}", "mfa_secret='{}'"]


def drawn(chance: random.Random) -> str:
    """A password as people and machines make them: letters, digits, and what no shell reads."""
    letters = "".join(chance.choices(string.ascii_letters, k=chance.randint(5, 18)))
    return (
        letters
        + chance.choice("._+~^")
        + "".join(chance.choices(string.digits, k=3))
        + chance.choice(string.ascii_letters)
    )


@pytest.mark.parametrize("form", FORMS)
def test_a_credential_in_its_place_is_masked_whatever_stands_around_it(form: str) -> None:
    for seed in range(12):
        chance = random.Random(f"{form} {seed}")  # noqa: S311 - a sample, not a secret
        value, around = drawn(chance), chance.choice(AROUND)
        text = around.format(form.replace("{}", value))
        told = without_forms(text)
        assert value not in told, text
        assert "[secret]" in told
        assert without_forms(told) == told, "once is enough"
        assert list(found_in_plain({"args": text})) == ["args"]


@pytest.mark.parametrize("form", SEEDS)
def test_the_seed_of_one_time_passwords_is_masked(form: str) -> None:
    for seed in range(12):
        value = "".join(random.Random(seed).choices("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", k=32))  # noqa: S311 - a sample
        assert value not in without_forms(form.format(value))


@pytest.mark.parametrize(
    "text",
    [
        "image: python:3.12", "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", "10.0.0.0/8",
        "project_id=7d1a2b3c-1234-4abc-9def-0123456789ab", "secret=7d1a2b3c-1234-4abc-9def-0123456789ab", "docker run -p 8080:80 nginx",
        "ssh -p 2222 host", "mkdir -p /var/lib/x", "redis-cli -h h ping", "psql -h h -p 5432 -U app", "grep -P pattern file",
        "scp -P 2222 a b", "net user", "password policy: rotate every 90 days", "key rotation: 90d", "token bucket size 10",
        "host:5432:db ready", "a:b:c:d:e", "2026-11-30T12:00:00Z", "arn:scw:sqs:fr-par:project-x:queue", "urn:pulumi:s::p::t::n",
        "http://h:8080/p", "redis://h:6379", "description: |\n  no secret\n", "enable secret store", "username a", "7z x a.7z",
        "unzip -P", "useradd -m bob", "mount -o ro", "echo done | tee x", "vault login -method=oidc", "ConvertTo-SecureString $env:PW",
        "redis-cli -a $PW", "mongosh -p", "net use z: \\\\h\\s /user:bob", "ldapsearch -W -b x", "10.0.0.1:5432:5432", "seed: 42",
    ],
)  # fmt: skip
def test_what_is_no_credential_stays(text: str) -> None:
    assert without_forms(text) == text
    assert without_credentials({"args": text}) == {"args": text}
