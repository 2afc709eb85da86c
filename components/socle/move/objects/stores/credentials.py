"""What opens the stores of a move: from the environment of whoever runs a shard, and nowhere else. No task, file or log carries it."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from socle.messages import Refusal, Refused

from ...keys import key_of

Side = Literal["source", "target", "control"]
_NAMES = ("ACCESS_KEY_ID", "SECRET_ACCESS_KEY", "SESSION_TOKEN", "SAS_TOKEN", "ACCOUNT_KEY")


@dataclass(frozen=True)
class Credentials:
    """What one side takes; empty where the environment says nothing. Its values are in no `repr`."""

    access_key_id: str = field(default="", repr=False)
    secret_access_key: str = field(default="", repr=False)
    session_token: str = field(default="", repr=False)
    sas_token: str = field(default="", repr=False)
    account_key: str = field(default="", repr=False)
    customer_key: bytes = field(default=b"", repr=False)


def variable(side: Side, name: str) -> str:
    """The environment variable of a part of a side's credentials."""
    return f"SOCLE_MOVE_{side.upper()}_{name}"


def credentials(side: Side, *, customer_key: bool = False, environment: Mapping[str, str] = os.environ) -> Credentials:
    """The credentials of a side; those of the control bucket are the target's unless it has its own.

    Raises:
        Refused: the key that encrypts objects is missing, or is none.
    """
    own: Side = "target" if side == "control" and variable(side, _NAMES[0]) not in environment else side
    found = {name.lower(): environment.get(variable(own, name), "") for name in _NAMES}
    key = _customer_key(environment.get(variable(side, "CUSTOMER_KEY"), ""), side) if customer_key else b""
    return Credentials(**found, customer_key=key)


def _customer_key(text: str, side: Side) -> bytes:
    if key := key_of(text):
        return key
    raise Refused(
        [
            Refusal(
                f"{variable(side, 'CUSTOMER_KEY')} holds no key of 256 bits in base64",
                "objects could be neither encrypted nor read back",
                "put the key of the secret manager into the environment of each worker",
            )
        ]
    )
