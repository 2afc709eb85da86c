"""The commands of an operator on two real servers, in the order of a switch and of the way back: what they print, write and end with."""

import json
import time
from collections.abc import Callable, Generator
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from socle.cli.commands.move.database import function_of
from tests.rehearsal.parts.postgres import PASSWORDS, Server, missing, servers
from tests.rehearsal.parts.schema import filled

pytestmark = [pytest.mark.slow, pytest.mark.skipif(bool(missing()), reason=missing())]

NAMES = ("lint", "arm", "disarm", "turn", "watch", "fence", "unfence", "drain", "verify")
Run = Callable[..., Result]


@pytest.fixture(scope="module")
def both() -> Generator[tuple[Server, Server]]:
    with servers() as (source, target):
        filled(source, target)
        yield source, target


@pytest.fixture
def run(both: tuple[Server, Server], monkeypatch: pytest.MonkeyPatch) -> Run:
    app = typer.Typer()
    for name in NAMES:
        app.command(name)(function_of(name))
    for each in both:
        monkeypatch.setenv(f"SOCLE_{each.side.upper()}", f"host={each.sockets} dbname=studies user=mover")
        monkeypatch.setenv(f"SOCLE_{each.side.upper()}_PASSWORD", PASSWORDS["mover"])
    monkeypatch.setenv("APP_PASSWORD", PASSWORDS["app"])
    return lambda *words: CliRunner().invoke(app, words)


def test_a_switch_and_the_way_back_by_commands(run: Run, both: tuple[Server, Server], tmp_path: Path) -> None:
    source, target = both
    credentials, sight, verified = tmp_path / "credentials.json", tmp_path / "sight.json", tmp_path / "verified.json"
    row = {"kind": "role", "conninfo": f"host={source.sockets} dbname=studies user=app", "password": "APP_PASSWORD"}
    credentials.write_text(json.dumps([row]), encoding="utf-8")

    said = run("lint")
    assert said.exit_code == 0, said.output
    assert "0 stop the move" in said.output
    assert "not seen: whether the disk" in said.output
    assert run("fence", "--side", "target").exit_code == 0
    assert "copy begun" in run("arm").output
    assert "nothing to do" in run("arm").output
    watched = run(
        "watch", "--every", "0.3", "--for", "3", "--journal", str(tmp_path / "looks.jsonl"), "--sight", str(sight)
    )
    assert watched.exit_code == 0, watched.output
    assert "6 of 6 tables" in watched.output or "5 of 5 tables" in watched.output
    assert json.loads(sight.read_text("utf-8"))[0]["kind"] == "in-sync"

    begun = time.monotonic()
    closed = run(
        "fence",
        "--side",
        "source",
        "--credentials",
        str(credentials),
        "--wait",
        "0.05",
        "--sight",
        str(sight),
        "--json",
    )
    assert closed.exit_code == 0, closed.output
    assert time.monotonic() - begun > 2.5, "tried three seconds after it was closed"
    outcomes = {each["kind"]: each["outcome"] for each in json.loads(closed.output)["probes"]}
    assert outcomes == {"role": "refused", "role-session": "refused"}
    values = json.loads(sight.read_text("utf-8"))[0]["values"]
    assert (values["kinds"], values["refused"], values["accepted"], values["connections"]) == (2, 2, 0, 0)

    assert "sequences set ahead" in run("drain").output
    compared = run("verify", "--json")
    assert compared.exit_code == 0, compared.output
    verified.write_text(compared.output, encoding="utf-8")
    turned = run("turn", "--direction", "forward", "--verified", str(verified))
    assert turned.exit_code == 0, turned.output
    assert "armed back to Azure" in turned.output
    assert "is open again" in run("unfence", "--side", "target").output
    with target.connect() as connection:
        connection.execute("INSERT INTO care.people (name) VALUES ('there')")

    assert run("fence", "--side", "target").exit_code == 0
    back = run("turn", "--direction", "reverse", "--paused", "--lang", "fr")
    assert back.exit_code == 0, back.output
    assert "armé vers la plateforme" in back.output
    assert run("unfence", "--side", "source").exit_code == 0
    assert run("arm", "--no-copy").exit_code == 0
    with source.connect("postgres") as connection:
        found = connection.execute("SELECT count(*) FROM care.people WHERE name = 'there'").fetchone()
    assert found == (1,)
    assert "not proven" in run("verify").output or run("verify", "--again", "3").exit_code == 0
    assert run("disarm", "--direction", "forward").exit_code == 0


def test_what_differs_ends_with_one_and_a_wrong_file_is_refused(
    run: Run, both: tuple[Server, Server], tmp_path: Path
) -> None:
    _, target = both
    target.administer("UPDATE care.codes SET label = 'other' WHERE code = 'é'")
    said = run("verify")
    assert said.exit_code == 1
    assert "care.codes" in said.output
    assert "not proven the same" in said.output
    wrong = tmp_path / "wrong.json"
    wrong.write_text(
        '{"equal": true, "fence": "0/1", "direction": "reverse", "sequences": {"behind": []}}', encoding="utf-8"
    )
    refused = run("turn", "--direction", "forward", "--verified", str(wrong))
    assert "no comparison at a fence" in str(refused.exception)


def test_no_password_is_in_any_output_process_or_log(run: Run, both: tuple[Server, Server]) -> None:
    for server in both:
        log = (server.data / "server.log").read_text("utf-8", errors="replace")
        assert not any(each in log for each in PASSWORDS.values())
    shown = b"".join(each.read_bytes() for each in Path("/proc").glob("[0-9]*/cmdline"))
    assert not any(each.encode() in shown for each in PASSWORDS.values())
