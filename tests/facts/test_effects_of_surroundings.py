"""What surrounds a program: its environment, the settings of its database, the passwords drawn for it. Kinds are drawn by chance.

Does not prove that a list of names is whole: what no list names is not known, which is proved.
"""

import random
from typing import Any

import pytest

from socle.facts.effects import Effect, created

from .edited import born, does

FUNCTION, JOB = "scaleway:functions/function:Function", "scaleway:job/definition:Definition"
INPUTS = [
    (FUNCTION, "environmentVariables"), (FUNCTION, "secretEnvironmentVariables"), (JOB, "env"),
    ("scaleway:functions/namespace:Namespace", "environmentVariables"),
    ("scaleway:containers/container:Container", "environmentVariables"),
    ("scaleway:containers/namespace:Namespace", "secretEnvironmentVariables"),
]  # fmt: skip
STEERS = {
    "HTTPS_PROXY": "http://x.evil.example:3128", "no_proxy": "a.evil.example", "LD_PRELOAD": "/t/x.so", "LD_AUDIT": "x", "PATH": "/x:/bin",
    "PYTHONPATH": "/x", "PYTHONSTARTUP": "/x", "NODE_OPTIONS": "--require /x", "RUBYOPT": "-r/x", "PERL5OPT": "-Mx", "BASH_ENV": "/x",
    "ENV": "/x", "JAVA_TOOL_OPTIONS": "-javaagent:/x", "_JAVA_OPTIONS": "x", "CLASSPATH": "/x", "DOTNET_STARTUP_HOOKS": "/x",
    "OPENSSL_CONF": "/x", "GIT_SSH_COMMAND": "x", "PIP_INDEX_URL": "x", "UV_EXTRA_INDEX_URL": "x", "npm_config_registry": "x",
    "GOPROXY": "x", "KUBECONFIG": "/x", "HOSTALIASES": "/x", "PGHOST": "db.evil.example", "DATABASE_URL": "postgres://u@evil.example/d",
    "AWS_ENDPOINT_URL_S3": "https://evil.example", "COLOUR": "https://evil.example/x", "BROKERS": "a.internal:1,198.51.100.7:9092",
    "API": "https://u:[secret]@[2001:4860::1]:9/x",
}  # fmt: skip
DOUBTS = {
    "NODE_TLS_REJECT_UNAUTHORIZED": "0", "SSL_CERT_FILE": "/x", "REQUESTS_CA_BUNDLE": "/x", "MY_CA_FILE": "/x", "PGSSLMODE": "require",
    "GIT_SSL_NO_VERIFY": "1", "VAULT_SKIP_VERIFY": "true", "PYTHONHTTPSVERIFY": "0", "APP_TLS_VERIFY": "false", "FLASK_DEBUG": "1",
}  # fmt: skip
ONLY_ASKS = {
    "COLOUR": "blue", "ENV": "production", "DB_HOST": "10.1.0.4", "QUEUE_URL": "https://sqs.mnq.fr-par.scaleway.com/q",
    "CACHE": "redis://cache:6379",
    "S3_ENDPOINT": "https://s3.fr-par.scw.cloud", "HOST": "db.platform.internal", "PGSSLMODE": "verify-full", "APP_TLS_VERIFY": "true",
    "VERSION": "1.2.3", "RATE": "0.5", "MAIL": "desk@hospital.example",
}  # fmt: skip


@pytest.mark.parametrize(("type_", "name"), INPUTS)
def test_a_variable_that_steers_a_program_is_told_as_such_and_any_other_is_not_known(type_: str, name: str) -> None:
    for key, value in STEERS.items():
        assert Effect.EXPOSES in does(type_, name, {"A": "b"}, {"A": "b", key: value}), key
        assert Effect.EXPOSES in born(type_, name, {key: value}), key
    for key, value in DOUBTS.items():
        assert Effect.WEAKENS in does(type_, name, {}, {key: value}), key
        assert Effect.WEAKENS in born(type_, name, {key: value}), key
    for key, value in ONLY_ASKS.items():
        assert does(type_, name, {}, {key: value}) == {Effect.NOT_KNOWN, Effect.INTERRUPTS}, key
        assert born(type_, name, {key: value}) == {Effect.NOT_KNOWN}, key


def test_what_stays_or_is_empty_in_an_environment_says_nothing() -> None:
    steers = dict(STEERS)
    for seed in range(20):
        order = random.Random(seed).sample(sorted(steers), len(steers))  # noqa: S311 - a sample, not a secret
        assert does(JOB, "env", steers, {key: steers[key] for key in order}) == set()
    assert born(JOB, "env", {}) == set()
    assert born(JOB, "env", "later") == {Effect.NOT_KNOWN}
    url = "https://api.partner.example/v"
    assert does(JOB, "env", {"API": f"{url}1"}, {"API": f"{url}2"}) == {Effect.NOT_KNOWN, Effect.INTERRUPTS}, (
        "the same host"
    )
    assert Effect.WEAKENS in does(JOB, "env", {"SSL_CERT_FILE": "/own"}, {})


