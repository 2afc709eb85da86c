"""Connections to a server: no password in anything that a process list, a log or an error shows, and no link that is not verified.

A password is asked for anew for each connection, since tokens expire half-way.
"""

import base64
import os
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any, LiteralString

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from socle.messages import Place, Refusal, Refused

Password = Callable[[], str]

APPLICATION = "socle-move"
"""What our sessions are called; the fence lets those of the mover's role live."""

_VERIFIED = ("verify-ca", "verify-full")
_LOOPBACK = ("", "localhost", "127.0.0.1", "::1")


class Connection(psycopg.Connection[tuple[Any, ...]]):
    """A connection that tells which side refused, and never its password. `raw` asks without being told."""

    side = ""
    secret = ""

    def execute(self, query: Any, params: Any = None, *, prepare: bool | None = None, binary: bool = False) -> Any:
        """As psycopg's, which raises what the server said.

        Raises:
            Refused: the server refuses.
        """
        try:
            return super().execute(query, params, prepare=prepare, binary=binary)
        except psycopg.Error as error:
            raise Refused([refusal_of(self.side, error, self.secret)]) from None

    def raw(self, query: Any, params: Any = None) -> Any:
        """As psycopg's: whoever expects an error tells it apart."""
        return super().execute(query, params)


@dataclass(frozen=True)
class Endpoint:
    """A database of a server: libpq's keywords without a password, and who gives the password.

    `side` is what it is called in messages: source or target.
    """

    side: str
    keywords: Mapping[str, str]
    password: Password = field(repr=False)

    @property
    def user(self) -> str:
        """The role that connects."""
        return self.keywords.get("user", "")

    @property
    def database(self) -> str:
        """The database, which libpq calls dbname."""
        return self.keywords.get("dbname", self.user)

    def secret_conninfo(self) -> str:
        """The whole of it, with the password: for the statement that makes a subscription, and nothing else."""
        return make_conninfo(**{**self.keywords, "password": self.password()})

    def elsewhere(self, **keywords: str) -> "Endpoint":
        """The same server and password under other keywords: how the other server reaches it, another role."""
        return replace(self, keywords={**self.keywords, **keywords})


def endpoint(side: str, conninfo: str, password: Password) -> Endpoint:
    """An endpoint from libpq's text.

    Raises:
        Refused: it holds a password, names no database or user, or its link would not be verified.
    """
    try:
        keywords = {name: str(value) for name, value in conninfo_to_dict(conninfo).items() if value is not None}
    except psycopg.ProgrammingError:  # its message repeats the text
        raise Refused([_no_conninfo(side)]) from None
    if "password" in keywords or "passfile" in keywords:
        raise Refused([_password_in(side)])
    if not keywords.get("user") or not keywords.get("dbname"):
        raise Refused([_incomplete(side)])
    found = Endpoint(side, keywords, password)
    if not _is_local(found) and keywords.get("sslmode") not in _VERIFIED:
        raise Refused([_unverified(side)])
    return found


def password_of(side: str, environ: Mapping[str, str] = os.environ) -> Password:
    """Who gives the password of a side: `SOCLE_SOURCE_PASSWORD`, or the secret whose id `SOCLE_SOURCE_SECRET` has.

    Neither is an empty password, which a socket may take.
    """
    name = side.upper()

    def given() -> str:
        if secret := environ.get(f"SOCLE_{name}_SECRET"):
            return _of_secret_manager(secret)
        return environ.get(f"SOCLE_{name}_PASSWORD", "")

    return given


def _of_secret_manager(secret: str) -> str:
    """The newest enabled version of a secret, by the client that the environment configures.

    Raises:
        Refused: the SDK is not installed, or the secret cannot be read.
    """
    try:
        from scaleway.secret.v1beta1 import (  # noqa: PLC0415  # pyright: ignore[reportMissingTypeStubs]
            SecretV1Beta1API,
        )

        from scaleway import Client  # pyright: ignore[reportMissingTypeStubs] # noqa: PLC0415 - an extra

        api = SecretV1Beta1API(Client.from_config_file_and_env())
        return _decoded(api.access_secret_version(secret_id=secret, revision="latest_enabled").data)
    except Exception as error:
        raise Refused([_secret_unread(type(error).__name__)]) from None  # an SDK's message may repeat what it sent


def _decoded(data: str) -> str:
    return base64.b64decode(data).decode("utf-8")


