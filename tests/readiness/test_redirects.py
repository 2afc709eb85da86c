"""Variables that lead a deployment elsewhere: each is told, and none is repeated."""

from pathlib import Path

import pytest

from socle.readiness.redirects import _ASKED, _QUIET, SECRETS, VARIABLES, host_of, redirects

from .machines import machine, states, told, wrong

ALL = frozenset({"scaleway", "azure", "kubernetes"})
SECRET = "7f3c1e62-0b9d-4c55-9c1e-51a2b8e0d94f"
"""A secret key of the host has the form of an id."""


@pytest.mark.parametrize("name", sorted(VARIABLES))
def test_a_variable_that_redirects_is_told_and_not_repeated(tmp_path: Path, name: str) -> None:
    lines = list(redirects(machine(tmp_path, **{name: SECRET}), ALL))
    expected = "wrong" if VARIABLES[name].certain else "not-known"
    assert states(lines) == [(expected, f"variable.{VARIABLES[name].does}")]
    assert name in told(lines)
    assert SECRET not in told(lines)


@pytest.mark.parametrize(
    "name", ["PULUMI_DEBUG_PROVIDERS", "SSLKEYLOGFILE", "PULUMI_SKIP_CHECKPOINTS", "ARM_MSI_ENDPOINT"]
)
def test_what_is_wrong_whatever_it_says_is_wrong(tmp_path: Path, name: str) -> None:
    assert wrong(redirects(machine(tmp_path, **{name: "1"}), ALL))


@pytest.mark.parametrize("name", sorted(VARIABLES))
def test_an_empty_variable_does_nothing(tmp_path: Path, name: str) -> None:
    for value in ("", "0", "false", " "):
        assert states(redirects(machine(tmp_path, **{name: value}), ALL)) == [("ok", "variable.none")]


@pytest.mark.parametrize("name", sorted(SECRETS))
def test_of_a_secret_it_is_said_that_it_is_set(tmp_path: Path, name: str) -> None:
    lines = list(redirects(machine(tmp_path, **{name: SECRET}), ALL))
    assert states(lines) == [("ok", "variable.secrets"), ("ok", "variable.none")]
    assert name in told(lines)
    assert SECRET not in told(lines)


@pytest.mark.parametrize(
    "name", ["PULUMI_WHATEVER", "SCW_NEW", "AWS_ENDPOINT_URL_STS", "ARM_NEW", "AZURE_NEW", "AWS_USE_FIPS_ENDPOINT"]
)
def test_a_variable_of_these_families_that_no_table_knows_is_not_known(tmp_path: Path, name: str) -> None:
    lines = list(redirects(machine(tmp_path, **{name: SECRET}), ALL))
    assert states(lines) == [("not-known", "variable.strange")]
    assert SECRET not in told(lines)


@pytest.mark.parametrize("name", ["EDITOR", "LANG", "SCWX", "MY_AWS_KEY"])
def test_a_variable_of_nobody_is_nothing(tmp_path: Path, name: str) -> None:
    assert states(redirects(machine(tmp_path, **{name: "x"}), ALL)) == [("ok", "variable.none")]


def test_a_proxy_may_be_written_small(tmp_path: Path) -> None:
    lines = list(redirects(machine(tmp_path, https_proxy="http://me:secret@proxy.acme.example:3128"), ALL))
    assert states(lines) == [("not-known", "variable.proxy")]
    assert "https_proxy is set (proxy.acme.example)" in told(lines)
    assert "secret" not in told(lines)


def test_clouds_that_no_stack_is_on_are_left_out(tmp_path: Path) -> None:
    here = machine(tmp_path, ARM_MSI_ENDPOINT="x", AZURE_NEW="x", SCW_CONFIG_PATH="x", KUBECONFIG="x")
    assert states(redirects(here, frozenset({"scaleway"}))) == [("not-known", "variable.profile")]
    assert len(states(redirects(here, frozenset({"azure"})))) == 2


def test_no_variable_stands_in_two_tables() -> None:
    tables = [set(VARIABLES), set(SECRETS), set(_ASKED), set(_QUIET)]
    assert len(set().union(*tables)) == sum(map(len, tables))


@pytest.mark.parametrize(
    ("value", "host"),
    [
        ("https://s3.fr-par.scw.cloud/x", "s3.fr-par.scw.cloud"),
        ("http://127.0.0.1:9000", "127.0.0.1"),
        ("http://[::1]:9000", "::1"),
        ("http://localhost:9000", "localhost"),
        (SECRET, ""),
        (f"https://{SECRET}", ""),
        ("https://a.b:c@evil", ""),
        ("https://[", ""),
        ("file:///etc/passwd.d", ""),
        ("plain.host", ""),
    ],
)
def test_only_what_surely_is_a_host_is_repeated(value: str, host: str) -> None:
    assert host_of(value) == host