DATABASE = "scaleway:databases/instance:Instance"
SETTINGS = [
    ("log_connections", "on", "off", "weakens"), ("log_connections", "on", None, "weakens"), ("ssl", None, "off", "weakens"),
    ("fsync", None, "off", "weakens"), ("full_page_writes", "on", "0", "weakens"), ("password_encryption", None, "md5", "weakens"),
    ("password_encryption", "scram-sha-256", "md5", "weakens"), ("synchronous_commit", "on", "off", "loses"),
    ("log_statement", "ddl", "none", "weakens"), ("log_min_duration_statement", "100", "-1", "weakens"),
    ("log_min_duration_statement", "100", "5000", "weakens"), ("log_min_messages", "info", "error", "weakens"),
    ("ssl_min_protocol_version", "TLSv1.2", "TLSv1", "weakens"), ("pgaudit.log", "ROLE,DDL", "ROLE", "weakens"),
    ("pgaudit.log", "ALL", "ALL,-ROLE", "weakens"), ("rdb.enable_pgaudit", "on", "off", "weakens"),
    ("row_security", None, "off", "weakens"),
    ("shared_preload_libraries", "pgaudit", "", "weakens"), ("shared_preload_libraries", "", "evil", "exposes"),
    ("archive_command", "", "curl x", "exposes"), ("local_infile", "OFF", "ON", "weakens"), ("wal_level", "replica", "minimal", "weakens"),
    ("innodb_flush_log_at_trx_commit", "1", "0", "loses"), ("session_replication_role", None, "replica", "weakens"),
    ("ssl_ciphers", "a", "b", "weakens"), ("log_nobody_knows", "1", "2", "weakens"), ("autovacuum", None, "off", "weakens"),
    ("zero_damaged_pages", None, "on", "weakens"), ("max_connections", "100", "many", ""), ("x_new", "1", "2", "not-known"),
    ("log_connections", "on", "maybe", "not-known"), ("wal_level", "replica", "none", "not-known"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "old", "new", "told"), SETTINGS)
def test_a_setting_is_judged_by_what_it_guards(name: str, old: str | None, new: str | None, told: str) -> None:
    sides = [{} if value is None else {name: value} for value in (old, new)]
    found = does(DATABASE, "settings", *sides)

    assert Effect.INTERRUPTS in found
    assert {Effect(told)} <= found if told else found == {Effect.INTERRUPTS}
    azure = "azure-native:dbforpostgresql:Configuration"
    given = {"configurationName": name, "source": "user-override"}
    assert {Effect(told)} <= does(azure, "value", old, new, **given) if told else True


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("log_statement", "ddl", "all"), ("log_connections", "off", "on"), ("fsync", "off", "on"), ("work_mem", "4", "8"),
        ("password_encryption", "md5", "scram-sha-256"), ("log_min_duration_statement", "1000", "100"), ("pgaudit.log", "ROLE", "ROLE,DDL"),
        ("log_min_messages", "error", "info"), ("max_connections", "100", "200"), ("statement_timeout", "1", "2"),
        ("shared_preload_libraries", "pgaudit", "pgaudit,pg_cron"), ("synchronous_commit", "off", "on"),
    ],
)  # fmt: skip
def test_a_setting_that_guards_more_or_is_of_speed_only_interrupts(name: str, old: str, new: str) -> None:
    assert does(DATABASE, "settings", {name: old}, {name: new}) == {Effect.INTERRUPTS}


def test_a_new_database_is_weakened_by_its_settings_and_by_none_of_ours() -> None:
    ours = {"rdb.enable_pgaudit": "on", "pgaudit.log": "ROLE,DDL", "max_connections": "400", "work_mem": "8"}
    assert born(DATABASE, "settings", ours) == set()
    for name, value in (
        ("fsync", "off"),
        ("password_encryption", "md5"),
        ("ssl", "off"),
        ("shared_preload_libraries", "evil"),
    ):
        assert born(DATABASE, "settings", {**ours, name: value}) & {Effect.WEAKENS, Effect.EXPOSES}, name
    assert born(DATABASE, "settings", {"x_new": "1"}) == {Effect.NOT_KNOWN}


PASSWORD = "random:index/randomPassword:RandomPassword"


def drawn(**inputs: Any) -> Any:
    return dict(created(PASSWORD, inputs))[""] - {Effect.HARMLESS}


def test_a_password_is_as_good_as_what_it_is_drawn_from() -> None:
    assert drawn(length=32) == drawn(length=24, special=False) == drawn(length=16, overrideSpecial="!#") == set()
    assert drawn(length=8) == drawn(length=11) == {Effect.WEAKENS}
    assert drawn(length=20, special=False, upper=False, lower=False) == {Effect.WEAKENS}
    assert drawn(length=40, special=True, upper=False, lower=False, numeric=False, overrideSpecial="aa") == {
        Effect.WEAKENS
    }
    assert drawn(length="later") == drawn(length=32, special="later") == {Effect.NOT_KNOWN}
    assert drawn(length=0) == {Effect.WEAKENS}


@pytest.mark.parametrize("seed", range(40))
def test_whatever_draws_from_less_is_weaker(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - a sample, not a secret
    name, old, new = chance.choice(
        [("length", 40, chance.randint(1, 39)),
         *((kind, chance.choice([None, True]), False) for kind in ("special", "upper", "lower", "numeric")),
         ("overrideSpecial", None, chance.choice(["!", "!#", "-_"]))]
    )  # fmt: skip
    beside = {} if name == "length" else {"length": chance.randint(8, 60)}
    assert does(PASSWORD, name, old, new, **beside) == {Effect.WEAKENS, Effect.INTERRUPTS}
    assert does(PASSWORD, name, new, old, **beside) == {Effect.INTERRUPTS}