@contextmanager
def connected(where: Endpoint, *, autocommit: bool = True) -> Generator[Connection]:
    """A connection that says what it says alike on every server, whatever its owner set.

    Raises:
        Refused: it cannot be made, or what was asked of the server failed, without any password in the message.
    """
    secret = ""
    try:
        secret = where.password()
        with Connection.connect(
            **_arguments(where, secret), autocommit=autocommit, application_name=APPLICATION
        ) as connection:
            connection.side, connection.secret = where.side, secret
            for name, value in _SETTINGS.items():
                connection.execute(sql.SQL("SET {} = {}").format(sql.Identifier(name), sql.Literal(value)))
            if not autocommit:
                connection.commit()
            yield connection
    except psycopg.Error as error:
        raise Refused([refusal_of(where.side, error, secret)]) from None


_SETTINGS: Mapping[str, str] = {
    "DateStyle": "ISO, YMD",
    "IntervalStyle": "iso_8601",
    "TimeZone": "UTC",
    "extra_float_digits": "1",
    "bytea_output": "hex",
    "lc_monetary": "C",
    "xmlbinary": "base64",
    "search_path": "",
    "lock_timeout": "10s",
    "statement_timeout": "0",
    "idle_in_transaction_session_timeout": "0",
}
"""What decides how a value becomes text, and how long a statement may wait for others."""


def _arguments(where: Endpoint, secret: str) -> dict[str, Any]:
    found: dict[str, Any] = dict(where.keywords)
    found.setdefault("connect_timeout", "10")
    found.setdefault("keepalives_idle", "30")
    return {**found, "password": secret} if secret else found


def _is_local(where: Endpoint) -> bool:
    hosts = f"{where.keywords.get('host', '')},{where.keywords.get('hostaddr', '')}".split(",")
    return all(each in _LOOPBACK or each.startswith("/") for each in hosts)


def rows(connection: Connection, query: LiteralString, *values: object) -> list[tuple[Any, ...]]:
    """Every row that a query gives."""
    return connection.execute(query, values or None).fetchall()


def value(connection: Connection, query: LiteralString, *values: object) -> Any:
    """The first value of the first row; nothing where there is no row."""
    found = connection.execute(query, values or None).fetchone()
    return found[0] if found else None


def named(name: str) -> sql.Identifier:
    """A table or a view by its name with its schema, as a statement takes it."""
    return sql.Identifier(*name.split(".", 1))


def refusal_of(side: str, error: psycopg.Error, secret: str = "") -> Refusal:
    """What a server refused, told apart by its code; a password that it repeated is masked."""
    said = str(error).strip() or type(error).__name__
    said = " ".join((said.replace(secret, "****") if secret else said).split())
    code = error.sqlstate or ""
    consequence, remedy = next((found for prefix, found in _BY_CODE.items() if code.startswith(prefix)), _OTHERWISE)
    if not code and "authentication" in said:
        consequence, remedy = _BY_CODE["28"]
    return Refusal(f"the {side} server says: {said}", consequence, remedy, place=Place(key=side))


_BY_CODE: Mapping[str, tuple[str, str]] = {
    "28": (
        "nothing more is read or written with this credential",
        "give one that is valid now, and run the same command again: what is finished stays finished",
    ),
    "42501": ("the step was not taken", "grant the mover's role what the pre-flight check names"),
    "53100": (
        "the disk is full, and the host may turn the server read-only",
        "give it room, then run the same command again",
    ),
    "55P03": ("somebody holds a lock that is needed", "end the long transaction, then run the same command again"),
    "57P": (
        "the connection was cut before the work was finished",
        "run the same command again: what is finished stays finished",
    ),
}
_OTHERWISE = (
    "the step was not finished",
    "correct it, then run the same command again: what is finished stays finished",
)


def _no_conninfo(side: str) -> Refusal:
    return Refusal(
        f"the {side} is no connection text of PostgreSQL",
        "no server can be asked",
        "write host=... dbname=... user=... sslmode=verify-full",
    )


def _password_in(side: str) -> Refusal:
    return Refusal(
        f"the {side} has a password in its connection text",
        "every process list and every shell history would show it",
        f"leave it out, and set SOCLE_{side.upper()}_PASSWORD or SOCLE_{side.upper()}_SECRET",
    )


def _incomplete(side: str) -> Refusal:
    return Refusal(
        f"the {side} names no user or no database",
        "libpq would take those of whoever runs the command",
        "write user=... and dbname=...",
    )


def _unverified(side: str) -> Refusal:
    return Refusal(
        f"the {side} would be reached without verifying who answers",
        "whoever sits between could read and change health data",
        "write sslmode=verify-full and sslrootcert=...",
    )


def _secret_unread(kind: str) -> Refusal:
    return Refusal(
        f"the secret with the password cannot be read ({kind})",
        "no server can be asked",
        "install the extra live, set SCW_ACCESS_KEY and SCW_SECRET_KEY, and grant the reader its secret",
    )
